"""Months in a table: columns that each hold one, and what a month says in a row that stands for one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kefen.running.headers import plain_word
from kefen.running.mapping import MonthRows
from kefen.running.reshaping import DateForm, marked
from kefen.saying.phrases import PHRASES
from kefen.spelling import NotAccepted, to_day
from kefen.spelling.cleaning import bare
from kefen.values import NO_WORDS, UNKNOWN_MONTH, Words
from kefen.vocabulary import FactSpec

_DATED = re.compile(r"(.*?)[_\- ]?((?:19|20)\d\d)[-_/.年]?(0[1-9]|1[0-2])月?")
_COUNTED = re.compile(r"(.*\D)(\d{1,2})")
_STATE = re.compile(
    r"(?:m|mth|month|mon|pay|status|stat|sts|state|还款状态|逾期状态|状态|还款|月)+$"
)
_LEAST = 3
#: a month without a day, or the first or last days of one; months counted back from the newest
_MONTH = re.compile(
    r"(?:19|20)\d\d(?:[-/.年]?(?:0?[1-9]|1[0-2])月?|[-/.年]?(?:0[1-9]|1[0-2])[-/.月]?(?:01|28|29|30|31)日?)(?: 00:00:00)?"
    r"|(?:0[1-9]|1[0-2]|[A-Za-z]{3})[-/ ]?(?:19|20)\d\d"
)
_BACK = re.compile(r"0|-\d{1,3}")
_FORMS = tuple(DateForm(form, "first") for form in ("%Y-%m", "%Y/%m", "%Y.%m", "%Y%m", "%Y年%m月"))
_MOST_REMEMBERED = 4096


@dataclass(frozen=True)
class MonthGroup:
    """Columns that are called alike but for a number or a month, in the order of ``numbers``.

    Months count from year 0 and fall, so that the newest is first; numbers rise.
    """

    prefix: str
    columns: tuple[str, ...]
    numbers: tuple[int, ...]

    @property
    def dated(self) -> bool:
        """Whether the columns name their months."""
        return self.numbers[0] > 99

    def facts(self, histories: Sequence[FactSpec]) -> list[FactSpec]:
        """The histories that the columns may be by their names; all of them when these say nothing."""
        stem = _STATE.sub("", plain_word(self.prefix))
        own = [spec for spec in histories if "." not in spec.name]
        return [s for s in own if stem in map(str.casefold, s.also)] if stem else own

    def doubt(self, fitting: Sequence[FactSpec], values: Iterable[str]) -> Words:
        """Why the columns are not surely one history, newest month first; nothing if they are."""
        if len(fitting) != 1:
            return PHRASES["months which"]
        domain = fitting[0].kind.domain
        assert domain is not None
        known, given = {*(term.id for term in domain.terms), UNKNOWN_MONTH}, set(values)
        if not given <= known or not any(not one.isdigit() for one in given - {UNKNOWN_MONTH}):
            return PHRASES["months codes"]
        step = -1 if self.dated else 1
        follow = range(self.numbers[0], self.numbers[0] + step * len(self.numbers), step)
        if tuple(follow) != self.numbers:
            return PHRASES["months gap"]
        return NO_WORDS if self.dated or self.numbers[0] == 0 else PHRASES["months order"]


def month_groups(headers: Iterable[str]) -> list[MonthGroup]:
    """Groups of at least three columns that differ by a number or a month alone."""
    found: dict[tuple[str, bool], list[tuple[int, str]]] = defaultdict(list)
    for header in headers:
        if dated := _DATED.fullmatch(header):
            found[dated[1], True].append((int(dated[2]) * 12 + int(dated[3]), header))
        elif counted := _COUNTED.fullmatch(header):
            found[counted[1], False].append((int(counted[2]), header))
    groups = []
    for (prefix, falls), members in found.items():
        if len(members) >= _LEAST:
            numbers, columns = zip(*sorted(members, reverse=falls), strict=True)
            groups.append(MonthGroup(prefix, columns, numbers))
    return groups


def are_months(values: Iterable[str]) -> bool:
    """Whether all texts are months, or all are numbers of months before the newest."""
    texts = list(values)
    return any(all(map(sign.fullmatch, texts)) for sign in (_MONTH, _BACK))


# --- a month in a row -----------------------------------------------------------------------------


def month_reader(rows: MonthRows, as_of: date) -> Callable[[str | None], str]:
    """What a month says as its first day; what is no month, or comes too late, in a form that the reader refuses."""

    rule = f"format: {rows.form.form}" if rows.form else "month: 2026-10"

    @lru_cache(maxsize=_MOST_REMEMBERED)
    def read(given: str | None) -> str:
        try:
            text = bare(given or "")
        except NotAccepted:
            return given or ""
        month = _month(text, rows)
        if month is None:
            return marked(text, rule)
        if month > as_of:
            return marked(text, f"until: {as_of}")
        if rows.newest and month > rows.newest:
            return marked(text, f"newest: {rows.newest:%Y-%m}")
        return month.isoformat()

    return read


def _month(text: str, rows: MonthRows) -> date | None:
    if rows.form is not None:
        return rows.form.read(text)
    if rows.newest and (
        text == "0" or (text.removeprefix("-").isdecimal() and text.startswith("-"))
    ):
        return month_after(rows.newest, int(text))
    found = next(filter(None, (form.read(text) for form in _FORMS)), None)
    if found is not None:
        return found
    try:
        day = to_day(text)
    except NotAccepted:
        return None
    return day and day.replace(day=1)


def month_after(newest: date, months: int) -> date | None:
    """The first day of a month so many months after another; before it, when negative."""
    number = newest.year * 12 + newest.month - 1 + months
    return date(number // 12, number % 12 + 1, 1) if number >= 12 else None
