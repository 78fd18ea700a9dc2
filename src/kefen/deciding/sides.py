"""What one fact is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kefen.compiling.answers import Settings, ValuesFunction
from kefen.language.syntax import (
    Apply,
    Const,
    Meant,
)

Signs = tuple[int | None, ...]


@dataclass(frozen=True)
class Sides:
    """What one fact is compared with: both sides of each comparison, and the other facts that they read."""

    function: ValuesFunction
    others: tuple[int, ...]

    def values(self, given: Sequence[Any], settings: Settings) -> list[tuple[Any, Any]]:
        """Both sides of every comparison."""
        found = self.function(given, settings)
        return list(zip(found[::2], found[1::2], strict=True))


def sign(left: Any, right: Any) -> int | None:
    return None if left is None or right is None else (left > right) - (left < right)


def pairs_of(node: Apply) -> Iterator[Meant]:
    """Both sides of a comparison, the left one beside each of several values."""
    left, right = node.args
    if node.operator == "in set" and isinstance(right, Const) and right.value is not None:
        for value in sorted(right.value):
            yield from (left, Const(left.kind, value))
    else:
        yield from (left, right)
