"""The rows of an output file stand in the order of the input, whatever the format and the number of threads."""

from __future__ import annotations

import csv
import gzip
import json

import duckdb
import openpyxl
import pytest

from kefen.running import Options, run

ROWS = 150_000


@pytest.fixture(scope="module")
def long_table(tmp_path_factory):
    """Many rows, each with something for the reader to look at twice, so that threads differ in speed."""
    path = tmp_path_factory.mktemp("long") / "in.csv"
    rows = (
        f"K{n:06},{'N' * 24},{'?' * 24 if n % 3 else '/' * 24},{'否' if n % 2 else ' no '},{'x' * 200}\n"
        for n in range(ROWS)
    )
    path.write_text("customer_id,card_history,loan_history,declared_banned,note\n" + "".join(rows))
    return path


@pytest.mark.parametrize("name", ["out.csv", "out.csv.gz", "out.parquet", "out.jsonl"])
def test_rows_keep_their_order(grades, long_table, tmp_path, name):
    run(grades, long_table, tmp_path / name, Options(lang="en", threads=4))
    assert keys_of(tmp_path / name) == [f"K{n:06}" for n in range(ROWS)]


def keys_of(path):
    if path.suffix == ".parquet":
        return [row[0] for row in duckdb.connect().execute(f"SELECT * FROM '{path}'").fetchall()]
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        if path.suffix == ".jsonl":
            return [json.loads(line)["customer_id"] for line in file]
        return [row["customer_id"] for row in csv.DictReader(file)]


@pytest.mark.parametrize("options", [{}, {"explain": True}, {"flags": True}])
def test_rows_of_a_sheet_keep_their_order(grades, tmp_path, monkeypatch, options):
    monkeypatch.setattr("kefen.running.duckdb.explaining.to_lines", lambda told: [told])
    monkeypatch.setattr("kefen.running.duckdb.explaining.explain", lambda *_: "why")
    rows = "".join(f"K{n:04},{'N' * 24}\n" for n in range(3000))
    (tmp_path / "in.csv").write_text("customer_id,card_history\n" + rows)
    run(
        grades, tmp_path / "in.csv", tmp_path / "out.xlsx", Options(lang="en", threads=3, **options)
    )
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    keys = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert keys == [f"K{n:04}" for n in range(3000)]


def test_lines_of_the_quarantine_are_those_of_their_rows(grades, long_table, tmp_path):
    bad = tmp_path / "bad.csv"
    lines = long_table.read_text().splitlines()
    for line in range(1000, len(lines), 1000):
        lines[line] = lines[line].replace("N" * 24, "Q")
    bad.write_text("\n".join(lines) + "\n")
    summary = run(grades, bad, tmp_path / "out.csv", Options(lang="en", threads=4))
    with summary.quarantine.open(encoding="utf-8-sig", newline="") as file:
        found = [(int(row["line"]), row["key"]) for row in csv.DictReader(file)]
    assert found == [(n + 1, f"K{n - 1:06}") for n in range(1000, ROWS + 1, 1000)]
