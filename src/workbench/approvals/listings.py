"""The registers of day one: classes, ends, re-checks, adjusted grades, events, applications in the core."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.accounts.names import name_in, with_names
from workbench.approvals import causes
from workbench.approvals.actions.events import EventKind, told_kinds
from workbench.approvals.deeds import DEEDS
from workbench.approvals.grades import grade_label
from workbench.approvals.models import (
    AdjustedGrade,
    Application,
    Event,
    Recheck,
    RecheckState,
    Stage,
)
from workbench.approvals.shown import COUNTS, OPEN_CASE, SCALE
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.listing import (
    Bulk,
    Choice,
    Column,
    Days,
    Listing,
    View,
    Words,
    declare_listing,
)
from workbench.common.parts import Link, Status, Tone
from workbench.customers.actions.accepting import language
from workbench.customers.rows import CLASS_STATES
from workbench.decisions.models import Standing, StandingState
from workbench.policies.scales import CUSTOMER_CLASS
from workbench.policies.vocabulary import result_label, results_of

NONE = "—"
ENDING_DAYS = 90
CHANGES: dict[str, Any] = {
    "recheck": _("re-check opened"),
    "fall_found": _("lower class found"),
    "suspended": _("class suspended"),
    "expired": _("class lapsed"),
    "transferred": _("passed to another branch"),
    "identification": _("continued identification"),
    "false_material": _("false material"),
}
_RECHECKS = {
    RecheckState.OPEN: Tone.WAIT,
    RecheckState.PROPOSED: Tone.WAIT,
    RecheckState.DONE: Tone.GOOD,
    RecheckState.LAPSED: Tone.OFF,
}


def class_label(code: str) -> str:
    """一类, Class 1."""
    return result_label(CUSTOMER_CLASS, code, language()) if code else NONE


def links_for(row: Any, actor: Actor, *keys: str) -> list[Link]:
    """What the actor may do with a row of a register."""
    mine = {deed.key: deed for deed in DEEDS if isinstance(row, deed.of)}
    return [
        Link(mine[key].title, reverse(mine[key].route, args=[row.pk]))
        for key in keys
        if actor.may(mine[key].right, row.branch_path)
    ]


def _page(row: Any) -> str:
    return reverse("customer", args=[row.party.number]) + "?tab=class"


def whose(*persons: str) -> Callable[[QuerySet[Any]], QuerySet[Any]]:
    """Rows with the customer, his branch and the names of persons of whom the rows keep the numbers."""
    return lambda rows: with_names(rows.select_related("party__branch"), *persons)


def person(key: str, label: Any) -> Column:
    return Column(key, label, value=lambda row: name_in(row, key), absent=NONE)


def _classes() -> Iterable[tuple[str, Any]]:
    return [(code, class_label(code)) for code in results_of(CUSTOMER_CLASS)]


CUSTOMER = Column("party.number", _("Customer no."), sort="party__number", url=_page)
NAME = Column("party.name", _("Name"))
BRANCH = Column("party.branch.name", _("Branch"))
SOUGHT = Words("q", _("Customer no. or name"), ("party__number", "party__name__startswith"))


def _newest(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = Standing.objects.seen_by(actor, "class.read")
    return rows.filter(scale=SCALE, recorded_until=None, superseded=False)


def _ending(actor: Actor) -> QuerySet[Any]:
    until = clock.today() + timedelta(days=ENDING_DAYS)
    return _newest(actor).filter(state__in=COUNTS, valid_until__lte=until)


def _watched(actor: Actor) -> QuerySet[Any]:
    return _newest(actor).filter(state=StandingState.WATCH)


def _suspended(actor: Actor) -> QuerySet[Any]:
    return _newest(actor).filter(state=StandingState.SUSPENDED)


_KLASS = Column("klass", _("Class"), value=lambda row: class_label(row.klass), sort="klass")
_STATE = Column("state", _("State of the class"), value=lambda row: CLASS_STATES[row.state])
_FOUND = Column("class_found", _("Class found"), value=lambda row: class_label(row.class_found))
_UNTIL = Column("valid_until", _("Valid until"), sort="valid_until", absent=NONE)
_LAST = Column("rechecked_on", _("Last re-check"), sort="rechecked_on", absent=NONE)
_GIVEN = Column("given_on", _("Given on"), sort="given_on")
_BY = person("given_by", _("Proposed by"))
_APPROVED = person("approved_by", _("Approved by"))


def _standings(
    name: str,
    title: Any,
    rows: Callable[[Actor], QuerySet[Any]],
    columns: tuple[Column, ...],
    **more: Any,
) -> Listing:
    return declare_listing(
        Listing(
            name=name,
            title=title,
            rows=rows,
            detail=whose("given_by", "approved_by", "suspended_by"),
            columns=(CUSTOMER, NAME, _KLASS, _STATE, *columns, BRANCH),
            bulk=(Bulk(_("Open re-checks"), "rechecks_open"),),
            export="customer.export",
            **more,
        )
    )


_CLASS = Choice("class", _("Class"), _classes, "klass")
STANDINGS = _standings(
    "standings",
    _("Register of classes"),
    _newest,
    (_GIVEN, _BY, _APPROVED, _LAST, _UNTIL, _FOUND),
    filters=(
        SOUGHT,
        _CLASS,
        Choice("state", _("State of the class"), StandingState.choices, "state"),
        Days("until", _("Valid until"), "valid_until", folded=True),
        Days("given", _("Given on"), "given_on", folded=True),
    ),
    order=("party__number",),
    views=tuple(View(str(one), one.label, f"state={one}") for one in StandingState),
    empty=_("No class is on the register. It comes in by a proposal that two have passed."),
)
ENDING = _standings(
    "classes_ending",
    _("Classes that end within 90 days"),
    _ending,
    (_UNTIL, _LAST, _APPROVED),
    filters=(SOUGHT, _CLASS, Days("until", _("Valid until"), "valid_until")),
    order=("valid_until",),
    empty=_("No class ends within 90 days."),
)
WATCHED = _standings(
    "classes_watched",
    _("Watch before a fall"),
    _watched,
    (
        _FOUND,
        Column("fall_found_on", _("Fall first found on"), sort="fall_found_on", absent=NONE),
        Column("watch_until", _("Falls on"), sort="watch_until", absent=NONE),
        _BY,
        _APPROVED,
    ),
    filters=(SOUGHT, _CLASS, Days("falls", _("Falls on"), "watch_until")),
    order=("watch_until",),
    empty=_("No class is under watch."),
)
SUSPENDED = _standings(
    "classes_suspended",
    _("Suspended classes"),
    _suspended,
    (
        Column("suspended_on", _("Suspended on"), sort="suspended_on", absent=NONE),
        Column(
            "suspended_because",
            _("Suspended because"),
            value=lambda row: causes.told(row.suspended_because),
            wraps=True,
            absent=NONE,
        ),
        person("suspended_by", _("Suspended by")),
        _UNTIL,
    ),
    filters=(SOUGHT, _CLASS),
    order=("suspended_on",),
    empty=_("No class is suspended."),
)


def recheck_status(row: Recheck) -> Status:
    """Its state; late when its day is over."""
    if row.state in OPEN_CASE and row.due_on < clock.today():
        return Status(_("Past its day"), Tone.BAD)
    return Status(row.get_state_display(), _RECHECKS[RecheckState(row.state)])


RECHECKS = declare_listing(
    Listing(
        name="rechecks",
        title=_("Re-checks"),
        rows=lambda actor: Recheck.objects.seen_by(actor, "recheck.read"),
        detail=whose("done_by"),
        columns=(
            CUSTOMER,
            NAME,
            Column(
                "because",
                _("Because of"),
                value=lambda row: causes.told(row.because),
                wraps=True,
                absent=NONE,
            ),
            Column("opened_on", _("Begun on"), sort="opened_on"),
            Column("due_on", _("Due on"), sort="due_on"),
            Column("state", _("State"), value=recheck_status),
            Column("done_on", _("Done on"), sort="done_on", absent=NONE),
            person("done_by", _("Closed by")),
            BRANCH,
        ),
        filters=(
            SOUGHT,
            Choice("state", _("State"), RecheckState.choices, "state"),
            Days("due", _("Due on"), "due_on"),
        ),
        order=("due_on",),
        views=(
            View("open", _("Not done"), "state=open"),
            View("done", _("Done"), "state=done"),
        ),
        export="customer.export",
        empty=_("No re-check is open. One is opened by an event, by its calendar or by a person."),
    )
)


def grade_status(row: Any) -> Status:
    """Whether it counts: of a row that is `dated`."""
    if not row.is_over:
        return Status(_("Counts"), Tone.GOOD)
    return Status(_("Ended"), Tone.OFF)


def grade_words(row: AdjustedGrade) -> Any:
    """原等级…调整为…"""
    words = {"before": grade_label(row.grade), "after": grade_label(row.adjusted)}
    return _("Grade found {before}, adjusted to {after}").format(**words)


def _grade_links(row: AdjustedGrade, actor: Actor) -> Sequence[Link]:
    return links_for(row, actor, "revoke") if row.revoked_on is None else ()


GRADES = declare_listing(
    Listing(
        name="adjusted_grades",
        title=_("Adjusted credit grades"),
        rows=lambda actor: AdjustedGrade.objects.seen_by(actor, "grade.read").dated(clock.today()),
        detail=whose("given_by", "approved_by"),
        columns=(
            CUSTOMER,
            NAME,
            Column("words", _("Adjustment"), value=grade_words, wraps=True),
            Column("basis", _("Basis"), wraps=True),
            Column("report_on", _("Credit report of"), sort="report_on"),
            Column("since", _("Since"), sort="since"),
            Column("until", _("Until"), sort="until"),
            Column("state", _("State"), value=grade_status),
            person("given_by", _("Proposed by")),
            person("approved_by", _("Approved by")),
            Column("revoked_on", _("Ended on"), sort="revoked_on", absent=NONE),
            BRANCH,
        ),
        filters=(
            SOUGHT,
            Choice(
                "state",
                _("State"),
                (("counts", _("Counts")), ("ended", _("Ended"))),
                by=lambda rows, value: rows.filter(is_over=value == "ended"),
            ),
            Days("until", _("Until"), "until"),
        ),
        order=("-since",),
        links=_grade_links,
        export="customer.export",
        empty=_("No credit grade is adjusted. A proposal begins on the page of the customer."),
    )
)


def event_status(row: Event) -> Status:
    """Reversed ones stay on record."""
    if row.reversed_at:
        return Status(_("Reversed"), Tone.OFF)
    return Status(_("Counts"), Tone.WARN)


def _event_links(row: Event, actor: Actor) -> Sequence[Link]:
    if row.reversed_at or row.recorded_by in actor.persons:
        return ()
    return links_for(row, actor, "reverse")


EVENTS = declare_listing(
    Listing(
        name="events",
        title=_("Register of events"),
        rows=lambda actor: Event.objects.seen_by(actor, "event.read"),
        detail=whose("recorded_by"),
        columns=(
            CUSTOMER,
            NAME,
            Column("kind", _("What happened"), value=lambda row: EventKind(row.kind).label),
            Column("happened_on", _("Happened on"), sort="happened_on"),
            Column("known_at", _("Known at"), sort="known_at"),
            Column("told", _("Named in the policy"), value=lambda row: row.kind in told_kinds()),
            Column("words", _("Words"), wraps=True, absent=NONE),
            person("recorded_by", _("Recorded by")),
            Column("state", _("State"), value=event_status),
            Column("reversed_because", _("Reversed because"), wraps=True, absent=NONE),
            BRANCH,
        ),
        filters=(
            SOUGHT,
            Choice("kind", _("What happened"), EventKind.choices, "kind"),
            Days("happened", _("Happened on"), "happened_on"),
        ),
        order=("-known_at",),
        links=_event_links,
        export="customer.export",
        empty=_("No event is recorded. One is recorded on the page of the customer."),
    )
)


def held_status(row: Application) -> Status:
    """Held, with what holds it, or under way."""
    if row.held_since is None:
        return Status(_("Under way"), Tone.GOOD)
    return Status(_("Held"), Tone.BAD)


def change_label(row: Application) -> Any:
    """What holds it."""
    return CHANGES.get(row.held_because, NONE)


def _application_links(row: Application, actor: Actor) -> Sequence[Link]:
    return links_for(row, actor, "release" if row.held_since else "move")


APPLICATIONS = declare_listing(
    Listing(
        name="applications",
        title=_("Register of applications"),
        rows=lambda actor: Application.objects.seen_by(actor, "application.read"),
        detail=whose("held_for"),
        columns=(
            Column("number", _("Application no."), sort="number"),
            CUSTOMER,
            NAME,
            Column("product", _("Product")),
            Column("stage", _("Stage"), value=lambda row: Stage(row.stage).label),
            Column("accepted_on", _("Accepted on"), sort="accepted_on"),
            Column(
                "klass",
                _("Class used"),
                value=lambda row: class_label(row.klass),
            ),
            Column("state", _("State"), value=held_status),
            Column("because", _("Held because"), value=change_label),
            person("held_for", _("Task of")),
            Column("due_on", _("Due on"), sort="due_on", absent=NONE),
            BRANCH,
        ),
        filters=(
            Words("q", _("Application or customer no."), ("number", "party__number")),
            Choice("stage", _("Stage"), Stage.choices, "stage"),
            Choice(
                "held",
                _("State"),
                (("1", _("Held")), ("0", _("Under way"))),
                by=lambda rows, value: rows.filter(held_since__isnull=value == "0"),
            ),
        ),
        order=("-accepted_on",),
        views=(View("held", _("Held"), "held=1"),),
        links=_application_links,
        export="customer.export",
        empty=_("No application is registered. One is registered on the page of the customer."),
    )
)


def suspended_count(actor: Actor) -> int:
    """Classes that wait for a second person: their end is confirmed, or they are lifted by two."""
    return int(_suspended(actor).count())


def held_count(actor: Actor) -> int:
    """Applications that wait for somebody to decide."""
    rows = Application.objects.seen_by(actor, "application.read")
    return rows.filter(~Q(held_since=None)).count()
