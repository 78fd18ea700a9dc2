"""What follows from constants is worked out beforehand, and means what it meant."""

from __future__ import annotations

from itertools import product

import pytest

from kefen.compiling.simplify import folded
from kefen.language.syntax import FALSE, TRUE, Apply, Const, Fact, Meant, apply
from kefen.values import FLAG

Truth = bool | None
UNKNOWN, A, B = Const(FLAG, None), Fact(FLAG, "a"), Fact(FLAG, "b")
WAYS = [{"a": a, "b": b} for a, b in product((True, False, None), repeat=2)]


def value(node: Meant, facts: dict[str, Truth]) -> Truth:
    """A flag by the truth tables of Kleene."""
    if isinstance(node, Fact):
        return facts[node.name]
    if isinstance(node, Const):
        return node.value
    assert isinstance(node, Apply)
    args = [value(arg, facts) for arg in node.args]
    if node.operator in ("and", "or"):
        end = node.operator == "or"
        return end if end in args else None if None in args else not end
    if node.operator == "first":
        return chosen(args)
    (one,) = args
    said = {"proven": one is True, "open": one is not False, "known": one is not None}
    return said.get(node.operator, None if one is None else not one)


def chosen(args: list[Truth]) -> Truth:
    """The value of the first row that holds; unknown from a row on of which nobody knows."""
    for condition, one in zip(args[:-1:2], args[1::2], strict=False):
        if condition is not False:
            return one if condition else None
    return args[-1]


@pytest.mark.parametrize(
    ("operator", "width"),
    [("and", 3), ("or", 3), ("not", 1), ("proven", 1), ("open", 1), ("known", 1), ("first", 5)],
)
def test_folding_an_expression_changes_no_value(operator: str, width: int) -> None:
    for args in product((TRUE, FALSE, UNKNOWN, A, B), repeat=width):
        node = apply(operator, *args)
        assert [value(folded(node), one) for one in WAYS] == [value(node, one) for one in WAYS]


def test_an_expression_of_constants_alone_is_one() -> None:
    for args in product((TRUE, FALSE), repeat=3):
        assert folded(apply("and", *args)) in (TRUE, FALSE)
        assert folded(apply("or", *args)) in (TRUE, FALSE)
