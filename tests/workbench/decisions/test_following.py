"""Who was decided once is decided again in the action that records something of him; a file of rows makes him due."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.workbench.conftest import MOMENT, Bank
from tests.workbench.decisions.conftest import OFFICIAL, identity, record
from workbench.accounts.queries import rule_actor
from workbench.approvals.due import to_decide
from workbench.common import clock
from workbench.customers.actions.facts import record_secrets
from workbench.customers.actions.loans import record_loan
from workbench.customers.actions.parties import end_link, open_related
from workbench.customers.following import paused
from workbench.customers.models import LinkKind, Loan, Party, PartyLink
from workbench.decisions.actions import decide
from workbench.decisions.dueness import due
from workbench.decisions.models import Decision, LastDecided
from workbench.journal.models import Entry

TODAY = MOMENT.date()
LATER = MOMENT + timedelta(minutes=5)


@pytest.fixture
def decided(bank: Bank, customer: Party) -> Party:
    record(bank, customer, **OFFICIAL)
    decide(customer, by=bank.actor("3003"), reason="")
    return customer


def decided_at(party: Party) -> object:
    return LastDecided.objects.get(party=party).at


def test_a_fact_is_decided_in_the_action_that_records_it(bank: Bank, decided: Party) -> None:
    with clock.moment(LATER):
        record(bank, decided, annual_income=700000, education="master")
        assert decided_at(decided) == LATER
        assert due(decided) == ""
    rows = Entry.objects.filter(code="decision.made", object_key=str(decided.pk))
    assert list(rows.order_by("at").values_list("actor", flat=True)) == ["3003", "rule:facts"]


def test_who_was_never_decided_is_not_decided_by_a_fact(bank: Bank, customer: Party) -> None:
    record(bank, customer, **OFFICIAL)
    assert not Decision.objects.unscoped("a test").exists()
    assert str(due(customer)) == "尚未认定。"


def test_what_is_recorded_of_a_spouse_decides_both_until_they_are_divorced(
    bank: Bank, decided: Party
) -> None:
    manager = bank.actor("3003")
    with clock.moment(LATER):
        wife = open_related(
            decided,
            by=manager,
            reason="",
            kind=LinkKind.SPOUSE,
            name="配偶甲",
            identity=identity("19860302", "002"),
            since=date(2015, 5, 1),
        )
        assert decided_at(decided) == LATER
    with clock.moment(LATER + timedelta(hours=1)) as hers:
        record(bank, wife, good_social_record=True)
        assert decided_at(decided) == hers
        end_link(PartyLink.objects.unscoped("t").get(), by=manager, reason="", until=TODAY)
    with clock.moment(LATER + timedelta(hours=2)):
        by = rule_actor("demo")
        record_loan(
            wife,
            by=by,
            reason="",
            number="L9",
            product="consumer",
            amount=Decimal(10000),
            annual_rate=Decimal("0.05"),
            months=12,
            granted_on=TODAY,
        )
        assert decided_at(decided) == hers


def test_a_secret_moves_nothing_that_others_see(bank: Bank, decided: Party) -> None:
    before = decided_at(decided)
    with clock.moment(LATER):
        officer = bank.actor("2004")
        values = {"suspected_laundering": True}
        record_secrets(decided, by=officer, reason="", values=values, true_on=TODAY)
        assert due(decided) == ""
    assert decided_at(decided) == before


def test_what_is_due_is_what_the_day_s_end_decides(bank: Bank, decided: Party) -> None:
    def agrees() -> bool:
        waits = to_decide(clock.today()).filter(party=decided).exists()
        assert waits == bool(due(decided))
        return waits

    assert not agrees()
    with clock.moment(LATER):
        with paused():
            record(bank, decided, annual_income=700000)
        assert agrees()
        decide(decided, by=bank.actor("3003"), reason="")
        assert not agrees()
    with clock.moment(LATER + timedelta(hours=1)):
        with paused():
            record_loan(
                decided,
                by=rule_actor("demo"),
                reason="",
                number="L1",
                product="consumer",
                amount=Decimal(10000),
                annual_rate=Decimal("0.05"),
                months=12,
                granted_on=TODAY,
            )
        assert agrees()
        decide(decided, by=bank.actor("3003"), reason="")
        Loan.objects.unscoped("t").update(balance=Decimal(9000))
        assert not agrees()
    until = LastDecided.objects.get(party=decided).holds_until
    assert until is not None
    with clock.moment(MOMENT + (until - TODAY)):
        assert agrees()


def test_what_came_of_somebody_near_waits_for_the_day_s_end_too(
    bank: Bank, decided: Party, django_assert_num_queries: Any
) -> None:
    manager, since = bank.actor("3003"), date(2015, 5, 1)
    with clock.moment(LATER):
        wife = open_related(
            decided, by=manager, reason="", kind=LinkKind.SPOUSE, name="配偶甲", since=since,
            identity=identity("19860302", "002"),
        )  # fmt: skip
        decide(decided, by=manager, reason="")
        decide(wife, by=manager, reason="")
    with clock.moment(LATER + timedelta(hours=1)), paused():
        record(bank, wife, good_social_record=True)
        with django_assert_num_queries(1):
            waits = set(to_decide(clock.today()).values_list("party", flat=True))
        assert waits == {decided.pk, wife.pk}
        assert due(decided) == due(wife) != ""
    with clock.moment(LATER + timedelta(hours=2)):
        decide(wife, by=manager, reason="")
        assert [one.party for one in to_decide(clock.today())] == [decided]
        PartyLink.objects.unscoped("t").update(party=wife, other=decided)
        assert [one.party for one in to_decide(clock.today())] == [decided]
