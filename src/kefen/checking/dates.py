"""Days, periods of force, dated values, acknowledged gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from kefen.diagnostics import Diagnostics
from kefen.reading.yaml_text import Entry

Period = tuple[date, date | None]

DATED = re.compile(
    r"(?P<value>\S+)\s+from\s+(?P<since>\S+)"
    r"(?:\s+until\s+(?P<until>\S+))?(?:\s+cites\s+(?P<cites>.+))?"
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_GAP = re.compile(r"\[\s*(\d{4}-\d{2}-\d{2})\s*,\s*(\d{4}-\d{2}-\d{2})\s*\)")
_ALWAYS: Period = (date.min, None)


def day(text: str) -> date:
    """A day written 2024-02-29; ``ValueError`` if it is none."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def read_period(entry: Entry, found: Diagnostics) -> Period:
    """``[from, until)`` of a version; until is open when null."""
    ends = entry.each()
    since, until = (ends[0].day, ends[1].day) if len(ends) == 2 else (None, None)
    if since is None or (until is None and ends[1].value is not None):
        if entry.value is not None:
            message = (
                "`in_force` is `[FROM, UNTIL]`: two days such as 2026-01-01, or a day and null"
            )
            found.error("D004", message, entry.span)
        return _ALWAYS
    if until is not None and until <= since:
        found.error("D004", f"the version ends on {until}, before it begins", entry.span)
    return since, until


class Spoken(Protocol):
    """Something that speaks from a day on, until another or what follows it."""

    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date | None: ...


def gaps_in(spoken: Sequence[Spoken], period: Period) -> Iterator[Period]:
    """The days of a period on which nothing speaks; ``spoken`` stands in the order of days."""
    since, last = period
    for one in spoken:
        if since < one.since and (last is None or since < last):
            yield since, one.since if last is None else min(one.since, last)
        following = next((other.since for other in spoken if other.since > one.since), None)
        ends = one.until if one.until is not None else following
        if ends is None:
            return
        since = max(since, ends)
    if last is None or since < last:
        yield since, last


def acknowledged_gaps(front: Entry, found: Diagnostics) -> set[Period]:
    """The holes between versions that the front matter admits."""
    gaps: set[Period] = set()
    for item in front.get("gaps").each():
        try:
            match = _GAP.fullmatch(item.text)
            first, last = (day(text) for text in match.groups()) if match else (None, None)
        except ValueError:
            first = None
        if first is None:
            advice = 'write `"[2007-01-05, 2007-07-03)"`'
            found.error("D004", f"`{item.text}` is not a gap", item.span, advice)
        else:
            gaps.add((first, last))
    return gaps
