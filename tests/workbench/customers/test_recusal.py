"""Nobody checks his own class, nor his wife's."""

import pytest

from tests.workbench.conftest import Bank
from workbench.accounts.models import Staff
from workbench.customers.models import Party
from workbench.customers.recusal import concerns
from workbench.journal.recording import recording
from workbench.reviews.models import Proposal


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
    assert not concerns(frozenset({"3006"}), about(bank, customer))
