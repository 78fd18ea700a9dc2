from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from kefen.book import BookManifest, BookPlan, write_book

AS_OF = date(2026, 11, 23)
VOCABULARY = Path(__file__).resolve().parents[2] / "policies" / "shared" / "vocabulary.yaml"


@dataclass(frozen=True)
class WrittenBook:
    """A book on disk, to be asked in SQL: ``customers`` and ``accounts`` are its tables."""

    folder: Path
    manifest: BookManifest
    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def one(self, query: str) -> Any:
        return self.rows(query)[0][0]


def open_book(folder: Path, plan: BookPlan) -> WrittenBook:
    manifest = write_book(folder, plan)
    connection = duckdb.connect()
    for table in ("customers", "accounts"):
        path = folder / f"{table}.parquet"
        connection.execute(
            f"CREATE VIEW {table} AS SELECT * EXCLUDE (file_row_number), file_row_number + 1 AS row FROM read_parquet('{path}', file_row_number = true)"
        )
    return WrittenBook(folder, manifest, connection)


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> WrittenBook:
    """A book of a block and a half."""
    return open_book(tmp_path_factory.mktemp("book"), BookPlan(AS_OF, customers=30_000))


@pytest.fixture(scope="session")
def dirty_book(tmp_path_factory: pytest.TempPathFactory) -> WrittenBook:
    """A book with many dirty rows, so that every fault occurs."""
    return open_book(
        tmp_path_factory.mktemp("dirty"), BookPlan(AS_OF, customers=30_000, dirty=0.01)
    )


@pytest.fixture(scope="session")
def clean_book(tmp_path_factory: pytest.TempPathFactory) -> WrittenBook:
    """A book without dirty rows."""
    return open_book(tmp_path_factory.mktemp("clean"), BookPlan(AS_OF, customers=20_000, dirty=0))


@pytest.fixture(scope="session")
def vocabulary() -> dict[str, Any]:
    return yaml.safe_load(VOCABULARY.read_text(encoding="utf-8"))
