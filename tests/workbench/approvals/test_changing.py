"""What time alone changes: each number is that of the list which it opens."""

import re
from datetime import date, timedelta

import pytest

from tests.workbench.approvals.conftest import Finding, bring, checked, in_days
from tests.workbench.conftest import Bank
from workbench.approvals.actions.classes import propose_class
from workbench.approvals.changing import by_time
from workbench.common import clock
from workbench.customers.models import CustomerRow, Party
from workbench.customers.rows import renew_row
from workbench.decisions.models import LastDecided
from workbench.policies.models import Bundle


@pytest.fixture
def soon(bank: Bank, customer: Party, found: Finding) -> date:
    """A class in force, and things of the customer that end in twenty days."""
    renew_row(customer)
    with in_days(-2):
        found("3")
        checked(bank, propose_class(customer, by=bank.actor("3003"), reason="x"), "3005", "3006")
    with in_days(-1):
        bring()
    day = clock.today() + timedelta(days=20)
    CustomerRow.objects.unscoped("tests").update(next_recheck_on=day)
    Party.objects.unscoped("tests").filter(pk=customer.pk).update(identity_until=day)
    LastDecided.objects.create(
        party=customer,
        as_of=clock.today(),
        at=clock.now(),
        bundle=Bundle.objects.latest("pk"),
        holds_until=day,
    )
    return day


def test_each_number_is_that_of_the_list_it_opens(bank: Bank, soon: date) -> None:
    browser, counted = bank.browser("3003"), 0
    for change in by_time(bank.actor("3003")):
        for number, url in change.numbers:
            page = browser.get(url).content.decode()
            shown = re.search(r'<small role="status">\D*(\d+)', page)
            assert shown is not None
            assert int(shown[1]) == number, change.label
            counted += number
    assert counted >= 6


def test_the_page_leads_to_the_lists(bank: Bank, soon: date) -> None:
    page = bank.browser("3003").get("/by-time/").content.decode()
    assert f"/by-time/decisions/?holds_to={clock.today() + timedelta(days=30)}" in page
