"""Arithmetic in as many digits as its result needs."""

from __future__ import annotations

from dataclasses import dataclass, field

from kefen.checking.numbers import MOST_DIGITS, digits, kept_places
from kefen.compiling.sql.columns import Columns
from kefen.errors import KefenError
from kefen.language.syntax import Apply, Fact, Meant, Step, StepId

#: leaves twenty digits before the point; more than that is an error of the engine, never a wrong number
_MOST_PLACES = 18


@dataclass
class Decimals:
    """The decimal places of values, and operands cast to the precision of their result."""

    columns: Columns
    known: dict[StepId, int] = field(default_factory=dict)

    def needs_casts(self, node: Apply) -> bool:
        """Whether operands are cast; sums of integers stay integers."""
        whole = all(arg.kind.name in ("integer", "none") for arg in node.args)
        return node.operator in ("+", "-", "*") and (not whole or node.operator == "*")

    def cast(self, arg: Meant, sql: str, node: Apply) -> str:
        """Operands in the precision of the result: DuckDB multiplies two decimals of 18 digits in 18 digits."""
        whole, places = digits(node, self.places_of)
        if places > _MOST_PLACES:
            raise KefenError(f"a value needs {places} places; {_MOST_PLACES} stay exact in SQL")
        scale = self.places(arg) if node.operator == "*" else places
        width = min(max(1, whole + places), MOST_DIGITS)
        return f"CAST({sql} AS DECIMAL({width}, {scale}))"

    def places(self, node: Meant) -> int:
        """The decimal places that hold every value of an expression exactly."""
        return digits(node, self.places_of)[1]

    def places_of(self, node: Meant) -> int:
        """The decimal places of a named value: those its kind keeps, or more where it is worked out."""
        step = self.columns.name(node) if isinstance(node, Fact | Step) else ""
        kept = kept_places(node)
        if not (isinstance(step, StepId) and step in self.columns.steps and node.kind.is_number):
            return kept
        if step not in self.known:
            self.known[step] = max(kept, self.places(self.columns.steps[step]))
        return self.known[step]
