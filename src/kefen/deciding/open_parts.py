"""What is read by parts of a trace that are still open: everything that a decision could wait for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from kefen.deciding.parts import is_open
from kefen.deciding.trace import Trace
from kefen.language.joining import rows_of
from kefen.language.operators import OBSERVED
from kefen.language.syntax import Apply, Const, Fact, Meant, Over, Parameter, Step, walk
from kefen.policy import MEASURES, Clause
from kefen.values import COUNT

Sort = Literal["fact", "parameter", "list"]


@dataclass(frozen=True)
class Missing:
    """Something unknown that is waited for: a fact, a parameter's value, a list to be loaded."""

    sort: Sort
    name: str


def read_while_open(tree: Trace) -> dict[Missing, None]:
    """Everything unknown that conditions still open read, in the order of the text."""
    decision = tree.decision
    found: dict[Missing, None] = {}
    if not decision.outcome.is_open:
        return found
    for clause in decision.policy.clauses:
        aside = clause.act in (*MEASURES, "criterion", "define", "value")
        if aside or clause.test is None or _is_passed(tree, clause):
            continue
        if decision.state(clause.id) is None:
            found |= read_by(tree, clause.test)
    return found


def _is_passed(tree: Trace, clause: Clause) -> bool:
    """Whether a grade is worse than the one that is proven."""
    place, scale = tree.decision.outcome.result, tree.decision.policy.decides
    if clause.act != "grade" or place is None or scale is None or clause.place is None:
        return False
    order = scale.by_goodness()
    return order.index(clause.place) > order.index(place)


def rests_on(tree: Trace, fact: str) -> tuple[str, ...]:
    """The given facts that a fact worked out is waiting for."""
    inner = tree.used(fact)
    if inner is not None:
        prefix = tree.tracer.uses[fact].prefix
        return tuple(prefix + one.name for one in read_while_open(inner) if one.sort == "fact")
    definition = tree.definition(fact)
    if definition is None:
        return ()
    return tuple(one.name for one in read_by(tree, definition) if one.sort == "fact")


def read_by(tree: Trace, node: Meant) -> dict[Missing, None]:
    """What an expression waits for while it is unknown, in the order of the text."""
    reader = _Reader(tree)
    reader.read(node)
    return reader.found


@dataclass
class _Reader:
    tree: Trace
    found: dict[Missing, None] = field(default_factory=dict)

    def note(self, sort: Sort, name: str) -> None:
        self.found[Missing(sort, name)] = None

    def read(self, node: Meant) -> None:
        if isinstance(node, Const):
            return
        if isinstance(node, Parameter):
            if self.tree.value(node) is None:
                self.note("list" if node.kind.name == "list" else "parameter", node.name)
        elif isinstance(node, Over):
            self.read_over(node)
        elif node.kind == COUNT or is_open(node.kind, self.value(node)):
            self.read_below(node)

    def value(self, node: Meant) -> Any:
        return self.tree.fact(node.name) if isinstance(node, Fact) else self.tree.value(node)

    def read_over(self, node: Over) -> None:
        if node.kind == COUNT or is_open(node.kind, self.tree.value(node)):
            if isinstance(node.source, Fact):
                self.note("fact", node.source.name)
            for part in (node.filter, node.body):
                for below in walk(part) if part is not None else ():
                    if isinstance(below, Parameter):
                        self.read(below)

    def read_below(self, node: Meant) -> None:
        if isinstance(node, Fact):
            definition = self.tree.definition(node.name)
            if definition is not None:
                self.read(definition)
                return
            self.note("fact", node.name)
            for name in rests_on(self.tree, node.name):
                self.note("fact", name)
        elif isinstance(node, Step):
            test = self.tree.decision.policy.by_id[node.name].test
            if test is not None:
                self.read(test)
        elif isinstance(node, Apply):
            for arg in self.reached(node):
                self.read(arg)

    def reached(self, node: Apply) -> Iterator[Meant]:
        """The arguments an unknown result can come from."""
        if node.operator == "within":
            yield node.args[0]
        elif node.operator in ("if", "first"):
            for condition, value in rows_of(node):
                state = self.tree.value(condition)
                if state is None:
                    yield condition
                if state is not False:
                    yield value
                if state or (state is None and node.operator == "first"):
                    return
            yield node.args[-1]
        elif node.operator not in OBSERVED:
            yield from node.args


__all__ = ["Missing", "Sort", "read_by", "read_while_open", "rests_on"]
