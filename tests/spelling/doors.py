"""The doors that a value comes in by, each as a function from spellings to what becomes of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from kefen.checking.overlay_folder import read_overlay
from kefen.checking.overlays import apply_overlay
from kefen.cli.inputs import read_facts, read_settings
from kefen.compiling import plan_policy
from kefen.compiling.sql import literal
from kefen.deciding.facts import FactsReader
from kefen.diagnostics import Diagnostics
from kefen.errors import FactsError, PolicyError
from kefen.reading.yaml_text import read_yaml
from kefen.running.duckdb.columns import as_text, type_of
from kefen.running.duckdb.conversions import REFUSED, RawValue, converted, verdict
from kefen.running.duckdb.intake import open_rows
from kefen.running.duckdb.sources import open_table
from kefen.running.duckdb.workspace import Workspace
from kefen.running.matching import FactColumn, Match, TableSpec, Value
from kefen.running.options import Options
from kefen.source import Source
from kefen.spelling import NotAccepted, convert_to
from kefen.vocabulary import FactSpec
from tests.agreement.random_policies import policy_of

AS_OF = date(2026, 1, 31)
VOCABULARY = """
scales:
  level: {label: {zh: 级, en: Level}, best: last, unknown: ["9"], values: [{id: low, zh: 低}, {id: high, zh: 高, also: ["02"]}]}
choices:
  tag: {label: {zh: 签, en: Tag}, values: [red, green]}
  month: {label: {zh: 月, en: Month}, unknown: ["#"], values: ["N", "1"]}
reference_lists:
  named: {label: {zh: 名录, en: Known}}
  credit: {label: {zh: 信用名录, en: Credit list}, check: uscc}
facts:
  id: {label: {zh: 号, en: Key}, kind: text, key: true}
  flag: {label: {zh: 是否, en: Flag}, kind: flag}
  integer: {label: {zh: 数, en: Integer}, kind: integer}
  money: {label: {zh: 款, en: Money}, kind: money, negative: true}
  rate: {label: {zh: 率, en: Rate}, kind: rate}
  day: {label: {zh: 日, en: Day}, kind: date}
  text: {label: {zh: 文, en: Text}, kind: text}
  code: {label: {zh: 码, en: Code}, kind: text, check: uscc}
  number: {label: {zh: 证, en: Number}, kind: text, check: resident_id}
  level: {label: {zh: 等, en: Level of it}, kind: scale level}
  tags: {label: {zh: 签们, en: Tags}, kind: set of tag}
  past: {label: {zh: 史, en: Past}, kind: history of month}
