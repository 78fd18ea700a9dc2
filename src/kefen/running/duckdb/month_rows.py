"""A history from rows: a file with a row for each subject and month becomes a character a month, newest first.

The newest month is the same for all subjects: the one that the mapping names, else the newest in the file. A month without
a row is unknown. Rows are looked at like the records of a list: a month that is none, that comes after the day of the
decision or stands twice for one subject, and a row of nobody are set aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from kefen.compiling.program import is_stale
from kefen.compiling.sql import quote
from kefen.errors import InputError
from kefen.policy import FactSpec
from kefen.running.duckdb.columns import (
    ABOVE,
    Given,
    Matched,
    Teach,
    absent,
    as_text,
    doubts,
    recoded,
    type_of,
)
from kefen.running.duckdb.intake import Asked, Loaded
from kefen.running.duckdb.ownership import faulty
from kefen.running.duckdb.sources import Table
from kefen.running.duckdb.workspace import Workspace, quoted
from kefen.running.mapping import MonthRows, state_of
from kefen.running.reshaping import DateForm, Recoding, last_day, marked
from kefen.running.wording import warning
from kefen.spelling import NotAccepted, to_day
from kefen.spelling.cleaning import bare
from kefen.values import MONTHS, UNKNOWN_MONTH, Kind, Words

MONTH, STATUS = "month", "status"
_MOST_MONTHS = 4096
_FORMS = tuple(DateForm(form, "first") for form in ("%Y-%m", "%Y/%m", "%Y.%m", "%Y%m", "%Y年%m月"))


@dataclass(frozen=True)
class History:
    """A history that is put together from the rows of a file."""

    spec: FactSpec
    loaded: Loaded
    rows: MonthRows

    @property
    def table(self) -> str:
        """The table of subjects and histories."""
        return quote(f"history {self.spec.name}")

    def value(self, key: str) -> str:
        """The history of a subject in SQL."""
        return f"(SELECT h.history FROM {self.table} h WHERE h.subject = {key})"


def asked_of(spec: FactSpec, key: FactSpec, as_of: date) -> Asked:
    """What is read of the rows of a history: the subject, the month, which names a row, and the status."""
    month = FactSpec(MONTH, Words("月份", "Month"), Kind("date"), key=True)
    state = replace(state_of(spec), label=Words("当月状态", "Status of the month"))
    return Asked({MONTH: month, STATUS: state, key.name: key}, key.name, as_of)


def match_months(table: Table, rows: MonthRows, asked: Asked, teach: Teach) -> Matched:
    """The three columns of a file with a row for each month."""
    columns = {column.header: column for column in table.columns}
    faults = absent(table, (rows.key, rows.month, rows.status), remedy=ABOVE)
    if faults:
        raise InputError("\n".join(faults))
    key, state = columns[rows.key], columns[rows.status]
    function = teach(reading(rows, asked.as_of), "VARCHAR")
    given = (
        Given(asked.key, rows.key, as_text(key), type_of(key)),
        Given(MONTH, rows.month, f"{function}(CAST({as_text(columns[rows.month])} AS VARCHAR))"),
        Given(STATUS, rows.status, *recoded(state, Recoding(rows.codes, "choice"), teach)),
    )
    if faults := [*doubts(table, given)]:
        raise InputError("\n".join(faults))
    return Matched(given)


def reading(rows: MonthRows, as_of: date) -> Callable[[str | None], str]:
    """What a month says as its first day; what is no month, or comes too late, in a form that the reader refuses."""

    rule = f"format: {rows.form.form}" if rows.form else "month: 2026-10"

    @lru_cache(maxsize=_MOST_MONTHS)
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
        return _back(rows.newest, int(text))
    found = next(filter(None, (form.read(text) for form in _FORMS)), None)
    if found is not None:
        return found
    try:
        day = to_day(text)
    except NotAccepted:
        return None
    return day and day.replace(day=1)


def _back(newest: date, months: int) -> date | None:
    """The first day of a month so many months after another; before it, when negative."""
    number = newest.year * 12 + newest.month - 1 + months
    return date(number // 12, number % 12 + 1, 1) if number >= 12 else None


def put_together(space: Workspace, history: History) -> Iterator[Words]:
    """Make the table of a history; warnings when it is too old, or when few have the newest month."""
    loaded, spec = history.loaded, history.spec
    key, as_of = quote(loaded.asked.key), loaded.asked.as_of
    sound = f"FROM {quote(loaded.name)} WHERE {key} IS NOT NULL AND NOT ({faulty(loaded)})"
    newest = history.rows.newest or space.value(f"SELECT MAX({MONTH}) {sound}")
    months = [_back(newest, -back) for back in range(MONTHS)] if newest else []
    dated = min(last_day(newest), as_of) if newest else as_of
    if spec.max_age and is_stale(dated, spec.max_age, as_of):
        yield warning("old months", fact=spec.name, newest=f"{newest:%Y-%m}")
        months = []
    text = " || ".join(map(_code, months)) if months else "NULL"
    space.do(
        f"CREATE TABLE {history.table} AS SELECT {key} AS subject, CAST({text} AS VARCHAR) AS history"
        f" FROM (SELECT {key}, {MONTH}, {_codes(spec)} AS code {sound}) GROUP BY {key}"
    )
    if months:
        yield from _few(space, history, newest, sound)


def _code(month: date | None) -> str:
    """The code of one month, as an aggregate over the rows of a subject."""
    return f"COALESCE(MAX(CASE WHEN {MONTH} = DATE '{month}' THEN code END), '{UNKNOWN_MONTH}')"


def _codes(spec: FactSpec) -> str:
    """The status as a code of the history."""
    assert spec.kind.domain is not None
    codes = ", ".join(quoted(term.id) for term in spec.kind.domain.terms)
    return f"[{codes}][CAST({STATUS} AS INTEGER) + 1]"


def _few(space: Workspace, history: History, newest: date, sound: str) -> Iterator[Words]:
    """A warning when less than half of the subjects have the newest month: one wrong row moves it for all."""
    key = quote(history.loaded.asked.key)
    has, all_ = space.rows(
        f"SELECT COUNT(DISTINCT {key}) FILTER (WHERE {MONTH} = DATE '{newest}'), COUNT(DISTINCT {key}) {sound}"
    )[0]
    if 2 * has < all_:
        gaps = {"fact": history.spec.name, "newest": f"{newest:%Y-%m}", "has": has, "all": all_}
        yield warning("few newest", **gaps)


__all__ = ["History", "asked_of", "match_months", "put_together", "reading"]
