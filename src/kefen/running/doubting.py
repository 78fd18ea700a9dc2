"""Why a column may not be the fact that its header says, by the values in it.

A header is a word; values tell whether it is meant as the vocabulary means it. What is doubtful is left to a person:
codes that only a bank knows, amounts that look like 万元, shares written in per cent, dates in another order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kefen.running.reshaping import DateForm
from kefen.spelling import NotAccepted, convert_to
from kefen.vocabulary import FactSpec

_MOST_REFUSED = 0.1
_MOST_SHOWN = 12
_LEAST_AMOUNT = 1000
_CODE = re.compile(r"[0-9A-Za-z.+-]{1,3}")
#: how dates are written where the reader does not take them; two that fit alike cannot be told apart
_FORMS = ("%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%d-%b-%Y", "%b-%Y", "%Y-%m", "%Y/%m",
          "%Y%m", "%Y年%m月")  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """The values of the first rows of a column, each once; whether one stands in several rows, looked at for a key."""

    values: tuple[str, ...]
    repeated: bool = False


@dataclass(frozen=True)
class Look:
    """What the values say: a doubt if there is one, values that are not accepted, what a mapping may have to do."""

    doubt: str = ""
    gaps: Mapping[str, str] = field(default_factory=dict)
    strange: tuple[str, ...] = ()
    how: str = ""


def look_at(spec: FactSpec, sample: Sample) -> Look:
    """Whether the values of a column can be those of a fact."""
    if not sample.values:
        return Look("empty")
    strange = tuple(_refused(spec, sample.values))
    if spec.kind.name in ("choice", "scale", "set", "history"):
        return _words(spec, sample, strange)
    if len(strange) > _MOST_REFUSED * len(sample.values):
        if spec.kind.name == "rate" and _are_percent(spec, sample.values):
            return Look("percent", {}, (), "percent: true")
        forms = list(fitting(strange)) if spec.kind.name == "date" else []
        if forms:
            return Look("form", {"forms": " / ".join(forms)}, strange, f"format: {forms[0]}")
        return Look("refused", {"values": shown(strange)}, strange)
    if spec.key and sample.repeated:
        return Look("twice", {}, strange)
    return _amounts(spec, sample, strange)


def _are_percent(spec: FactSpec, values: Iterable[str]) -> bool:
    """Whether numbers that are too large for a share are one when they are read in per cent."""
    shares = [value if value.endswith("%") else f"{value}%" for value in values]
    return sum(1 for _ in _refused(spec, shares)) <= _MOST_REFUSED * len(shares)


def _refused(spec: FactSpec, values: Iterable[str]) -> Iterator[str]:
    convert = convert_to(spec)
    for value in values:
        try:
            convert(value)
        except NotAccepted:
            yield value


def _words(spec: FactSpec, sample: Sample, strange: tuple[str, ...]) -> Look:
    """Words of the vocabulary speak for themselves; short codes mean what the bank says, whatever they mean elsewhere."""
    domain = spec.kind.domain
    assert domain is not None
    ids = {term.id for term in domain.terms}
    codes = [one for one in sample.values if _CODE.fullmatch(one) and one not in ids]
    if codes and spec.kind.name != "history":
        named = ", ".join(f'"{code}": ?' for code in codes[:_MOST_SHOWN])
        gaps = {"values": shown(codes), "known": ", ".join(term.id for term in domain.terms)}
        return Look("codes", gaps, strange, f"values: {{{named}}}")
    if 2 * len(strange) > len(sample.values):
        return Look("refused", {"values": shown(strange)}, strange)
    return Look(strange=strange)


def _amounts(spec: FactSpec, sample: Sample, strange: tuple[str, ...]) -> Look:
    """Amounts and shares that every reader takes, and that look as if they were in another unit."""
    if spec.kind.name not in ("money", "rate"):
        return Look(strange=strange)
    convert = convert_to(spec)
    read = {value: convert(value) for value in sample.values if value not in strange}
    largest = max(
        (abs(number) for number in read.values() if number is not None), default=Decimal(0)
    )
    if spec.kind.name == "money" and 0 < largest < _LEAST_AMOUNT:
        return Look("small", {"largest": f"{largest:f}"}, strange, "times: 10000")
    if spec.kind.name == "rate" and largest > 1:
        return Look("percent", {}, strange, "percent: true")
    return Look(strange=strange)


def fitting(values: Iterable[str]) -> Iterator[str]:
    """The forms of which every value is a date."""
    some = tuple(values)
    for text in _FORMS:
        form = DateForm(text, "" if "%d" in text else "last")
        if some and all(form.read(value) for value in some):
            yield f'"{text}"' if "%d" in text else f'"{text}", day: last'


def shown(values: Iterable[str]) -> str:
    """Some values in backticks."""
    some = list(values)
    more = " …" if len(some) > _MOST_SHOWN else ""
    return ", ".join(f"`{value}`" for value in some[:_MOST_SHOWN]) + more
