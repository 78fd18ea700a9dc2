"""A customer passes to another city: his class stays behind, what was proposed of him ends, he is decided anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.workbench.approvals.conftest import bring, checked, in_days
from tests.workbench.approvals.merchant import IDENTITY, LOCAL, OTHERS, feed_loans, know
from tests.workbench.conftest import MOMENT, Bank
from workbench.approvals.actions.applications import register_application
from workbench.approvals.actions.classes import propose_class
from workbench.approvals.models import Application, Event, Stage
from workbench.approvals.shown import newest_standing
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import DeniedError
from workbench.customers.actions.facts import record_facts
from workbench.customers.actions.parties import open_party
from workbench.customers.actions.relations import grant_dispute, open_dispute
from workbench.customers.models import CustomerRow, Party
from workbench.decisions.actions import decide
from workbench.decisions.models import Decision
from workbench.decisions.standings import Use, class_for
from workbench.policies.models import Bundle
from workbench.reviews.checking import pass_proposal
from workbench.reviews.models import Proposal

TODAY = MOMENT.date()


@pytest.fixture
def manager(bank: Bank) -> Actor:
    return bank.actor("3003")


@pytest.fixture
def merchant(bank: Bank, texts: Bundle, manager: Actor) -> Party:
    """Class 3 in the first city by home and premises there, known since five days."""
    with in_days(-5):
        feed_loans()
        party = open_party(
            by=manager, reason="", name="甲某", branch=bank.branch("S1"), identity=IDENTITY
        )
        know(party, manager, bank.actor("3007"))
        decide(party, by=manager, reason="")
    return party


def given_to_the_other_city(bank: Bank, party: Party) -> Party:
    claim = open_dispute(
        by=bank.actor("4002"), reason="he lives here", branch=bank.branch("S3"), identity=IDENTITY
    )
    grant_dispute(claim, by=bank.actor("1003"), reason="he moved", staff=bank.staff("4002"))
    party.refresh_from_db(from_queryset=Party.objects.unscoped("test"))
    return party


def found(party: Party) -> tuple[str, str]:
    rows = Decision.objects.unscoped("test").filter(party=party, pack="psbc-customer-class")
    newest = rows.order_by("-known_at", "-pk").first()
    assert newest is not None
    return newest.status, newest.result


def test_for_the_new_city_its_facts_are_not_collected_and_class_four_is_found(
    bank: Bank, merchant: Party
) -> None:
    assert found(merchant) == ("decided", "3")
    given_to_the_other_city(bank, merchant)
    assert found(merchant) == ("undetermined", "")
    newcomer = bank.actor("4002")
    page = bank.browser("4002").get(f"/customers/{merchant.number}/?tab=facts").content.decode()
    assert page.count("未采集") >= len(LOCAL)
    with clock.moment(MOMENT + timedelta(minutes=5)):
        local = {"owns_home_local": False, "owns_premises_local": True}
        local["business_local_since"] = "2010-01-01"  # type: ignore[assignment]
        record_facts(merchant, by=newcomer, reason="", values=local, true_on=TODAY)
        decide(merchant, by=newcomer, reason="")
    assert found(merchant) == ("decided", "4")


def test_his_class_of_the_old_city_ends_and_what_uses_it_is_held(
    bank: Bank, merchant: Party, manager: Actor
) -> None:
    with in_days(-2):
        checked(bank, propose_class(merchant, by=manager, reason="x"), "3005", "3006")
    with in_days(-1):
        bring()
        assert newest_standing(merchant) is not None
        register_application(
            merchant, by=manager, reason="", number="A1", product="consumer",
            stage=Stage.EXAMINATION, accepted_on=clock.today(),
        )  # fmt: skip
    old_city = bank.branch("C1")
    assert class_for(merchant, TODAY, old_city, Use.LENDING) is not None
    given_to_the_other_city(bank, merchant)
    for city in (old_city, bank.branch("C2")):
        assert class_for(merchant, TODAY, city, Use.LENDING) is None
    application = Application.objects.unscoped("test").get()
    assert application.held_because == "transferred"
    assert Event.objects.unscoped("test").get().kind == "branch_moves"
    row = CustomerRow.objects.unscoped("test").get(party=merchant)
    assert (row.customer_class, row.branch.code) == ("", "S3")


@pytest.mark.parametrize("passed", [(), ("3005",), ("3005", "3006")])
def test_what_the_old_branch_proposed_ends_at_whatever_stage(
    bank: Bank, merchant: Party, manager: Actor, passed: tuple[str, ...]
) -> None:
    with in_days(-1):
        proposal = checked(bank, propose_class(merchant, by=manager, reason="x"), *passed)
    given_to_the_other_city(bank, merchant)
    proposal.refresh_from_db(from_queryset=Proposal.objects.unscoped("test"))
    assert proposal.state == "withdrawn"
    with in_days(2):
        assert bring() == []
    assert newest_standing(merchant) is None or newest_standing(merchant).state == "void"  # type: ignore[union-attr]


def test_the_claimant_sees_nothing_of_him_before_and_the_old_manager_nothing_after(
    bank: Bank, merchant: Party, manager: Actor
) -> None:
    page, desk = f"/customers/{merchant.number}/", bank.browser("4002")
    claim = open_dispute(
        by=bank.actor("4002"), reason="he lives here", branch=bank.branch("S3"), identity=IDENTITY
    )
    assert desk.get(page).status_code == 404
    with pytest.raises(DeniedError):
        record_facts(merchant, by=bank.actor("4002"), reason="", values=dict(OTHERS), true_on=TODAY)
    claims = desk.get("/claims/").content.decode()
    assert merchant.name not in claims
    grant_dispute(claim, by=bank.actor("1003"), reason="he moved", staff=bank.staff("4002"))
    assert desk.get(page).status_code == 200
    assert bank.browser("3003").get(page).status_code == 404


def test_a_class_proposed_at_the_old_branch_is_not_passed_for_the_new_city(
    bank: Bank, merchant: Party, manager: Actor
) -> None:
    """Also where the branch is moved below the proposal: its digest names the branch."""
    with in_days(-1):
        proposal = propose_class(merchant, by=manager, reason="x")
    Party.objects.unscoped("test").filter(pk=merchant.pk).update(branch=bank.branch("S3"))
    with pytest.raises(Exception, match=r"moved|变动"):
        pass_proposal(
            proposal, by=bank.actor("3005"), reason="ok", digest=bytes(proposal.digest).hex()
        )
