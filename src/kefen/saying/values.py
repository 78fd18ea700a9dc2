"""Values as people write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from kefen.compiling.answers import FOREVER
from kefen.language.operators import OPERATORS
from kefen.language.operators.row import Predicate
from kefen.saying.phrases import filled, listed, say
from kefen.values import NO_WORDS, Domain, Kind, Words
from kefen.vocabulary import FactSpec


def say_value(value: Any, kind: Kind, lang: str, unit: Words = NO_WORDS) -> str:
    """An inside value of a kind as people write it."""
    if value is None:
        return say(lang, "unknown")
    if kind.name in ("integer", "decimal", "money"):
        return _amount(value, kind, lang, unit)
    sayer = _SAYERS.get(kind.name)
    return sayer(value, kind, lang) if sayer else str(value)


def _amount(value: Any, kind: Kind, lang: str, unit: Words) -> str:
    said = unit.said(lang) or (say(lang, "yuan") if kind.name == "money" else "")
    return f"{say_number(value)} {said}".strip()


def say_predicate(operator: str, spec: FactSpec, lang: str, **gaps: str) -> str:
    """What an operator says of a fact, its gaps filled: 不少于 3 次, 不早于…, 不差于…, 在…至…之间."""
    words = OPERATORS[operator].words
    assert isinstance(words, Predicate)
    return filled(words.of(spec.kind, spec.unit), lang, **gaps)


def say_number(value: int | Decimal) -> str:
    """A number with thousands separators and no idle zeros."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rate(value: Any, kind: Kind, lang: str) -> str:
    return f"{say_number(Decimal(value) * 100)}%"


def _date(value: date, kind: Kind, lang: str) -> str:
    return say_day(value, lang)


def say_day(day: date, lang: str) -> str:
    """A day: 2026年1月31日, 2026-01-31."""
    return say(lang, "date", y=day.year, m=day.month, d=day.day, iso=day.isoformat())


def _flag(value: bool, kind: Kind, lang: str) -> str:
    return say(lang, "yes" if value else "nay")


def _term(value: Any, kind: Kind, lang: str) -> str:
    assert kind.domain is not None
    if isinstance(value, frozenset):
        return listed([kind.domain.said(place, lang) for place in sorted(value)], lang)
    return kind.domain.said(value, lang)


def _mask(value: int, kind: Kind, lang: str) -> str:
    assert kind.domain is not None
    return listed(say_mask(value, kind.domain, lang), lang) or say(lang, "none of a set")


def say_mask(mask: int, domain: Domain, lang: str) -> list[str]:
    """The labels of the values in a bit mask, and of a refusal."""
    places = range(len(domain.terms))
    labels = [domain.said(place, lang) for place in places if mask >> place & 1]
    return [*labels, say(lang, "no class")] if mask & domain.refusal else labels


def _records(value: Any, kind: Kind, lang: str) -> str:
    return say(lang, "records", count=len(value))


def _count(value: tuple[int, int], kind: Kind, lang: str) -> str:
    low, high = value
    if low == high:
        return str(low)
    if high >= FOREVER:
        return say(lang, "at least so many", low=low)
    return say(lang, "range", low=low, high=high)


_SAYERS = {
    "rate": _rate,
    "date": _date,
    "flag": _flag,
    "choice": _term,
    "scale": _term,
    "set": _mask,
    "outcome": _mask,
    "list": _records,
    "count": _count,
}
