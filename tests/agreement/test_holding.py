"""Until when each row of a file holds, and its reasons, are what the explanation of that row alone says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

import kefen
from kefen.compiling.audience import Audience
from kefen.diagnostics import Diagnostics
from kefen.explaining import explain, to_lines
from kefen.loading import load
from kefen.reading.folders import find_pack
from kefen.reading.pack import read_pack
from kefen.running import Options, run
from kefen.verifying.cases import read_cases
from tests.agreement.days import ago
from tests.agreement.test_dated_files import DAYS, EMPTY, FIELDS, HERE, overlay, subject
from tests.audience.packs import write_household
from tests.explaining.packs import decider as car_loans
from tests.policies.packs import make_pack
from tests.running.conftest import table_of

Rows = dict[str, dict[str, Any]]


def alone(decider: kefen.Decider, rows: Rows) -> dict[str, date | None]:
    """The day each accepted row's explanation gives."""
    found = {}
    for (key, _), one in zip(rows.items(), decider.decide_many(rows.values()), strict=True):
        if isinstance(one, kefen.Decision):
            found[key] = explain(one).holds.until
    return found


def reasons(decider: kefen.Decider, rows: Rows) -> dict[str, str]:
    """The explanation of each accepted row."""
    decided = zip(rows, decider.decide_many(rows.values()), strict=True)
    return {key: "\n".join(to_lines(explain(one))) for key, one in decided if isinstance(one, kefen.Decision)}  # fmt: skip


def together(decider: kefen.Decider, table: str, folder: Path, **lists: str) -> dict[str, Any]:
    """The days from a run."""
    return written(decider, table, folder, Options(missing=False, holds=True), **lists)


def written(
    decider: kefen.Decider, table: str, folder: Path, options: Options, **lists: str
) -> dict[str, Any]:
    """By key what a run writes: until when each row holds, or its reasons."""
    (folder / "in.csv").write_text(table, "utf-8")
    for name, text in lists.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    files = {name: folder / f"{name}.csv" for name in lists}
    run(decider, folder / "in.csv", folder / "out.parquet", replace(options, lists=files))
    key, column = decider.policy.vocabulary.key, "holds_until" if options.holds else "reasons"
    assert key is not None
    query = f"SELECT {key.name}, {column} FROM '{folder / 'out.parquet'}'"
    return dict(duckdb.sql(query).fetchall())


