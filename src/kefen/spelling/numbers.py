"""Numbers: exact, of a known length, with the signs that people write around them."""

from __future__ import annotations

import re
from decimal import Decimal
from math import ceil, floor
from typing import Any

from kefen.spelling.cleaning import Convert, NotAccepted, bare, narrow, refuse_nothing
from kefen.values import PLACES, WHOLE_DIGITS, Kind

_NUMBER = re.compile(r"[+-]?(?:(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)", re.A)
_YUAN = re.compile(r"([+-]?)(?:¥ ?)?([+-]?[\d.,]+)(?: ?元)?", re.A)
_TEN_THOUSANDS = re.compile(r".*\d ?[万亿]元?")


def number_of(kind: Kind, low: Decimal | None, high: Decimal | None) -> Convert:
    """The reader of a kind of numbers within bounds."""
    convert = _bounded(_of_length(kind), low, high)
    return _whole_at_once(kind, low, high, convert)


def _whole_at_once(
    kind: Kind, low: Decimal | None, high: Decimal | None, convert: Convert
) -> Convert:
    """A whole number within the bounds needs no second look; everything else is asked of ``convert``."""
    last = 10 ** WHOLE_DIGITS[kind.name] - 1
    least = -last if low is None else max(-last, ceil(low))
    most = last if high is None else min(last, floor(high))
    is_whole = kind.name == "integer"

    def read(value: Any) -> Any:
        if type(value) is int and least <= value <= most:
            return value if is_whole else Decimal(value)
        return convert(value)

    return read


def _bounded(convert: Convert, low: Decimal | None, high: Decimal | None) -> Convert:
    def bounded(value: Any) -> Any:
        number = convert(value)
        if number is None:
            return None
        if low is not None and number < low:
            raise NotAccepted("negative" if low == 0 else "too small", f"{low}")
        if high is not None and number > high:
            raise NotAccepted("too large", f"{high}")
        return number

    return bounded


def _of_length(kind: Kind) -> Convert:
    """The number, if it has no more digits and places than its kind keeps."""
    limit, places = Decimal(10) ** WHOLE_DIGITS[kind.name], PLACES[kind.name]
    whole = kind.name == "integer"

    def read(value: Any) -> Any:
        number = exact(value, kind.name)
        if number is None:
            return None
        if not -limit < number < limit:
            raise NotAccepted("too many digits")
        if round(number, places) != number:
            raise NotAccepted("not whole" if whole else "too many places", str(places))
        return int(number) if whole else number

    return read


def exact(value: Any, kind: str) -> Decimal | None:
    """The number as it was written; a float has at most 15 digits. Nothing for an empty text."""
    if isinstance(value, bool):
        raise NotAccepted("not a number")
    if isinstance(value, int | Decimal):
        number = Decimal(value)
    elif isinstance(value, float):
        number = Decimal(f"{value:.15g}")
    else:
        text = narrow(bare(value))
        return _spelled(text, kind) if text else None
    if not number.is_finite():
        raise NotAccepted("not a number")
    return number


def _spelled(text: str, kind: str) -> Decimal:
    """A number in words: grouped by threes, with ¥ or 元 if it is money, with one % if it is a rate."""
    plain, share = text, text.endswith("%")
    if share:
        if kind != "rate":
            raise NotAccepted("percent")
        plain = text[:-1].removesuffix(" ")
    elif kind == "money" and (yuan := _YUAN.fullmatch(text)):
        plain = yuan[1] + yuan[2]
    if not _NUMBER.fullmatch(plain):
        refuse_nothing(text)
        raise NotAccepted("ten thousands" if _TEN_THOUSANDS.fullmatch(text) else "not a number")
    number = Decimal(plain.replace(",", ""))
    return number / 100 if share else number
