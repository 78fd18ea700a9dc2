"""Small words of which conclusions are made: logic over two-valued flags, choices and sums of integers."""

from __future__ import annotations

from collections.abc import Sequence

from kefen.language.joining import all_of, any_of, negated
from kefen.language.syntax import Const, Meant, apply
from kefen.values import INTEGER


def integer(value: int | None) -> Const:
    return Const(INTEGER, value)


def sum_of(nodes: Sequence[Meant]) -> Meant:
    total: Meant = nodes[0] if nodes else integer(0)
    for node in nodes[1:]:
        total = apply("+", total, node, kind=INTEGER)
    return total


def exactly_one(flags: Sequence[Meant]) -> Meant:
    return any_of(
        *(
            all_of(flag, *(negated(other) for j, other in enumerate(flags) if j != i))
            for i, flag in enumerate(flags)
        )
    )
