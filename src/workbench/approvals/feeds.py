"""数据接口: which file of which source has come for which business date, with what its sender counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.common.jobs import last_ended
from workbench.common.parts import Status, Tone
from workbench.common.working_days import is_working_day
from workbench.customers.models import Feed, Source

DAYS = 14
#: the others come every day, the night after a holiday too
ON_WORKING_DAYS = frozenset({Source.PAYROLL_FEED})


class Arrival(StrEnum):
    """Whether the file of a business date has come."""

    CAME = "came"
    MISSING = "missing"
    NOT_EXPECTED = "not_expected"  # no working day, or before the first file of the source
    NOT_ANNOUNCED = "not_announced"  # nobody knows yet whether it is a working day


STATES = {
    Arrival.CAME: Status(_("come"), Tone.GOOD),
    Arrival.MISSING: Status(_("missing"), Tone.BAD),
    Arrival.NOT_EXPECTED: Status(_("not expected"), Tone.OFF),
    Arrival.NOT_ANNOUNCED: Status(_("working days not announced"), Tone.WARN),
}


@dataclass(frozen=True)
class Come:
    """What came of a source for a business date."""

    state: Arrival
    feed: Feed | None = None

    @property
    def status(self) -> Status:
        return STATES[self.state]


@dataclass(frozen=True)
class SourceLine:
    """A source: until which business date it was fed, how many expected files are missing since."""

    label: Any
    until: date
    missing: int
    status: Status


def arrivals_of(day: date) -> dict[str, Come]:
    """Each source that the bank has been fed from by then → its file of a business date."""
    return {source: days[day] for source, days in _arrivals([day]).items() if day in days}


def sheet_of(until: date | None = None) -> dict[str, Any]:
    """The last business dates, each source in a column; above them each source with its newest date."""
    last = until or last_ended(clock.now())
    days = [last - timedelta(days=back) for back in range(DAYS)]
    found = _arrivals(days)
    return {
        "day": last,
        "sources": [_source(source, last) for source in found],
        "heads": [Source(source).label for source in found],
        "rows": [(day, [of[day] for of in found.values()]) for day in days],
    }


def _arrivals(days: Iterable[date]) -> dict[str, dict[date, Come]]:
    wanted = list(days)
    rows = Feed.objects.filter(accepted=True)
    came = {(one.source, one.business_on): one for one in rows.filter(business_on__in=wanted)}
    return {
        source: {day: _come(source, day, first, came.get((source, day))) for day in wanted}
        for source, first in _firsts(rows, max(wanted))
    }


def _firsts(rows: Any, day: date) -> Iterator[tuple[str, date]]:
    """Each source with its first business date: before it nothing is missing."""
    known = rows.filter(business_on__lte=day).order_by("source").values("source")
    yield from known.annotate(first=Min("business_on")).values_list("source", "first")


def _come(source: str, day: date, first: date, feed: Feed | None) -> Come:
    if feed is not None:
        return Come(Arrival.CAME, feed)
    if day < first:
        return Come(Arrival.NOT_EXPECTED)
    worked = is_working_day(day) if source in ON_WORKING_DAYS else True
    if worked is None:
        return Come(Arrival.NOT_ANNOUNCED)
    return Come(Arrival.MISSING if worked else Arrival.NOT_EXPECTED)


def _source(source: str, last: date) -> SourceLine:
    rows = Feed.objects.filter(accepted=True, source=source, business_on__lte=last)
    until = rows.order_by("-business_on").values_list("business_on", flat=True)[0]
    since = [until + timedelta(days=n) for n in range(1, min((last - until).days, 60) + 1)]
    missing = sum(_come(source, day, until, None).state is Arrival.MISSING for day in since)
    state = Arrival.MISSING if missing else Arrival.CAME
    return SourceLine(Source(source).label, until, missing, STATES[state])
