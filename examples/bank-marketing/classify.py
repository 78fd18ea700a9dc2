"""Sorts the customers of the UCI data set 222 by value twice: python classify.py FILE [FOLDER]."""

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


def as_table(source: Path, folder: Path) -> Path:
    """The file with a number for each customer, what is in credit, and both loans in one column."""
    table = folder / "customers.csv"
    duckdb.execute(f"""
        COPY (
            SELECT
                row_number() OVER () AS number, *,
                greatest(balance::INT, 0) AS in_credit, housing || '/' || loan AS housing_loan
            FROM read_csv('{source}', delim = ';', all_varchar = true)
        ) TO '{table}'
    """)
    return table


def sort(table: Path, output: Path) -> RunSummary:
    """The first reading: what the data say."""
    decider = kefen.load("value-tier", as_of=FIRST_DAY)
    return run(decider, table, output, Options(mapping=HERE / "mapping.yaml", lang="en"))


def sort_filled(table: Path, output: Path) -> RunSummary:
    """The second reading: with what stands for the facts the data do not hold."""
    decider = kefen.load("value-tier", as_of=FIRST_DAY, overlay=HERE / "overlay")
    return run(decider, table, output, Options(mapping=HERE / "filled.yaml", lang="en"))


def answers(table: Path, output: Path, beside: str = "status") -> list[tuple[str, str, int, int]]:
    """By result and what stands beside it: how many customers, how many of them took the deposit."""
    query = f"""
        SELECT coalesce(result, '-'), {beside}, count(*), count_if(y = 'yes')
        FROM '{output}' sorted (key, result)
        JOIN read_csv('{table}', all_varchar = true) ON key::INT = number::INT
        GROUP BY ALL ORDER BY ALL
    """
    return duckdb.execute(query).fetchall()


def main(source: Path, folder: Path) -> Iterator[str]:
    """Both readings as text; the second also by whether the customer has a loan."""
    table = as_table(source, folder)
    first, second = folder / "tiers.csv", folder / "filled.csv"
    yield sort(table, first).text("en")
    yield from told(answers(table, first))
    yield sort_filled(table, second).text("en")
    yield from told(answers(table, second))
    yield from told(answers(table, second, "if(housing_loan = 'no/no', 'no loan', 'a loan')"))


def told(counts: list[tuple[str, str, int, int]]) -> Iterator[str]:
    """Counts as lines."""
    yield "\nWho took the deposit"
    for tier, beside, customers, took in counts:
        share = took / customers
        yield f"  {tier:16}{beside:14}{customers:7} customers{took:6} took it{share:8.1%}"
    yield ""


if __name__ == "__main__":
    source, *folder = map(Path, sys.argv[1:])
    print("\n".join(main(source, folder[0] if folder else Path())))
