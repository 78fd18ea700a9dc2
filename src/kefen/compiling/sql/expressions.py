"""Expressions: each node of a tree by its row of the operator table, or written out here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kefen.compiling.sql.columns import Columns
from kefen.compiling.sql.decimals import Decimals
from kefen.compiling.sql.histories import Histories
from kefen.compiling.sql.instalments import Instalments
from kefen.compiling.sql.lists import Lists
from kefen.compiling.sql.text import literal, quote
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
    walk,
)

_SHORT_LIST = 8


@dataclass
class Expressions:
    """Writes the expressions of a chain, and notes what must be made before them: sums of lists, months, factors."""

    columns: Columns
    never_unknown: dict[StepId, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dialect = self.columns.tables.dialect
        self.decimals = Decimals(self.columns)
        self.instalments = Instalments(self.columns.tables)
        self.histories = Histories(self.columns, self.sql)
        self.lists = Lists(self.columns, self.sql, self.histories, self.instalments)

    def sql(self, node: Meant) -> str:
        """Any expression."""
        if isinstance(node, (Fact, Step)):
            return quote(self.columns.name(node))
        if isinstance(node, Item):
            return quote(node.name)
        if isinstance(node, Over):
            return self.lists.over(node)
        if not isinstance(node, Apply):
            return self.fixed(node)
        special = _SPECIAL.get(node.operator)
        return special(self, node) if special else self.plain(node)

    def fixed(self, node: Meant) -> str:
        """What has one value in the whole script."""
        values = self.columns.values
        if isinstance(node, Const):
            return literal(node.value, self.columns.type_of(node))
        if isinstance(node, Parameter):
            of_codes = node.kind.name == "list"
            type_ = "" if of_codes else self.columns.type_of(node)
            return literal(values.parameters[node.name], type_)
        if isinstance(node, Assumed):
            return literal(values.assumptions[node.name])
        assert isinstance(node, AsOf)
        return literal(values.settings.as_of)

    def plain(self, node: Apply) -> str:
        """By the template of its operator."""
        if node.args[0].kind.name == "count":
            return self.lists.compare_count(node)
        args = [
            f"({self.sql(arg)})" if isinstance(arg, Apply) else self.sql(arg) for arg in node.args
        ]
        template, matches = OPERATORS[node.operator].sql, self.dialect.matches
        if not self.decimals.needs_casts(node):
            return template.format(*self.decimals.aligned(node.args, args), matches=matches)
        pairs = zip(node.args, args, strict=True)
        exact = [self.decimals.operand(arg, sql, node) for arg, sql in pairs]
        return self.decimals.result(template.format(*exact), node)

    def joined(self, node: Apply) -> str:
        word = f" {node.operator.upper()} "
        return word.join(f"({self.sql(arg)})" for arg in node.args)

    def at_least(self, node: Apply) -> str:
        number = self.sql(node.args[0])
        flags = [self.sql(arg) for arg in node.args[1:]]
        low = " + ".join(f"CASE WHEN {flag} THEN 1 ELSE 0 END" for flag in flags)
        high = " + ".join(f"CASE WHEN ({flag}) IS NOT FALSE THEN 1 ELSE 0 END" for flag in flags)
        return f"CASE WHEN {low} >= {number} THEN TRUE WHEN {high} < {number} THEN FALSE END"

    def first(self, node: Apply) -> str:
        parts, values = [], (*node.args[1::2], node.args[-1])
        *results, otherwise = self.decimals.aligned(values, [self.sql(value) for value in values])
        for condition, result in zip(node.args[:-1:2], results, strict=True):
            test = self.sql(condition)
            if self.is_known(condition):
                parts.append(f"WHEN {test} THEN {result}")
            else:
                parts.append(f"WHEN ({test}) IS NOT FALSE THEN CASE WHEN {test} THEN {result} END")
        return f"CASE {' '.join(parts)} ELSE {otherwise} END"

    def within(self, node: Apply) -> str:
        left, mask = self.sql(node.args[0]), node.args[1]
        assert isinstance(mask, Const)
        domain = node.args[0].kind.domain
        assert domain is not None
        others = ((1 << (len(domain.terms) + 1)) - 1) & ~mask.value
        return (
            f"CASE WHEN {left} IS NULL THEN NULL WHEN ({left} & {others}) = 0 THEN TRUE"
            f" WHEN ({left} & {mask.value}) = 0 THEN FALSE END"
        )

    def instalment(self, node: Apply) -> str:
        args = [self.sql(arg) for arg in node.args]
        return self.instalments.sql(node, args, self.decimals.digits(node.args[0])[1])

    def in_list(self, node: Apply) -> str:
        """A code among those of a reference list: a long one is a table."""
        listed, values = node.args[1], self.columns.values
        assert isinstance(listed, Parameter)
        codes = values.parameters[listed.name]
        if codes is None:
            return literal(None, self.columns.type_of(node))
        left = self.sql(node.args[0])
        if not codes:
            return f"CASE WHEN {left} IS NOT NULL THEN FALSE END"
        of_item = any(isinstance(part, Item) for part in walk(node.args[0]))
        if of_item or len(codes) <= _SHORT_LIST:
            return f"{left} IN {literal(codes)}"
        values.listed.add(listed.name)
        table = f"SELECT code FROM {quote(f'list {listed.name}')}"
        return self.dialect.in_table.format(left, table)

    def is_known(self, node: Meant) -> bool:
        """Whether an expression can never be unknown."""
        if isinstance(node, Const):
            return node.value is not None
        if isinstance(node, Step):
            if node.id not in self.never_unknown:
                self.never_unknown[node.id] = self.is_known(self.columns.steps[node.id])
            return self.never_unknown[node.id]
        if isinstance(node, Apply):
            row = OPERATORS.get(node.operator)
            observes = row is not None and row.unknown == "observes"
            return observes or (bool(node.args) and all(self.is_known(arg) for arg in node.args))
        return isinstance(node, (Assumed, AsOf))


_SPECIAL: dict[str, Callable[[Expressions, Apply], str]] = {
    "and": Expressions.joined,
    "or": Expressions.joined,
    "at least": Expressions.at_least,
    "if": Expressions.first,
    "first": Expressions.first,
    "within": Expressions.within,
    "instalment": Expressions.instalment,
    "in list": Expressions.in_list,
}
