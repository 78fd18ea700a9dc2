"""A plan with its switches set: what an assumption decides is decided once, not for every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from kefen.compiling.keyed import keyed
from kefen.compiling.plan import Plan, Work
from kefen.language.joining import rows_of
from kefen.language.operators import OPERATORS
from kefen.language.syntax import (
    FALSE,
    TRUE,
    Apply,
    Assumed,
    Const,
    Fact,
    Meant,
    Over,
    Step,
    StepId,
)

Worked = TypeVar("Worked", bound=Work)


def simplify_plan(
    plan: Plan, switches: Mapping[str, bool], absent: frozenset[str] = frozenset()
) -> Plan:
    """The plan in which every ``assumed`` is a constant, and what follows from constants is worked out.

    ``absent`` facts are unknown throughout.
    """
    item_work = {name: _simplified(work, switches) for name, work in plan.item_work.items()}
    return replace(_simplified(plan, switches, absent), item_work=item_work, assumptions={})


def _simplified(
    work: Worked, switches: Mapping[str, bool], absent: frozenset[str] = frozenset()
) -> Worked:
    known: dict[StepId, Const] = {}
    steps = []
    for step in work.steps:
        node = simplify(step.expression, switches, known, absent - work.derived)
        if isinstance(node, Const) and step.id.role != "fact":
            known[step.id] = node
        steps.append(replace(step, expression=node))
    return replace(work, steps=tuple(steps))


def simplify(
    node: Meant,
    switches: Mapping[str, bool],
    known: Mapping[StepId, Const],
    absent: frozenset[str] = frozenset(),
) -> Meant:
    """An expression with switches, known steps and absent facts put in."""
    if isinstance(node, Fact) and node.name in absent and node.kind.name != "list":
        return Const(node.kind, None)
    if isinstance(node, Assumed):
        return TRUE if switches[node.name] else FALSE
    if isinstance(node, Step):
        return known.get(node.id, node)
    if isinstance(node, Over):
        return replace(
            node,
            filter=simplify(node.filter, switches, known, absent) if node.filter else None,
            body=simplify(node.body, switches, known, absent) if node.body else None,
        )
    if isinstance(node, Apply):
        args = tuple(simplify(arg, switches, known, absent) for arg in node.args)
        made = folded(replace(node, args=args))
        return made if any(made is arg for arg in args) else _keyed(made)
    return node


def folded(node: Apply) -> Meant:
    """An expression of which some arguments are constants, with what follows from them worked out."""
    operator, args = node.operator, node.args
    if operator in ("and", "or"):
        return _joined(node)
    if operator in ("if", "first"):
        return _cut(node)
    unknown = next((arg for arg in args if isinstance(arg, Const) and arg.value is None), None)
    if unknown and (operator == "within" or OPERATORS[operator].unknown == "propagates"):
        return replace(unknown, kind=node.kind)
    if isinstance(args[0], Const) and len(args) == 1:
        value = args[0].value
        if operator == "not" and value is not None:
            return FALSE if value else TRUE
        if operator == "proven":
            return TRUE if value is True else FALSE
        if operator == "open":
            return FALSE if value is False else TRUE
        if operator == "known":
            return FALSE if value is None else TRUE
    return node


def _joined(node: Apply) -> Meant:
    ends, passes = (FALSE, TRUE) if node.operator == "and" else (TRUE, FALSE)
    if ends in node.args:
        return ends
    kept = tuple(arg for arg in node.args if arg != passes)
    return passes if not kept else kept[0] if len(kept) == 1 else replace(node, args=kept)


def _cut(node: Apply) -> Meant:
    """Rows that cannot hold are left out; a row that always holds ends the table."""
    kept: list[Meant] = []
    otherwise = node.args[-1]
    for condition, value in rows_of(node):
        if condition == TRUE:
            otherwise = value
            break
        if isinstance(condition, Const) and condition.value is None:
            otherwise = replace(condition, kind=node.kind)
            break
        if condition != FALSE:
            kept += [condition, value]
    return replace(node, args=(*kept, otherwise)) if kept else otherwise


def _keyed(node: Meant) -> Meant:
    """A choice as a table that asks its column first."""
    if isinstance(node, Apply) and node.operator in ("if", "first"):
        return keyed(replace(node, operator="first"))
    return node
