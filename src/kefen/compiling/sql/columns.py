"""What the columns of a chain of stages are called, and which of them an expression reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kefen.compiling.answers import Settings
from kefen.compiling.sql.script import Stage, Tables
from kefen.compiling.sql.text import Column, literal
from kefen.language.syntax import Fact, Meant, Over, Step, StepId, children


@dataclass
class Values:
    """What is fixed for a whole script; ``listed`` are the reference lists that it asks as tables."""

    settings: Settings
    parameters: Mapping[str, Any]
    assumptions: Mapping[str, bool]
    listed: set[str] = field(default_factory=set)

    def tables(self) -> Iterator[Stage]:
        """A table for each long reference list."""
        for name in sorted(self.listed):
            rows = ", ".join(f"({literal(code)})" for code in sorted(self.parameters[name]))
            yield Stage(
                f"list {name}", f"SELECT * FROM (VALUES {rows}) AS codes(code)", form="kept"
            )


@dataclass
class Layer:
    """Columns made together, the columns they read, and the rates and months whose annuity factors they join."""

    made: dict[Column, str] = field(default_factory=dict)
    reads: set[Column] = field(default_factory=set)
    name: str = ""
    loans: dict[str, None] = field(default_factory=dict)


@dataclass
class Columns:
    """The steps of a chain, the rules asked of its rows, and the tables they are read from.

    ``stand_ins`` are columns that stand for something over a list or a history.
    """

    values: Values
    tables: Tables
    steps: Mapping[StepId, Meant]
    rules: Mapping[str, Meant] = field(default_factory=dict)
    stand_ins: dict[Over, dict[Column, str]] = field(default_factory=dict)

    def name(self, node: Fact | Step) -> Column:
        """The column of a fact or step: a fact that is derived has one of its own."""
        if isinstance(node, Step):
            return node.id
        step = StepId("fact", node.name)
        return step if step in self.steps else node.name

    def read_by(self, node: Meant) -> set[Column]:
        """The columns an expression reads, once it is written."""
        if isinstance(node, Over) and node in self.stand_ins:
            columns = set(self.stand_ins[node])
            return columns if node.empty is None else columns | self.read_by(node.empty)
        own = isinstance(node, Fact | Step) and node.kind.name != "list"
        names = {self.name(node)} if own else set()  # type: ignore[arg-type]
        return names.union(*(self.read_by(child) for child in children(node)))

    def type_of(self, node: Meant) -> str:
        """The SQL type of a value."""
        return self.tables.dialect.types[node.kind.name]

    def is_loaded(self, node: Over) -> bool:
        """Whether the list that something is over has a table."""
        return isinstance(node.source, Fact) and node.source.name in self.tables.lists
