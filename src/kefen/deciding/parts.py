"""The places in the tree of a decision: clauses, criteria, groups, comparisons and what these read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from kefen.language.syntax import (
    Meant,
)
from kefen.policy import Clause
from kefen.values import Kind

State = bool | None


Shape = Literal["clause", "criterion", "definition", "group", "choice", "fixed", "leaf"]


Join = Literal["all", "any", "at least"]


@dataclass(frozen=True)
class Reading:
    """A value that was read, as written in the clause (``node``) and as found (inside form)."""

    node: Meant
    value: Any

    @property
    def is_open(self) -> bool:
        """Whether it is unknown, or another policy's result that is not settled."""
        return is_open(self.node.kind, self.value)


@dataclass(frozen=True)
class Part:
    """One place in the tree.

    ``join`` and ``number`` say how children combine; ``operator`` and ``readings`` what a leaf
    compared; ``wanted`` is false where the contrary is asked. ``clause`` is the clause that a
    clause, criterion or definition comes from.
    """

    shape: Shape
    state: State
    node: Meant
    wanted: bool = True
    clause: Clause | None = None
    join: Join = "all"
    number: int = 0
    children: tuple[Part, ...] = ()
    operator: str = ""
    readings: tuple[Reading, ...] = ()

    @property
    def quote(self) -> str:
        """What the article demands, in the policy's words."""
        return self.clause.quote if self.clause else ""

    def walk(self) -> Iterator[Part]:
        """This part and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator[Part]:
        """The comparisons below this part."""
        return (part for part in self.walk() if part.shape == "leaf")


def is_open(kind: Kind, value: Any) -> bool:
    """Whether a value is unknown, or another policy's result with several outcomes possible."""
    if value is None:
        return True
    return kind.name == "outcome" and value.bit_count() > 1
