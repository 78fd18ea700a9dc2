"""Expressions: each node of a tree by its row of the operator table, or written out here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kefen.compiling.python.lines import Code, Lines, unless
from kefen.compiling.python.lists import Lists
from kefen.compiling.python.logic import Logic
from kefen.compiling.simplify import folded
from kefen.language.digits import largest_amount
from kefen.language.joining import rows_of
from kefen.language.operators import OPERATORS
from kefen.language.syntax import (
    Apply,
    AsOf,
    Assumed,
    Const,
    Fact,
    Item,
    Meant,
    Over,
    Parameter,
    Step,
    StepId,
)
from kefen.vocabulary import ListSpec


@dataclass
class Expressions:
    """Writes expressions; ``made`` stands for facts and steps, ``fixed`` for settings."""

    lines: Lines
    listed: Mapping[str, ListSpec]
    made: dict[StepId, Code] = field(default_factory=dict)
    fixed: dict[tuple[type[Meant], str], Code] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lists = Lists(self.lines, self.emit, self.listed)
        logic = Logic(self.lines, self.emit)
        self.special: dict[str, Callable[[Apply], Code]] = {
            "and": logic.kleene,
            "or": logic.kleene,
            "not": logic.negate,
            "at least": logic.at_least,
            "proven": logic.proven,
            "if": self.first,
            "first": self.first,
            "within": self.within,
            "instalment": self.instalment,
        }

    def emit(self, node: Meant) -> Code:
        if isinstance(node, Const):
            return Code(self.lines.constants.name(node.value), nullable=node.value is None)
        if isinstance(node, Fact):
            return self.made[StepId("fact", node.name)]
        if isinstance(node, Step):
            return self.made[node.id]
        if isinstance(node, (Parameter, Assumed)):
            return self.fixed[type(node), node.name]
        if isinstance(node, AsOf):
            return Code("as_of", nullable=False)
        if isinstance(node, Item):
            return self.lists.item(node)
        if node.kind.name == "count":
            low, high = self.lists.interval(node)
            return Code(f"({low}, {high})", nullable=False, atomic=False)
        if isinstance(node, Over):
            return self.lists.over(node)
        assert isinstance(node, Apply)
        return self.apply(node)

    def apply(self, node: Apply) -> Code:
        special = self.special.get(node.operator)
        if special is not None:
            return special(node)
        if node.args and node.args[0].kind.name == "count":
            return self.lists.compare_count(node)
        settled = folded(node)
        if settled is not node:
            return self.emit(settled)
        row = OPERATORS[node.operator]
        args = [self.lines.atom(self.emit(arg)) for arg in self.aligned(node)]
        text = row.python.format(*(arg.text for arg in args))
        if row.unknown == "observes":
            return Code(f"({text})", nullable=False, atomic=False)
        unknowns = [f"{arg.text} is None" for arg in args if arg.nullable]
        if not unknowns:
            return Code(f"({text})", nullable=False, atomic=False)
        return unless(" or ".join(unknowns), text)

    def aligned(self, node: Apply) -> tuple[Meant, ...]:
        """Number constants beside decimals become decimals, which compare faster."""
        decimal = any(arg.kind.is_number and arg.kind.name != "integer" for arg in node.args)
        return tuple(
            Const(arg.kind, Decimal(arg.value))
            if decimal and isinstance(arg, Const) and type(arg.value) is int and arg.kind.is_number
            else arg
            for arg in node.args
        )

    def first(self, node: Apply) -> Code:
        """``if c then a else b``, or a table: an unknown condition before the first true one leaves it unknown."""
        pairs = [*rows_of(node)]
        simple = all(isinstance(value, Const) for _, value in pairs) and isinstance(
            node.args[-1], Const
        )
        if simple and len(pairs) <= 12:
            return self.first_inline(pairs, node.args[-1])
        result = self.lines.fresh()
        with self.lines.block("while True:"):
            for condition, value in pairs:
                self.try_one(self.emit(condition), value, result)
            self.lines.line(f"{result} = {self.emit(node.args[-1]).text}")
            self.lines.line("break")
        return Code(result)

    def try_one(self, test: Code, value: Meant, result: str) -> None:
        """Stop at a condition that is true, with its value, or unknown."""
        if test.nullable:
            test = self.lines.atom(test)
            self.lines.line(f"if {test.text} is None:")
            self.lines.line(f"    {result} = None; break")
        with self.lines.block(f"if {test.text}:"):
            self.lines.line(f"{result} = {self.emit(value).text}")
            self.lines.line("break")

    def first_inline(self, pairs: Sequence[tuple[Meant, Meant]], otherwise: Meant) -> Code:
        text, nullable = "", False
        for condition, value in pairs:
            test, result = self.emit(condition), self.emit(value)
            if test.nullable:
                test, nullable = self.lines.atom(test), True
                text += f"None if {test.text} is None else "
            text += f"{result.text} if {test.text} else "
            nullable = nullable or result.nullable
        end = self.emit(otherwise)
        return Code(f"({text}{end.text})", nullable or end.nullable, atomic=False)

    def within(self, node: Apply) -> Code:
        """A test of a set of possible outcomes: true of all, false of all, else unknown."""
        left, mask = self.lines.atom(self.emit(node.args[0])), self.emit(node.args[1])
        text = f"True if not {left.text} & ~{mask.text} else False if not {left.text} & {mask.text} else None"
        return Code(f"(None if {left.text} is None else {text})", atomic=False)

    def instalment(self, node: Apply) -> Code:
        """An equal instalment; what the checker keeps out and a parameter brings in has none."""
        amount, rate, months = (self.lines.atom(self.emit(arg)) for arg in node.args)
        unknowns = [f"{arg.text} is None" for arg in (amount, rate, months) if arg.nullable]
        inside = f"0 <= {amount.text} < {largest_amount(node)} and has_factor({rate.text}, {months.text})"
        text = f"instalment({amount.text}, {rate.text}, {months.text}) if {inside} else None"
        unknown = f"None if {' or '.join(unknowns)} else " if unknowns else ""
        return Code(f"({unknown}{text})", atomic=False)
