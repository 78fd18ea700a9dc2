from __future__ import annotations

import csv
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from kefen.book import BookPlan, read_manifest, write_book, writing
from kefen.errors import InputError
from tests.book.conftest import AS_OF, WrittenBook

SMALL = BookPlan(AS_OF, customers=300)


def test_a_folder_gets_customers_accounts_lists_and_a_manifest(book: WrittenBook) -> None:
    names = {path.name for path in book.folder.iterdir()}
    assert names == {"customers.parquet", "accounts.parquet", "lists", "manifest.json"}


def test_a_manifest_is_read_back_as_it_was(book: WrittenBook) -> None:
    assert read_manifest(book.folder / "manifest.json") == book.manifest


def test_the_manifest_counts_what_is_there(book: WrittenBook) -> None:
    assert book.one("SELECT count(*) FROM customers") == book.manifest.plan.customers
    assert book.one("SELECT count(*) FROM accounts") == book.manifest.accounts
    columns = [name for name, *_ in book.rows("DESCRIBE customers")]
    assert columns == [*book.manifest.columns, "row"]


def test_rows_stand_in_the_order_of_their_numbers(clean_book: WrittenBook) -> None:
    assert (
        clean_book.one(
            "SELECT count(*) FROM customers WHERE customer_id <> 'SYN' || lpad(row::VARCHAR, 9, '0')"
        )
        == 0
    )


def test_every_account_belongs_to_a_customer(clean_book: WrittenBook) -> None:
    assert (
        clean_book.one("SELECT count(*) FROM accounts ANTI JOIN customers USING (customer_id)") == 0
    )


def test_a_csv_holds_the_same_customers_in_words(tmp_path: Path) -> None:
    plan = replace(SMALL, dirty=0)
    write_book(tmp_path / "book.csv", plan)
    write_book(tmp_path / "book.parquet", plan)
    with (tmp_path / "book.csv").open(encoding="utf-8", newline="") as file:
        text = list(csv.DictReader(file))
    typed = duckdb.execute(
        f"SELECT customer_id, birth_date::VARCHAR, education FROM '{tmp_path}/book.parquet'"
    ).fetchall()
    assert [
        (row["customer_id"], row["birth_date"], row["education"] or None) for row in text
    ] == typed
    assert {row["qualifications"] for row in text} >= {"none"}


def test_progress_is_told_and_ends_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "BLOCKS_A_PART", 1)
    told: list[tuple[int, int]] = []
    plan = replace(SMALL, customers=30_000)
    write_book(tmp_path / "book.parquet", plan, lambda *step: told.append(step))
    assert told == [(20_000, 30_000), (30_000, 30_000)]


@pytest.mark.parametrize("customers", [0, 10_000_001])
def test_a_book_of_impossible_size_is_refused(customers: int) -> None:
    with pytest.raises(InputError, match="1 to 10,000,000 customers"):
        BookPlan(AS_OF, customers=customers)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"`book\.xlsx`"):
        write_book(tmp_path / "book.xlsx", SMALL)


def test_a_folder_that_cannot_be_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(InputError, match=r"cannot write .*: ") as told:
        write_book(tmp_path / "file" / "book", SMALL)
    assert "\n" not in str(told.value)


def test_a_failed_writing_leaves_the_old_book_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_book(tmp_path, SMALL)
    old = (tmp_path / "customers.parquet").read_bytes()
    monkeypatch.setattr(
        "kefen.book.writing.draw_block", lambda *_: (_ for _ in ()).throw(MemoryError)
    )
    with pytest.raises(MemoryError):
        write_book(tmp_path, replace(SMALL, customers=90_000))
    assert (tmp_path / "customers.parquet").read_bytes() == old
    assert not list(tmp_path.glob(".book-*"))


def test_a_path_with_a_quote_and_brackets_is_a_path(tmp_path: Path) -> None:
    write_book(tmp_path / "客户's [1]*" / "book.parquet", SMALL)
    assert (tmp_path / "客户's [1]*" / "book.parquet").stat().st_size > 0


def test_the_lists_are_an_overlay_with_codes_of_the_book(book: WrittenBook) -> None:
    codes = (book.folder / "lists" / "sasac_list.csv").read_text(encoding="utf-8").split()[1:]
    assert len(codes) == 97
    staff = 'SELECT count(*) FROM customers WHERE "employer.code" IN ' + str(tuple(codes))
    assert 500 < book.one(staff) < 3_000


def test_importing_the_book_does_not_import_duckdb() -> None:
    code = "import sys, kefen.book; sys.exit('duckdb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_book_is_written_under_a_name_that_is_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "b1").mkdir()
    write_book(tmp_path / "b[1]" / "c*.parquet", SMALL)
    assert duckdb.sql(f"FROM '{tmp_path}/b[[]1]/c[*].parquet'").count("*").fetchall() == [(300,)]
