"""What the demo bank keeps of a row of the book."""

from __future__ import annotations

from datetime import date

import pytest

from workbench.demo.keeping import spells_of

DAY = date(2026, 10, 20)
CLEAN = "N" * 24


@pytest.mark.parametrize(
    ("loan", "last_days"),
    [
        (CLEAN, []),
        ("21" + "N" * 22, ["2026-10-20"]),
        ("N1" + "N" * 22, ["2026-10-02"]),
        ("NN3211NN1" + "N" * 15, ["2026-03-04", "2026-09-01"]),
        ("B7" + "N" * 22, ["2026-10-20"]),
    ],
)
def test_a_time_overdue_ends_when_it_was_paid_or_with_the_report(
    loan: str, last_days: list[str]
) -> None:
    [(_name, spells)] = spells_of({"card_history": CLEAN, "loan_history": loan}, DAY)
    assert [one["last_day"] for one in spells] == last_days


def test_without_its_months_a_report_tells_of_no_times_overdue() -> None:
    assert list(spells_of({"card_history": CLEAN, "loan_history": ""}, DAY)) == []
