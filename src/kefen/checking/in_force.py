"""Whether what is cited is in force on every day on which something speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from kefen.checking.dates import Period
from kefen.citation import Citation, Instrument
from kefen.diagnostics import Diagnostics
from kefen.source import Span


def speaks(instrument: Instrument, day: date | None) -> bool:
    """Whether it is in force on a day."""
    begun = instrument.since is None or (day is not None and instrument.since <= day)
    return begun and (instrument.until is None or (day is not None and day < instrument.until))


class Cited(NamedTuple):
    """Something that cites: what it is called, where it stands, what it cites, on which days it speaks."""

    name: str
    place: Span
    citation: Citation
    period: Period


def check_in_force(
    cited: Iterable[Cited], instruments: Mapping[str, Instrument], found: Diagnostics
) -> None:
    """On every day on which something speaks, what it cites is in force or still applied."""
    for one in cited:
        instrument = instruments.get(one.citation.instrument)
        period = common(one.period, (one.citation.since, one.citation.until))
        if instrument is None or period is None:
            continue
        for message, advice in _out_of_force(one, instrument, period):
            found.error("C005", message, one.place, advice)


def common(one: Period, two: Period) -> Period | None:
    """The days of both periods."""
    since = max(one[0], two[0])
    ends = [end for end in (one[1], two[1]) if end is not None]
    until = min(ends, default=None)
    return None if until is not None and until <= since else (since, until)


def _out_of_force(one: Cited, instrument: Instrument, period: Period) -> Iterator[tuple[str, str]]:
    since, until = period
    id = instrument.id
    if instrument.since is not None and since < instrument.since:
        yield (
            f"`{one.name}` cites `{id}` from {since} on, which is in force from {instrument.since}",
            f"cite what was in force before, or date the citation: `cites {id} … from {instrument.since}`",
        )
    last = instrument.last_until
    if last is not None and (until is None or until > last):
        successor = f"`{instrument.repealed_by}`" if instrument.repealed_by else "what followed it"
        yield (
            f"`{one.name}` cites `{id}` after {last - timedelta(days=1)}, its last day",
            f"date the citation, `cites {id} … until {last}`, and cite {successor} from then on",
        )
