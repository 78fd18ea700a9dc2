"""Columns are facts of the shared vocabulary, and values are its words."""

from __future__ import annotations

from typing import Any

import pytest

from kefen.book.columns import ACCOUNT_COLUMNS, COLUMNS
from kefen.book.words import DOMAINS, Terms
from tests.book.conftest import WrittenBook


def test_every_column_is_a_fact_of_the_shared_vocabulary(vocabulary: dict[str, Any]) -> None:
    assert {column.fact for column in COLUMNS} <= set(vocabulary["facts"])


@pytest.mark.parametrize("words", DOMAINS.values(), ids=lambda words: words.domain)
def test_the_words_are_those_of_the_vocabulary_in_its_order(
    words: Terms, vocabulary: dict[str, Any]
) -> None:
    values = (vocabulary["scales"] | vocabulary["choices"])[words.domain]["values"]
    known = [value["id"] for value in values]
    assert list(words.terms) == [term for term in known if term in words.terms]


@pytest.mark.parametrize("column", [c for c in COLUMNS if c.words], ids=lambda column: column.fact)
def test_a_column_of_words_belongs_to_the_domain_of_its_fact(
    column: Any, vocabulary: dict[str, Any]
) -> None:
    kind = vocabulary["facts"][column.fact]["kind"]
    assert kind.split() in (["scale", column.words.domain], ["choice", column.words.domain])


def test_account_columns_are_fields_of_the_list_of_accounts(vocabulary: dict[str, Any]) -> None:
    fields = vocabulary["lists"]["accounts"]["fields"]
    assert {column.fact for column in ACCOUNT_COLUMNS} == {"customer_id", *fields}


def test_histories_hold_24_months_in_the_codes_of_the_report(clean_book: WrittenBook) -> None:
    for column in (
        "card_history",
        "loan_history",
        '"spouse.card_history"',
        '"spouse.loan_history"',
    ):
        known = f"SELECT count(*) FROM customers WHERE {column} IS NOT NULL"
        written = f"{known} AND regexp_full_match({column}, '[/*N1-7DZCGB?]{{24}}')"
        assert clean_book.one(known) == clean_book.one(written) > 1_000
