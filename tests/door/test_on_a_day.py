"""One compiled text speaks as of any day on which it is in force."""

from datetime import date

import kefen


def test_a_decider_of_another_day_decides_as_one_loaded_for_it_and_compiles_nothing() -> None:
    then, now = date(2026, 6, 1), date(2026, 11, 30)
    loaded = kefen.load("value-tier", as_of=then)
    facts = {"annual_income": 600_000, "credit_grade": "NORMAL", "annual_contribution": 5_000}
    moved = loaded.on(now)
    assert moved.program is loaded.program
    assert (loaded.as_of, moved.as_of) == (then, now)
    assert (
        moved.decide(facts).record() == kefen.load("value-tier", as_of=now).decide(facts).record()
    )
