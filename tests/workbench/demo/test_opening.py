"""The demo bank opens once, with a sign-in for every post; what is shown of its customers is what decides of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.workbench.conftest import MOMENT
from workbench.accounts.models import Authority, Deputy, Staff, StaffState
from workbench.accounts.posts import Post
from workbench.accounts.queries import rule_actor
from workbench.approvals.feeds import Arrival, arrivals_of
from workbench.approvals.models import AdjustedGrade, Application
from workbench.approvals.shown import rebuilt_class
from workbench.common import clock
from workbench.common.models import JobRun
from workbench.customers.models import (
    CustomerRow,
    Dispute,
    Evidence,
    Gap,
    GapState,
    Handover,
    ImportSession,
    Merger,
    Party,
    PartyNow,
    PartyState,
)
from workbench.customers.rows import rebuilt_now, rebuilt_row
from workbench.decisions.actions import decide
from workbench.decisions.models import Standing, StandingState
from workbench.demo.deciding import DAYS_LEFT
from workbench.demo.opening import found_demo, open_demo
from workbench.demo.stories import Calendar
from workbench.demo.tree import PASSWORD, demo_plan, sign_ins
from workbench.journal.models import Entry
from workbench.journal.verifying import verify
from workbench.policies.models import Bundle, BundleState, ListVersion
from workbench.reviews.models import Proposal

CUSTOMERS = 240
TODAY = MOMENT.date()
WHY = "tests"
#: reads the risk tier on file, which the run of the morning has only just stored
READS_TIERS = {"service-standard"}

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Founded:
    """What was said, and what was lived."""

    lines: list[str]
    calendar: Calendar


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Founded]:
    """Founded once for all tests here, and taken back."""
    said: list[str] = []
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(clock, "read_clock", lambda: MOMENT)
        calendar = found_demo(demo_plan(), said.append, CUSTOMERS)
        open_demo(say=said.append, customers=CUSTOMERS)
        yield Founded(said, calendar)
        transaction.set_rollback(True)


def test_every_post_has_a_printed_sign_in(founded: Founded) -> None:
    shown = {one.post for one in sign_ins(demo_plan())}
    assert shown == set(Post)
    for one in sign_ins(demo_plan()):
        assert any(one.number in line for line in founded.lines)
        assert check_password(PASSWORD, Staff.objects.get(number=one.number).password)


def test_a_second_start_finds_the_bank_as_it_was(founded: Founded) -> None:
    before = Party.objects.unscoped(WHY).count(), Entry.objects.count()
    open_demo(say=lambda line: None, customers=CUSTOMERS)
    assert (Party.objects.unscoped(WHY).count(), Entry.objects.count()) == before


def test_what_is_known_now_is_what_the_rows_say(founded: Founded) -> None:
    for party in Party.objects.unscoped(WHY).all()[:40]:
        now = PartyNow.objects.get(party=party)
        assert {"facts": now.facts, "secrets": now.secrets} == rebuilt_now(party)


def test_what_the_lists_show_is_what_the_registers_say(founded: Founded) -> None:
    for row in CustomerRow.objects.unscoped(WHY).select_related("party__branch").order_by("?")[:40]:
        shown = {**rebuilt_row(row.party), **rebuilt_class(row.party)}
        assert {name: getattr(row, name) for name in shown} == shown, row.party.number


def test_the_journal_verifies_and_has_an_entry_of_every_day(founded: Founded) -> None:
    assert list(verify()) == []
    days = {at.astimezone(clock.CHINA).date() for at in Entry.objects.values_list("at", flat=True)}
    assert days >= {TODAY - timedelta(days=ago) for ago in range(1, 31)}


def test_deciding_one_by_one_finds_what_the_run_has_stored(founded: Founded) -> None:
    for party in _customers()[:20]:
        new = decide(party, by=rule_actor("demo"), reason="")
        assert {one.pack for one in new if not one.subject} <= READS_TIERS


def test_every_story_was_told_to_its_end(founded: Founded) -> None:
    assert founded.calendar.dropped == 0
    assert all(day >= TODAY for day in founded.calendar.waiting)


def test_thirty_nights_were_ended_and_the_last_file_is_missing(founded: Founded) -> None:
    runs = Counter(JobRun.objects.values_list("outcome", flat=True))
    assert set(runs) == {JobRun.DONE}
    assert JobRun.objects.filter(business_date=TODAY - timedelta(days=1)).exists()
    last, worked = TODAY - timedelta(days=1), date(2026, 11, 27)
    assert arrivals_of(last)["loan_feed"].state is Arrival.CAME
    assert arrivals_of(worked)["payroll_feed"].state is Arrival.MISSING


def test_proposals_wait_at_every_stage(founded: Founded) -> None:
    rows = Proposal.objects.unscoped(WHY).values_list("kind", "state", "held")
    assert set(rows) >= {
        ("class", "to_examine", False),
        ("class", "to_approve", False),
        ("class", "returned", False),
        ("class", "refused", False),
        ("class", "withdrawn", False),
        ("class", "passed", False),
        ("class", "effective", False),
        ("class", "to_examine", True),
        ("fall", "effective", False),
        ("fall", "to_approve", False),
        ("removal", "to_approve", False),
        ("lift", "to_approve", False),
        ("adjusted_grade", "effective", False),
        ("adjusted_grade", "to_approve", False),
        ("import", "to_approve", False),
    }


def test_the_register_has_every_state_and_a_watch_near_its_end(founded: Founded) -> None:
    rows = Standing.objects.unscoped(WHY).filter(recorded_until=None, superseded=False)
    states = StandingState
    seen = (states.PENDING, states.VALID, states.WATCH, states.SUSPENDED, states.EXPIRED)
    assert {row.state for row in rows} >= set(seen)
    ends = min(row.watch_until for row in rows if row.state == states.WATCH)
    assert ends == TODAY + timedelta(days=DAYS_LEFT)
    counting = [row for row in rows if row.state in (states.VALID, states.WATCH)]
    assert all(row.valid_until > TODAY for row in counting)


def test_customers_are_of_every_risk_tier_that_a_run_finds(founded: Founded) -> None:
    shown = Counter(CustomerRow.objects.unscoped(WHY).values_list("risk_tier", flat=True))
    assert set(shown) >= {"risk_low", "risk_general", "risk_high", "risk_special"}
    assert shown["risk_low"] > shown["risk_general"] > shown["risk_special"]
    assert shown[""] < CUSTOMERS / 2


def test_what_else_a_bank_has_is_there(founded: Founded) -> None:
    assert Staff.objects.filter(state=StaffState.SUSPENDED).exists()
    assert Deputy.objects.filter(Deputy.on(TODAY)).exists()
    assert Authority.objects.filter(kind="adjusted_grade").count() == 4
    assert Handover.objects.unscoped(WHY).filter(state="listed").exists()
    assert AdjustedGrade.objects.unscoped(WHY).filter(revoked_on=None).exists()
    applications = Application.objects.unscoped(WHY)
    assert {one.held_because for one in applications.all()} == {"", "recheck"}
    assert {one.state for one in Dispute.objects.unscoped(WHY)} == {"open", "dismissed"}
    assert Merger.objects.unscoped(WHY).filter(merged_on=None).exists()
    sessions = ImportSession.objects.unscoped(WHY)
    assert {one.counts["rejected"] > 0 for one in sessions.all()} == {True, False}
    assert ListVersion.objects.filter(state="confirmed").count() == 5
    assert Bundle.objects.filter(state=BundleState.PROPOSED).exists()


def test_there_are_gaps_and_evidence_of_every_kind(founded: Founded) -> None:
    gaps = Gap.objects.unscoped(WHY).filter(closed_at=None)
    assert set(gaps.values_list("state", flat=True)) == set(GapState.values)
    evidence = Evidence.objects.unscoped(WHY).exclude(file="")
    assert {one.state for one in evidence} >= {"verified", "doubtful"}


def test_two_twins_differ_in_a_secret_alone(founded: Founded) -> None:
    pair = list(Party.objects.unscoped(WHY).filter(name__startswith="喻某双"))
    one, other = (PartyNow.objects.get(party=party) for party in pair)
    assert _values(one) == _values(other)
    assert (bool(one.secrets), bool(other.secrets)) == (False, True)


def test_names_of_its_people_and_customers_are_plainly_made_up(founded: Founded) -> None:
    names = {*Staff.objects.values_list("name", flat=True), *(one.name for one in _customers())}
    assert all("某" in name for name in names)


def _values(now: PartyNow) -> dict[str, list[object]]:
    return {name: held[:2] for name, held in now.facts.items()}


def _customers() -> list[Party]:
    rows = Party.objects.unscoped(WHY).exclude(state__in=(PartyState.NONE, PartyState.MERGED))
    return list(rows.select_related("branch__city_branch").order_by("-pk"))
