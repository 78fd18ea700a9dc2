"""How many digits an expression needs to be exact."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from kefen.language.annuities import AMOUNT_DIGITS
from kefen.language.operators import OPERATORS
from kefen.language.operators.row import Digits
from kefen.language.syntax import Apply, Const, Meant, Over
from kefen.values import PLACES, WHOLE_DIGITS

#: more digits than this are not exact in every engine
MOST_DIGITS = 38
PlacesOf = Callable[[Meant], int]


def kept_places(node: Meant) -> int:
    """The places that the kind of a value keeps."""
    return PLACES[node.kind.name] if node.kind.is_number else 0


def digits(node: Meant, places_of: PlacesOf = kept_places) -> Digits:
    """Whole digits and decimal places that hold every value of a number expression exactly.

    ``places_of`` says how many places a named value has; what is worked out may have more than its kind keeps.
    """
    if isinstance(node, Const) and node.value is not None:
        _, figures, exponent = Decimal(node.value).normalize().as_tuple()
        return max(1, len(figures) + int(exponent)), max(0, -int(exponent))
    if isinstance(node, Apply | Over):
        return _digits_of_operator(node, places_of)
    name = node.kind.name if node.kind.is_number else "integer"
    return WHOLE_DIGITS[name], places_of(node)


def largest_amount(node: Apply) -> int:
    """The bound below which an equal instalment is exact in every engine: fewer places leave room for more digits."""
    return int(10 ** (AMOUNT_DIGITS - digits(node.args[0])[1]))


def _digits_of_operator(node: Apply | Over, places_of: PlacesOf) -> Digits:
    row = OPERATORS[node.operator].digits
    assert row is not None
    args = node.args if isinstance(node, Apply) else (node.body,)
    numbers = [arg for arg in args if arg is not None and arg.kind.is_number]
    return row([digits(arg, places_of) for arg in numbers])
