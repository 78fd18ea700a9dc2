"""How long a decision holds by time alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefen.compiling.program import is_stale, stale_from
from kefen.deciding import Decider
from kefen.explaining import explain, holds_until, to_lines
from kefen.explaining.periods import begun, shifted
from kefen.language.operators import OPERATORS
from kefen.loading import load
from kefen.vocabulary import Age
from tests.agreement.random_policies import policy_of
from tests.explaining.packs import DAY, decide
from tests.explaining.rows import car_rows

FULL_YEARS = eval(f"lambda a, b: {OPERATORS['full_years'].python.format('a', 'b')}")  # noqa: S307
FULL_MONTHS = eval(f"lambda a, b: {OPERATORS['full_months'].python.format('a', 'b')}")  # noqa: S307
BUSINESS = {"education": "college", "registered_capital": 1500000}


def test_an_answer_holds_until_the_birthday_that_ends_it(small: Decider) -> None:
    holds = holds_until(decide(small, birth_date="1970-03-08"))
    assert holds.until == date(2031, 3, 8)
    assert holds.after is not None
    assert holds.after.status == "refused"


def test_an_answer_holds_until_a_parameter_changes(small: Decider) -> None:
    holds = holds_until(decide(small, **BUSINESS))
    assert holds.until == date(2028, 1, 1)
    assert holds.after is not None
    assert holds.after.result == "B"


def test_an_answer_holds_until_a_day_reaches_what_a_parameter_becomes_later() -> None:
    text = (
        "---\npolicy: random\nversion: one\nin_force: [2000-01-01, null]\ninstrument: law\n---\n"
        "# 第一条 年限\n```policy\nparameter wanted  年限\n  integer\n  10 from 2000-01-01 cites law 第一条\n  3 from 2027-01-01 cites law 第一条\n\n"
        "ban 1.1  年限不足\n  when full_years(since, as_of) < wanted\n```\n"
    )
    decider = Decider.of(policy_of(text, "facts: {since: {kind: date}}"), DAY)
    assert holds_until(decider.decide({"since": "2024-06-15"})).until == date(2027, 6, 15)


def test_an_answer_holds_until_evidence_becomes_too_old(small: Decider) -> None:
    income = {"value": True, "date": "2025-09-10"}
    holds = holds_until(decide(small, education="school", stable_income=income))
    assert holds.until == date(2026, 9, 11)


def test_an_answer_that_time_does_not_touch_holds_to_the_end_of_the_version(
    small: Decider,
) -> None:
    holds = holds_until(decide(small))
    assert (holds.until, holds.after) == (date(2050, 1, 1), None)


def test_a_birthday_on_29_february_is_reached_on_1_march(small: Decider) -> None:
    assert holds_until(decide(small, birth_date="2004-02-29")).until == date(2026, 3, 1)


def test_an_age_given_without_a_birth_date_cannot_be_followed(small: Decider) -> None:
    decision = decide(small, birth_date=None, age=60)
    assert holds_until(decision).not_followed == ("age",)
    assert "  年龄是直接给出的，无法随时间推算" in to_lines(explain(decision))


def test_a_fact_that_time_changes_and_nothing_derives_cannot_be_followed() -> None:
    text = (
        "---\npolicy: random\nversion: one\nin_force: [2000-01-01, null]\ninstrument: law\n---\n"
        "# 第一条 年龄\n```policy\nban 1.1  未满十八岁\n  when age < 18\n```\n"
    )
    vocabulary = "facts: {age: {label: {zh: 年龄, en: Age}, kind: integer, changed_by: time}}"
    decider = Decider.of(policy_of(text, vocabulary), DAY)
    assert holds_until(decider.decide({"age": 17})).not_followed == ("age",)


def test_an_age_given_beside_the_birth_date_is_worked_out_anew(small: Decider) -> None:
    holds = holds_until(decide(small, birth_date="1970-03-08", age=55))
    assert (holds.until, holds.not_followed) == (date(2031, 3, 8), ())


@given(
    row=car_rows(),
    born=st.dates(date(2003, 6, 1), date(2005, 6, 1))
    | st.dates(date(1964, 6, 1), date(1966, 1, 1)),
    founded=st.dates(date(2020, 6, 1), date(2022, 6, 1)),
)
def test_no_day_before_it_has_another_answer(
    small: Decider, row: dict, born: date, founded: date
) -> None:
    decision = small.decide({**row, "birth_date": born, "founded_on": founded})
    until = holds_until(decision).until
    for step in range(1, 1000, 3):
        day = DAY + timedelta(days=step)
        if until is not None and day >= until:
            break
        assert small.decide_values(decision.facts, day).outcome.said == decision.outcome.said


@given(car_rows())
def test_on_that_day_the_answer_is_another_and_the_day_before_it_is_not(
    small: Decider, row: dict
) -> None:
    decision = small.decide(row)
    holds = holds_until(decision)
    if holds.after is not None and holds.until is not None:
        day_before = small.decide_values(decision.facts, holds.until - timedelta(days=1))
        assert holds.after.outcome.said != decision.outcome.said
        assert day_before.outcome.said == decision.outcome.said


@given(st.dates(date(1940, 1, 1), date(2020, 1, 1)), st.integers(0, 70))
def test_a_day_moved_by_years_is_the_first_day_of_so_many_full_years(start: date, n: int) -> None:
    day = shifted("full_years", start, n)
    assert day is not None
    assert FULL_YEARS(start, day) == n
    assert n == 0 or FULL_YEARS(start, day - timedelta(days=1)) == n - 1


@given(st.dates(date(1940, 1, 1), date(2020, 1, 1)), st.integers(0, 400))
def test_a_day_moved_by_months_is_the_first_day_of_so_many_full_months(start: date, n: int) -> None:
    day = shifted("full_months", start, n)
    assert day is not None
    assert FULL_MONTHS(start, day) == n
    assert n == 0 or FULL_MONTHS(start, day - timedelta(days=1)) == n - 1


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2024, 1, 31), 1, date(2024, 3, 1)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2024, 12, 31), 2, date(2025, 3, 1)),
        (date(2024, 3, 15), 1, date(2024, 4, 16)),
        (date(2024, 3, 15), -3, date(2023, 12, 16)),
    ],
)
def test_months_are_full_the_day_after_they_end(day: date, months: int, moved: date) -> None:
    assert shifted("full_months", day, months) == moved


@given(st.dates(date(1940, 1, 1), date(2020, 1, 1)), st.integers(0, 70))
def test_the_last_day_since_which_so_many_months_are_full(end: date, n: int) -> None:
    day = begun("full_months", end, n)
    assert day is not None
    assert FULL_MONTHS(day, end) == n
    assert FULL_MONTHS(day + timedelta(days=1), end) < n


@given(st.dates(date(1940, 1, 1), date(2020, 1, 1)), st.integers(0, 70))
def test_the_last_day_since_which_so_many_years_are_full(end: date, n: int) -> None:
    day = begun("full_years", end, n)
    assert day is not None
    assert FULL_YEARS(day, end) == n
    assert FULL_YEARS(day + timedelta(days=1), end) < n


def test_the_shipped_classes_hold_until_the_last_birthday_of_their_class(psbc: Decider) -> None:
    decision = psbc.decide({"birth_date": "1980-06-15"})
    assert holds_until(decision).until == date(2036, 6, 15)


def test_the_end_of_the_calendar_is_a_day_like_others() -> None:
    end = date(9999, 12, 31)
    grades = load("credit-grade", as_of=end)
    given = {"card_history": "N" * 24, "card_history@": "9999-12-31"}
    assert holds_until(grades.decide(given)).until is None
    assert stale_from(end, Age(months=12)) is stale_from(end, Age(days=1)) is None


@given(
    dated=st.dates(date(1990, 1, 1), date(2030, 12, 31)),
    age=st.builds(Age, months=st.integers(0, 60)) | st.builds(Age, days=st.integers(1, 800)),
)
def test_a_fact_is_too_old_from_a_day_on_and_not_before(dated: date, age: Age) -> None:
    first = stale_from(dated, age)
    assert first is not None
    assert is_stale(dated, age, first)
    assert not is_stale(dated, age, first - timedelta(days=1))
