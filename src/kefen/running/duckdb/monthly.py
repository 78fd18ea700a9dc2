"""Months in a table: columns that each hold one, and rows that each stand for one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from kefen.policy import FactSpec
from kefen.running.duckdb.columns import as_text, name_of
from kefen.running.duckdb.sources import Column, Table
from kefen.running.duckdb.workspace import Workspace
from kefen.values import NO_WORDS, UNKNOWN_MONTH, Words

_DATED = re.compile(r"(.*?)[_\- ]?((?:19|20)\d\d)[-_/.年]?(0[1-9]|1[0-2])月?")
_COUNTED = re.compile(r"(.*\D)(\d{1,2})")
_STATE = re.compile(
    r"(?:m|mth|month|mon|pay|status|stat|sts|state|还款状态|逾期状态|状态|还款|月)+$"
)
_LEAST = 3
_MOST_MONTHS = 400
_SOME_KEYS = 200
#: a few months may stand twice by mistake, and the rows are of months all the same
_MOST_APART = 0.9
#: a month without a day, or the first or last days of one; months counted back from the newest
_MONTH = re.compile(
    r"(?:19|20)\d\d(?:[-/.年]?(?:0?[1-9]|1[0-2])月?|[-/.年]?(?:0[1-9]|1[0-2])[-/.月]?(?:01|28|29|30|31)日?)(?: 00:00:00)?"
    r"|(?:0[1-9]|1[0-2]|[A-Za-z]{3})[-/ ]?(?:19|20)\d\d"
)
_BACK = re.compile(r"0|-\d{1,3}")


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
        stem = _STATE.sub("", re.sub(r"[\s_\-]", "", normalize("NFKC", self.prefix)).casefold())
        own = [spec for spec in histories if "." not in spec.name]
        return [s for s in own if stem in map(str.casefold, s.also)] if stem else own

    def doubt(self, fitting: Sequence[FactSpec], values: Iterable[str]) -> Words:
        """Why the columns are not surely one history, newest month first; nothing if they are."""
        if len(fitting) != 1:
            return MONTH_DOUBTS["which"]
        domain = fitting[0].kind.domain
        assert domain is not None
        known, given = {*(term.id for term in domain.terms), UNKNOWN_MONTH}, set(values)
        if not given <= known or not any(not one.isdigit() for one in given - {UNKNOWN_MONTH}):
            return MONTH_DOUBTS["codes"]
        step = -1 if self.dated else 1
        follow = range(self.numbers[0], self.numbers[0] + step * len(self.numbers), step)
        if tuple(follow) != self.numbers:
            return MONTH_DOUBTS["gap"]
        return NO_WORDS if self.dated or self.numbers[0] == 0 else MONTH_DOUBTS["order"]


MONTH_DOUBTS = {
    "which": Words("属于哪一项逐月记录没有写明", "they do not say which history"),
    "codes": Words("取值不是逐月记录的代码：请用 values 写明", "their values are no codes of a history: add values"),
    "gap": Words("月份不连续", "a month is missing between them"),
    "order": Words("哪一端是最近的月份没有写明：最近的写在最前", "which end is the newest? write it first"),
}  # fmt: skip


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


def month_column(space: Workspace, table: Table, key: str) -> str:
    """The header of the column that tells the rows of one subject apart by their months; nothing if there is none.

    ``key`` is the subject in SQL. Some of the subjects with several rows are looked at.
    """
    doubled = (
        f"SELECT {key} FROM {table.relation} GROUP BY 1 HAVING COUNT(*) > 1 LIMIT {_SOME_KEYS}"
    )
    seen = ", ".join(map(name_of, table.seen))
    space.do(
        'CREATE OR REPLACE TEMP TABLE "of several rows" AS'
        f' SELECT {key} AS "=key", {seen} FROM {table.relation} WHERE {key} IN ({doubled})'
    )
    months = (c.header for c in table.seen if _tells_months(space, c))
    return next(months, "")


def _tells_months(space: Workspace, column: Column) -> bool:
    text = f"TRIM(CAST({as_text(column)} AS VARCHAR))"
    rows = '"of several rows"'
    some = space.rows(f"SELECT DISTINCT {text} FROM {rows} LIMIT {_MOST_MONTHS + 1}")
    values = [row[0] for row in some]
    if not 1 < len(values) <= _MOST_MONTHS or not all(values):
        return False
    if not any(all(map(sign.fullmatch, values)) for sign in (_MONTH, _BACK)):
        return False
    pair = f'("=key", {name_of(column)})'
    count, pairs = space.rows(f"SELECT COUNT(*), COUNT(DISTINCT {pair}) FROM {rows}")[0]
    return bool(pairs >= _MOST_APART * count)


__all__ = ["MONTH_DOUBTS", "MonthGroup", "month_column", "month_groups"]
