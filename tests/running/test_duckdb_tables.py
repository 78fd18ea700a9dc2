"""Subjects and lists in files of DuckDB."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kefen import InputError
from kefen.running import Options, run
from kefen.running.databases import DatabaseTable, place_of
from tests.running.test_several import KEYS, write

ROWS = "SELECT 'C' || n AS customer_id, n FROM RANGE(330) AS r(n)"


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "bank.duckdb"
    with duckdb.connect(str(path)) as engine:
        engine.execute(
            f"CREATE TABLE customers AS SELECT {KEYS}, CAST(n AS HUGEINT) AS n FROM ({ROWS})"
        )
        engine.execute("CREATE SCHEMA s; CREATE VIEW s.some AS SELECT * FROM customers")
        engine.execute("CREATE TABLE accounts (customer_id VARCHAR, kind VARCHAR)")
    return path


def listed(bank: Path, table: str) -> dict[str, DatabaseTable]:
    found = place_of(f"duckdb:///{bank}#{table}")
    assert isinstance(found, DatabaseTable)
    return {"accounts": found}


@pytest.mark.parametrize("table", ["customers", "s.some", "SELECT * FROM customers ORDER BY n"])
def test_a_table_a_view_and_a_query_come_to_what_a_file_does(
    table: str, bank: Path, grades: Any, tmp_path: Path
) -> None:
    run(grades, write(tmp_path / "in.parquet", 0, 330), tmp_path / "file.csv")
    summary = run(grades, f"duckdb:///{bank}#{table}", tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == (tmp_path / "file.csv").read_bytes()
    assert str(summary.source.path) == f"duckdb:///{bank}#{table}"
    told = json.loads((tmp_path / "table.csv.run.json").read_text(encoding="utf-8"))
    assert told["source"] == f"duckdb:///{bank}#{table}"
    assert not list(tmp_path.glob(".*"))


def test_a_list_may_stand_there_too(bank: Path, grades: Any, tmp_path: Path) -> None:
    options = Options(tables=listed(bank, "accounts"))
    summary = run(grades, write(tmp_path / "in.parquet", 0, 9), tmp_path / "out.csv", options)
    [(origin, count)] = summary.lists
    assert (origin.path.name, count.rows) == ("accounts", 0)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("no.duckdb#t", "there is no file"),
        ("bank.duckdb#t", "Table with name t does not exist"),
        ("bank.duckdb", "names no table"),
        ("text.duckdb#t", "not a valid DuckDB database file"),
    ],
)
def test_what_is_not_there_is_one_line(
    source: str, said: str, bank: Path, grades: Any, tmp_path: Path
) -> None:
    (tmp_path / "text.duckdb").write_text("a text" * 9000)
    with pytest.raises(InputError, match=said):
        run(grades, f"duckdb:///{tmp_path}/{source}", tmp_path / "out.csv")
    assert not list(tmp_path.glob(".*"))


def test_decisions_do_not_go_into_it(bank: Path, grades: Any) -> None:
    with pytest.raises(InputError, match="decisions go into a file of their own"):
        run(grades, f"duckdb:///{bank}#customers", f"duckdb:///{bank}#classes")
