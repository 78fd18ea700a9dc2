"""Screens tell names where records keep numbers."""

from django.db.models import Value

from tests.workbench.conftest import Bank
from workbench.accounts.models import Staff
from workbench.accounts.names import name_in, names_of, with_names


def test_a_number_is_told_with_its_name(bank: Bank) -> None:
    row = with_names(Staff.objects.filter(number="3003").annotate(by=Value("3003")), "by").get()
    assert name_in(row, "by") == f"{row.name} 3003"


def test_a_rule_nobody_and_a_stranger_have_words_of_their_own(bank: Bank) -> None:
    told = names_of(["rule:day_end", "", "9999"])
    assert told["rule:day_end"] == "系统自动"
    assert (told[""], told["9999"]) == ("", "9999")
