"""What leads to a journey and is not what it is about: files that have come, people who are known already."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.journeys.desk import Desk
from workbench.customers.actions.authorisations import (
    ask_query,
    make_query,
    record_report,
    take_authorisation,
)
from workbench.customers.actions.facts import record_facts
from workbench.customers.actions.parties import open_party, open_related
from workbench.customers.models import Feed, IdentityKind, LinkKind, Party, Purpose, Source

HIS, HERS, HOSPITAL = "110105198001010016", "110105198202020026", "91110000MA0000001L"
#: a report without a blemish
CLEAN: dict[str, Any] = {
    "card_history": "N" * 24,
    "loan_history": "N" * 24,
    "largest_overdue": 0,
    "arrears_elsewhere": False,
    "accounts": [{"kind": "loan", "state": "active", "history": "N" * 24}],
}
#: an associate chief physician of a public hospital: class 1 where its grade is high, class 2 whatever it is
DOCTOR: dict[str, Any] = {
    "nationality": "mainland",
    "full_capacity": True,
    "marital_status": "married_status",
    "education": "bachelor",
    "stable_income": True,
    "legal_occupation": True,
    "qualifications": [],
    "employer_kind": "public_hospital",
    "hire_date": "2015-07-01",
    "formal_staff": True,
    "service_staff": False,
    "established_post": True,
    "administrative_level": "no_level",
    "medical_title": "副主任医师",
    "hospital_post": "no_hospital_post",
    "founded_organisation": False,
    "shareholding": 0,
    "main_income_is_business": False,
    "good_social_record": True,
    "declared_banned": False,
}
SEEN_ON = date(2026, 11, 20)


def loans_have_come(desk: Desk, day: date = date(2026, 11, 29)) -> None:
    """The nightly file of loans up to a day: nobody has any."""
    with desk.as_data() as moment:
        Feed.objects.create(
            source=Source.LOAN_FEED,
            business_on=day,
            arrived_at=moment,
            rows_found=0,
            accepted=True,
        )


def known(desk: Desk, party: Party, by: str = "3003", **facts: Any) -> None:
    """Facts on record since ten days."""
    desk.does(by, record_facts, party, values=facts, true_on=SEEN_ON)


def employed(desk: Desk, party: Party, name: str = "某医院", code: str = HOSPITAL) -> Party:
    """His employer, as a file."""
    employer: Party = desk.does(
        "3003",
        open_related,
        party,
        kind=LinkKind.EMPLOYER,
        name=name,
        identity=code,
        identity_kind=IdentityKind.CREDIT_CODE,
        since=date(2015, 7, 1),
    )
    return employer


def reported(desk: Desk, party: Party, number: str, by: str = "3003", **values: Any) -> None:
    """Authorised today, queried, and the report recorded: a clean one, but for `values`."""
    today = desk.now.date()
    purpose = Purpose.CREDIT_QUERY
    paper = desk.does(by, take_authorisation, party, purpose=purpose, signed_on=today)
    query = desk.does(by, ask_query, party, authorisation=paper)
    desk.does("3007", make_query, query)
    desk.does(
        "3007",
        record_report,
        query,
        number=number,
        report_on=today,
        values={**CLEAN, **values},
    )


def a_doctor(desk: Desk, *, name: str = "甲某", identity: str = HIS, **facts: Any) -> Party:
    """A single doctor of S1, served by 3003: all is known, the loans have come, class 1; not decided yet."""
    party: Party = desk.does(
        "3003", open_party, name=name, branch=desk.bank.branch("S1"), identity=identity
    )
    known(desk, party, **{**DOCTOR, "marital_status": "single", **facts})
    known(desk, employed(desk, party), local=True, hospital_grade="grade_3a")
    reported(desk, party, f"R{party.number}")
    return party
