"""From a fact's specification to the function that reads its values."""

from __future__ import annotations

from decimal import Decimal

from kefen.memo import Memo
from kefen.spelling.cleaning import Convert
from kefen.spelling.codes import code_of, to_code, to_text
from kefen.spelling.days import to_day
from kefen.spelling.numbers import number_of
from kefen.spelling.words import word_of
from kefen.vocabulary import FactSpec


def convert_to(spec: FactSpec) -> Convert:
    """The function from given to inside values of one fact, with its range and check.

    It gives ``None`` for what is unknown, and raises ``NotAccepted``, or ``TypeError`` for more than one value.
    """
    kind = spec.kind
    if kind.is_number:
        low = Decimal(0) if spec.low is None and not spec.negative else spec.low
        return number_of(kind, low, spec.high)
    if spec.check:
        return Memo(code_of(spec.check), str).__getitem__
    if kind.name == "text":
        return to_code if spec.key else to_text
    return Memo(to_day, str).__getitem__ if kind.name == "date" else word_of(kind)
