"""Applies four policies to the card holders of the UCI data set 350: python classify.py FILE [FOLDER]."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb

import kefen
from kefen.running import Options, RunSummary, run

HERE = Path(__file__).resolve().parent
GRADE_DAY = date(2014, 1, 1)
CATEGORY_DAY = date(2023, 7, 1)
STANDING_DAY = date(2021, 1, 1)
TIER_DAY = date(2021, 11, 1)
OLDEST_FIRST = ("PAY_6", "PAY_5", "PAY_4", "PAY_3", "PAY_2", "PAY_0")


def classify(source: Path, output: Path) -> RunSummary:
    """The grade of each person by six of twenty-four months."""
    decider = kefen.load("credit-grade", as_of=GRADE_DAY, audience="staff")
    return run(decider, source, output, Options(mapping=HERE / "mapping.yaml", lang="en"))


def categorise(source: Path, output: Path) -> RunSummary:
    """The category of each card in September, as far as the data go."""
    decider = kefen.load("loan-risk-category", as_of=CATEGORY_DAY, audience="staff")
    return run(decider, source, output, Options(mapping=HERE / "mapping-category.yaml", lang="en"))


def categorise_by_days(source: Path, output: Path) -> RunSummary:
    """The category of each card in September if nothing but its days past due is on file."""
    decider = kefen.load(
        "loan-risk-category", as_of=CATEGORY_DAY, overlay=HERE / "by-days", audience="staff"
    )
    return run(decider, source, output, Options(mapping=HERE / "mapping-by-days.yaml", lang="en"))


def rank(table: Path, output: Path) -> RunSummary:
    """The standing of each customer, from the table of ``as_table``."""
    decider = kefen.load("consumer-standing", as_of=STANDING_DAY, audience="staff")
    return run(decider, table, output, Options(mapping=HERE / "mapping-standing.yaml", lang="en"))


def place(source: Path, output: Path) -> RunSummary:
    """The risk tier of each customer."""
    decider = kefen.load("risk-tier", as_of=TIER_DAY, audience="staff")
    return run(decider, source, output, Options(mapping=HERE / "mapping-tier.yaml", lang="en"))


def as_table(source: Path, folder: Path) -> Path:
    """The file with the times overdue in six months: months late in a row are one time."""
    table = folder / "cards.csv"
    begins = (
        f"({month} > 0 AND {before} <= 0)::INT"
        for before, month in zip(("0", *OLDEST_FIRST), OLDEST_FIRST, strict=False)
    )
    duckdb.execute(
        f"COPY (SELECT *, {' + '.join(begins)} AS times_overdue FROM '{source}') TO '{table}'"
    )
    return table


def owed(source: Path, output: Path) -> list[tuple[str, int, int, int]]:
    """By category: how many cards, what they owe in NT$, how many default in October.

    What the bank owes a customer is not lent: a negative bill counts as 0.
    """
    query = f"""
        SELECT
            category, count(*), sum(greatest(BILL_AMT1, 0))::BIGINT,
            count_if("default payment next month" = 1)
        FROM '{output}' decided (key, category) JOIN '{source}' ON key = ID
        GROUP BY ALL ORDER BY min(PAY_0)
    """
    return duckdb.execute(query).fetchall()


def main(source: Path, folder: Path) -> Iterator[str]:
    """Every reading as text, and what the cards of each category owe."""
    yield classify(source, folder / "grades.csv").text("en")
    yield categorise(source, folder / "categories.csv").text("en")
    yield categorise_by_days(source, folder / "by-days.csv").text("en")
    yield "\nWhat is owed, and what became of it"
    for category, cards, balance, defaults in owed(source, folder / "by-days.csv"):
        yield f"  {category:18}{cards:7,} cards   NT$ {balance:13,}{defaults:6,} default"
    yield ""
    yield rank(as_table(source, folder), folder / "standings.csv").text("en")
    yield place(source, folder / "tiers.csv").text("en")


if __name__ == "__main__":
    source, *folder = map(Path, sys.argv[1:])
    print("\n".join(main(source, folder[0] if folder else Path())))