def differing(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {k: (one.get(k), other.get(k)) for k in one | other if one.get(k) != other.get(k)}


@pytest.mark.parametrize("as_of", DAYS)
def test_rows_with_days_lists_and_reference_lists(as_of: date, tmp_path: Path) -> None:
    pack, chance = make_pack(HERE / "dated.md", tmp_path), Random(str(as_of))
    bank = overlay(tmp_path / "bank", as_of, ago(as_of, 12))
    decider = load(pack, as_of=as_of, overlay=bank, audience="staff")
    rows = {f"K{n:03}": subject(chance, as_of) for n in range(200)}
    subjects = [{"id": key, **EMPTY, **facts, "loans": ""} for key, facts in rows.items()]
    plain = [{k: v for k, v in row.items() if k != "loans"} for row in subjects]
    loans = [
        {"id": key, **FIELDS, **loan} for key, facts in rows.items() for loan in facts["loans"]
    ]
    found = together(decider, table_of(plain), tmp_path, loans=table_of(loans))
    expected = alone(decider, rows)
    assert differing(expected, found) == {}
    assert len(set(expected.values())) > 5
    chosen = Options(missing=False, explain=True)
    told = written(decider, table_of(plain), tmp_path, chosen, loans=table_of(loans))
    assert differing(reasons(decider, rows), told) == {}


def car_customer(chance: Random) -> dict[str, Any]:
    """Facts near an age, a year in business or the end of evidence; ages given beside days of birth, or without."""
    born = date(
        chance.choice([1966, 1970, 2004, 2007]), chance.randint(1, 12), chance.choice([1, 28])
    )
    facts = {
        "birth_date": chance.choice([born, born, date(2004, 2, 29), ""]),
        "age": chance.choice(["", "", "", 40]),
        "citizen": True,
        "education": chance.choice(["school", "college", "bachelor", ""]),
        "stable_income": chance.choice([True, True, ""]),
        "stable_income@": date(2025, 1, 1) + timedelta(chance.randint(0, 364)),
        "registered_capital": chance.choice([0, 1_000_000, 1_500_000, ""]),
        "founded_on": chance.choice([date(2023, 5, chance.randint(1, 31)), date(2015, 1, 1), ""]),
        "married": False,
        "overdue_months": chance.choice([0, 0, 3, ""]),
        "in_arrears": False,
        "suspected_laundering": False,
    }  # fmt: skip
    if facts["age"] != "" and facts["birth_date"] != "":
        facts["age"] = ""
    return facts


def test_rows_with_ages_parameters_and_evidence(tmp_path: Path) -> None:
    decider, chance = car_loans(tmp_path), Random(7)
    rows = {f"c{n}": car_customer(chance) for n in range(300)}
    table = table_of([{"customer_no": key, **facts} for key, facts in rows.items()])
    known = {key: {k: v for k, v in facts.items() if v != ""} for key, facts in rows.items()}
    expected = alone(decider, known)
    assert differing(expected, together(decider, table, tmp_path)) == {}
    assert len(set(expected.values())) > 20
    told = written(decider, table, tmp_path, Options(missing=False, explain=True))
    assert differing(reasons(decider, known), told) == {}


def case_rows(pack: str, key: str) -> Rows:
    """The facts of one in fourteen of a pack's cases, each under a number of its own."""
    cases = read_cases(read_pack(find_pack(pack)), Diagnostics())[::14]
    return {f"{n}": {**case.facts, key: f"{n}"} for n, case in enumerate(cases)}


def test_a_day_that_a_third_party_brings_is_not_told_to_the_customer(tmp_path: Path) -> None:
    decider = load(write_household(tmp_path), as_of=date(2026, 6, 1), audience="customer")
    chance, rows = Random(3), {}
    for n in range(60):
        spouse = {"income": 9000, "birth_date": date(1976, 1 + n % 12, 3), "arrears": False}
        guarantors = [{"worth": 5, "birth_date": date(1966 + n % 3, 7, 8)}] * chance.randint(0, 1)
        rows[f"c{n}"] = {"no": f"c{n}", "income": 5000, "arrears": False, "loans": [], "guarantors": guarantors,
                         "married": n % 4 > 0, "spouse": spouse if n % 4 > 1 else {}}  # fmt: skip
    lines = "".join(f"{json.dumps(row, default=str)}\n" for row in rows.values())
    found = of_lines(decider, lines, tmp_path)
    decided = zip(rows, decider.decide_many(rows.values()), strict=True)
    held = {key: explain(one).holds for key, one in decided if isinstance(one, kefen.Decision)}
    assert {key: one.until for key, one in held.items()} == found
    assert {one.by_others for one in held.values()} == {False, True}


def of_lines(decider: kefen.Decider, lines: str, folder: Path) -> dict[str, Any]:
    """By key until when each subject of lines of JSON holds."""
    (folder / "in.jsonl").write_text(lines, "utf-8")
    run(decider, folder / "in.jsonl", folder / "out.parquet", Options(missing=False, holds=True))
    key = decider.policy.vocabulary.key
    assert key is not None
    query = f"SELECT {key.name}, holds_until FROM '{folder / 'out.parquet'}'"
    return dict(duckdb.sql(query).fetchall())


@pytest.mark.parametrize("audience", ["staff", "customer"])
@pytest.mark.parametrize("pack", kefen.packs())
def test_the_cases_of_shipped_packs(pack: str, audience: Audience, tmp_path: Path) -> None:
    decider = load(pack, as_of=date(2026, 11, 23), audience=audience)
    key = decider.policy.vocabulary.key
    assert key is not None
    rows = case_rows(pack, key.name)
    lines = "".join(f"{json.dumps(row, default=str)}\n" for row in rows.values())
    found = of_lines(decider, lines, tmp_path)
    expected = alone(decider, {name: row for name, row in rows.items() if name in found})
    assert differing(expected, found) == {}
    assert found
