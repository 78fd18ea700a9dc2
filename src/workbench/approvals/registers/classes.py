"""The register of classes, and those of them that end, are watched or are suspended."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from workbench.approvals import causes
from workbench.approvals.registers.columns import (
    BRANCH,
    CUSTOMER,
    NAME,
    NONE,
    SOUGHT,
    class_label,
    person,
    whose,
)
from workbench.approvals.shown import COUNTS, SCALE
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.listing import (
    Bulk,
    Choice,
    Column,
    Days,
    Listing,
    View,
    declare_listing,
)
from workbench.customers.rows import CLASS_STATES
from workbench.decisions.models import Standing, StandingState
from workbench.policies.scales import CUSTOMER_CLASS
from workbench.policies.vocabulary import results_of

ENDING_DAYS = 90


def _classes() -> Iterable[tuple[str, Any]]:
    return [(code, class_label(code)) for code in results_of(CUSTOMER_CLASS)]


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
_FALLS = Column("watch_until", _("Falls on"), sort="watch_until", absent=NONE)
_WHY = Column(
    "suspended_because",
    _("Suspended because"),
    value=lambda row: causes.told(row.suspended_because),
    wraps=True,
    absent=NONE,
)


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
#: of one customer: how his class came to be what it is
HISTORY = replace(
    STANDINGS,
    columns=(
        _KLASS,
        _STATE,
        Column("valid_from", _("Since"), absent=NONE),
        _UNTIL,
        _FOUND,
        _FALLS,
        _WHY,
        _BY,
        _APPROVED,
        Column("recorded_at", _("Recorded at")),
    ),
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
        _FALLS,
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
        _WHY,
        person("suspended_by", _("Suspended by")),
        _UNTIL,
    ),
    filters=(SOUGHT, _CLASS),
    order=("suspended_on",),
    empty=_("No class is suspended."),
)


def suspended_count(actor: Actor) -> int:
    """Classes that wait for a second person: their end is confirmed, or they are lifted by two."""
    return int(_suspended(actor).count())
