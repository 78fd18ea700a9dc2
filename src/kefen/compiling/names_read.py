"""The names that an expression or a clause reads."""

from __future__ import annotations

from collections.abc import Iterator

from kefen.language.syntax import Fact, Item, Meant, Over, Step, walk
from kefen.policy import Clause


def facts_read(clause: Clause) -> set[str]:
    """The facts, lists and fields that a clause reads itself, not only through a criterion that it names."""
    nodes = clause.expressions
    steps = {part.name for node in nodes for part in walk(node) if isinstance(part, Step)}
    return {name for node in nodes for name in names_read(node)} - steps


def names_read(node: Meant) -> set[str]:
    """The facts, lists, fields and criteria that an expression names."""
    names = {part.name for part in walk(node) if isinstance(part, Fact | Step)}
    return names | {f"{listed}.{name}" for listed, name in fields_read(node)}


def fields_read(node: Meant) -> Iterator[tuple[str, str]]:
    """The lists and the fields of their items that an expression reads."""
    for over in walk(node):
        if isinstance(over, Over) and isinstance(over.source, Fact):
            parts = (one for part in (over.filter, over.body) if part for one in walk(part))
            yield from ((over.source.name, p.name) for p in parts if isinstance(p, Item) and p.name)
