"""Histories, grades, arrears and accounts follow one hidden risk."""

from __future__ import annotations

import pytest

from tests.book.conftest import WrittenBook

BOTH = "card_history || loan_history"
WORST = f"""CASE
  WHEN abnormal_account OR declared_banned OR regexp_matches({BOTH}, '[4-7GZDB]')
    OR len(regexp_replace(card_history, '[^1-7]', '', 'g')) > 8
    OR len(regexp_replace(loan_history, '[^1-7]', '', 'g')) > 8
    OR len(regexp_replace(card_history, '[^3]', '', 'g')) > 2
    OR len(regexp_replace(loan_history, '[^3]', '', 'g')) > 2 THEN 'BANNED'
  WHEN {BOTH} LIKE '%3%' THEN 'SUBSTANDARD'
  WHEN regexp_matches({BOTH}, '[12]') THEN 'BLEMISHED'
  ELSE 'NORMAL' END"""


def test_a_grade_on_file_is_that_of_the_histories(clean_book: WrittenBook) -> None:
    query = "SELECT count(*) FROM customers WHERE card_history IS NOT NULL AND credit_grade"
    assert clean_book.one(f"{query} IS NOT NULL") > 1_000
    assert clean_book.one(f"{query} <> {WORST}") == 0


def test_all_four_grades_occur_and_most_are_normal(book: WrittenBook) -> None:
    grades = dict(
        book.rows(
            f"SELECT {WORST} AS grade, count(*) / 30000.0 FROM customers WHERE card_history IS NOT NULL GROUP BY 1"
        )
    )
    assert 0.70 < grades["NORMAL"] < 0.85
    assert 0.01 < grades["SUBSTANDARD"] < 0.05
    assert 0.01 < grades["BANNED"] < 0.03


def test_who_is_behind_in_the_newest_month_is_in_arrears(clean_book: WrittenBook) -> None:
    behind = "regexp_matches(card_history, '^[1-7BG]') OR regexp_matches(loan_history, '^[1-7BG]')"
    assert clean_book.one(f"SELECT count(*) FROM customers WHERE {behind}") > 50
    assert (
        clean_book.one(
            f"SELECT count(*) FROM customers WHERE ({behind}) AND NOT arrears_here AND NOT arrears_elsewhere"
        )
        == 0
    )


def test_nobody_falls_two_months_behind_in_one(clean_book: WrittenBook) -> None:
    leaps = "|".join(
        f"{later}[N{''.join(str(e) for e in range(1, later - 1))}]" for later in range(3, 8)
    )
    assert (
        clean_book.one(
            f"SELECT count(*) FROM customers WHERE regexp_matches(card_history, '{leaps}|2N')"
        )
        == 0
    )


def pairs(book: WrittenBook, newer: str, older: str) -> int:
    """Months of state ``older`` followed by a month of ``newer``, but for the newest month."""
    months = "SELECT unnest(range(2, 24)) AS month, card_history AS h FROM customers"
    return book.one(
        f"SELECT count(*) FROM ({months}) WHERE h[month] SIMILAR TO '{newer}' AND h[month + 1] = '{older}'"
    )


@pytest.mark.parametrize("behind", [1, 2, 3])
def test_the_planted_cures_are_found_in_the_histories(behind: int, book: WrittenBook) -> None:
    cured = pairs(book, "[N*]", str(behind)) / pairs(book, "[1-7N*]", str(behind))
    assert cured == pytest.approx(book.manifest.effects[f"cured_from_{behind}"], abs=0.06)


def test_the_self_employed_fall_behind_more_often_than_officials(book: WrittenBook) -> None:
    share = f"SELECT avg(regexp_matches({BOTH}, '[1-7]')::INT) FROM customers WHERE employer_kind"
    assert book.one(f"{share} = 'own_business'") > 1.3 * book.one(f"{share} = 'government'")


def test_couples_share_some_of_their_risk(book: WrittenBook) -> None:
    share = f"""SELECT avg(regexp_matches("spouse.loan_history", '[1-7]')::INT) FROM customers WHERE regexp_matches({BOTH}, '[1-7]')"""
    assert book.one(share) > 1.4 * book.one(share.replace("WHERE ", "WHERE NOT "))


def test_a_customers_history_is_the_worst_of_the_accounts(clean_book: WrittenBook) -> None:
    worst = "string_agg(substr('/C*N1234567DZGB', m, 1), '' ORDER BY month)"
    by_month = """
      SELECT customer_id, kind = 'loan' AS loan, month, max(instr('/C*N1234567DZGB', history[month])) AS m
      FROM accounts, (SELECT unnest(range(1, 25)) AS month) WHERE NOT contains(history, '?') GROUP BY ALL"""
    merged = f"SELECT customer_id, loan, {worst} AS history FROM ({by_month}) GROUP BY ALL"
    wrong = f"""SELECT count(*) FROM customers JOIN ({merged}) USING (customer_id)
      WHERE NOT contains({BOTH}, '?') AND history <> CASE WHEN loan THEN loan_history ELSE card_history END"""
    assert clean_book.one(wrong) == 0


def test_an_abnormal_account_stands_among_the_accounts(clean_book: WrittenBook) -> None:
    bad = "bool_or(state IN ('frozen', 'payment_stopped', 'bad_debt', 'other_abnormal'))"
    query = f"""SELECT count(*), sum(abnormal_account::INT) FROM customers
      JOIN (SELECT customer_id, {bad} AS bad FROM accounts GROUP BY 1) USING (customer_id) WHERE bad"""
    count, abnormal = clean_book.rows(f"{query} AND abnormal_account IS NOT NULL")[0]
    assert count == abnormal > 5
    assert (
        clean_book.one(query.replace("count(*), ", "").replace("WHERE bad", "WHERE NOT bad")) == 0
    )


def test_some_adjusted_grades_have_no_approver(book: WrittenBook) -> None:
    query = "SELECT count(*) FROM customers WHERE adjusted_credit_grade IS NOT NULL AND credit_adjustment_approver"
    assert book.one(f"{query} IS NOT NULL") > book.one(f"{query} IS NULL") > 0


def test_an_adjusted_grade_has_a_basis(book: WrittenBook) -> None:
    adjusted = book.one("SELECT count(adjusted_credit_grade) FROM customers")
    assert adjusted > 10
    assert (
        book.one(
            "SELECT count(*) FROM customers WHERE adjusted_credit_grade IS NOT NULL AND credit_adjustment_basis IS NULL"
        )
        == 0
    )
