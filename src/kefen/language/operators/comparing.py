"""Comparisons of two values, and what a set holds."""

from __future__ import annotations

import operator
from typing import Any

from kefen.language.operators.row import Comparison, Operator, Predicate, Unsaid
from kefen.values import Words


def _is_among(value: Any, values: frozenset[Any]) -> bool:
    return value in values


_EQUAL = Predicate(Words("为{x}", "{x}"), contrary=Words("不为{x}", "other than {x}"))
_ONE_OF = Predicate(
    Words("为{x}之一", "one of {x}"),
    denied=Words("为{x}", "any of {x}"),
    contrary=Words("不为{x}", "none of {x}"),
    single=_EQUAL,
)
_INCLUDE = Predicate(Words("包括{x}", "include {x}"), verb=True)

COMPARING = (
    Operator(
        "=", "a = b", ("alike", "alike"), "flag", "propagates", "{0} == {1}", "{0} = {1}",
        (
            "1 = 1.0 => true",
            '"a" = "b" => false',
            "grade = fair => true",
            "1 = unknown => unknown",
        ),
        words=_EQUAL,
        comparison=Comparison(operator.eq, contrary="!=", mirrored="="),
    ),
    Operator(
        "!=", "a != b", ("alike", "alike"), "flag", "propagates", "{0} != {1}", "{0} <> {1}",
        ("1 != 2 => true", "grade != fair => false", "unknown != 2 => unknown"),
        words=Predicate(Words("不为{x}", "other than {x}"), contrary=Words("为{x}", "{x}")),
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
        words=Predicate(
            Words("低于{x}", "below {x}"), of_days=Words("早于{x}", "before {x}"),
            of_ranks=Words("好于{x}", "better than {x}"), of_counts=Words("少于{x}", "below {x}"),
        ),
        comparison=Comparison(operator.lt, contrary=">=", mirrored=">"),
    ),
    Operator(
        "<=", "a <= b", ("ordered", "ordered"), "flag", "propagates", "{0} <= {1}", "{0} <= {1}",
        ("2 <= 2 => true", "grade <= poor => true", "2 <= unknown => unknown"),
        words=Predicate(
            Words("不高于{x}", "at most {x}"), of_days=Words("不晚于{x}", "not after {x}"),
            of_ranks=Words("不差于{x}", "no worse than {x}"), of_numbers=Words("不超过{x}", "at most {x}"),
        ),
        comparison=Comparison(operator.le, contrary=">", mirrored=">="),
    ),
    Operator(
        ">", "a > b", ("ordered", "ordered"), "flag", "propagates", "{0} > {1}", "{0} > {1}",
        ("10% > 0.1 => false", "11% > 0.1 => true", "3 > unknown => unknown"),
        words=Predicate(
            Words("高于{x}", "above {x}"), of_days=Words("晚于{x}", "after {x}"),
            of_ranks=Words("差于{x}", "worse than {x}"), of_numbers=Words("超过{x}", "above {x}"),
        ),
        comparison=Comparison(operator.gt, contrary="<=", mirrored="<"),
    ),
    Operator(
        ">=", "a >= b", ("ordered", "ordered"), "flag", "propagates", "{0} >= {1}", "{0} >= {1}",
        ("3 >= 3 => true", "grade >= poor => false", "unknown >= unknown => unknown"),
        words=Predicate(
            Words("不低于{x}", "at least {x}"), of_days=Words("不早于{x}", "not before {x}"),
            of_ranks=Words("不好于{x}", "no better than {x}"), of_counts=Words("不少于{x}", "at least {x}"),
        ),
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
        words=Predicate(Words("在{low}至{high}之间", "between {low} and {high}")),
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
        words=Unsaid("checked into a comparison with a share of the base"),
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
        words=_ONE_OF,
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
        words=Predicate(Words("在{x}内", "on the {x}")),
    ),
    Operator(
        "within", "", ("outcome", "values"), "flag", "kleene", "", "", (),
        words=_ONE_OF,
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
        words=Predicate(
            Words("包括{x}之一", "include one of {x}"), denied=Words("包括{x}", "include any of {x}"),
            contrary=Words("不包括{x}", "include none of {x}"),
            single=_INCLUDE, verb=True,
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
        words=Predicate(
            Words("同时包括{x}", "include all of {x}"), single=_INCLUDE, verb=True,
        ),
    ),
)  # fmt: skip
