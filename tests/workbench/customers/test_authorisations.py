"""No query before an authorisation, none by who uses it, no fact of a report without it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from tests.workbench.conftest import Bank
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import DeniedError, RefusedError
from workbench.customers.actions.authorisations import (
    ask_query,
    make_query,
    record_report,
    take_authorisation,
    withdraw_authorisation,
)
from workbench.customers.models import Authorisation, Party, Purpose, Query
from workbench.customers.queries.facts import facts_of
from workbench.journal.recording import recording

TODAY = date(2026, 11, 30)


def allow(
    party: Party, by: Actor, purpose: Purpose = Purpose.CREDIT_QUERY, on: date = TODAY
) -> Authorisation:
    return take_authorisation(party, by=by, reason="", purpose=purpose, signed_on=on)


@pytest.fixture
def query(customer: Party, manager: Actor) -> Query:
    return ask_query(customer, by=manager, reason="", authorisation=allow(customer, manager))


def test_a_report_brings_facts_under_its_authorisation(
    bank: Bank, customer: Party, query: Query
) -> None:
    officer = bank.actor("3007")
    make_query(query, by=officer, reason="")
    values = {
        "card_history": "N" * 24,
        "accounts": [{"kind": "贷款", "state": "正常", "history": "N" * 24}],
    }
    record_report(query, by=officer, reason="", number="R1", report_on=TODAY, values=values)
    given = facts_of(customer)
    assert given["card_history"] == {"value": "N" * 24, "date": "2026-11-30"}
    assert given["accounts"] == [{"kind": "loan", "state": "active", "history": "N" * 24}]


def test_who_asks_does_not_query(bank: Bank, query: Query, manager: Actor) -> None:
    with pytest.raises(DeniedError):
        make_query(query, by=manager, reason="")
    query.queried_by = query.asked_by
    with recording(), pytest.raises(IntegrityError):
        query.save()


def test_the_database_refuses_a_query_of_before_the_signature(bank: Bank, query: Query) -> None:
    query.queried_by, query.queried_on = bank.staff("3007"), TODAY - timedelta(days=1)
    with recording(), pytest.raises(IntegrityError):
        query.save()


def test_the_wife_is_not_queried_under_her_husbands_authorisation(
    customer: Party, wife: Party, manager: Actor
) -> None:
    his = allow(customer, manager)
    with pytest.raises(RefusedError):
        ask_query(wife, by=manager, reason="", authorisation=his)
    assert ask_query(wife, by=manager, reason="", authorisation=allow(wife, manager))


def test_a_consent_to_marketing_covers_no_query(customer: Party, manager: Actor) -> None:
    consent = allow(customer, manager, Purpose.MARKETING)
    with pytest.raises(RefusedError):
        ask_query(customer, by=manager, reason="", authorisation=consent)


def test_a_withdrawn_one_covers_nothing_more(bank: Bank, customer: Party, query: Query) -> None:
    manager = bank.actor("3003")
    with clock.moment(clock.now() + timedelta(days=1)):
        withdraw_authorisation(
            query.authorisation, by=manager, reason="", withdrawn_on=clock.today()
        )
        with pytest.raises(RefusedError):
            make_query(query, by=bank.actor("3007"), reason="")


def test_after_lending_it_lives_as_long_as_the_loan(customer: Party, manager: Actor) -> None:
    after = allow(customer, manager, Purpose.POST_LOAN)
    with pytest.raises(RefusedError):
        ask_query(customer, by=manager, reason="", authorisation=after)
