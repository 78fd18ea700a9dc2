"""The same plan gives the same rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kefen.book import FIXED_BOOK, BookPlan, write_book, writing
from tests.book.conftest import AS_OF, WrittenBook

PLAN = BookPlan(AS_OF, customers=45_000)


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    """A hash for each row, in the order of the file."""
    return duckdb.execute(f"SELECT hash(c) FROM read_parquet('{path}') AS c").fetchall()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Any, ...]]:
    path = tmp_path_factory.mktemp("first") / "customers.parquet"
    write_book(path, PLAN)
    return rows_of(path)


def test_the_same_plan_gives_the_same_rows(first: list[tuple[Any, ...]], tmp_path: Path) -> None:
    write_book(tmp_path / "again.parquet", PLAN)
    assert rows_of(tmp_path / "again.parquet") == first


def test_rows_do_not_depend_on_how_the_writer_groups_them(
    first: list[tuple[Any, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "BLOCKS_A_PART", 1)
    write_book(tmp_path / "again.parquet", PLAN)
    assert rows_of(tmp_path / "again.parquet") == first


def test_a_smaller_book_is_the_beginning_of_a_larger_one(
    first: list[tuple[Any, ...]], tmp_path: Path
) -> None:
    write_book(tmp_path / "small.parquet", replace(PLAN, customers=20_000))
    assert rows_of(tmp_path / "small.parquet") == first[:20_000]


def test_another_seed_gives_other_customers(first: list[tuple[Any, ...]], tmp_path: Path) -> None:
    write_book(tmp_path / "other.parquet", replace(PLAN, seed=PLAN.seed + 1))
    assert not set(rows_of(tmp_path / "other.parquet")) & set(first)


def test_the_fixed_book_is_a_stated_one() -> None:
    assert (FIXED_BOOK.seed, FIXED_BOOK.customers, FIXED_BOOK.as_of) == (2014, 1_000_000, AS_OF)


def test_the_accounts_of_a_smaller_book_are_the_first_ones(
    clean_book: WrittenBook, tmp_path: Path
) -> None:
    write_book(tmp_path, replace(clean_book.manifest.plan, customers=1_000))
    few = rows_of(tmp_path / "accounts.parquet")
    assert few == rows_of(clean_book.folder / "accounts.parquet")[: len(few)]
    assert len(few) == clean_book.one(
        "SELECT count(*) FROM accounts WHERE customer_id <= 'SYN000001000'"
    )
