"""What a checker of a class sees, returns and approves; what happens when something moves meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest

from tests.workbench.api.conftest import Program, program  # noqa: F401
from tests.workbench.approvals.conftest import checked
from tests.workbench.approvals.merchant import IDENTITY, feed_loans, know
from tests.workbench.conftest import MOMENT, Bank
from workbench.approvals.actions.classes import amend_class, propose_class
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError, StaleError
from workbench.customers.actions.evidence import spend_evidence, take_evidence
from workbench.customers.actions.facts import record_facts
from workbench.customers.actions.parties import open_party
from workbench.customers.filing import file_evidence
from workbench.customers.following import paused
from workbench.customers.models import Evidence, Party
from workbench.decisions.actions import decide, start_run
from workbench.decisions.tasks import decide_branch
from workbench.policies.models import Bundle
from workbench.policies.vocabulary import label
from workbench.reviews.actions import renew_proposal
from workbench.reviews.checking import return_proposal
from workbench.reviews.models import Opinion, Proposal

TODAY: date = MOMENT.date()
HOME, PROFIT = label("owns_home_local", "zh"), label("profit_12m", "zh")
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def manager(bank: Bank) -> Actor:
    return bank.actor("3003")


@pytest.fixture
def merchant(bank: Bank, texts: Bundle, manager: Actor) -> Party:
    party = open_party(
        by=manager, reason="", name="甲某", branch=bank.branch("S1"), identity=IDENTITY
    )
    feed_loans()
    know(party, manager, bank.actor("3007"))
    return party


@pytest.fixture
def deed(merchant: Party, manager: Actor) -> Evidence:
    """Shows his home."""
    paper = paper_of(merchant, manager, "房产证")
    record_facts(
        merchant,
        by=manager,
        reason="",
        values={"owns_home_local": True},
        true_on=TODAY,
        evidence=paper,
    )
    return paper


@pytest.fixture
def proposal(merchant: Party, manager: Actor, deed: Evidence) -> Proposal:
    decide(merchant, by=manager, reason="")
    return propose_class(merchant, by=manager, reason="经营十六年", evidence=[deed.pk])


def paper_of(party: Party, by: Actor, title: str) -> Evidence:
    return take_evidence(party, by=by, reason="", file=file_evidence(PDF), title=title)


def later(minutes: int = 5) -> AbstractContextManager[datetime]:
    """Something happens after the decision."""
    return clock.moment(MOMENT + timedelta(minutes=minutes))


def digest(proposal: Proposal) -> str:
    return bytes(proposal.digest).hex()


def page(bank: Bank, number: str, proposal: Proposal) -> str:
    return bank.browser(number).get(f"/reviews/{proposal.pk}/").content.decode()


def test_class_three_is_found_and_its_checker_sees_clause_facts_and_evidence(
    bank: Bank, proposal: Proposal
) -> None:
    assert proposal.after == {"class": "3"}
    seen = page(bank, "3005", proposal)
    for said in ("三类", "长期稳健经营的自雇人士", HOME, "房产证", "待核实"):
        assert said in seen, said


def test_a_fact_and_a_paper_are_returned_with_reasons_and_one_paper_is_replaced(
    bank: Bank, proposal: Proposal, merchant: Party, manager: Actor, deed: Evidence
) -> None:
    sent = {
        "act": "return",
        "digest": digest(proposal),
        "reason": "请补充",
        f"field-evidence:{deed.pk}": "扫描不清",
        "field-fact:profit_12m": "缺少报表",
    }
    answer = bank.browser("3005").post(f"/reviews/{proposal.pk}/act/", sent)
    assert answer.status_code == 302
    for path in (f"/reviews/{proposal.pk}/", f"/reviews/{proposal.pk}/amend/"):
        seen = bank.browser("3003").get(path).content.decode()
        for said in ("房产证", "扫描不清", PROFIT, "缺少报表", "请补充"):
            assert said in seen, (path, said)
    new = paper_of(merchant, manager, "不动产登记证明")
    sent = {"evidence": [new.pk], "reason": "已补"}
    answer = bank.browser("3003").post(f"/reviews/{proposal.pk}/amend/", sent)
    assert answer.status_code == 302
    proposal.refresh_from_db(from_queryset=Proposal.objects.unscoped("test"))
    assert (proposal.state, proposal.round, proposal.grounds["evidence"]) == (
        "to_examine",
        2,
        [new.pk],
    )
    checked(bank, proposal, "3005", "3006")
    assert proposal.state == "passed"


def test_a_feed_brings_a_fact_and_what_is_decided_again_equally_waits_on(
    bank: Bank, proposal: Proposal, merchant: Party, manager: Actor
) -> None:
    with later(), paused():  # as a file of many rows does
        record_facts(merchant, by=manager, reason="", values={"profit_12m": 2}, true_on=TODAY)
    with pytest.raises(StaleError):
        checked(bank, proposal, "3005")
    seen = page(bank, "3005", proposal)
    assert "认定后新登记的信息" in seen
    assert PROFIT in seen
    assert 'value="renew"' in seen
    assert 'value="pass"' not in seen
    before = digest(proposal)
    with later(10):
        renew_proposal(proposal, by=bank.actor("3005"), reason="")
    assert (proposal.state, digest(proposal) != before) == ("to_examine", True)
    checked(bank, proposal, "3005", "3006")
    assert proposal.state == "passed"


def test_what_is_decided_otherwise_goes_back_to_its_maker(
    bank: Bank, proposal: Proposal, merchant: Party, manager: Actor
) -> None:
    with later():
        record_facts(merchant, by=manager, reason="", values={"profit_12m": -1}, true_on=TODAY)
    with later(10):
        renew_proposal(proposal, by=bank.actor("3005"), reason="")
    assert (proposal.state, proposal.renewed) == ("returned", {"class": "4"})


@pytest.fixture
def decided_anew(
    bank: Bank, merchant: Party, proposal: Proposal, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With his whole branch, after a fact moved that the policy does not read."""
    values = {"financial_assets": 9000}
    with later(5):
        record_facts(merchant, by=manager, reason="", values=values, true_on=TODAY)
    with later(10) as moment:
        monkeypatch.setattr(clock, "read_clock", lambda: moment)
        run = start_run(merchant.branch, by=bank.actor("2002"), reason="")
        decide_branch.call(run.pk)


