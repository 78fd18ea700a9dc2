"""Days: year, month and day, each of them written; half a date is none."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from kefen.spelling.china import day_in_china
from kefen.spelling.cleaning import NotAccepted, bare, narrow, refuse_nothing

_DAY = re.compile(
    r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})[日号]?)"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)? ?(Z|[+-]\d{2}:?\d{2})?|(?<=\d{8})(\d{2})(\d{2})(\d{2}))?",
    re.A,
)
_MONTH = re.compile(r"(?:1[89]|20)\d{2}(?:[-/.]|年)?(?:0?[1-9]|1[0-2])月?", re.A)


def to_day(value: Any) -> date | None:
    """A day from a date, or from the ways Chinese systems write one: 2026-01-31, 2026/1/31, 20260131, 2026年1月31日.

    A date with a time is its day; with a time zone, its day in China. Nothing for an empty text.
    """
    if type(value) is str and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    if isinstance(value, datetime):
        return value.date() if value.tzinfo is None else _in_china(value)
    if isinstance(value, date):
        return value
    text = narrow(bare(value))
    if not text:
        return None
    found = _DAY.fullmatch(text)
    if found is None:
        refuse_nothing(text)
        raise NotAccepted("month without day" if _MONTH.fullmatch(text) else "not a date")
    return _existing(found)


def _existing(found: re.Match[str]) -> date:
    year, _, *parts = found.groups()
    month, day = filter(None, parts[:6])
    hour, minute, second, zone = parts[6], parts[7], parts[8], parts[9]
    if parts[10]:
        hour, minute, second = parts[10:13]
    try:
        on = date(int(year), int(month), int(day))
        at = time(int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        raise NotAccepted("no such day") from None
    return on if zone is None else _in_china(datetime.combine(on, at, _zone(zone)))


def _zone(text: str) -> timezone:
    digits = text.replace(":", "").replace("Z", "+0000")
    ahead = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
    try:
        return timezone(ahead if digits[0] == "+" else -ahead)
    except ValueError:
        raise NotAccepted("not a date") from None


def _in_china(moment: datetime) -> date:
    try:
        return day_in_china(moment.astimezone(UTC).replace(tzinfo=None))
    except OverflowError:
        raise NotAccepted("no such day") from None
