"""The book hangs together: age, schooling, work, household, employers."""

from __future__ import annotations

import pytest

from tests.book.conftest import WrittenBook

# Each is a customer who cannot be.
IMPOSSIBLE = {
    "a customer under age": "age < 18",
    "a bachelor who should be at school": "education = 'bachelor' AND birth_date > DATE '2004-12-01'",
    "work before the age of sixteen": "date_diff('year', birth_date, hire_date) < 16",
    "wages here before the work began": "payroll_since < hire_date",
    "wages here and none here": "payroll_since IS NOT NULL AND payroll_years = 0",
    "a teaching title outside schools": "teaching_title IS NOT NULL AND employer_kind NOT IN ('public_school', 'private_school')",
    "a medical title outside hospitals": "medical_title IS NOT NULL AND employer_kind NOT LIKE '%hospital'",
    "a military post outside the army": "military_post IS NOT NULL AND employer_kind <> 'army'",
    "an established official who is no formal staff": "established_post AND NOT formal_staff",
    "a leader who also holds a rank": "administrative_level > 'no_level' AND employer_kind = 'government' AND administrative_level <> 'no_level' AND civil_rank <> 'no_rank'",
    "a business before birth": "business_since < birth_date",
    "a local business older than the business": "business_local_since < business_since",
    "more paid in than registered": "paid_in_capital > registered_capital",
    "a spouse of an unmarried customer": "marital_status <> 'married_status' AND \"spouse.declared_banned\" IS NOT NULL",
    "a citizen asked for a residence permit": "nationality = 'mainland' AND residence_since IS NOT NULL",
    "more than all the shares": 'shareholding > 1 OR "employer.parent_holding" > 1',
    "an unlisted holding reviewed as a listed one": "listed_holding_counts IS NOT NULL AND NOT shareholding_in_listed",
}


@pytest.mark.parametrize("condition", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_the_book_has_no(condition: str, clean_book: WrittenBook) -> None:
    assert clean_book.one(f"SELECT count(*) FROM customers WHERE {condition}") == 0


def test_a_supplied_age_is_the_derived_one(clean_book: WrittenBook) -> None:
    derived = "2026 - year(birth_date) - (month(birth_date) * 100 + day(birth_date) > 1123)::INT"
    query = "SELECT count(*) FROM customers WHERE age"
    assert clean_book.one(f"{query} IS NOT NULL") > 2_000
    assert clean_book.one(f"{query} <> {derived}") == 0


def test_colleagues_tell_the_same_story(clean_book: WrittenBook) -> None:
    for fact in ("industry", "employees", "revenue", "state_owned", "listing", "hospital_grade"):
        stories = f'SELECT max(n) FROM (SELECT count(DISTINCT "employer.{fact}") AS n FROM customers GROUP BY "employer.code")'
        assert clean_book.one(stories) == 1


def test_younger_borrowers_are_better_schooled(clean_book: WrittenBook) -> None:
    share = "SELECT avg((education IN ('bachelor', 'master', 'doctor'))::INT) FROM customers WHERE birth_date"
    assert (
        clean_book.one(f"{share} > DATE '1990-01-01'")
        > clean_book.one(f"{share} < DATE '1975-01-01'") + 0.1
    )


def test_older_officials_hold_higher_posts(clean_book: WrittenBook) -> None:
    share = "SELECT avg((administrative_level LIKE '%division')::INT) FROM customers WHERE employer_kind = 'government' AND birth_date"
    assert clean_book.one(f"{share} < DATE '1981-01-01'") > 3 * clean_book.one(
        f"{share} > DATE '1991-01-01'"
    )


def test_every_kind_of_employer_and_of_nationality_occurs(book: WrittenBook) -> None:
    assert book.one("SELECT count(DISTINCT employer_kind) FROM customers") == 11
    assert book.one("SELECT count(DISTINCT nationality) FROM customers") == 3


def test_boundaries_occur(book: WrittenBook) -> None:
    assert book.one("SELECT count(*) FROM customers WHERE shareholding = 0.10") > 0
    assert book.one("SELECT count(*) FROM customers WHERE registered_capital = 1000000") > 0
    assert book.one("SELECT count(*) FROM customers WHERE len(qualifications) > 1") > 0
