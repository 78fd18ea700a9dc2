"""A history from rows: a file with a row for each subject and month becomes a character a month, newest first.

The newest month is the same for all subjects: the one that the mapping names, else the newest in the file. A month without
a row is unknown. Rows are looked at like the records of a list: a month that is none, that comes after the day of the
decision or stands twice for one subject, and a row of nobody are set aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kefen.compiling.program import is_stale
from kefen.compiling.sql import literal, quote
from kefen.errors import InputError
from kefen.running.duckdb.columns import DuckColumns, as_text
from kefen.running.duckdb.intake import FactTable, load
from kefen.running.duckdb.reading import Reading
from kefen.running.duckdb.sources import EngineTable, FileReading, open_table
from kefen.running.duckdb.workspace import Workspace
from kefen.running.files.json_objects import Names
from kefen.running.mapping import NO_MAPPING, MonthRows, discretion_of, state_of
from kefen.running.matching import (
    ABOVE,
    FactColumn,
    Match,
    TableSpec,
    Value,
    absent,
    doubts,
    refuse,
)
from kefen.running.months import are_months, month_after, month_reader
from kefen.running.reshaping import Recoding, last_day
from kefen.running.tables import Column
from kefen.saying.phrases import both
from kefen.values import MONTHS, UNKNOWN_MONTH, Kind, Words
from kefen.vocabulary import FactSpec

MONTH, STATUS = "month", "status"
_MOST_MONTHS = 400
_SOME_KEYS = 200
#: a few months may stand twice by mistake, and the rows are of months all the same
_MOST_APART = 0.9


@dataclass(frozen=True)
class History:
    """A history that is put together from the rows of a file."""

    spec: FactSpec
    loaded: FactTable
    rows: MonthRows

    @property
    def table(self) -> str:
        """The table of subjects and histories."""
        return quote(f"history {self.spec.name}")

    def value(self, key: str) -> str:
        """The history of a subject in SQL."""
        return f"(SELECT h.history FROM {self.table} h WHERE h.subject = {key})"


def read_histories(reading: Reading) -> Iterator[History]:
    """The histories that come from rows, put together."""
    read = {one.name for one in reading.decider.program.plan.inputs}
    for name in (name for name in reading.mapping.rows if name in read):
        if name not in reading.options.lists:
            raise InputError(
                f"the mapping makes `{name}` from rows: give their file with `--list {name}=FILE`"
            )
        history = _read(reading, name, Path(reading.options.lists[name]))
        reading.warnings += put_together(reading.space, history)
        yield history


def _read(reading: Reading, name: str, path: Path) -> History:
    rows, spec = reading.mapping.rows[name], reading.vocabulary.facts[name]
    used = dict.fromkeys((rows.key, rows.month, rows.status), False)
    discretion = discretion_of(reading.decider, NO_MAPPING)
    names = Names(mapped=used, key_header=rows.key)
    table = open_table(reading.space, path, FileReading(discretion=discretion, names=names))
    wanted = _wanted(spec, reading.key, reading.decider.as_of)
    found = _match(reading.space, table, rows, wanted)
    reading.warn_of_table(table, found)
    return History(spec, load(reading.space, table, found, wanted), rows)


def _wanted(spec: FactSpec, key: FactSpec, as_of: date) -> TableSpec:
    """What is read of the rows of a history: the subject, the month, which names a row, and the status."""
    month = FactSpec(MONTH, Words("月份", "Month"), Kind("date"), key=True)
    state = replace(state_of(spec), label=Words("当月状态", "Status of the month"))
    facts = {MONTH: month, STATUS: state, key.name: key}
    return TableSpec(facts, key.name, as_of, listed=f"{spec.name} rows")


def _match(space: Workspace, table: EngineTable, rows: MonthRows, wanted: TableSpec) -> Match:
    """The three columns of a file with a row for each month."""
    refuse(absent(table, (rows.key, rows.month, rows.status), remedy=ABOVE))
    columns = {column.header: column for column in table.columns}
    key, month, state = (columns[name] for name in (rows.key, rows.month, rows.status))
    reader = DuckColumns(space, table)
    asked = space.teach(month_reader(rows, wanted.as_of), "VARCHAR")
    first_day = Value(f"{asked}(CAST({as_text(month)} AS VARCHAR))")
    given = (
        FactColumn(wanted.key, rows.key, reader.value(key, Recoding({}, "text")), (key,)),
        FactColumn(MONTH, rows.month, first_day, (month,)),
        FactColumn(
            STATUS, rows.status, reader.value(state, Recoding(rows.codes, "choice")), (state,)
        ),
    )
    refuse([*doubts(table, given)])
    return Match(given)


def put_together(space: Workspace, history: History) -> Iterator[Words]:
    """Make the table of a history; warnings when it is too old, or when few have the newest month."""
    loaded, spec = history.loaded, history.spec
    key, as_of = quote(loaded.wanted.key), loaded.wanted.as_of
    sound = f"FROM {quote(loaded.name)} WHERE {key} IS NOT NULL AND NOT ({loaded.bad.any()})"
    newest = history.rows.newest or space.value(f"SELECT MAX({MONTH}) {sound}")
    months = [month_after(newest, -back) for back in range(MONTHS)] if newest else []
    dated = min(last_day(newest), as_of) if newest else as_of
    if spec.max_age and is_stale(dated, spec.max_age, as_of):
        yield both("warning old months", fact=spec.name, newest=f"{newest:%Y-%m}")
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
    codes = ", ".join(literal(term.id) for term in spec.kind.domain.terms)
    return f"[{codes}][CAST({STATUS} AS INTEGER) + 1]"


def _few(space: Workspace, history: History, newest: date, sound: str) -> Iterator[Words]:
    """A warning when less than half of the subjects have the newest month: one wrong row moves it for all."""
    key = quote(history.loaded.wanted.key)
    has, all_ = space.rows(
        f"SELECT COUNT(DISTINCT {key}) FILTER (WHERE {MONTH} = DATE '{newest}'), COUNT(DISTINCT {key}) {sound}"
    )[0]
    if 2 * has < all_:
        gaps = {"fact": history.spec.name, "newest": f"{newest:%Y-%m}", "has": has, "all": all_}
        yield both("warning few newest", **gaps)


# --- rows that are of months -----------------------------------------------------------------------


def month_column(space: Workspace, table: EngineTable, key: str) -> str:
    """The header of the column that tells the rows of one subject apart by their months; nothing if there is none.

    ``key`` is the subject in SQL. Some of the subjects with several rows are looked at.
    """
    doubled = (
        f"SELECT {key} FROM {table.relation} GROUP BY 1 HAVING COUNT(*) > 1 LIMIT {_SOME_KEYS}"
    )
    seen = ", ".join(quote(column.name) for column in table.seen)
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
    if not 1 < len(values) <= _MOST_MONTHS or not all(values) or not are_months(values):
        return False
    pair = f'("=key", {quote(column.name)})'
    count, pairs = space.rows(f"SELECT COUNT(*), COUNT(DISTINCT {pair}) FROM {rows}")[0]
    return bool(pairs >= _MOST_APART * count)
