"""``kefen sql`` prints what an engine can run; ``kefen demo`` shows one decision of each status."""

from __future__ import annotations

import duckdb
import pytest

from tests.cli.packs import CommandLine


def test_the_statement_names_its_policy_and_runs(kefen: CommandLine) -> None:
    told = kefen("sql", "car-loan", "--as-of", "2026-06-01")
    assert told.code == 0
    assert told.out.startswith("-- car-loan 2026, 2026-06-01, ")
    parsed = duckdb.extract_statements(told.out)
    assert len(parsed) == 1


def test_a_list_is_a_table_and_the_statement_says_which(kefen: CommandLine) -> None:
    told = kefen("sql", "credit-grade", "--as-of", "2026-06-01", "--lang", "en")
    comment = told.out.splitlines()[1]
    assert comment.startswith("-- accounts: a row for each item, complete for every subject; ")
    assert comment.endswith("customer_id, kind, state, history")
    assert 'FROM "accounts"' in told.out


@pytest.mark.parametrize(
    ("dialect", "steps", "name"),
    [
        ("duckdb", "AS (", '"=status"'),
        ("postgres", "AS NOT MATERIALIZED (", '"=status"'),
        ("spark", "AS (", "`=status`"),
    ],
)
def test_each_dialect_has_its_form(kefen: CommandLine, dialect: str, steps: str, name: str) -> None:
    told = kefen("sql", "car-loan", "--dialect", dialect, "--as-of", "2026-06-01", "--lang", "en")
    assert f"AS {name}" in told.out
    assert steps in told.out
    assert ("-- =problem: a row where it is not 0" in told.out) == (dialect == "spark")


def test_a_small_bank_is_built_decided_and_shown(kefen: CommandLine) -> None:
    told = kefen("demo", "--customers", "600", "--folder", "bank")
    assert told.code == 0
    assert "读入 600 行 = 认定" in told.out
    for heading in ("客户类别：暂定", "客户类别：无法认定", "客户类别：不予分类"):
        assert heading in told.out
    assert (kefen.folder / "bank" / "decisions.csv").exists()


def test_a_demo_that_cannot_be_written_is_one_clear_line(kefen: CommandLine) -> None:
    told = kefen("demo", "--customers", "10", "--folder", "facts.json")
    assert told.code == 1
    assert "写不进 `facts.json`" in told.err
