"""Grades the card holders of the UCI data set 350: python classify.py FILE [OUTPUT]."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import kefen
from kefen.running import Options, RunSummary, run

HERE = Path(__file__).resolve().parent
FIRST_DAY = date(2014, 1, 1)


def classify(source: Path, output: Path) -> RunSummary:
    """The run of the README."""
    decider = kefen.load("credit-grade", as_of=FIRST_DAY)
    return run(decider, source, output, Options(mapping=HERE / "mapping.yaml"))


if __name__ == "__main__":
    source, *output = map(Path, sys.argv[1:])
    print(classify(source, output[0] if output else Path("grades.csv")).text())
