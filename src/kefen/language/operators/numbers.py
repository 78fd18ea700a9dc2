"""Numbers: exact, without division."""

from __future__ import annotations

from collections.abc import Sequence

from kefen.language.operators.row import Digits, Noun, Operator, as_wide, carried
from kefen.values import Words

_SQL_LEAST = "CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN LEAST({0}, {1}) END"
_SQL_MOST = "CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN GREATEST({0}, {1}) END"


def _multiplied(args: Sequence[Digits]) -> Digits:
    return sum(whole for whole, _ in args), sum(places for _, places in args)


def _of_an_instalment(args: Sequence[Digits]) -> Digits:
    return 11, 2


NUMBERS = (
    Operator(
        "+", "a + b", ("number", "number"), "widest", "propagates", "{0} + {1}", "{0} + {1}",
        ("0.1 + 0.2 = 0.3 => true", "1 + unknown => unknown"),
        words=Noun(Words("{0}加{1}", "{0} plus {1}"), loose=True),
        digits=carried,
    ),
    Operator(
        "-", "a - b", ("number", "number"), "widest", "propagates", "{0} - {1}", "{0} - {1}",
        ("2 * 3 - 8 => -2", "10 - 2 - 3 => 5", "unknown - 1 => unknown"),
        words=Noun(Words("{0}减{1}", "{0} less {1}"), loose=True),
        digits=carried,
    ),
    Operator(
        "*", "a * b", ("number", "number"), "widest", "propagates", "{0} * {1}", "{0} * {1}",
        ("3 * 0.1 = 0.3 => true", "1 + 2 * 3 => 7", "0 * unknown => unknown"),
        words=Noun(Words("{0}乘以{1}", "{0} times {1}")),
        digits=_multiplied,
    ),
    Operator(
        "negative", "-a", ("number",), "widest", "propagates", "-{0}", "-{0}",
        ("-(1) => -1", "-2 + 3 => 1", "-unknown => unknown"),
        words=Noun(Words("负{0}", "minus {0}")),
        digits=as_wide,
    ),
    Operator(
        "min", "min(a, b, …)", ("number", "number", ...), "widest", "propagates",
        "min({0}, {1})", _SQL_LEAST,
        ("min(2, 1) => 1", "min(3, 2, 1) => 1", "min(2, unknown) => unknown"),
        words=Noun(Words("{0}与{1}中较小的", "the smaller of {0} and {1}")),
        digits=as_wide,
    ),
    Operator(
        "max", "max(a, b, …)", ("number", "number", ...), "widest", "propagates",
        "max({0}, {1})", _SQL_MOST,
        ("max(2, 1) => 2", "max(1, 2, 3) => 3", "max(unknown, 1) => unknown"),
        words=Noun(Words("{0}与{1}中较大的", "the larger of {0} and {1}")),
        digits=as_wide,
    ),
    Operator(
        "instalment", "instalment(amount, annual_rate, months)", ("number", "number", "integer"),
        "money", "propagates", "", "",
        (
            "instalment(1000000, 3.5%, 360) = 4490.45 => true",
            "instalment(1000, 0, 3) = 333.33 => true",
            "instalment(0, 3.5%, 360) => 0",
            "instalment(unknown, 3.5%, 360) => unknown",
            "instalment(1000000, 3.5%, unknown) => unknown",
        ),
        words=Noun(Words("等额月供（{0}；{1}；{2}）", "equal instalment ({0}; {1}; {2})")),
        digits=_of_an_instalment,
    ),
)  # fmt: skip
