"""Small words of which conclusions are made: logic over two-valued flags, choices and sums of integers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kefen.language.syntax import FALSE, TRUE, Apply, Const, Meant, apply
from kefen.values import INTEGER


def proven(node: Meant) -> Meant:
    """True when a condition is true, false when it is false or unknown."""
    return node if isinstance(node, Const) else apply("proven", node)


def opened(node: Meant) -> Meant:
    """True when a condition is true or unknown."""
    return node if isinstance(node, Const) else apply("open", node)


def all_of(*nodes: Meant) -> Meant:
    kept = [node for node in nodes if node != TRUE]
    if FALSE in kept:
        return FALSE
    return TRUE if not kept else kept[0] if len(kept) == 1 else apply("and", *kept)


def any_of(*nodes: Meant) -> Meant:
    kept = [node for node in nodes if node != FALSE]
    if TRUE in kept:
        return TRUE
    return FALSE if not kept else kept[0] if len(kept) == 1 else apply("or", *kept)


def negated(node: Meant) -> Meant:
    if isinstance(node, Const):
        return FALSE if node.value else TRUE
    return apply("not", node)


def integer(value: int | None) -> Const:
    return Const(INTEGER, value)


def first_of(pairs: Iterable[tuple[Meant, Meant]], otherwise: Meant) -> Meant:
    """The value of the first pair whose condition holds."""
    args: list[Meant] = []
    for condition, value in pairs:
        if condition == TRUE:
            otherwise = value
            break
        if condition != FALSE:
            args += [condition, value]
    return Apply(INTEGER, "first", (*args, otherwise)) if args else otherwise


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
