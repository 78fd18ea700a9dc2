"""The fixed book, made once and kept under ``var/bench``, and the customers of it that are decided one by one."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

import kefen
from kefen.book import FIXED_BOOK, read_manifest, write_book
from kefen.deciding import Decider
from kefen.errors import FactsError

Row = dict[str, Any]
AS_OF = FIXED_BOOK.as_of
POLICY = "psbc-customer-class"
ROOT = Path(__file__).parent.parent
KEPT = ROOT / "var" / "bench"
_LISTS = ("sasac_list", "known_private_schools", "ministry_universities")
_RECORD = ("card_history", "loan_history", "abnormal_account", "declared_banned")


def book(customers: int) -> Path:
    """The folder of the fixed book, or of its beginning; written if it is not there."""
    folder = KEPT / f"book-{customers}"
    plan = replace(FIXED_BOOK, customers=customers)
    manifest = folder / "manifest.json"
    if not manifest.exists() or read_manifest(manifest).plan != plan:
        print(f"writing a book of {customers:,} customers …", flush=True)
        write_book(folder, plan)
    return folder


def load_decider(folder: Path) -> Decider:
    """The class policy on the day of the book, with the book's reference lists."""
    return kefen.load(POLICY, as_of=AS_OF, overlay=folder / "lists", audience="staff")


def codes(folder: Path, name: str) -> frozenset[str]:
    """The codes on a reference list of the book."""
    with (folder / "lists" / f"{name}.csv").open(encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        return frozenset(row[0] for row in rows if row)


@dataclass(frozen=True)
class Customers:
    """The same customers in the forms that each engine takes best; none has a fault in it."""

    flat: list[Row]
    nested: list[Row]


def first_customers(count: int) -> Customers:
    """The first customers of the book without a fault, with their credit grades given."""
    folder = book(count + count // 20)
    decider = load_decider(folder)
    grades = kefen.load("credit-grade", as_of=AS_OF, audience="staff")
    lists = {name: codes(folder, name) for name in _LISTS}
    flat: list[Row] = []
    for row in _rows(folder):
        try:
            given = _graded(row, grades)
            decider.decide(given)
        except FactsError:
            continue
        flat.append(given)
        if len(flat) == count:
            break
    return Customers(flat, [_nested(row, lists) for row in flat])


def _rows(folder: Path) -> Iterator[Row]:
    with duckdb.connect() as connection:
        path = str(folder / "customers.parquet")
        found = connection.execute("SELECT * FROM read_parquet(?) ORDER BY customer_id", [path])
        names = [column[0] for column in found.description]
        for values in found.fetchall():
            yield {
                name: _plain(value)
                for name, value in zip(names, values, strict=True)
                if value is not None
            }


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral() else float(value)
    return value


def _graded(row: Row, grades: Decider) -> Row:
    """The row with credit grades in place of the records they rest on; a grade that is not decided stays unknown."""
    given = {
        name: value for name, value in row.items() if name.removeprefix("spouse.") not in _RECORD
    }
    for prefix in ("", "spouse."):
        record = {name: row[prefix + name] for name in _RECORD if prefix + name in row}
        decision = grades.decide(record) if record else None
        if decision is not None and decision.status == "decided":
            given.setdefault(f"{prefix}credit_grade", decision.result)
    return given


def _nested(row: Row, lists: dict[str, frozenset[str]]) -> Row:
    """The row with spouse and employer as objects, and what the lists say of the employer's codes as flags."""
    out: Row = {"as_of": AS_OF.isoformat()}
    for name, value in row.items():
        subject, dot, fact = name.partition(".")
        if dot:
            out.setdefault(subject, {})[fact] = value
        else:
            out[name] = value
    employer = out.get("employer", {})
    if "code" in employer:
        employer |= {f"on_{name}": employer["code"] in listed for name, listed in lists.items()}
    if "parent_code" in employer:
        employer["parent_on_sasac_list"] = employer["parent_code"] in lists["sasac_list"]
    return out
