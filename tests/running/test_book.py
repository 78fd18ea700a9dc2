"""A believable book, decided as a table and customer by customer: the same answers, the same things missing."""

from __future__ import annotations

from collections import Counter

import duckdb
import pytest

from kefen import FactsError
from kefen.book import BookPlan, write_book
from kefen.deciding.missing import missing
from kefen.running import Options, run

CUSTOMERS = 1500


@pytest.fixture(scope="module")
def book(tmp_path_factory, classes):
    """The customers as dictionaries, and the decisions of a run over them."""
    folder = tmp_path_factory.mktemp("book")
    write_book(folder / "customers.parquet", BookPlan(classes.as_of, CUSTOMERS, dirty=0.01))
    options = Options(lang="en", flags=True)
    summary = run(classes, folder / "customers.parquet", folder / "out.parquet", options)
    given = rows_of(folder / "customers.parquet")
    return summary, given, {row["customer_id"]: row for row in rows_of(folder / "out.parquet")}


def rows_of(path):
    found = duckdb.connect().execute(f"SELECT * FROM '{path}'")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def decided(classes, given, every=1):
    """Customers that can be decided alone, with the decision; doubles are nobody's."""
    counts = Counter(row["customer_id"] for row in given)
    for row in given[::every]:
        try:
            decision = classes.decide(
                {name: value for name, value in row.items() if value is not None}
            )
        except FactsError:
            continue
        if counts[row["customer_id"]] == 1:
            yield row["customer_id"], decision


def test_a_table_is_decided_as_its_customers_are_alone(classes, book):
    _, given, found = book
    alone = dict(decided(classes, given))
    assert alone.keys() == found.keys()
    for key, decision in alone.items():
        row = found[key]
        assert (row["status"], row["customer_class"], row["marked"] or "", row["decisive"]) == (
            decision.status, decision.result, decision.marked, decision.decisive
        )  # fmt: skip
        assert tuple(row["possible"].split("|")) == decision.possible
        assert row["10.1"] is decision.state("10.1")


def test_what_is_missing_is_all_that_one_decision_would_ask_for(classes, book):
    _, given, found = book
    asked = named = 0
    for key, decision in decided(classes, given, every=4):
        one = {fact.name for fact in missing(decision)}
        row = set((found[key]["missing"] or "").split("|")) - {""}
        assert one <= row
        asked, named = asked + len(one), named + len(row)
    assert 0 < named < 2 * asked


def test_the_summary_counts_what_the_output_holds(book):
    summary, given, found = book
    counted = Counter(
        name for row in found.values() for name in (row["missing"] or "").split("|") if name
    )
    alone = Counter(
        row["missing"] for row in found.values() if row["missing"] and "|" not in row["missing"]
    )
    assert summary.rows == len(given) == summary.decided + summary.quarantined
    assert {item.id: item.rows for item in summary.missing} == counted
    assert {item.id: item.rows for item in summary.settles} == alone


def test_a_fact_that_alone_would_settle_settles_whatever_it_is(classes, book):
    _, given, found = book
    lone = {
        key: row["missing"]
        for key, row in found.items()
        if row["missing"] and "|" not in row["missing"]
    }
    flags = {
        name for name, spec in classes.policy.vocabulary.facts.items() if spec.kind.name == "flag"
    }
    for key, decision in decided(classes, given):
        if lone.get(key) in flags:
            for value in (True, False):
                assert decision.with_facts({lone[key]: value}).status in ("decided", "refused")
