"""Numbers in as many digits as they need, so that every engine has them exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kefen.compiling.sql.columns import Columns
from kefen.errors import KefenError
from kefen.language.digits import MOST_DIGITS, digits, kept_places
from kefen.language.operators.row import Digits
from kefen.language.syntax import Apply, Const, Fact, Meant, Step, StepId

#: leaves twenty digits before the point; more than that is an error of the engine, never a wrong number
_MOST_PLACES = 18
#: Spark keeps a digit for the carry of a sum, and one for that of a product
_MOST_OWN = MOST_DIGITS - 1
#: how many digits two numbers may need together before Spark finds no type for both: a sum has ten more than its items
_EASILY_HELD = MOST_DIGITS - 10


@dataclass
class Decimals:
    """Casts what is added, multiplied or compared; see ``Dialect.own_digits`` for why engines differ."""

    columns: Columns
    known: dict[StepId, int] = field(default_factory=dict)

    @property
    def own(self) -> bool:
        """Whether operands have no more digits than they need."""
        return self.columns.tables.dialect.own_digits

    def needs_casts(self, node: Apply) -> bool:
        """Whether operands are cast; sums of integers stay integers."""
        whole = all(arg.kind.name in ("integer", "none") for arg in node.args)
        return node.operator in ("+", "-", "*") and (not whole or node.operator == "*")

    def operand(self, arg: Meant, sql: str, node: Apply) -> str:
        """An operand of arithmetic, in digits that leave the result exact."""
        whole, places = self.digits(node)
        if places > _MOST_PLACES:
            raise KefenError(f"a value needs {places} places; {_MOST_PLACES} stay exact in SQL")
        if node.operator == "*":
            width = self.factor_width(arg, node) if self.own else whole + places
            return _cast(sql, width, self.digits(arg)[1])
        return _cast(sql, min(whole + places, _MOST_OWN) if self.own else whole + places, places)

    def factor_width(self, arg: Meant, node: Apply) -> int:
        """Digits of a factor; of the wider one fewer if both have too many, an error for larger numbers."""
        width = sum(self.digits(arg))
        over = sum(sum(self.digits(one)) for one in node.args) - _MOST_OWN
        widest = max(node.args, key=lambda one: sum(self.digits(one)))
        return width - max(0, over) if arg is widest else width

    def result(self, sql: str, node: Apply) -> str:
        """Arithmetic in the digits of its result."""
        return _cast(sql, sum(self.digits(node)), self.digits(node)[1]) if self.own else sql

    def aligned(self, nodes: Sequence[Meant], sqls: Sequence[str]) -> list[str]:
        """Numbers that are compared or chosen from: of one type where the engine would find none that holds them all."""
        needed = [self.digits(node) for node in nodes if _is_number(node)] if self.own else []
        if not needed:
            return list(sqls)
        places = max(places for _, places in needed)
        if max(whole for whole, _ in needed) + places <= _EASILY_HELD:
            return list(sqls)
        pairs = zip(nodes, sqls, strict=True)
        return [_cast(s, MOST_DIGITS, places) if _is_number(n) else s for n, s in pairs]

    def digits(self, node: Meant) -> Digits:
        """Whole digits and decimal places that hold every value of an expression exactly."""
        return digits(node, self.places_of)

    def places_of(self, node: Meant) -> int:
        """The decimal places of a named value: those its kind keeps, or more where it is worked out."""
        step = self.columns.name(node) if isinstance(node, Fact | Step) else ""
        kept = kept_places(node)
        if not (isinstance(step, StepId) and step in self.columns.steps and node.kind.is_number):
            return kept
        if step not in self.known:
            self.known[step] = max(kept, self.digits(self.columns.steps[step])[1])
        return self.known[step]


def _is_number(node: Meant) -> bool:
    """Whether it is one number, not several fixed ones."""
    several = isinstance(node, Const) and isinstance(node.value, frozenset)
    return node.kind.is_number and not several


def _cast(sql: str, width: int, places: int) -> str:
    return f"CAST({sql} AS DECIMAL({min(max(1, width), MOST_DIGITS)}, {places}))"
