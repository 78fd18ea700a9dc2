"""Instalments over a table: the factors are made from the rates and terms that occur."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

import kefen
from kefen.cli import run_command
from kefen.compiling.sql import FACTORS, Tables, to_sql
from kefen.language.annuities import rounded_factor
from kefen.running import Options, run
from tests.policies.packs import HERE, make_pack
from tests.running.conftest import rows_of

AS_OF = date(2026, 1, 1)
CUSTOMERS = """id,amount,rate,months,income
A,1000000,3.5%,480,8980.90
B,1000000,3.5%,480,8980.89
C,1000000,,480,9000
D,1000000,3.5%,481,9000
"""
LOANS = "id,balance,rate,left\nA,0,0.05,3\nB,1200,0,12\n"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    made = make_pack(HERE / "good" / "instalments.md", tmp_path)
    policy = made / "policy.md"
    value = "  integer\n  360 from 2020-01-01 cites law 第三十五条\n"
    policy.write_text(policy.read_text().replace("  integer\n", value, 1))
    return made


def test_a_table_is_decided_to_the_cent(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(CUSTOMERS)
    (tmp_path / "loans.csv").write_text(LOANS)
    options = Options(lang="en", lists={"loans": tmp_path / "loans.csv"})
    summary = run(
        kefen.load(pack, as_of=AS_OF, audience="staff"),
        tmp_path / "in.csv",
        tmp_path / "out.csv",
        options,
    )
    found = {row["id"]: (row["class"], row["status"]) for row in rows_of(summary.output)}
    assert found == {"A": ("A", "decided"), "B": ("B", "decided"), "C": ("", "undetermined")}
    assert summary.quarantined == 1


def test_the_printed_statement_says_which_factors_it_joins(pack: Path, capsys) -> None:
    assert run_command(["sql", str(pack), "--as-of", "2026-01-01", "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert (
        "-- annuity factors: made beforehand (annuity rate, annuity months, annuity factor;" in told
    )
    assert 'FROM "annuity factors"' in told


def test_a_pair_without_a_factor_is_unknown(pack: Path) -> None:
    program = kefen.load(pack, as_of=AS_OF, audience="staff").program
    script = to_sql(program, program.settings(AS_OF), Tables(key="id", lists={"loans": "loans"}))
    with duckdb.connect() as db:
        db.execute("CREATE TABLE facts AS SELECT 'A' AS id, 1000000.00 AS amount, 0.035 AS rate,"
                   " 360 AS months, 9000.00 AS income, NULL::DECIMAL(18, 2) AS payment,"
                   " NULL::DECIMAL(18, 2) AS payments")  # fmt: skip
        db.execute(
            'CREATE TABLE loans (id VARCHAR, balance DECIMAL(18, 2), rate DECIMAL(18, 8), "left" BIGINT)'
        )
        columns = ", ".join(f'"{name}" {type_}' for name, type_ in FACTORS.items())
        db.execute(f'CREATE TABLE "annuity factors" ({columns})')
        (asked,) = [pair for query in script.loans() for pair in db.execute(query).fetchall()]
        assert db.execute(script.query()).fetchone()[1] == 3
        db.execute(
            'INSERT INTO "annuity factors" VALUES (?, ?, ?)', [*asked, rounded_factor(*asked)]
        )
        assert db.execute(script.query()).fetchone()[1] == 0
