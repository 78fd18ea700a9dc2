"""An action checks the right, changes, and writes one entry that nobody can touch unseen."""

import pytest

from tests.workbench.conftest import Bank
from workbench.accounts.models import Branch, Staff
from workbench.common.errors import OutsideError
from workbench.journal.models import Entry


def test_founding_a_bank_is_one_entry_and_every_row_names_it(bank: Bank) -> None:
    entry = Entry.objects.get(code="bank.founded")
    assert set(Branch.objects.values_list("journal_key", flat=True)) == {entry.key}


def test_what_nobody_did_cannot_be_recorded(db: None) -> None:
    with pytest.raises(OutsideError):
        Staff(number="1", name="x")


def test_what_nobody_did_cannot_be_changed(bank: Bank) -> None:
    branch = bank.branch("O1")
    with pytest.raises(OutsideError):
        branch.save()
