"""Deciders of the shipped packs, and a table written, run and read back."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import kefen
from kefen.running import Options, RunSummary, run

AS_OF = date(2026, 11, 23)


@pytest.fixture(scope="session")
def grades() -> kefen.Decider:
    """Credit grades: a small policy of floors over repayment histories."""
    return kefen.load("credit-grade", as_of=AS_OF, audience="staff")


@pytest.fixture(scope="session")
def classes() -> kefen.Decider:
    """Customer classes: the large policy."""
    return kefen.load("psbc-customer-class", as_of=AS_OF, audience="staff")


@dataclass(frozen=True)
class Done:
    """A run with its two files read back as texts."""

    summary: RunSummary
    decisions: list[dict[str, str]]
    quarantine: list[dict[str, str]]

    @property
    def ids(self) -> list[str]:
        return [row["customer_id"] for row in self.decisions]

    @property
    def reasons(self) -> list[tuple[str, str]]:
        return [(row["line"], row["reason"]) for row in self.quarantine]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def grade(tmp_path: Path, grades: kefen.Decider) -> Callable[..., Done]:
    """Runs credit-grade on a text or a file."""

    def done(given: str | bytes | Path, **options: Any) -> Done:
        path = given if isinstance(given, Path) else tmp_path / "in.csv"
        if not isinstance(given, Path):
            path.write_bytes(given.encode() if isinstance(given, str) else given)
        summary = run(grades, path, tmp_path / "out.csv", Options(**{"lang": "en", **options}))
        return Done(summary, rows_of(summary.output), rows_of(summary.quarantine))

    return done


def table_of(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as CSV."""
    headers = list(rows[0])
    lines = [",".join(headers)]
    lines += [",".join(str(row.get(header, "")) for header in headers) for row in rows]
    return "\n".join(lines) + "\n"
