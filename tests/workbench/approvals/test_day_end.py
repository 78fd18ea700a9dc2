"""The day's end: what is due happens by rule, each business date once; what did not come touches nobody."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kefen.calculating.months import add_months
from tests.workbench.approvals.conftest import (
    OTHER_FACTS,
    Finding,
    bring,
    checked,
    in_days,
    newest,
)
from tests.workbench.conftest import MOMENT, Bank
from workbench.approvals import due
from workbench.approvals.actions.applications import register_application
from workbench.approvals.actions.classes import propose_class, propose_fall, suspend_class
from workbench.approvals.actions.events import EventKind, record_event, reverse_event, told_kinds
from workbench.approvals.actions.rechecks import open_recheck, open_recheck_of
from workbench.approvals.feeds import Arrival, arrivals_of
from workbench.approvals.models import Application, Event, Recheck, Stage
from workbench.approvals.periods import last_before
from workbench.approvals.providers import of_events, of_raises
from workbench.approvals.shown import rebuilt_class
from workbench.common import clock
from workbench.common.errors import RefusedError
from workbench.common.jobs import end_day
from workbench.common.models import JobRun
from workbench.customers.models import CustomerRow, Feed, Party, PartyState, Source
from workbench.customers.rows import renew_row
from workbench.decisions.models import Decision, LastDecided, Standing, StandingState
from workbench.journal.recording import recording
from workbench.policies.providers import AsOf

S = StandingState
BOTH = ("3005", "3006")
TODAY = MOMENT.date()


@pytest.fixture
def in_force(bank: Bank, customer: Party, found: Finding) -> Standing:
    """Class 3, in force since yesterday."""
    renew_row(customer)
    with in_days(-2):
        found("3")
        checked(bank, propose_class(customer, by=bank.actor("3003"), reason="first grant"), *BOTH)
    with in_days(-1):
        bring()
    return newest(customer)


def lines(day: date) -> dict[str, JobRun]:
    return {run.name.removeprefix("day_end."): run for run in end_day(day)}


def happened(bank: Bank, party: Party, kind: EventKind) -> Event:
    return record_event(party, by=bank.actor("3003"), reason="x", kind=kind, happened_on=TODAY)


def row_of(party: Party) -> CustomerRow:
    return CustomerRow.objects.unscoped("tests").get(party=party)


def test_what_has_passed_is_in_force_the_minute_its_day_begins(
    bank: Bank, customer: Party, found: Finding
) -> None:
    found("2")
    checked(bank, propose_class(customer, by=bank.actor("3003"), reason="x"), *BOTH)
    with clock.moment(MOMENT.replace(hour=0, minute=1) + timedelta(days=1)):
        runs = lines(TODAY)
    assert {run.outcome for run in runs.values()} == {JobRun.DONE}
    assert runs["proposals"].line.startswith("done=1 refused=0")
    assert newest(customer).state == S.VALID


def test_a_business_date_is_ended_once(bank: Bank, customer: Party) -> None:
    with in_days(1):
        assert lines(TODAY)
        assert lines(TODAY) == {}


def test_a_proposal_that_is_refused_on_its_day_stops_nobody_else(
    bank: Bank, customer: Party, found: Finding, in_force: Standing
) -> None:
    found("1", facts=OTHER_FACTS)
    open_recheck(customer, by=bank.actor("3003"), reason="he asks for a raise")
    checked(bank, propose_class(customer, by=bank.actor("3003"), reason="raise"), *BOTH)
    suspend_class(customer, by=bank.actor("3001"), reason="arrears reported")
    with in_days(1):
        runs = lines(TODAY)
    assert runs["proposals"].line.startswith("done=0 refused=1")
    assert runs["authorisations"].outcome == JobRun.DONE


def test_a_class_lapses_and_its_applications_are_held(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    register_application(
        customer,
        by=bank.actor("3003"),
        reason="",
        number="A1",
        product="consumer",
        stage=Stage.SIGNED,
        accepted_on=TODAY,
    )
    assert in_force.valid_until is not None
    days = (in_force.valid_until - TODAY).days
    with in_days(days - 1):
        lines(TODAY + timedelta(days=days - 2))
        assert newest(customer).state == S.VALID
    with in_days(days):
        lines(TODAY + timedelta(days=days - 1))
    assert (newest(customer).state, newest(customer).valid_until) == (
        S.EXPIRED,
        in_force.valid_until,
    )
    held = Application.objects.unscoped("tests").get()
    assert (held.held_because, held.held_for) == ("expired", "3003")


def test_missed_nights_are_made_up_and_a_fall_bears_its_own_day(
    bank: Bank, customer: Party, found: Finding, in_force: Standing
) -> None:
    found("5", facts=OTHER_FACTS)
    checked(bank, propose_fall(customer, by=bank.actor("3003"), reason="x"), *BOTH)
    until = newest(customer).watch_until
    assert until is not None
    with in_days(93):
        lines(until - timedelta(days=2))
        assert newest(customer).state == S.WATCH
        lines(until - timedelta(days=1))
    now = newest(customer)
    assert (now.state, now.klass, now.valid_from) == (S.VALID, "5", until)


def test_a_proven_bar_suspends_at_once(bank: Bank, customer: Party, in_force: Standing) -> None:
    said(customer, "class_ended")
    with in_days(1):
        assert lines(TODAY)["bars"].line == "done=1 refused=0"
    now = newest(customer)
    assert (now.state, now.suspended_by) == (S.SUSPENDED, "rule:day_end")


def test_a_file_that_did_not_come_suspends_nobody(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    with recording():
        Feed.objects.create(
            source=Source.LOAN_FEED,
            business_on=TODAY - timedelta(days=1),
            arrived_at=clock.now(),
            rows_found=0,
            accepted=True,
        )
    before = newest(customer).pk
    with in_days(1):
        runs = lines(TODAY)
    assert runs["feeds"].line == f"came=0 missing=1 {Source.LOAN_FEED}"
    assert arrivals_of(TODAY)[Source.LOAN_FEED].state is Arrival.MISSING
    assert newest(customer).pk == before


def test_a_re_check_is_opened_by_the_calendar_once(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    assert row_of(customer).next_recheck_on == add_months(in_force.rechecked_on, 10) + timedelta(1)
    days = (row_of(customer).next_recheck_on - TODAY).days
    with in_days(days - 1):
        assert list(due.calendar_rechecks(clock.today())) == []
    with in_days(days):
        runs = lines(TODAY + timedelta(days=days - 1))
        assert runs["rechecks"].line.startswith("calendar done=1")
        assert list(due.calendar_rechecks(clock.today())) == []
    assert Recheck.objects.unscoped("tests").filter(party=customer).count() == 1


def test_without_loan_and_authorisation_the_class_lapses_when_the_re_check_is_over_its_day(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    open_recheck(customer, by=bank.actor("3003"), reason="x")
    with in_days(15):
        assert lines(TODAY + timedelta(days=14))["authorisations"].line == "done=1 refused=0"
    assert newest(customer).state == S.EXPIRED
    assert open_recheck_of(customer) is None


def test_an_identity_document_past_its_day_restricts_once(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    with recording():
        customer.identity_until = TODAY
        customer.save()
    with in_days(1):
        assert lines(TODAY)["documents"].line == "done=1 refused=0"
    with in_days(2):
        assert lines(TODAY + timedelta(days=1))["documents"].line == "done=0 refused=0"
    customer.refresh_from_db(from_queryset=Party.objects.unscoped("tests"))
    assert customer.state == PartyState.RESTRICTED
    assert newest(customer).state == S.VALID


def test_a_day_on_which_nothing_is_due_asks_as_much_for_one_as_for_fifty(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    with in_days(1), CaptureQueriesContext(connection) as one:
        lines(TODAY)
    with recording():
        for place in range(50):
            other = Party.objects.create(
                number=f"D{place}", kind="person", name="x", state="active", branch=customer.branch
            )
            kept = {
                field.attname: getattr(in_force, field.attname)
                for field in Standing._meta.concrete_fields
                if field.attname not in ("id", "party_id")
            }
            Standing.objects.create(**{**kept, "party_id": other.pk})
            LastDecided.objects.create(
                party=other, as_of=TODAY, at=clock.now(), bundle_id=_bundle(customer)
            )
    with in_days(2), CaptureQueriesContext(connection) as fifty:
        lines(TODAY + timedelta(days=1))
    assert len(fifty) == len(one)


def test_what_lists_show_of_a_class_can_be_rebuilt(
    bank: Bank, customer: Party, found: Finding, in_force: Standing
) -> None:
    def agrees() -> None:
        shown = row_of(customer)
        assert {name: getattr(shown, name) for name in rebuilt_class(customer)} == rebuilt_class(
            customer
        )

    agrees()
    found("5", facts=OTHER_FACTS)
    proposal = propose_fall(customer, by=bank.actor("3003"), reason="x")
    assert row_of(customer).pending == "fall"
    checked(bank, proposal, *BOTH)
    agrees()
    assert (row_of(customer).class_state, row_of(customer).pending) == (S.WATCH, "")
    suspend_class(customer, by=bank.actor("3003"), reason="x")
    agrees()
    open_recheck(customer, by=bank.actor("3003"), reason="x")
    agrees()
    assert row_of(customer).class_state == S.SUSPENDED


# ── what the policies are told ──────────────────────────────────────────────────────────────────────────────────────


def test_every_event_that_the_policy_names_has_a_writing_action(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    assert len(told_kinds()) == 7
    assert told_kinds() < set(EventKind.values)
    for kind in told_kinds():
        happened(bank, customer, EventKind(kind))
    told = dict(of_events([customer.pk], AsOf(TODAY, clock.now())))
    assert told[customer.pk]["class_events"] == sorted(told_kinds())


@pytest.mark.parametrize(
    "kind",
    ["death", "incapacity", "false_material", "off_list", "document_ends", "branch_moves"],
)
def test_an_event_that_the_policy_does_not_name_opens_a_re_check_and_says_so(
    bank: Bank, customer: Party, in_force: Standing, kind: str
) -> None:
    happened(bank, customer, EventKind(kind))
    assert Recheck.objects.unscoped("a test").filter(party=customer, state="open").count() == 1
    assert kind not in told_kinds()
    page = bank.browser("3003").get("/events/").content.decode()
    assert str(EventKind(kind).label) in page
    assert re.search(r">\s*否\s*<", page)


def test_an_event_counts_until_it_is_known_to_be_wrong(
    bank: Bank, customer: Party, in_force: Standing
) -> None:
    with in_days(-1):
        event = record_event(
            customer,
            by=bank.actor("3003"),
            reason="x",
            kind=EventKind.JOB,
            happened_on=clock.today(),
        )
        then = clock.now()
    with pytest.raises(RefusedError):
        reverse_event(event, by=bank.actor("3003"), reason="wrong")
    reverse_event(event, by=bank.actor("3001"), reason="wrong")
    assert dict(of_events([customer.pk], AsOf(TODAY, then))) == {
        customer.pk: {"class_events": ["job_event"]}
    }
    assert dict(of_events([customer.pk], AsOf(TODAY, clock.now()))) == {
        customer.pk: {"class_events": []}
    }
    assert Event.objects.unscoped("tests").count() == 1


def test_a_raise_names_who_proposed_and_who_approved_it(
    bank: Bank, customer: Party, found: Finding, in_force: Standing
) -> None:
    def told() -> object:
        return dict(of_raises([customer.pk], AsOf(TODAY, clock.now())))[customer.pk]

    assert told() == {"raise_approved": False}
    found("1", facts=OTHER_FACTS)
    open_recheck(customer, by=bank.actor("3003"), reason="he asks for a raise")
    checked(bank, propose_class(customer, by=bank.actor("3003"), reason="raise"), *BOTH)
    assert told() == {"raise_approved": True, "raise_proposer": "3003", "raise_approver": "3006"}


@pytest.mark.parametrize("months", [1, 3, 10, 12])
def test_periods_counted_back_agree_with_periods_counted_on(months: int) -> None:
    for place in range(800):
        day = date(2024, 1, 1) + timedelta(days=place)
        last = last_before(day, months)
        assert add_months(last, months) + timedelta(days=1) <= day
        assert add_months(last + timedelta(days=1), months) + timedelta(days=1) > day


def said(party: Party, result: str) -> Decision:
    """What the policy on keeping a class says of him now."""
    with recording():
        return Decision.objects.create(
            party=party,
            pack="class-maintenance",
            as_of=clock.today(),
            known_at=clock.now(),
            status="decided",
            result=result,
            record=b"",
            facts=bytes(32),
            bundle_id=_bundle(party),
            visible_only=True,
        )


def _bundle(party: Party) -> int:
    found = Decision.objects.unscoped("tests").filter(party=party).values_list("bundle", flat=True)
    return int(found[0])
