"""Dates: full years by their parts; 29 February is reached on 1 March in common years."""

from __future__ import annotations

from collections.abc import Sequence

from kefen.language.operators.row import Clock, Digits, Noun, Operator, Unsaid
from kefen.values import Words

_PY_YEARS = (
    "{1}.year - {0}.year - ({1}.month < {0}.month"
    " or ({1}.month == {0}.month and {1}.day < {0}.day))"
)
_PY_MONTHS = (
    "({1}.year - {0}.year) * 12 + {1}.month - {0}.month - ({1}.day <= {0}.day and {1} != {0})"
)
_SQL_YEARS = (
    "(EXTRACT(YEAR FROM {1}) - EXTRACT(YEAR FROM {0})"
    " - CASE WHEN EXTRACT(MONTH FROM {1}) * 100 + EXTRACT(DAY FROM {1})"
    " < EXTRACT(MONTH FROM {0}) * 100 + EXTRACT(DAY FROM {0}) THEN 1 ELSE 0 END)"
)
_SQL_MONTHS = (
    "((EXTRACT(YEAR FROM {1}) - EXTRACT(YEAR FROM {0})) * 12"
    " + EXTRACT(MONTH FROM {1}) - EXTRACT(MONTH FROM {0})"
    " - CASE WHEN EXTRACT(DAY FROM {1}) <= EXTRACT(DAY FROM {0}) AND {1} <> {0} THEN 1 ELSE 0 END)"
)


def _of_time(args: Sequence[Digits]) -> Digits:
    """Days between any two days of the calendar, and a sign."""
    return 7, 0


DATES = (
    Operator(
        "full_years", "full_years(from, to)", ("date", "date"), "integer", "propagates",
        _PY_YEARS, _SQL_YEARS,
        (
            'full_years(date("2000-02-29"), date("2018-02-28")) => 17',
            'full_years(date("2000-02-29"), date("2018-03-01")) => 18',
            'full_years(date("2000-02-29"), date("2020-02-29")) => 20',
            'full_years(date("1990-05-01"), date("2020-05-01")) => 30',
            'full_years(date("1990-05-02"), date("2020-05-01")) => 29',
            'full_years(unknown, date("2020-05-01")) => unknown',
        ),
        words=Noun(Words("{0}至{1}的周年数", "full years from {0} to {1}")),
        digits=_of_time,
        clock=Clock(months=12, longest=366, far=80),
    ),
    # a period in months ends with its corresponding day, or the last of a month without it: full the day after
    Operator(
        "full_months", "full_months(from, to)", ("date", "date"), "integer", "propagates",
        _PY_MONTHS, _SQL_MONTHS,
        (
            'full_months(date("2024-01-31"), date("2024-02-29")) => 0',
            'full_months(date("2024-01-31"), date("2024-03-01")) => 1',
            'full_months(date("2024-01-15"), date("2025-01-15")) => 11',
            'full_months(date("2024-01-15"), date("2025-01-16")) => 12',
            'full_months(date("2024-01-15"), unknown) => unknown',
        ),
        words=Noun(Words("{0}至{1}的整月数", "full months from {0} to {1}")),
        digits=_of_time,
        clock=Clock(months=1, longest=31, far=240, ends_with_day=True),
    ),
    Operator(
        "days", "days(from, to)", ("date", "date"), "integer", "propagates",
        "({1} - {0}).days", "CAST({1} - {0} AS BIGINT)",
        (
            'days(date("2024-02-28"), date("2024-03-01")) => 2',
            'days(date("2024-03-01"), date("2024-02-28")) => -2',
            'days(date("2024-02-28"), unknown) => unknown',
        ),
        words=Noun(Words("{0}至{1}的天数", "days from {0} to {1}")),
        digits=_of_time,
        clock=Clock(months=0, longest=1, far=400),
    ),
    Operator(
        "date", 'date("2014-01-01")', ("text",), "date", "propagates", "", "",
        ('days(date("2014-01-01"), date("2014-01-02")) => 1',),
        words=Unsaid("checked into the day itself"),
    ),
)  # fmt: skip
