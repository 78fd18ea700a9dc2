"""What is asked of a book, and what was put into it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kefen.book.dirt import DirtKind
from kefen.book.people import MOST_CUSTOMERS
from kefen.errors import InputError


@dataclass(frozen=True)
class BookPlan:
    """Which book: equal plans give equal rows. A smaller book is the beginning of a larger one."""

    as_of: date
    customers: int = 100_000
    seed: int = 2014
    dirty: float = 0.0004
    """Share of rows with a fault."""

    def __post_init__(self) -> None:
        if not 1 <= self.customers <= MOST_CUSTOMERS:
            raise InputError(
                f"a book has 1 to {MOST_CUSTOMERS:,} customers, not {self.customers:,}"
            )
        if self.seed < 0:
            raise InputError(f"a seed is 0 or more, not {self.seed}")
        if not 0 <= self.dirty <= 0.1:
            raise InputError(f"the share of dirty rows is 0 to 0.1, not {self.dirty}")


FIXED_BOOK = BookPlan(as_of=date(2026, 11, 23), customers=1_000_000, seed=2014)
"""The book that benchmarks and published figures use."""


@dataclass(frozen=True)
class Dirt:
    """A dirty value. Rows count from 1; in a text file the header stands one line above row 1."""

    row: int
    customer_id: str
    column: str
    kind: DirtKind


@dataclass(frozen=True)
class BookManifest:
    """What a book holds, and what was done to it on purpose."""

    plan: BookPlan
    customers_file: str
    accounts_file: str | None
    accounts: int
    columns: tuple[str, ...]
    effects: Mapping[str, float]
    """Shares that were planted in the monthly histories."""
    held_back: Mapping[str, int]
    """Known values taken out as missing evidence, by column."""
    dirt: tuple[Dirt, ...]

    @property
    def dirty_rows(self) -> frozenset[int]:
        """The rows that have a fault."""
        return frozenset(dirt.row for dirt in self.dirt)

    def to_json(self) -> str:
        """The manifest as a file keeps it."""
        plain = asdict(self) | {"synthetic": "no row describes a person"}
        return json.dumps(plain, ensure_ascii=False, indent=2, default=str) + "\n"


def read_manifest(path: str | Path) -> BookManifest:
    """A manifest from the file that stands beside a book."""
    raw: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    plan = raw["plan"] | {"as_of": date.fromisoformat(raw["plan"]["as_of"])}
    return BookManifest(
        plan=BookPlan(**plan),
        customers_file=raw["customers_file"],
        accounts_file=raw["accounts_file"],
        accounts=raw["accounts"],
        columns=tuple(raw["columns"]),
        effects=raw["effects"],
        held_back=raw["held_back"],
        dirt=tuple(Dirt(**item) for item in raw["dirt"]),
    )
