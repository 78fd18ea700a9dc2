"""A policy that asks another of each item of a list: the items come in a table of their own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

import kefen
from kefen.deciding.missing import missing
from kefen.errors import FactsError
from kefen.running import Options, run
from tests.policies.packs import HERE, make_pack
from tests.running.conftest import rows_of, table_of

AS_OF = date(2026, 1, 1)
CUSTOMERS = "id\nA\nB\nC\n"


@pytest.fixture
def per_item(tmp_path: Path):
    """Runs three customers with a file of loans."""
    decider = kefen.load(
        make_pack(HERE / "good" / "per-item.md", tmp_path), as_of=AS_OF, audience="staff"
    )

    def done(loans: str, **options):
        (tmp_path / "in.csv").write_text(CUSTOMERS)
        (tmp_path / "loans.csv").write_text(loans)
        chosen = Options(lang="en", lists={"loans": tmp_path / "loans.csv"}, **options)
        summary = run(decider, tmp_path / "in.csv", tmp_path / "out.csv", chosen)
        decisions = {row["id"]: row for row in rows_of(summary.output)}
        return summary, decisions, [tuple(row.values()) for row in rows_of(summary.quarantine)]

    return done


def test_each_loan_is_decided_from_the_columns_of_its_row(per_item):
    _, decisions, _ = per_item(
        "编号,余额,due,抵押不足\nA,5,2026-01-01,否\nA,5,2025-12-31,否\nB,5,2025-10-02,否\n"
    )
    assert {key: row["class"] for key, row in decisions.items()} == {"A": "B", "B": "C", "C": "A"}


def test_a_record_may_carry_the_result(per_item):
    _, decisions, found = per_item("id,balance,category\nA,5,次级\nB,5,mention\nB,5,normal\n")
    assert {key: row["class"] for key, row in decisions.items()} == {"A": "C", "B": "B", "C": "A"}
    assert found == []


def test_a_result_that_contradicts_its_derivation_sets_the_subject_aside(per_item):
    summary, _, found = per_item("id,balance,days,category\nA,5,91,正常\nB,5,91,次级\n")
    assert (summary.decided, summary.quarantined) == (2, 1)
    ((line, key, column, value, reason, words),) = found
    assert (line, key, column, value, reason) == (
        "2",
        "A",
        "loans.category",
        "normal",
        "contradiction",
    )
    assert words.startswith("Loans: Risk category “normal”")


def test_a_bad_value_of_an_item_sets_the_subject_aside(per_item):
    summary, _, found = per_item("id,balance,days,due\nA,5,many,2026-01-01\nB,5,1,2025-12-31\n")
    assert (summary.decided, summary.quarantined) == (2, 1)
    assert [item[:5] for item in found] == [
        ("2", "A", "id", "A", "listed"),
        ("2", "A", "loans.days", "many", "not a number"),
    ]


def test_what_an_open_decision_waits_for_names_the_list(per_item):
    summary, decisions, _ = per_item("id,balance,days\nA,5,0\n")
    assert decisions["A"]["missing"] == "Loans"
    assert decisions["B"]["missing"] == ""
    assert summary.warnings[-1].en.startswith("the list `loans` has no column for lacking")


def test_reasons_are_told_from_the_rows_of_the_list(per_item):
    _, decisions, _ = per_item("id,balance,days\nA,5,91\n", explain=True)
    assert "Risk category" in decisions["A"]["reasons"]


def test_a_table_is_decided_as_its_customers_are_alone(tmp_path: Path) -> None:
    decider = kefen.load(
        make_pack(HERE / "good" / "per-item.md", tmp_path), as_of=AS_OF, audience="staff"
    )
    chance = Random(5)
    loans = {
        f"K{n}": [random_loan(chance) for _ in range(chance.randint(0, 3))] for n in range(300)
    }
    (tmp_path / "in.csv").write_text(table_of([{"id": key} for key in loans]))
    records = [{"id": key, **EMPTY, **loan} for key, items in loans.items() for loan in items]
    (tmp_path / "loans.csv").write_text(table_of(records))
    options = Options(lists={"loans": tmp_path / "loans.csv"})
    summary = run(decider, tmp_path / "in.csv", tmp_path / "out.parquet", options)
    columns = "id, status, class, possible, decisive, missing"
    found = duckdb.sql(f"SELECT {columns} FROM '{summary.output}'").fetchall()
    alone = [row for key, items in loans.items() if (row := told(decider, key, items))]
    assert sorted(found) == sorted(alone)
    assert 0 < summary.quarantined < 100


EMPTY = {"balance": "", "due": "", "days": "", "lacking": "", "category": ""}


def random_loan(chance: Random) -> dict[str, Any]:
    values = {
        "balance": lambda: chance.choice([0, 5, "999.99", 1001]),
        "due": lambda: chance.choice(["2026-01-01", "2025-12-31", "2025-10-03", "2025-10-02"]),
        "days": lambda: chance.choice([-5, 0, 1, 90, 91]),
        "lacking": lambda: chance.choice(["yes", "no"]),
        "category": lambda: chance.choice(["正常", "mention", "次级"]),
    }
    often = {"balance": 0.9, "due": 0.7, "days": 0.05, "lacking": 0.8, "category": 0.05}
    return {name: make() for name, make in values.items() if chance.random() < often[name]}


def told(decider: kefen.Decider, key: str, loans: list[dict[str, Any]]) -> tuple[Any, ...] | None:
    """What the output of a run says of a customer; nothing for one in quarantine."""
    try:
        one = decider.decide({"id": key, "loans": loans})
    except FactsError:
        return None
    lacks = "|".join(item.name for item in missing(one)) or None
    return key, one.status, one.result, "|".join(one.possible), one.decisive, lacks
