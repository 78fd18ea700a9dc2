"""A shopkeeper who is class 3 by his home and premises in the territory of the city, made by actions alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from workbench.common import clock
from workbench.common.acting import Actor
from workbench.customers.actions.authorisations import (
    ask_query,
    make_query,
    record_report,
    take_authorisation,
)
from workbench.customers.actions.facts import record_facts
from workbench.customers.models import Feed, Party, Purpose, Source
from workbench.journal.recording import recording

IDENTITY = "110105198001010016"
LOCAL: dict[str, Any] = {
    "owns_home_local": True,
    "owns_premises_local": True,
    "business_local_since": "2010-01-01",
}
OTHERS: dict[str, Any] = {
    "nationality": "mainland",
    "full_capacity": True,
    "marital_status": "single",
    "education": "bachelor",
    "stable_income": True,
    "legal_occupation": True,
    "employer_kind": "own_business",
    "formal_staff": False,
    "founded_organisation": True,
    "shareholding": "0",
    "main_income_is_business": True,
    "business_since": "2010-01-01",
    "operates_normally": True,
    "registered_capital": 1000000,
    "paid_in_capital": 1000000,
    "profit_12m": 1,
    "net_cash_flow_12m": 1,
    "profit_6m": 1,
    "net_cash_flow_6m": 1,
    "good_social_record": True,
    "declared_banned": False,
}
CLEAN: dict[str, Any] = {
    "card_history": "N" * 24,
    "loan_history": "N" * 24,
    "largest_overdue": 0,
    "arrears_elsewhere": False,
    "accounts": [],
}


def feed_loans() -> None:
    """Last night's file of the loan system has come; it names no loan of his."""
    with recording():
        Feed.objects.create(
            source=Source.LOAN_FEED,
            business_on=clock.today() - timedelta(days=1),
            arrived_at=clock.now(),
            rows_found=0,
            accepted=True,
        )


def know(party: Party, by: Actor, officer: Actor, local: dict[str, Any] = LOCAL) -> None:
    """What his manager and the credit query officer learn of him."""
    day = clock.today() - timedelta(days=1)
    record_facts(party, by=by, reason="", values={**OTHERS, **local}, true_on=day)
    report(party, by, officer, "R1")


def report(party: Party, by: Actor, officer: Actor, number: str, **values: Any) -> None:
    """Authorised, queried, recorded, all today."""
    today: date = clock.today()
    paper = take_authorisation(
        party, by=by, reason="", purpose=Purpose.CREDIT_QUERY, signed_on=today
    )
    query = make_query(
        ask_query(party, by=by, reason="", authorisation=paper), by=officer, reason=""
    )
    given = {**CLEAN, **values}
    record_report(query, by=officer, reason="", number=number, report_on=today, values=given)