def test_a_fact_that_the_policy_does_not_read_moves_nothing(
    bank: Bank, proposal: Proposal, decided_anew: None
) -> None:
    with later(10):
        checked(bank, proposal, "3005", "3006")
    assert proposal.state == "passed"


def test_where_only_evidence_moved_nothing_is_told_of_facts(
    bank: Bank, proposal: Proposal, deed: Evidence, decided_anew: None
) -> None:
    with later(10):
        spend_evidence(deed, by=bank.actor("3002"), reason="旧证")
        moved = page(bank, "3005", proposal).split('id="drift"')[1].split("</section>")[0]
    assert "失效" in moved
    assert "<h3>" not in moved


def test_what_was_decided_again_is_told_fact_by_fact(
    bank: Bank, merchant: Party, proposal: Proposal, manager: Actor
) -> None:
    with later():
        record_facts(
            merchant, by=manager, reason="", values={"owns_home_local": False}, true_on=TODAY
        )
        decide(merchant, by=manager, reason="")
        seen = page(bank, "3005", proposal)
    moved = seen.split('id="drift"')[1].split("</section>")[0]
    assert f"<li>{HOME}：是 → 否</li>" in moved
    assert proposal.basis["facts"][:12] not in moved


def test_evidence_put_out_of_use_meanwhile_moves_the_digest(
    bank: Bank, proposal: Proposal, deed: Evidence
) -> None:
    spend_evidence(deed, by=bank.actor("3002"), reason="旧证")
    with pytest.raises(StaleError):
        checked(bank, proposal, "3005")
    assert "失效" in page(bank, "3005", proposal)


def test_no_paper_of_another_customer_is_named(
    bank: Bank,
    merchant: Party,
    manager: Actor,
    deed: Evidence,
    program: Callable[[str], Program],  # noqa: F811
) -> None:
    other = open_party(
        by=bank.actor("4002"),
        reason="",
        name="丙某",
        branch=bank.branch("S3"),
        identity="110105198303030039",
    )
    foreign = paper_of(other, bank.actor("4002"), "别人的证")
    decide(merchant, by=manager, reason="")
    with pytest.raises(RefusedError):
        propose_class(merchant, by=manager, reason="x", evidence=[foreign.pk])
    path = f"/party/{merchant.number}/propose-class"
    assert program("3003").post(path, {"evidence": [foreign.pk, 999]}).status_code == 409


def test_only_its_maker_amends_what_was_returned(
    bank: Bank, proposal: Proposal, manager: Actor, deed: Evidence
) -> None:
    with pytest.raises(RefusedError):
        amend_class(proposal, by=manager, reason="x", evidence=[deed.pk])
    return_proposal(proposal, by=bank.actor("3005"), reason="x", digest=digest(proposal))
    assert bank.browser("3004").get(f"/reviews/{proposal.pk}/amend/").status_code == 404
    amend_class(proposal, by=manager, reason="x", evidence=[deed.pk])
    said = Opinion.objects.unscoped("test").filter(proposal=proposal)
    assert said.count() == 1


def test_what_is_found_otherwise_now_is_not_handed_in_as_it_was(
    bank: Bank,
    proposal: Proposal,
    merchant: Party,
    manager: Actor,
    deed: Evidence,
    program: Callable[[str], Program],  # noqa: F811
) -> None:
    return_proposal(proposal, by=bank.actor("3005"), reason="x", digest=digest(proposal))
    with later():
        record_facts(merchant, by=manager, reason="", values={"profit_12m": -1}, true_on=TODAY)
    with later(10):
        path = f"/reviews/{proposal.pk}/act/"
        answer = bank.browser("3003").post(path, {"act": "hand_in", "reason": "x"})
        assert answer.status_code == 409
        assert program("3003").post(f"/proposal/{proposal.pk}/hand-in", {}).status_code == 409
        amend_class(proposal, by=manager, reason="x", evidence=[deed.pk])
    assert (proposal.state, proposal.after) == ("to_examine", {"class": "4"})


def test_as_it_was_it_is_not_offered_when_something_else_was_found(
    bank: Bank, proposal: Proposal, merchant: Party, manager: Actor
) -> None:
    with later():
        record_facts(merchant, by=manager, reason="", values={"profit_12m": -1}, true_on=TODAY)
    with later(10):
        renew_proposal(proposal, by=bank.actor("3005"), reason="")
        seen = page(bank, "3003", proposal)
    assert f"/reviews/{proposal.pk}/amend/" in seen
    assert 'value="hand_in"' not in seen
