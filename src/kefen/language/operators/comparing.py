"""Comparisons of two values, and what a set holds."""

from __future__ import annotations

import operator
from typing import Any

from kefen.language.operators.row import Comparison, Operator


def _is_among(value: Any, values: frozenset[Any]) -> bool:
    return value in values


COMPARING = (
    Operator(
        "=", "a = b", ("alike", "alike"), "flag", "propagates", "{0} == {1}", "{0} = {1}",
        (
            "1 = 1.0 => true",
            '"a" = "b" => false',
            "grade = fair => true",
            "1 = unknown => unknown",
        ),
        comparison=Comparison(operator.eq, contrary="!=", mirrored="="),
    ),
    Operator(
        "!=", "a != b", ("alike", "alike"), "flag", "propagates", "{0} != {1}", "{0} <> {1}",
        ("1 != 2 => true", "grade != fair => false", "unknown != 2 => unknown"),
        comparison=Comparison(operator.ne, contrary="=", mirrored="!="),
    ),
    Operator(
        "<", "a < b", ("ordered", "ordered"), "flag", "propagates", "{0} < {1}", "{0} < {1}",
        (
            "1 < 2 => true",
            "2 < 2 => false",
            'date("2024-02-29") < date("2024-03-01") => true',
            "unknown < 2 => unknown",
        ),
        comparison=Comparison(operator.lt, contrary=">=", mirrored=">"),
    ),
    Operator(
        "<=", "a <= b", ("ordered", "ordered"), "flag", "propagates", "{0} <= {1}", "{0} <= {1}",
        ("2 <= 2 => true", "grade <= poor => true", "2 <= unknown => unknown"),
        comparison=Comparison(operator.le, contrary=">", mirrored=">="),
    ),
    Operator(
        ">", "a > b", ("ordered", "ordered"), "flag", "propagates", "{0} > {1}", "{0} > {1}",
        ("10% > 0.1 => false", "11% > 0.1 => true", "3 > unknown => unknown"),
        comparison=Comparison(operator.gt, contrary="<=", mirrored="<"),
    ),
    Operator(
        ">=", "a >= b", ("ordered", "ordered"), "flag", "propagates", "{0} >= {1}", "{0} >= {1}",
        ("3 >= 3 => true", "grade >= poor => false", "unknown >= unknown => unknown"),
        comparison=Comparison(operator.ge, contrary="<", mirrored="<="),
    ),
    Operator(
        "in range", "x in [a..b], x between a and b", ("ordered", "ordered", "ordered"), "flag",
        "kleene", "", "",
        (
            "5 in [1..5] => true",
            "5 in [1..5) => false",
            "1 in (1..5] => false",
            "0 in [1..unknown] => false",
            "3 in [1..unknown] => unknown",
            "3 between 1 and 5 => true",
            "unknown in [1..5] => unknown",
        ),
    ),
    Operator(
        "ratio", "ratio(a, b) <= t", ("number", "number", "ordered"), "flag", "propagates", "", "",
        (
            "ratio(1, 3) <= 34% => true",
            "ratio(1, 10) > 10% => false",
            "ratio(1, 0) <= 50% => false",
            "ratio(0, 0) <= 50% => true",
            "ratio(1, unknown) <= 50% => unknown",
        ),
    ),
    Operator(
        "in set", "x in (a, b, …)", ("alike", "values"), "flag", "propagates",
        "{0} in {1}", "{0} IN {1}",
        (
            "2 in (1, 2, 3) => true",
            "4 not in (1, 2, 3) => true",
            "grade in (good, fair) => true",
            "unknown in (1, 2, 3) => unknown",
            "unknown not in (1, 2, 3) => unknown",
        ),
        comparison=Comparison(_is_among),
    ),
    Operator(
        "in list", "x in NAME, a reference list", ("text", "codes"), "flag", "propagates",
        "{0} in {1}", "{0} IN {1}",
        (
            '"A1" in loaded_list => true',
            '"Z9" in loaded_list => false',
            '"Z9" in empty_list => false',
            '"A1" in list_not_loaded => unknown',
        ),
    ),
    Operator(
        "within", "", ("outcome", "values"), "flag", "kleene", "", "", (),
    ),
    # --- sets of choices
    Operator(
        "includes any", "s includes a, s includes any of (a, b)", ("set", "values"), "flag",
        "propagates", "{0} & {1} != 0", "({0} & {1}) <> 0",
        (
            "skills includes law => true",
            "skills includes tax => false",
            "skills includes any of (tax, law) => true",
            "no_skills includes law => false",
            "skills_unknown includes law => unknown",
        ),
    ),
    Operator(
        "includes all", "s includes all of (a, b)", ("set", "values"), "flag", "propagates",
        "{0} & {1} == {1}", "({0} & {1}) = {1}",
        (
            "skills includes all of (law, audit) => true",
            "skills includes all of (law, tax) => false",
            "skills_unknown includes all of (law) => unknown",
        ),
    ),
)  # fmt: skip
