"""In columns of bits, what holds of each of many columns in a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kefen.compiling.sql import quote
from kefen.running.duckdb.workspace import Workspace
from kefen.running.matching import FactColumn

_BITS = 60


@dataclass(frozen=True)
class Mask:
    """A bit for each of some columns, in as many columns of the engine as it takes."""

    label: str
    given: tuple[FactColumn, ...]

    @property
    def names(self) -> list[str]:
        words = (len(self.given) + _BITS - 1) // _BITS
        return [f"{self.label} {word}" for word in range(words)]

    def columns(self, test: Callable[[FactColumn], str]) -> Iterator[str]:
        """The columns of bits, by whether a test holds."""
        for word, name in enumerate(self.names):
            some = enumerate(self.given[word * _BITS : (word + 1) * _BITS])
            bits = [f"CASE WHEN {test(one)} THEN {1 << n} ELSE 0 END" for n, one in some]
            yield f"CAST({' | '.join(bits)} AS BIGINT) AS {quote(name)}"

    def any(self) -> str:
        """In SQL, whether a bit of a row is set."""
        return " OR ".join(f"{quote(name)} <> 0" for name in self.names) or "FALSE"

    def holds(self, name: str) -> str:
        """In SQL, whether the bit of a fact is set."""
        for place, given in enumerate(self.given):
            if given.name == name:
                column = quote(self.names[place // _BITS])
                return f"{column} & {1 << (place % _BITS)} <> 0"
        return "FALSE"

    def of(self, bits: Sequence[int]) -> list[FactColumn]:
        """The columns whose bits are set."""
        return [
            given
            for place, given in enumerate(self.given)
            if bits[place // _BITS] >> (place % _BITS) & 1
        ]

    def anywhere(self, space: Workspace, relation: str) -> list[FactColumn]:
        """The columns whose bits are set in any row."""
        bits = ", ".join(f"COALESCE(BIT_OR({quote(name)}), 0)" for name in self.names)
        return self.of(space.rows(f"SELECT {bits} FROM {relation}")[0]) if bits else []
