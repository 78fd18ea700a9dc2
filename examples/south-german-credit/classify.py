"""Scores the loans of the UCI data set 573 twice: python classify.py FILE [FOLDER]."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb

import kefen
from kefen.running import Options, RunSummary, run

HERE = Path(__file__).resolve().parent
FIRST_DAY = date(2021, 1, 1)
SCORED = (
    "credit_history",
    "status",
    "savings",
    "employment_duration",
    "housing",
    "installment_rate",
    "job",
)


def as_table(source: Path, folder: Path) -> Path:
    """The file as CSV: commas for spaces, and a number before each loan, because it has no key."""
    header, *loans = source.read_text(encoding="ascii").splitlines()
    numbered = [f"number {header}", *(f"{n} {loan}" for n, loan in enumerate(loans, 1))]
    table = folder / "loans.csv"
    table.write_text("\n".join(line.replace(" ", ",") for line in numbered), encoding="ascii")
    return table


def score(table: Path, output: Path) -> RunSummary:
    """The first reading: the score of abc-credit-score, as far as the data go."""
    decider = kefen.load("abc-credit-score", as_of=FIRST_DAY, overlay=HERE / "overlay")
    return run(decider, table, output, Options(mapping=HERE / "mapping.yaml", lang="en"))


def score_locally(table: Path, output: Path) -> RunSummary:
    """The second reading: a branch's own table over what the data hold."""
    decider = kefen.load(HERE / "local-table", as_of=FIRST_DAY)
    return run(decider, table, output, Options(mapping=HERE / "local-mapping.yaml", lang="en"))


def bad_loans(table: Path, output: Path) -> list[tuple[str, str, int, int]]:
    """By result and status: how many loans, and how many of them went bad."""
    query = f"""
        SELECT coalesce(result, '-'), decided.status, count(*), count_if(credit_risk = 0)
        FROM '{output}' decided (key, result) JOIN '{table}' loans ON key::INT = number
        GROUP BY ALL ORDER BY ALL
    """
    return duckdb.execute(query).fetchall()


def bad_by_code(table: Path, column: str) -> list[tuple[int, int, int]]:
    """By the code of one column: how many loans, and how many of them went bad."""
    query = f"SELECT {column}, count(*), count_if(credit_risk = 0) FROM '{table}' GROUP BY ALL"
    return duckdb.execute(f"{query} ORDER BY ALL").fetchall()


def main(source: Path, folder: Path) -> Iterator[str]:
    """Both readings, and each scored column alone, as text."""
    table = as_table(source, folder)
    for reading, name in ((score, "scores.csv"), (score_locally, "local.csv")):
        yield reading(table, folder / name).text("en")
        yield "\nWhat became of the loans"
        for band, status, loans, bad in bad_loans(table, folder / name):
            yield f"  {band:15}{status:15}{loans:6} loans{bad:6} bad{bad / loans:8.1%}"
        yield ""
    for column in SCORED:
        rates = (f"{code}: {bad / loans:.0%}" for code, loans, bad in bad_by_code(table, column))
        yield f"{column:21}" + "   ".join(rates)


if __name__ == "__main__":
    source, *folder = map(Path, sys.argv[1:])
    print("\n".join(main(source, folder[0] if folder else Path())))
