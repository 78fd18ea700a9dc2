"""Nobody checks his own class, nor his wife's."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.workbench.api.conftest import Program, program  # noqa: F401
from tests.workbench.conftest import MOMENT, Bank
from tests.workbench.customers.conftest import HERS, HIS
from workbench.accounts.models import Staff
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.actions.colleagues import identify_staff
from workbench.customers.actions.facts import record_facts
from workbench.customers.actions.parties import change_party, open_party
from workbench.customers.listings import CUSTOMERS
from workbench.customers.models import Fact, Party
from workbench.customers.recusal import concerns
from workbench.journal.models import Entry
from workbench.journal.recording import recording
from workbench.reviews.models import Proposal

TODAY: date = MOMENT.date()


def about(bank: Bank, party: Party) -> Proposal:
    with recording():
        return Proposal(subject_kind="party", subject_key=str(party.pk), branch=bank.branch("S1"))


def is_customer(number: str, party: Party) -> None:
    Staff.objects.filter(number=number).update(identity_blind=party.identity_blind)


@pytest.mark.parametrize("of", ["customer", "wife"])
def test_himself_and_his_household_are_closed_to_him(
    bank: Bank, customer: Party, wife: Party, of: str
) -> None:
    is_customer("3005", customer if of == "customer" else wife)
    assert concerns(frozenset({"3005"}), about(bank, customer))
    assert concerns(frozenset({"3006", "3005"}), about(bank, wife))
    assert not concerns(frozenset({"2006"}), about(bank, customer))


# ── closed to colleagues for reading ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def colleague(bank: Bank, customer: Party) -> Party:
    """The customer of 3003 is 3004, who works at the same sub-branch."""
    identify_staff(bank.staff("3004"), by=bank.actor("1001"), reason="", identity=HIS)
    return customer


@pytest.mark.parametrize("number", ["3001", "3003", "3004", "3005"])
def test_a_colleague_is_closed_to_his_outlet_by_every_door(
    bank: Bank,
    colleague: Party,
    program: Callable[[str], Program],  # noqa: F811
    number: str,
) -> None:
    desk, doors = bank.browser(number), program(number)
    assert desk.get(f"/customers/{colleague.number}/").status_code == 404
    assert doors.get(f"/customers/{colleague.number}").status_code == 404
    for page in ("/customers/", f"/search/?q={colleague.number}", "/"):
        assert f"/customers/{colleague.number}" not in desk.get(page).content.decode()
    assert doors.read("/customers")["items"] == []
    rows = CUSTOMERS.rows(bank.actor(number))
    assert not rows.exists(), "the list, what is exported of it, and its count"
    assert not Fact.objects.seen_by(bank.actor(number), "customer.read").exists()


@pytest.mark.parametrize("number", ["1004", "2002"])
def test_he_is_open_above_his_outlet(bank: Bank, colleague: Party, number: str) -> None:
    assert bank.browser(number).get(f"/customers/{colleague.number}/").status_code == 200


def test_his_number_is_taken_by_another_administrator_and_not_kept(bank: Bank) -> None:
    with pytest.raises(RefusedError):
        identify_staff(bank.staff("1001"), by=bank.actor("1001"), reason="", identity=HIS)
    page = bank.browser("1001").post(
        "/staff/3004/identity/", {"identity_kind": "resident_id", "identity": HIS}
    )
    assert page.status_code == 302
    assert bank.staff("3004").identity_blind
    told = Entry.objects.get(code="staff.identified")
    assert HIS not in str(told.words) + told.reason


def test_a_proposal_about_him_is_neither_seen_nor_checked_at_his_outlet(
    bank: Bank, colleague: Party
) -> None:
    proposal = about(bank, colleague)
    with recording():
        proposal.kind, proposal.title, proposal.digest = "class", "x", b""
        proposal.maker, proposal.state = "3201", "to_examine"
        proposal.save()
    for number, seen in (("3005", False), ("3001", False), ("2001", True)):
        rows = Proposal.objects.seen_by(bank.actor(number), "proposal.read")
        assert rows.filter(pk=proposal.pk).exists() is seen, number
    assert concerns(frozenset({"3005"}), proposal)


# ── acting on one's own, or one's household's ───────────────────────────────────────────────────────────────────────


def test_nobody_opens_or_changes_the_file_of_himself_or_his_wife(
    bank: Bank, customer: Party, wife: Party, manager: Actor
) -> None:
    is_customer("3003", wife)
    for act in (
        lambda: record_facts(
            customer, by=manager, reason="", values={"education": "硕士"}, true_on=TODAY
        ),
        lambda: change_party(customer, by=manager, reason="", phone="13800000009"),
        lambda: open_party(
            by=manager, reason="", name="乙某", branch=bank.branch("S1"), identity=HERS
        ),
    ):
        with pytest.raises(RefusedError, match=r"household|家庭"):
            act()
