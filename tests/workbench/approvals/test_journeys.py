"""Journeys of a class through four eyes: a divorce, a bar, a death wrongly reported, an adjusted grade.

What must be impossible is tried through the actions, which screens, API and rules call alike, and in the database.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.workbench.approvals.conftest import (
    OTHER_FACTS,
    Finding,
    bring,
    checked,
    in_days,
    newest,
    tellable,
)
from tests.workbench.approvals.test_day_end import said
from tests.workbench.conftest import MOMENT, Bank
from workbench.accounts.models import Authority
from workbench.accounts.posting import give_authority
from workbench.approvals.actions.applications import register_application, release_application
from workbench.approvals.actions.classes import (
    propose_class,
    propose_end,
    propose_fall,
    propose_lift,
    suspend_class,
)
from workbench.approvals.actions.events import EventKind, record_event, reverse_event
from workbench.approvals.actions.grades import amend_grade, propose_grade
from workbench.approvals.actions.rechecks import open_recheck_of
from workbench.approvals.grades import adjusted_now
from workbench.approvals.models import AdjustedGrade, Application, Stage
from workbench.approvals.providers import of_adjustments
from workbench.common import clock
from workbench.common.errors import DeniedError, RefusedError, WorkbenchError
from workbench.common.jobs import end_day
from workbench.customers.actions.authorisations import (
    ask_query,
    make_query,
    record_report,
    take_authorisation,
)
from workbench.customers.models import Party, Purpose
from workbench.customers.rows import renew_row
from workbench.decisions.models import Decision, Standing, StandingState
from workbench.decisions.standings import Use, class_for
from workbench.journal.recording import recording
from workbench.policies.providers import AsOf
from workbench.reviews.actions import hand_in, renew_proposal
from workbench.reviews.checking import return_proposal
from workbench.reviews.models import Proposal

S = StandingState
BOTH = ("3005", "3006")
TODAY = MOMENT.date()


@pytest.fixture
def in_force(bank: Bank, customer: Party, found: Finding) -> Standing:
    renew_row(customer)
    with in_days(-2):
        found("3")
        checked(bank, propose_class(customer, by=bank.actor("3003"), reason="first grant"), *BOTH)
    with in_days(-1):
        bring()
    return newest(customer)


@pytest.fixture
def application(bank: Bank, customer: Party, in_force: Standing) -> Application:
    return register_application(
        customer,
        by=bank.actor("3003"),
        reason="",
        number="A1",
        product="consumer",
        stage=Stage.EXAMINATION,
        accepted_on=TODAY,
    )


def asked(party: Party, use: Use) -> str:
    held = class_for(party, clock.today(), party.branch.city_branch, use)
    return held.klass if held else ""


# ── J3 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_after_a_divorce_lending_goes_by_the_class_found_until_a_re_check_restores_it(
    bank: Bank, customer: Party, found: Finding, application: Application
) -> None:
    manager = bank.actor("3003")
    record_event(
        customer, by=manager, reason="divorced", kind=EventKind.MARRIAGE, happened_on=TODAY
    )
    application.refresh_from_db(from_queryset=Application.objects.unscoped("tests"))
    assert (application.held_because, application.held_for) == ("recheck", "3003")
    with pytest.raises(DeniedError):
        release_application(application, by=manager, reason="he is in a hurry")

    found("5", facts=OTHER_FACTS)
    checked(bank, propose_fall(customer, by=manager, reason="home went to the wife"), *BOTH)
    watched = newest(customer)
    assert watched.watch_until == TODAY + timedelta(days=90)
    assert (asked(customer, Use.LENDING), asked(customer, Use.SERVICE)) == ("5", "3")
    assert open_recheck_of(customer) is None

    with in_days(60):
        found("3", facts=bytes(31) + b"2")
        checked(bank, propose_class(customer, by=manager, reason="home bought"), *BOTH)
    with in_days(61):
        bring()
        now = newest(customer)
        assert (now.state, now.klass, now.watch_until) == (S.VALID, "3", None)
        assert asked(customer, Use.LENDING) == "3"


def test_a_watch_is_not_restarted_by_a_second_event(
    bank: Bank, customer: Party, found: Finding, in_force: Standing
) -> None:
    found("5", facts=OTHER_FACTS)
    checked(bank, propose_fall(customer, by=bank.actor("3003"), reason="x"), *BOTH)
    until = newest(customer).watch_until
    with in_days(10):
        record_event(
            customer,
            by=bank.actor("3003"),
            reason="x",
            kind=EventKind.JOB,
            happened_on=clock.today(),
        )
    assert newest(customer).watch_until == until


# ── J4 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_bar_of_the_night_suspends_holds_and_is_confirmed_by_another(
    bank: Bank, customer: Party, application: Application
) -> None:
    said(customer, "class_ended")
    with in_days(1):
        end_day(TODAY)
        assert asked(customer, Use.LENDING) == asked(customer, Use.MARKETING) == ""
        application.refresh_from_db(from_queryset=Application.objects.unscoped("tests"))
        assert application.held_because == "suspended"
        proposal = propose_end(
            customer, by=bank.actor("3003"), reason="arrears proven", state=S.REMOVED
        )
        with pytest.raises(DeniedError):
            checked(bank, proposal, "3003")
        checked(bank, proposal, "3006")
    assert newest(customer).state == S.REMOVED


def test_a_death_wrongly_reported_is_reversed_by_another_and_lifted_by_two(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    manager = bank.actor("3003")
    event = record_event(
        customer, by=manager, reason="a neighbour", kind=EventKind.DEATH, happened_on=TODAY
    )
    assert newest(customer).state == S.SUSPENDED
    with pytest.raises(RefusedError):
        reverse_event(event, by=manager, reason="he is alive")
    with recording(), pytest.raises(IntegrityError), transaction.atomic():
        event.change(reversed_at=clock.now(), reversed_by="3003")
    event.refresh_from_db()
    reverse_event(event, by=bank.actor("3001"), reason="he came in person")
    proposal = propose_lift(customer, by=manager, reason="he came in person")
    checked(bank, proposal, "3005")
    assert newest(customer).state == S.SUSPENDED
    checked(bank, proposal, "3006")
    now = newest(customer)
    assert (now.state, now.valid_from, now.valid_until) == (
        S.VALID,
        in_force.valid_from,
        in_force.valid_until,
    )


def test_a_suspended_class_is_not_suspended_twice(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    suspend_class(customer, by=bank.actor("3003"), reason="x")
    with pytest.raises(RefusedError):
        suspend_class(customer, by=bank.actor("3001"), reason="x")


# ── J6 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def report(bank: Bank, party: Party, number: str, values: dict[str, Any] | None = None) -> None:
    today, manager, officer = clock.today(), bank.actor("3003"), bank.actor("3007")
    paper = take_authorisation(
        party, by=manager, reason="", purpose=Purpose.CREDIT_QUERY, signed_on=today
    )
    query = ask_query(party, by=manager, reason="", authorisation=paper)
    make_query(query, by=officer, reason="")
    record_report(
        query,
        by=officer,
        reason="",
        number=number,
        report_on=today,
        values={"card_history": "N" * 24, **(values or {})},
    )


@pytest.fixture
def substandard(bank: Bank, customer: Party, found: Finding) -> Party:
    """A report of today gave him 次级; one approver has authority over adjusted grades."""
    renew_row(customer)
    report(bank, customer, "R1")
    row = found("SUBSTANDARD")
    Decision.objects.unscoped("tests").filter(pk=row.pk).update(pack="credit-grade")
    tellable(customer, "credit-grade")
    give_authority(
        bank.staff("3006"),
        by=bank.actor("2001"),
        reason="",
        kind="adjusted_grade",
        branch=bank.branch("S1"),
        since=TODAY,
        until=TODAY + timedelta(days=300),
        document="No. 1",
    )
    return customer


GRADE = {"grade": "NORMAL", "basis": "Certificate of the other bank"}


def told(party: Party) -> dict[int, object]:
    return dict(of_adjustments([party.pk], AsOf(clock.today(), clock.now())))


def test_an_adjusted_grade_counts_until_the_next_report(bank: Bank, substandard: Party) -> None:
    until = TODAY + timedelta(days=180)
    proposal = propose_grade(
        substandard, by=bank.actor("3003"), reason="the bank erred", until=until, **GRADE
    )
    assert told(substandard) == {}
    for number in ("3003", "3002", "3005"):  # its maker, a department head, a reviewer
        with pytest.raises(WorkbenchError):
            checked(bank, proposal, number)
    checked(bank, proposal, "3006")
    row = adjusted_now(substandard)
    assert row is not None
    assert (row.grade, row.adjusted, row.approved_by) == ("SUBSTANDARD", "NORMAL", "3006")
    assert told(substandard)
    with in_days(30):
        report(bank, substandard, "R2")
        assert told(substandard) == {}
        for path in (
            f"/customers/{substandard.number}/?tab=class",
            "/adjusted-grades/?state=ended",
        ):
            assert "原等级次级，调整为正常" in bank.browser("3003").get(path).content.decode()
        seen = bank.browser("3003").get("/adjusted-grades/?state=counts").content.decode()
        assert "原等级次级，调整为正常" not in seen
    with in_days(31):
        runs = {run.name: run.line for run in end_day(TODAY + timedelta(days=30))}
        assert runs["day_end.grades"] == "done=1 refused=0"
    assert adjusted_now(substandard) is None
    with clock.moment(MOMENT + timedelta(days=20)):
        assert told(substandard), "what counted then still does as it was known then"


def test_an_adjusted_grade_needs_a_basis_an_end_and_authority(
    bank: Bank, substandard: Party
) -> None:
    manager, end = bank.actor("3003"), TODAY + timedelta(days=30)
    for wrong in ({"basis": " "}, {"until": TODAY}, {"grade": "BEST"}, {"grade": "SUBSTANDARD"}):
        with pytest.raises(RefusedError):
            propose_grade(substandard, by=manager, reason="x", **{**GRADE, "until": end, **wrong})
    with recording(), pytest.raises(IntegrityError), transaction.atomic():
        AdjustedGrade.objects.create(
            party=substandard,
            grade="SUBSTANDARD",
            adjusted="NORMAL",
            basis="x",
            report_on=TODAY,
            since=TODAY,
            until=end,
            given_by="3003",
            approved_by="3003",
            known_at=clock.now(),
        )
    Authority.objects.all().delete()
    with pytest.raises(RefusedError):
        propose_grade(substandard, by=manager, reason="x", until=end, **GRADE)


def returned(bank: Bank, proposal: Proposal) -> Proposal:
    digest = bytes(proposal.digest).hex()
    return return_proposal(proposal, by=bank.actor("3006"), reason="which?", digest=digest)


def test_an_adjusted_grade_that_was_returned_is_amended(bank: Bank, substandard: Party) -> None:
    manager, until = bank.actor("3003"), TODAY + timedelta(days=180)
    proposal = propose_grade(substandard, by=manager, reason="x", until=until, **GRADE)
    path = f"/reviews/{proposal.pk}/amend-grade/"
    sent = {"grade": "NORMAL", "basis": "Letter no. 8", "until": until, "reason": "named now"}
    assert bank.browser("3003").post(path, sent).status_code == 200, "nobody has returned it"
    returned(bank, proposal)
    assert path in bank.browser("3003").get(f"/reviews/{proposal.pk}/").content.decode()
    assert bank.browser("3004").get(path).status_code == 404
    assert GRADE["basis"] in bank.browser("3003").get(path).content.decode()
    for wrong in ({"until": TODAY}, {"basis": " "}, {"grade": "SUBSTANDARD"}):
        assert bank.browser("3003").post(path, {**sent, **wrong}).status_code == 200
    assert bank.browser("3003").post(path, sent).status_code == 302
    proposal.refresh_from_db(from_queryset=Proposal.objects.unscoped("tests"))
    assert (proposal.round, proposal.after["basis"]) == (2, "Letter no. 8")
    checked(bank, proposal, "3006")
    row = adjusted_now(substandard)
    assert row is not None
    assert (row.basis, row.until) == ("Letter no. 8", until)


def test_another_report_sends_a_waiting_grade_back_to_be_amended(
    bank: Bank, substandard: Party
) -> None:
    manager, until = bank.actor("3003"), TODAY + timedelta(days=180)
    proposal = propose_grade(substandard, by=manager, reason="x", until=until, **GRADE)
    with in_days(1):
        report(bank, substandard, "R2")
        renew_proposal(proposal, by=bank.actor("3006"), reason="")
        assert (proposal.state, proposal.renewed["report"]) == ("returned", "2026-12-01")
        with pytest.raises(RefusedError):
            hand_in(proposal, by=manager, reason="")
        amend_grade(proposal, by=manager, reason="x", until=until, **GRADE)
        checked(bank, proposal, "3006")
        row = adjusted_now(substandard)
        assert row is not None
        assert (row.report_on, bool(told(substandard))) == (TODAY + timedelta(days=1), True)


def test_a_grade_whose_end_has_come_is_approved_by_nobody(bank: Bank, substandard: Party) -> None:
    until = TODAY + timedelta(days=1)
    manager = bank.actor("3003")
    proposal = propose_grade(substandard, by=manager, reason="x", until=until, **GRADE)
    with in_days(1):
        with pytest.raises(RefusedError):
            checked(bank, proposal, "3006")
        returned(bank, proposal)
        with pytest.raises(RefusedError):
            hand_in(proposal, by=manager, reason="")
    assert adjusted_now(substandard) is None
