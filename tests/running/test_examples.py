"""Real people under the shipped policies: what the data prove, and what they cannot."""

from __future__ import annotations

from collections import Counter

from tests.running.examples import DATA, example, needs

TAIWAN = "taiwan_credit_card/default_of_credit_card_clients.csv"
GERMAN = "south_german_credit/SouthGermanCredit.asc"
MARKETING = "bank_marketing/bank-full.csv"


@needs(TAIWAN)
def test_six_known_months_prove_the_bad_and_never_the_good(tmp_path):
    summary = example("taiwan-credit-card").classify(DATA / TAIWAN, tmp_path / "out.parquet")
    assert summary.counts() == {
        ("BANNED", "decided", ""): 449,
        ("SUBSTANDARD", "provisional", "worse"): 744,
        ("BLEMISHED", "provisional", "worse"): 8876,
        (None, "undetermined", ""): 19931,
    }
    assert summary.quarantined == 0


@needs(TAIWAN)
def test_days_alone_prove_only_the_worst_category_of_a_card(tmp_path):
    summary = example("taiwan-credit-card").categorise(DATA / TAIWAN, tmp_path / "out.parquet")
    assert summary.counts() == {
        ("loss", "decided", ""): 28,
        ("doubtful", "provisional", "worse"): 37,
        ("substandard", "provisional", "worse"): 76,
        ("special_mention", "provisional", "worse"): 6677,
        (None, "undetermined", ""): 23182,
    }


@needs(TAIWAN)
def test_a_month_begins_with_the_categories_the_month_before_ended_with(tmp_path):
    migration = example("taiwan-credit-card", "migration")
    months = list(migration.categories(DATA / TAIWAN, tmp_path, migration.READINGS["by days"]))
    moved = dict(migration.matrices(months))
    assert Counter(months[-1]) == {
        "normal": 23182, "special_mention": 6677, "substandard": 76, "doubtful": 37, "loss": 28,
    }  # fmt: skip
    assert moved["all five steps"].total() == 150_000
    assert moved["all five steps"]["normal", "special_mention"] == 8069


@needs(GERMAN)
def test_seven_known_factors_prove_who_misses_the_cut_off_and_nobody_who_reaches_it(tmp_path):
    german = example("south-german-credit")
    table = german.as_table(DATA / GERMAN, tmp_path)
    summary = german.score(table, tmp_path / "scores.csv")
    assert {key[1]: rows for key, rows in summary.counts().items()} == {
        "decided": 182,
        "undetermined": 818,
    }


@needs(GERMAN)
def test_a_branch_of_its_own_table_scores_every_loan_and_its_good_band_is_better(tmp_path):
    german = example("south-german-credit")
    table = german.as_table(DATA / GERMAN, tmp_path)
    german.score_locally(table, tmp_path / "local.csv")
    rates = [(loans, bad) for _, _, loans, bad in german.bad_loans(table, tmp_path / "local.csv")]
    assert sorted(rates) == [(73, 30), (161, 63), (208, 30), (258, 69), (300, 108)]


@needs(MARKETING)
def test_two_known_columns_prove_few_tiers_and_stand_ins_prove_most(tmp_path):
    marketing = example("bank-marketing")
    table = marketing.as_table(DATA / MARKETING, tmp_path)
    first = marketing.sort(table, tmp_path / "tiers.csv").counts()
    second = marketing.sort_filled(table, tmp_path / "filled.csv").counts()
    assert sorted(first.values()) == [603, 17204, 27404]
    assert sorted(second.values()) == [452, 1528, 8106, 35125]
