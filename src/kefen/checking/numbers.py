"""Exact numbers: constants of a kind from their words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from kefen.checking.dates import day
from kefen.diagnostics import did_you_mean
from kefen.language.slips import advice_about
from kefen.spelling import NotAccepted, convert_to
from kefen.values import NO_WORDS, PLACES, RATE, WHOLE_DIGITS, Kind
from kefen.vocabulary import FactSpec

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?%?")
_FLAGS = {
    "true": True,
    "false": False,
    "on": True,
    "off": False,
    "是": True,
    "否": False,
    "yes": True,
    "no": False,
}
_WIDENING = ("integer", "money", "decimal", "rate")


def constant(text: str, kind: Kind) -> Any:
    """A value of a kind from its words, as parameters, cells and overlays write them.

    ``ValueError`` if it is none.
    """
    if kind.domain is not None:
        if text not in kind.domain.places:
            raise ValueError(text)
        return kind.domain.places[text]
    if kind.name == "flag":
        if text.lower() not in _FLAGS:
            raise ValueError(text)
        return _FLAGS[text.lower()]
    if kind.name == "date":
        return day(text)
    return number(text, kind) if kind.is_number else text


def number(text: str, kind: Kind) -> int | Decimal:
    """An exact number of a kind; ``ValueError`` if the text is none or does not fit.

    Only a rate is a percentage, and above 1 it must be written as one: ``60`` would be 6000 %.
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    if text.endswith("%") != (kind == RATE) and (kind != RATE or Decimal(text) > 1):
        raise ValueError(text)
    value = Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)
    if not fits(value, kind):
        raise ValueError(text)
    return int(value) if kind.name == "integer" else value


def spelled(text: str, kind: Kind) -> Any:
    """A value of a kind as a bank writes it outside the policy's text: read as facts are, with commas, 元 or wide digits.

    ``ValueError`` if it is none. As in the text, a rate above 1 must be written as a percentage.
    """
    if kind.domain is not None or kind.name == "text":
        return constant(text, kind)
    try:
        value = convert_to(FactSpec("", NO_WORDS, kind, negative=True))(text)
    except NotAccepted:
        value = None
    if value is None or (kind == RATE and value > 1 and not text.rstrip().endswith(("%", "％"))):
        raise ValueError(text)
    return value


def value_advice(text: str, kind: Kind) -> str:
    """What to write instead of words that are no value of a kind."""
    if kind.domain is not None:
        return one_of(text, [term.id for term in kind.domain.terms], kind.domain.places)
    if not kind.is_number:
        return "write 2026-01-31" if kind.name == "date" else ""
    if _NUMBER.fullmatch(text):
        share = kind == RATE and not text.endswith("%")
        return f"write `{text}%`" if share else "write the number itself" * text.endswith("%")
    return advice_about(unicodedata.normalize("NFKC", text)) or "write it in plain digits"


def one_of(word: str, ids: Iterable[str], known: Iterable[str]) -> str:
    """The nearest known name, else the ids there are."""
    return did_you_mean(word, known) or "one of " + ", ".join(f"`{id}`" for id in ids)


def fits(value: Decimal, kind: Kind) -> bool:
    """Whether a number has no more digits than its kind keeps."""
    short = abs(value) < 10 ** WHOLE_DIGITS[kind.name]
    return short and round(value, PLACES[kind.name]) == value


def wider(one: Kind, two: Kind) -> Kind:
    """The kind of number that can hold both."""
    return max(one, two, key=lambda kind: _WIDENING.index(kind.name))
