"""Conditions and tables put together, as short as they can be said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kefen.language.syntax import FALSE, TRUE, Apply, Const, Meant, apply
from kefen.values import INTEGER, Kind


def proven(node: Meant) -> Meant:
    """True when a condition is true, false when it is false or unknown."""
    return node if isinstance(node, Const) else apply("proven", node)


def opened(node: Meant) -> Meant:
    """True when a condition is true or unknown."""
    return node if isinstance(node, Const) else apply("open", node)


def all_of(*nodes: Meant) -> Meant:
    """True when all are."""
    kept = [node for node in nodes if node != TRUE]
    if FALSE in kept:
        return FALSE
    return TRUE if not kept else kept[0] if len(kept) == 1 else apply("and", *kept)


def any_of(*nodes: Meant) -> Meant:
    """True when one is."""
    kept = [node for node in nodes if node != FALSE]
    if TRUE in kept:
        return TRUE
    return FALSE if not kept else kept[0] if len(kept) == 1 else apply("or", *kept)


def negated(node: Meant) -> Meant:
    """True when a condition is false."""
    if isinstance(node, Const):
        return FALSE if node.value else TRUE
    return apply("not", node)


def rows_of(table: Apply) -> Iterator[tuple[Meant, Meant]]:
    """The conditions of a table, or of an ``if``, with their values; what holds otherwise is not among them."""
    return zip(table.args[:-1:2], table.args[1::2], strict=False)


def first_of(pairs: Iterable[tuple[Meant, Meant]], otherwise: Meant, kind: Kind = INTEGER) -> Meant:
    """The value of the first pair whose condition holds: one that always does ends it, one that cannot is left out."""
    args: list[Meant] = []
    for condition, value in pairs:
        if condition == TRUE:
            otherwise = value
            break
        if condition != FALSE:
            args += [condition, value]
    return Apply(kind, "first", (*args, otherwise)) if args else otherwise
