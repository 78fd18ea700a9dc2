"""Thresholds of a policy, and on which sides of each the cases stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kefen.deciding import Decision
from kefen.language.joining import all_of
from kefen.language.operators import CLOCKS, ORDERS
from kefen.language.syntax import (
    Apply,
    Const,
    Fact,
    Meant,
    Over,
    apply,
    children,
    is_fixed,
    upright,
)
from kefen.policy import Clause, Policy
from kefen.values import INTEGER
from kefen.verifying.bounds import range_of
from kefen.verifying.variants import Choices, Variants

_WHOLE = ("integer", "count")
#: sides on which a case should stand: one less, equal, one more; or anywhere below or above
Side = Literal["below", "n-1", "n", "n+1", "above"]
_STEPS = {"n-1": -1, "n": 0, "n+1": 1}


@dataclass(frozen=True)
class Threshold:
    """A comparison with a fixed value, the clauses that make it, and the sides no case stands on."""

    text: str
    clauses: tuple[str, ...]
    sides: tuple[Side, ...]
    missing: tuple[Side, ...]


@dataclass(frozen=True)
class _Edge:
    """A comparison to be touched; ``context`` must hold for a touch to count (the other cells of a table's row)."""

    left: Meant
    right: Meant
    sides: tuple[Side, ...]
    context: Meant | None
    text: str


def find_thresholds(
    variants: Variants, decided: Sequence[tuple[Decision, Choices]]
) -> Iterator[Threshold]:
    """Every threshold of a policy's clauses and definitions, with what the cases leave out."""
    edges: dict[_Edge, list[str]] = {}
    worked_out = variants.switched.plan.derived
    for clause in variants.policy.clauses:
        defines = clause.act in ("define", "value")
        if defines and clause.target not in worked_out:
            continue
        if clause.test is not None:
            for edge in _edges(clause, variants.policy):
                edges.setdefault(edge, []).append(clause.id)
    touched = _touched(list(edges), variants, decided)
    for place, (edge, ids) in enumerate(edges.items()):
        missing = tuple(side for side in edge.sides if (place, side) not in touched)
        yield Threshold(edge.text, tuple(dict.fromkeys(ids)), edge.sides, missing)


# --- finding -----------------------------------------------------------------------------------------


def _edges(clause: Clause, policy: Policy) -> Iterator[_Edge]:
    test = clause.test
    assert test is not None
    if isinstance(test, Apply) and test.operator == "first":
        for row, condition in enumerate(test.args[:-1:2], 1):
            yield from _row_edges(condition, f"{clause.target} {row}", policy)
        return
    for node in _comparisons(test):
        yield from _edge(node, None, policy, "")


def _row_edges(condition: Meant, title: str, policy: Policy) -> Iterator[_Edge]:
    """The thresholds of a table's row count when the row's other, unordered cells hold."""
    cells = (
        condition.args
        if isinstance(condition, Apply) and condition.operator == "and"
        else (condition,)
    )
    plain = [cell for cell in cells if not any(True for _ in _comparisons(cell))]
    context = all_of(*plain) if plain else None
    for node in _comparisons(condition):
        yield from _edge(node, context, policy, f"{title}: ")


def _comparisons(node: Meant) -> Iterator[Apply]:
    """Ordered comparisons, but not those about the items of a list."""
    if isinstance(node, Apply) and node.operator in ORDERS:
        yield node
    elif not isinstance(node, Over):
        for child in children(node):
            yield from _comparisons(child)


def _edge(node: Apply, context: Meant | None, policy: Policy, title: str) -> Iterator[_Edge]:
    operator, (left, right) = upright(node)
    sides = _reachable(_sides(left, right, operator, policy), left, right, policy)
    if sides:
        fixed = is_fixed(right)
        said = f"{_said(left)} {operator} {_said(right)}" if fixed else _said(node)
        text = f"{title}{said}"
        yield _Edge(left, right, sides, context, text)


def _said(node: Meant) -> str:
    """The words of the text, or the name when they are lost."""
    words = " ".join(node.span.text.split())
    return words or getattr(node, "name", "") or str(getattr(node, "value", "…"))


def _sides(left: Meant, right: Meant, operator: str, policy: Policy) -> tuple[Side, ...]:
    """The value itself, the one just beyond the threshold, and the other neighbour or anything on that side."""
    just_below = ORDERS[operator].from_below != ORDERS[operator].strict
    if not is_fixed(right):
        return ("below", "n", "above") if left.kind.is_number else ()
    if left.kind.name == "scale" and left.kind.domain is not None:
        place = right.value if isinstance(right, Const) else 1
        if just_below:
            return ("n-1", "n") if place > 0 else ("n",)
        return ("n", "n+1") if place + 1 < len(left.kind.domain.terms) else ("n",)
    if left.kind.name in _WHOLE:
        if not _is_years(left, policy):
            return ("n-1", "n", "n+1")
        return ("n-1", "n", "above") if just_below else ("below", "n", "n+1")
    return ("below", "n", "above") if left.kind.is_number or left.kind.name == "date" else ()


def _reachable(
    sides: Sequence[Side], left: Meant, right: Meant, policy: Policy
) -> tuple[Side, ...]:
    """The sides on which the vocabulary lets a number stand: an amount is not below zero."""
    if not left.kind.is_number and left.kind.name != "count":
        return tuple(sides)
    value, threshold = range_of(left, policy), range_of(right, policy)
    has = {"below": value.goes_below(threshold), "above": threshold.goes_below(value)}
    has |= {side: value.meets(threshold.moved(step)) for side, step in _STEPS.items()}
    return tuple(side for side in sides if has[side])


def _is_years(node: Meant, policy: Policy) -> bool:
    """Full years between dates, or a fact derived from them: below, at and above suffice."""
    if isinstance(node, Fact):
        definition = policy.vocabulary.facts[node.name].definition
        return definition is not None and _is_years(definition, policy)
    return isinstance(node, Apply) and node.operator in CLOCKS


# --- touching ------------------------------------------------------------------------------------------


def _touched(
    edges: Sequence[_Edge], variants: Variants, decided: Sequence[tuple[Decision, Choices]]
) -> set[tuple[int, Side]]:
    """Places of edges with the sides on which some case stands."""
    names: list[tuple[int, Side]] = []
    tests: list[Meant] = []
    for place, edge in enumerate(edges):
        for side in edge.sides:
            names.append((place, side))
            test = _stands(edge, side)
            tests.append(test if edge.context is None else apply("and", edge.context, test))
    function = variants.switched.values_of(tests)
    touched: set[tuple[int, Side]] = set()
    for decision, choices in decided:
        settings = variants.settings(choices, decision.as_of)
        flags = function(decision.facts.values, settings)
        touched.update(name for name, flag in zip(names, flags, strict=True) if flag is True)
    return touched


def _stands(edge: _Edge, side: Side) -> Meant:
    """Whether the value stands on one side of the threshold."""
    left, right = edge.left, edge.right
    if side == "below":
        return apply("<", left, right)
    if side == "above":
        return apply(">", left, right)
    value = _moved(right, _STEPS[side])
    return apply("and", apply(">=", left, value), apply("<=", left, value))


def _moved(value: Meant, step: int) -> Meant:
    if step == 0:
        return value
    if isinstance(value, Const):
        return Const(value.kind, value.value + step)
    return Apply(INTEGER, "+", (value, Const(INTEGER, step)))
