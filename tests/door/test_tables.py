"""Tables that a program holds: decided as files are, given back as tables, compared."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

import kefen
from kefen.running import DecidedTable
from tests.explaining.packs import DAY, GOOD, decider

_LATE = {"in_arrears": True}


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> kefen.Decider:
    return decider(tmp_path_factory.mktemp("tables"))


def values(*changes: dict) -> duckdb.DuckDBPyRelation:
    """Customers, each good but for some facts."""
    rows = [{**GOOD, "customer_no": f"c{n}", **change} for n, change in enumerate(changes)]
    cells = ", ".join(f"({', '.join(map(_literal, row.values()))})" for row in rows)
    return duckdb.sql(f"SELECT * FROM (VALUES {cells}) AS t({', '.join(rows[0])})")


def _literal(value: object) -> str:
    return "NULL" if value is None else f"'{value}'"


def test_a_table_is_decided_row_for_row_as_each_subject_is(small: kefen.Decider) -> None:
    changes = ({}, {"education": None}, {"overdue_months": 3}, {"citizen": "False"})
    decided = kefen.decide_many(small, values(*changes)).decisions.rows()
    alone = small.decide_many({**GOOD, **change} for change in changes)
    assert [(row["car_class"], row["status"]) for row in decided] == [(one.result, one.status) for one in alone]  # fmt: skip


def test_a_row_that_is_not_accepted_stops_nothing(small: kefen.Decider) -> None:
    table = values({}, {"education": "doctor"}, {})
    done = kefen.decide_many(small, table, options=kefen.Options(lang="en"))
    assert [row["customer_no"] for row in done.decisions.rows()] == ["c0", "c2"]
    assert [(row["key"], row["column"], row["value"]) for row in done.quarantine.rows()] == [("c1", "education", "doctor")]  # fmt: skip
    assert (done.summary.rows, done.summary.quarantined) == (3, 1)


def test_a_subject_that_is_not_accepted_gives_its_error_in_its_place(small: kefen.Decider) -> None:
    good, bad, after = small.decide_many([GOOD, {**GOOD, "education": "doctor"}, GOOD])
    assert isinstance(bad, kefen.FactsError)
    assert good == after


def test_decisions_go_out_as_a_stream_that_may_be_read_again(small: kefen.Decider) -> None:
    done = kefen.decide_many(small, values({}, _LATE))
    with duckdb.connect() as engine:
        engine.register("done", done)
        for _ in range(2):
            assert engine.sql("SELECT COUNT(*) FROM done").fetchall() == [(2,)]


def test_a_frame_of_pandas_is_read_without_pyarrow(small: kefen.Decider) -> None:
    frame = values({}, {"in_arrears": None}).df()
    done = kefen.decide_many(small, frame)
    assert [row["status"] for row in done.decisions.rows()] == ["decided", "undetermined"]


def test_what_is_no_table_is_refused(small: kefen.Decider) -> None:
    with pytest.raises(TypeError, match="a list gives no Arrow stream"):
        kefen.decide_many(small, [GOOD])


def test_a_comparison_counts_from_what_to_what_and_names_who_moves(tmp_path: Path) -> None:
    before = decider(tmp_path)
    after = kefen.Decider.of(before.policy, date(DAY.year + 30, 1, 1), "staff")
    table = values({}, {"birth_date": "2000-01-01"}, {"education": "doctor"})
    found = kefen.compare(before, after, table)
    assert sum(move.rows for move in found.moves) == 2
    assert [row["customer_no"] for row in found.moved.rows()] == ["c0"]


def test_lists_come_as_tables_too() -> None:
    grades = kefen.load("psbc-customer-class", as_of=date(2026, 11, 23))
    name = next(iter(grades.policy.vocabulary.lists))
    people = duckdb.sql("SELECT 'c' || n AS customer_id FROM range(2) AS t(n)")
    items = duckdb.sql("SELECT 'c0' AS customer_id, 'x' AS strange")
    done: DecidedTable = kefen.decide_many(grades, people, lists={name: items})
    assert any("strange" in warning.en for warning in done.summary.warnings)
