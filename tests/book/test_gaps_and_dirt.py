"""What is missing and what is wrong, each as the manifest says."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from kefen.book import BookPlan, write_book
from tests.book.conftest import AS_OF, WrittenBook
from tests.book.test_identity import check_character

FAULTS = {
    "negative_amount": 'registered_capital < 0 OR "employer.revenue" < 0',
    "out_of_range": "shareholding > 1",
    "date_order": "birth_date > DATE '2026-11-23' OR hire_date > DATE '2026-11-23' OR business_since < birth_date",
    "outside_scale": "education = '同等学力' OR marital_status = '同居' OR administrative_level = '股级' OR medical_title = '特聘专家' OR card_history LIKE '%X%'",
    "contradicts_derivation": "age <> date_diff('year', birth_date, DATE '2026-11-23') - (strftime(birth_date, '%m%d') > '1123')::INT OR tenure_years <> date_diff('year', hire_date, DATE '2026-11-23') - (strftime(hire_date, '%m%d') > '1123')::INT",
    "duplicate_id": "customer_id IN (SELECT customer_id FROM customers GROUP BY 1 HAVING count(*) > 1)",
}


def listed(book: WrittenBook, kind: str) -> set[int]:
    return {dirt.row for dirt in book.manifest.dirt if dirt.kind == kind}


@pytest.mark.parametrize("kind", FAULTS)
def test_the_manifest_lists_exactly_the_rows_with_the_fault(
    kind: str, dirty_book: WrittenBook
) -> None:
    found = {row for (row,) in dirty_book.rows(f"SELECT row FROM customers WHERE {FAULTS[kind]}")}
    assert found == listed(dirty_book, kind)
    assert found


def test_the_manifest_lists_exactly_the_broken_check_digits(dirty_book: WrittenBook) -> None:
    numbers = dirty_book.rows(
        "SELECT row, resident_id FROM customers WHERE resident_id IS NOT NULL"
    )
    broken = {row for row, number in numbers if number[17] != check_character(number)}
    assert broken == listed(dirty_book, "check_digit")


def test_a_row_has_one_fault(dirty_book: WrittenBook) -> None:
    rows = Counter(dirt.row for dirt in dirty_book.manifest.dirt)
    assert set(rows.values()) == {1}


def test_the_manifest_names_the_customer_as_written(dirty_book: WrittenBook) -> None:
    names = dict(dirty_book.rows("SELECT row, customer_id FROM customers"))
    assert all(names[dirt.row] == dirt.customer_id for dirt in dirty_book.manifest.dirt)


def test_a_few_rows_in_ten_thousand_are_dirty(book: WrittenBook, clean_book: WrittenBook) -> None:
    assert 6 <= len(book.manifest.dirty_rows) <= 18
    assert clean_book.manifest.dirt == ()


def test_a_text_book_holds_days_that_are_none(tmp_path: Path) -> None:
    manifest = write_book(tmp_path / "book.csv", BookPlan(AS_OF, customers=20_000, dirty=0.01))
    with (tmp_path / "book.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    bad = {dirt.row for dirt in manifest.dirt if dirt.kind == "impossible_date"}
    assert bad == {
        n
        for n, row in enumerate(rows, 1)
        if row["birth_date"][5:] in ("02-30", "13-05", "04-31", "02-29")
        and row["birth_date"] in ("1983-02-30", "1979-13-05", "1991-04-31", "1985-02-29")
    }
    assert bad


def test_missing_values_of_facts_that_everybody_has_are_those_held_back(
    clean_book: WrittenBook,
) -> None:
    for fact in (
        "marital_status",
        "education",
        "stable_income",
        "employer_kind",
        "good_social_record",
    ):
        missing = clean_book.one(f"SELECT count(*) FROM customers WHERE {fact} IS NULL")
        assert missing == clean_book.manifest.held_back[fact] > 10


def test_what_one_document_proves_is_missing_together(clean_book: WrittenBook) -> None:
    halves = 'SELECT count(*) FROM customers WHERE employer_kind = \'enterprise\' AND ("employer.employees" IS NULL) <> ("employer.revenue" IS NULL)'
    assert clean_book.one(halves) == 0


def test_gaps_gather_in_some_folders(clean_book: WrittenBook) -> None:
    lacking = '("employer.good_credit" IS NULL)::INT, ("employer.profit_years" IS NULL)::INT'
    together = clean_book.one(
        f"SELECT corr({lacking}) FROM customers WHERE employer_kind = 'enterprise'"
    )
    assert together > 0.05
