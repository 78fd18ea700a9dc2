"""What follows from constants put into an expression: as short as it can be said, what is withheld staying so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kefen.compiling.simplify import folded
from kefen.language.operators import OPERATORS
from kefen.language.syntax import (
    FALSE,
    TRUE,
    Apply,
    Assumed,
    Const,
    Meant,
    Over,
    Withheld,
    apply,
)
from kefen.values import FLAG, INTEGER


def worked_out(node: Apply) -> Meant:
    """An expression with constants put in, as short as it can be said."""
    if node.operator == "at least":
        return _at_least(node)
    if node.operator == "+" and node.kind.name == "count":
        return _count(node)
    if node.operator == "if" and isinstance(node.args[0], Assumed) and node.args[1] == node.args[2]:
        return node.args[1]
    if node.operator == "not" and isinstance(node.args[0], Withheld):
        return node.args[0]
    made = folded(node)
    return _evaluated(made) if isinstance(made, Apply) else made


def _at_least(node: Apply) -> Meant:
    """So many of some flags, without those that are settled."""
    number, *flags = node.args
    held = flags.count(TRUE)
    left = [flag for flag in flags if flag not in (TRUE, FALSE)]
    if not isinstance(number, Const) or number.value is None:
        open_ = [flag for flag in flags if flag != FALSE]
        none = apply("<=", number, Const(INTEGER, 0))
        return replace(node, args=(number, *open_)) if open_ else none
    needed = number.value - held
    if needed <= 0:
        return TRUE
    return replace(node, args=(Const(number.kind, needed), *left)) if needed <= len(left) else FALSE


def _count(node: Apply) -> Meant:
    """Counts added up: nothing counted adds nothing, an unknown count leaves the sum unknown."""
    if any(isinstance(arg, Withheld) for arg in node.args):
        return Withheld(INTEGER, None)
    left = tuple(arg for arg in node.args if arg != Const(INTEGER, 0))
    if len(left) > 1:
        return replace(node, args=left)
    return left[0] if left else Const(INTEGER, 0)


def _evaluated(node: Apply) -> Meant:
    """The value of an operator of the table applied to constants."""
    row = OPERATORS.get(node.operator)
    values = {f"x{n}": arg.value for n, arg in enumerate(node.args) if isinstance(arg, Const)}
    if row is None or not row.python or len(values) < len(node.args) or None in values.values():
        return node
    space: dict[str, Any] = {"__builtins__": {}, "min": min, "max": max, "len": len, "int": int}
    return Const(node.kind, eval(row.python.format(*values), space, values))  # noqa: S307 - a row of our table


def summed_up(node: Over, source: Meant) -> Meant:
    """Something over a list whose parts hold constants, or over a list or history that is not seen."""
    if isinstance(source, Const):
        return _over_nothing(node) if source.value == () else _over_unknown(node)
    settles = {"some": FALSE, "every": TRUE}.get(node.operator)
    counts_nothing = node.kind.name == "count" and node.body == Const(INTEGER, 0)
    if node.filter == FALSE or counts_nothing or (settles is not None and node.body == settles):
        return _over_nothing(node)
    if node.kind.name == "count" and isinstance(node.body, Withheld):
        return Withheld(INTEGER, None)
    return replace(node, filter=None if node.filter == TRUE else node.filter)


def _over_nothing(node: Over) -> Meant:
    """What is said of no items."""
    if node.operator in ("some", "every"):
        return Const(FLAG, node.operator == "every")
    if node.kind.name == "count" or node.operator == "sum":
        return Const(INTEGER if node.kind.name == "count" else node.kind, 0)
    return node.empty or Const(node.kind, None)


def _over_unknown(node: Over) -> Meant:
    return Withheld(INTEGER if node.kind.name == "count" else node.kind, None)