"""
POLICY = """---
policy: random
version: one
in_force: [2000-01-01, null]
instrument: law
---
# 第一条 一
```policy
criterion 1.1  读取所有事实
  any of (flag, integer > 1, money > 1, rate > 1, day < as_of, level = low, tags includes red, code in credit,
          some m in past satisfies m = N, number = "x", text in named, id = "x")
ban 2 禁
  when 1.1
```
"""
MADE = policy_of(POLICY, VOCABULARY)
READER = FactsReader(plan_policy(MADE))
SPECS: dict[str, FactSpec] = dict(MADE.vocabulary.facts)
READERS = {name: convert_to(spec) for name, spec in SPECS.items()}
HEADER = [*SPECS, "mark"]
#: a kind and a spelling
Spelled = tuple[str, str]


def said(name: str, value: Any) -> str:
    """An inside value as the table writes it."""
    if value is None:
        return "unknown"
    if isinstance(value, str):
        return json.dumps(value.rstrip("?") if name == "past" else value, ensure_ascii=False)
    kind = SPECS[name].kind.name
    return f"{value.normalize():f}" if kind in ("money", "rate") else str(value)


def told(name: str, convert: Callable[[str], Any], spelling: str) -> str:
    """What the one reader says."""
    try:
        return said(name, convert(spelling))
    except NotAccepted as error:
        return f"refused: {error.reason}"


def of_facts(name: str, raw: dict[str, Any]) -> str:
    """What a row of one fact comes to."""
    try:
        values = READER.read(raw, AS_OF).values
    except FactsError as error:
        return f"refused: {error.problems[0].reason}"
    return said(name, values[READER.places[name]])


# --- one subject at a time ------------------------------------------------------------------------


def by_reader(rows: Sequence[Spelled], folder: Path) -> Iterator[str]:
    return (told(name, READERS[name], text) for name, text in rows)


def by_json(rows: Sequence[Spelled], folder: Path) -> Iterator[str]:
    file = folder / "f.json"
    for name, text in rows:
        file.write_text(json.dumps({name: text}), encoding="utf-8")
        yield of_facts(name, read_facts(str(file), "en"))


def by_yaml(rows: Sequence[Spelled], folder: Path) -> Iterator[str]:
    file = folder / "f.yaml"
    for name, text in rows:
        file.write_text(f"{name}: {json.dumps(text)}\n", encoding="utf-8")
        yield of_facts(name, read_facts(str(file), "en"))


def by_case(rows: Sequence[Spelled], folder: Path) -> Iterator[str]:
    for name, text in rows:
        entry = read_yaml(Source("case", f"{name}: {json.dumps(text)}"), Diagnostics())
        yield of_facts(name, entry.plain())


def by_setting(rows: Sequence[Spelled], folder: Path) -> Iterator[str]:
    for name, text in rows:
        yield of_facts(name, read_settings([f"{name}={text}"], MADE.vocabulary, "en"))


# --- whole tables -----------------------------------------------------------------------------------


def by_csv(rows: Sequence[Spelled], folder: Path) -> Iterator[str]:
    file = folder / "t.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL)
        writer.writerows([HEADER, *_cells(rows)])
    return of_table(file, rows)


def by_excel(rows: Sequence[Spelled], folder: Path) -> Iterator[str]:
    file = folder / "t.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate([HEADER, *_cells(rows)]):
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, cell)
    return of_table(file, rows)


def by_parquet(rows: Sequence[Spelled], folder: Path) -> Iterator[str]:
    file = folder / "t.parquet"
    engine = duckdb.connect()
    columns = ", ".join(f'"{name}" VARCHAR' for name in HEADER)
    engine.execute(f"CREATE TABLE t ({columns})")
    engine.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(HEADER))})", _cells(rows))
    engine.execute(f"COPY t TO '{file}'")
    return of_table(file, rows)


def by_json_lines(rows: Sequence[Spelled], folder: Path) -> Iterator[str]:
    file = folder / "t.jsonl"
    lines = (json.dumps(dict(zip(HEADER, row, strict=True))) + "\n" for row in _cells(rows))
    file.write_text("".join(lines), encoding="utf-8")
    return of_table(file, rows)


def _cells(rows: Sequence[Spelled]) -> list[list[str]]:
    """A row for each spelling, whose other facts say nothing; a mark in the last column, or an empty row is no row."""
    return [[*(text if one == name else "" for one in SPECS), "x"] for name, text in rows]


def of_table(file: Path, rows: Sequence[Spelled]) -> Iterator[str]:
    """What the rows of a file come to; why a value was refused is told by the reader from the text of the cell."""
    with Workspace(file, Options()) as space:
        table = open_table(space, file)
        columns = [column for column in table.columns if column.header in SPECS]
        given = tuple(
            FactColumn(c.header, c.header, Value(as_text(c), type_of(c))) for c in columns
        )
        asked = TableSpec(SPECS, "id", AS_OF)
        loaded = open_rows(space, table, Match(given), asked)
        masks, names = (
            ", ".join(f'"{m}"' for m in loaded.bad.names),
            ", ".join(f'"{n}"' for n in SPECS),
        )
        found = space.rows(f'SELECT {masks}, {names} FROM {loaded.numbered()} ORDER BY "=row"')
        raw = space.rows(
            f"SELECT {', '.join(one.value.sql for one in given)} FROM {table.relation}"
        )
    count = len(loaded.bad.names)
    for (name, _), row, cells in zip(rows, found, raw, strict=True):
        place = list(SPECS).index(name)
        bad = {one.name for one in loaded.bad.of(row[:count])}
        value = row[count + place]
        yield told(name, READERS[name], cells[place]) if name in bad else said(name, value)


def by_constant(rows: Sequence[Spelled], folder: Path) -> Iterator[str]:
    """What a mapping gives for every row, as a constant of SQL."""
    with Workspace(folder / "x", Options()) as space:
        for name, text in rows:
            spec, convert = SPECS[name], READERS[name]
            given = RawValue(literal(text), "VARCHAR")
            inside = converted(space, spec, convert, given)
            why = verdict(space, spec, convert, given, f"({inside})")
            value, code = space.rows(f"SELECT {inside}, {why}")[0]
            yield told(name, convert, text) if code == REFUSED else said(name, value)


DOORS: dict[str, Callable[[Sequence[Spelled], Path], Iterator[str]]] = {
    "reader": by_reader,
    "JSON": by_json,
    "YAML": by_yaml,
    "case": by_case,
    "--set": by_setting,
    "CSV": by_csv,
    "Excel": by_excel,
    "Parquet": by_parquet,
    "lines of JSON": by_json_lines,
    "constant of a mapping": by_constant,
}


def on_a_list(name: str, text: str, folder: Path) -> str:
    """What becomes of an entry of a reference list of a bank's overlay."""
    listed = {"text": "named", "code": "credit"}[name]
    line = '"' + text.replace('"', '""') + '"\n'
    (folder / "l.csv").write_text(line, encoding="utf-8")
    overlay = f"overlay: {{cites: x}}\nlists: {{{listed}: {{file: l.csv, dated: 2026-01-01}}}}\n"
    (folder / "overlay.yaml").write_text(overlay, encoding="utf-8")
    try:
        laid = apply_overlay(MADE, read_overlay(folder))
    except PolicyError:
        return "refused"
    entries = laid.vocabulary.reference_lists[listed].entries
    assert entries is not None
    return said(name, entries[0][0])
