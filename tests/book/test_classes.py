"""What the policies make of the book."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

import kefen
from tests.book.conftest import AS_OF, WrittenBook


def facts_of(book: WrittenBook, condition: str) -> list[dict[str, Any]]:
    """Rows as facts, unknown ones left out."""
    rows = book.rows(f"SELECT * EXCLUDE (row) FROM customers WHERE {condition} ORDER BY row")
    return [
        {
            fact: value
            for fact, value in zip(book.manifest.columns, row, strict=True)
            if value is not None
        }
        for row in rows
    ]


@pytest.fixture(scope="module")
def decisions(book: WrittenBook) -> list[kefen.Decision]:
    decider = kefen.load(
        "psbc-customer-class", as_of=AS_OF, overlay=book.folder / "lists", audience="staff"
    )
    clean = f"row <= 6000 AND row NOT IN {tuple(sorted(book.manifest.dirty_rows))}"
    return [decider.decide(facts) for facts in facts_of(book, clean)]


def test_every_class_is_there_in_a_likely_share(decisions: list[kefen.Decision]) -> None:
    count = Counter(decision.result for decision in decisions)
    share = {result: count[result] / len(decisions) for result in ("1", "2", "3", "4", "5", None)}
    assert 0.02 < share["1"] < 0.04
    assert 0.09 < share["2"] < 0.14
    assert 0.13 < share["3"] < 0.19
    assert 0.17 < share["4"] < 0.25
    assert 0.05 < share[None] < 0.12


def test_every_status_is_there(decisions: list[kefen.Decision]) -> None:
    count = Counter(decision.status for decision in decisions)
    assert set(count) == {"decided", "provisional", "refused", "undetermined"}
    assert count["decided"] > 0.7 * len(decisions)
    assert min(count.values()) > 0.02 * len(decisions)


def test_most_clauses_decide_for_somebody(decisions: list[kefen.Decision]) -> None:
    decisive = {decision.decisive for decision in decisions}
    assert decisive >= {"6.2.1", "6.2.4", "6.2.5", "7.2.1", "7.2.2", "7.2.3", "7.2.4", "7.2.5"}
    assert decisive >= {
        "8.2.1",
        "8.2.2",
        "8.3.5",
        "9.2.1",
        "9.2.2",
        "9.2.3",
        "10.9",
        "10.1",
        "10.2",
        "10.3",
    }


def test_every_dirty_row_and_no_other_is_refused_by_the_reader(dirty_book: WrittenBook) -> None:
    decider = kefen.load("psbc-customer-class", as_of=AS_OF, audience="staff")
    twice = {dirt.row for dirt in dirty_book.manifest.dirt if dirt.kind == "duplicate_id"}
    refused = set()
    for row, facts in enumerate(facts_of(dirty_book, "row <= 5000"), start=1):
        try:
            decider.decide(facts)
        except kefen.FactsError:
            refused.add(row)
    assert refused == {row for row in dirty_book.manifest.dirty_rows - twice if row <= 5_000}


def test_a_grade_on_file_is_the_one_the_credit_policy_gives(clean_book: WrittenBook) -> None:
    decider = kefen.load("credit-grade", as_of=AS_OF, audience="staff")
    graded = facts_of(
        clean_book, "credit_grade IS NOT NULL AND card_history IS NOT NULL AND row <= 8000"
    )
    for facts in graded:
        on_file = facts.pop("credit_grade")
        assert decider.decide(facts).possible == (on_file,)
    assert len(graded) > 500


def test_accounts_agree_with_what_the_report_says_of_the_person(clean_book: WrittenBook) -> None:
    decider = kefen.load("credit-grade", as_of=AS_OF, audience="staff")
    accounts: dict[str, list[dict[str, str]]] = {}
    for customer, *account in clean_book.rows(
        "SELECT customer_id, kind, state, history FROM accounts ORDER BY row"
    ):
        accounts.setdefault(customer, []).append(
            dict(zip(("kind", "state", "history"), account, strict=True))
        )
    people = facts_of(clean_book, "row <= 2000 AND card_history IS NOT NULL")
    for facts in people:
        facts["accounts"] = accounts.get(facts["customer_id"], [])
        assert decider.decide(facts).status != "undetermined" or "?" in facts["card_history"]
