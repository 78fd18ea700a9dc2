"""Conditions on repayment histories: the months with some codes are counted by characters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from kefen.compiling.answers import FOREVER
from kefen.compiling.histories import codes_where, telling_codes
from kefen.compiling.sql.columns import Columns, Layer
from kefen.compiling.sql.text import literal, quote
from kefen.language.syntax import Fact, Meant, Over, walk
from kefen.values import UNKNOWN_MONTH


@dataclass
class Histories:
    """Writes what is over histories; of those that are facts, columns of ``marks`` and ``months`` are made first.

    ``sql`` writes any other expression.
    """

    columns: Columns
    sql: Callable[[Meant], str]
    marks: Layer = field(default_factory=lambda: Layer(name="marks"))
    months: Layer = field(default_factory=lambda: Layer(name="months"))

    def test(self, node: Over) -> str:
        """Whether some month, or every one, is so."""
        source = self.sql(node.source)
        hit, rest = ("FALSE", "TRUE") if node.operator == "every" else ("TRUE", "FALSE")
        codes, clean = telling_codes(node), self.clean(node)
        found, unknown = has_month(source, codes), has_month(source, UNKNOWN_MONTH)
        return (
            f"CASE WHEN {clean} THEN {rest} WHEN {source} IS NULL THEN NULL WHEN {found} THEN {hit}"
            f" WHEN {unknown} THEN NULL ELSE {rest} END"
        )

    def interval(self, node: Over) -> tuple[str, str]:
        """How many months have one of some codes, and how many might."""
        known = self.months_with(codes_where(node), node)
        high = f"{known} + {self.months_with(UNKNOWN_MONTH, node)}"
        return f"COALESCE({known}, 0)", f"COALESCE({high}, {FOREVER})"

    def months_with(self, codes: str, node: Over) -> str:
        """The number of months with one of some codes: of a fact a column of its own, since several conditions ask.

        Most histories have none of them; only the others are counted.
        """
        if not codes:
            return "0"
        source, clean = self.sql(node.source), self.clean(node)
        counted = " + ".join(
            f"LENGTH({source}) - LENGTH(REPLACE({source}, {literal(code)}, ''))" for code in codes
        )
        counted = (
            f"CASE WHEN {clean} THEN 0 WHEN {has_month(source, codes)} THEN {counted}"
            f" WHEN {source} IS NOT NULL THEN 0 END"
        )
        if not self.is_given(node):
            return f"({counted})"
        assert isinstance(node.source, Fact)
        name = f"months {node.source.name} {codes}"
        self.months.made[name] = counted
        self.months.reads |= self.columns.read_by(node)
        self.columns.stand_ins[node][name] = counted
        return quote(name)

    def is_given(self, node: Over) -> bool:
        """Whether it is a column of the facts, of which further columns can be made first."""
        source = node.source
        return isinstance(source, Fact) and self.columns.name(source) not in self.columns.steps

    def clean(self, node: Over) -> str:
        """Whether no month of a history is one that any condition asks for: most histories are so, and asked once."""
        if not self.is_given(node):
            return "FALSE"
        assert isinstance(node.source, Fact)
        source = quote(node.source.name)
        codes = "".join(map(re.escape, sorted(self.asked[node.source.name])))
        name = f"clean {node.source.name}"
        matches = self.columns.tables.dialect.matches
        self.marks.made[name] = f"NOT {matches}({source}, {literal(f'[{codes}]')})"
        self.marks.reads.add(node.source.name)
        self.columns.stand_ins.setdefault(node, {}).update({name: "", node.source.name: ""})
        return quote(name)

    @cached_property
    def asked(self) -> dict[str, set[str]]:
        """For each history the codes that some condition asks for, and that of a month nobody knows."""
        asked: dict[str, set[str]] = {}
        nodes = (*self.columns.steps.values(), *self.columns.rules.values())
        overs = (part for node in nodes for part in walk(node) if isinstance(part, Over))
        for over in overs:
            if isinstance(over.source, Fact) and over.source.kind.name == "history":
                codes = asked.setdefault(over.source.name, {UNKNOWN_MONTH})
                codes.update(telling_codes(over))
        return asked


def has_month(source: str, codes: str) -> str:
    """Whether a history has one of some codes."""
    tests = [f"{source} LIKE {literal(f'%{code}%')}" for code in codes if code not in "%_\\"]
    tests += [f"POSITION({literal(code)} IN {source}) > 0" for code in codes if code in "%_\\"]
    return " OR ".join(tests) or "FALSE"
