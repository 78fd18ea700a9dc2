"""Writes migration.csv, from category to category month by month: python migration.py FILE [FOLDER]."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

import kefen
from kefen.running import Options, run

HERE = Path(__file__).resolve().parent
COLUMNS = ("PAY_6", "PAY_5", "PAY_4", "PAY_3", "PAY_2", "PAY_0")
STEPS = ("April to May", "May to June", "June to July", "July to August", "August to September")
SCALE = ("normal", "special_mention", "substandard", "doubtful", "loss")
READINGS = {"by days": HERE / "by-days", "article 14": None}


def categories(source: Path, folder: Path, overlay: Path | None) -> Iterator[list[str]]:
    """Each month's categories in the order of the file; the month before is the category on file."""
    decider = kefen.load(
        "loan-risk-category", as_of=date(2023, 7, 1), overlay=overlay, audience="staff"
    )
    before = f"(SELECT ID AS loan_id, 'normal' AS loan_risk_category FROM '{source}')"
    for column in COLUMNS:
        table, output = folder / f"cards-{column}.parquet", folder / f"decided-{column}.parquet"
        month = f"cards.* REPLACE ({column} AS PAY_0), loan_risk_category AS previous_category"
        joined = f"'{source}' cards JOIN {before} ON ID = loan_id ORDER BY ID"
        duckdb.execute(f"COPY (SELECT {month} FROM {joined}) TO '{table}'")
        run(decider, table, output, Options(mapping=HERE / "mapping-by-days.yaml", missing=False))
        before = f"'{output}'"
        yield [c for (c,) in duckdb.execute(f"SELECT loan_risk_category FROM {before}").fetchall()]


def matrices(months: list[list[str]]) -> Iterator[tuple[str, Counter[tuple[str, str]]]]:
    """How many cards went from each category to each: step by step, summed, and from first to last."""
    steps = [Counter(zip(*pair, strict=True)) for pair in pairwise(months)]
    yield from zip(STEPS, steps, strict=True)
    yield "all five steps", sum(steps, Counter())
    yield "April to September", Counter(zip(months[0], months[-1], strict=True))


def lines(source: Path, folder: Path) -> Iterator[str]:
    """The matrices of both readings, a row for each category to begin with."""
    yield ",".join(("reading", "step", "from", *SCALE))
    for reading, overlay in READINGS.items():
        for step, moved in matrices(list(categories(source, folder, overlay))):
            for one in SCALE:
                yield ",".join((reading, step, one, *(str(moved[one, other]) for other in SCALE)))


if __name__ == "__main__":
    source, folder = Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else ".")
    with TemporaryDirectory() as work:
        rows = [f"{line}\n" for line in lines(source, Path(work))]
    (folder / "migration.csv").write_text("".join(rows), encoding="ascii")
