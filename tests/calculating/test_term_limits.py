"""The longest term: the exam's question with all its wrong options, and the birthday that ends a loan."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefen.calculating import Borrowers, Person, TermRule, TermsError, longest_term
from kefen.calculating.months import add_months, birthday

COUPLE = (Person(58), (Person(55),))


@pytest.mark.parametrize(
    ("customer_class", "years"), [(1, 15), (2, 15), (3, 10), (4, 7), (5, 7), (0, 7)]
)
def test_the_exam_couple_of_58_and_55(customer_class: int, years: int) -> None:
    assert longest_term(Borrowers(customer_class, *COUPLE)).years == years


def test_the_option_of_12_years_takes_the_older_age_in_error() -> None:
    rule = TermRule(younger_for=frozenset())
    assert longest_term(Borrowers(2, *COUPLE), rule).years == 12


def test_the_answer_says_whose_age_and_which_limit() -> None:
    younger, older = (longest_term(Borrowers(grade, *COUPLE)) for grade in (3, 4))
    assert (younger.whose, younger.limit, younger.bound_by) == ("younger", 65, "age")
    assert (older.whose, older.months) == ("older", 84)
    assert longest_term(Borrowers(4, Person(40))).whose == "only"


def test_the_product_cap_binds_the_young() -> None:
    young = longest_term(Borrowers(1, Person(25)), TermRule(product_months=360))
    assert (young.months, young.bound_by) == (360, "product")
    assert longest_term(Borrowers(1, Person(40)), TermRule(product_months=360)).bound_by == "age"


def test_without_a_day_the_shorter_cap_of_housing_loans_holds() -> None:
    assert longest_term(Borrowers(1, Person(20))).months == 360
    assert longest_term(Borrowers(1, Person(20)), start=date(2026, 8, 28)).months == 480


@pytest.mark.parametrize(("age", "months"), [(64, 12), (65, 0), (80, 0)])
def test_at_the_limit_no_term_is_left(age: int, months: int) -> None:
    assert longest_term(Borrowers(5, Person(age))).months == months


def test_by_birth_the_loan_ends_before_the_birthday_at_the_limit() -> None:
    term = longest_term(Borrowers(5, Person(born=date(1971, 3, 20))), start=date(2026, 1, 15))
    assert (term.months, term.years) == (122, 10)
    assert (
        add_months(date(2026, 1, 15), 122) <= date(2036, 3, 20) < add_months(date(2026, 1, 15), 123)
    )


def test_born_on_29_february_the_limit_is_reached_on_1_march() -> None:
    borrower = Borrowers(5, Person(born=date(1964, 2, 29)))
    assert longest_term(borrower, start=date(2028, 3, 1)).months == 12


@pytest.mark.parametrize(
    "person", [{}, {"age": 30, "born": date(1990, 1, 1)}, {"age": -1}, {"age": 151}]
)
def test_a_person_is_an_age_or_a_date_of_birth(person: dict[str, object]) -> None:
    with pytest.raises(TermsError):
        Person(**person)  # type: ignore[arg-type]


def test_a_class_outside_the_five_and_a_birth_without_a_start_are_refused() -> None:
    with pytest.raises(TermsError, match="classes are 1 to 5"):
        Borrowers(6, Person(30))
    with pytest.raises(TermsError, match="need the start"):
        longest_term(Borrowers(1, Person(born=date(1990, 1, 1))))


@given(
    st.dates(date(1930, 1, 1), date(2010, 12, 31)), st.dates(date(2020, 1, 1), date(2030, 12, 31))
)
def test_a_loan_never_outlasts_the_birthday_at_the_limit(born: date, start: date) -> None:
    months = longest_term(
        Borrowers(5, Person(born=born)), TermRule(product_months=1200), start
    ).months
    assert months == 0 or add_months(start, months) <= birthday(born, 65)


@given(st.integers(0, 5), st.integers(18, 80), st.integers(18, 80))
def test_a_better_class_never_shortens_the_term(grade: int, age: int, other: int) -> None:
    people = (Person(age), (Person(other),))
    order = [longest_term(Borrowers(g, *people)).months for g in (1, 2, 3, 4, 5, 0)]
    assert order == sorted(order, reverse=True)
