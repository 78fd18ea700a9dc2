"""What holds of rows on two clocks, for any rows: the past is not moved by what is learnt later."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workbench.common.clock import CHINA
from workbench.customers.knowing import Row, holding, packed

START = datetime(2026, 1, 1, tzinfo=CHINA)


@st.composite
def histories(draw: st.DrawFn) -> list[Row]:
    """Rows as actions write them: known one after the other, each correcting an earlier one at most once."""
    rows: list[Row] = []
    open_to_correct: list[int] = []
    for place in range(draw(st.integers(0, 8))):
        corrects = None
        if open_to_correct and draw(st.booleans()):
            corrects = draw(st.sampled_from(open_to_correct))
            open_to_correct.remove(corrects)
        name = rows[corrects].name if corrects is not None else draw(st.sampled_from("ab"))
        day = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, place)))
        value = draw(st.one_of(st.none(), st.integers(0, 3)))
        rows.append(Row(place, name, None, value, day, START + timedelta(days=place), corrects))
        open_to_correct.append(place)
    return rows


@given(histories(), st.integers(0, 8), st.integers(0, 8))
def test_what_was_known_then_is_the_same_whatever_was_learnt_since(
    rows: list[Row], known: int, day: int
) -> None:
    at, as_of = START + timedelta(days=known), date(2026, 1, 1) + timedelta(days=day)
    then = [row for row in rows if row.known_at <= at]
    assert holding(rows, as_of=as_of, known_at=at) == holding(then, as_of=as_of)


@given(histories())
def test_a_corrected_row_holds_never_and_nothing_of_a_day_to_come_holds_now(
    rows: list[Row],
) -> None:
    corrected = {row.corrects for row in rows}
    for day in (date(2026, 1, 1), date(2026, 1, 4), date(2026, 2, 1)):
        for row in holding(rows, as_of=day).values():
            assert row.id not in corrected
            assert row.true_on <= day


@given(histories())
def test_the_order_in_which_rows_are_read_does_not_matter(rows: list[Row]) -> None:
    assert holding(rows) == holding(reversed(rows))
    assert packed(holding(rows)) == packed(holding(rows[::-1]))
