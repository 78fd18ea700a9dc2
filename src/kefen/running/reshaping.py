"""What a mapping does to the text of a column before the one reader sees it: times, percent, dates, units.

What cannot be done is not left as it was, for the reader might take it for something else. The rule is set behind it in
brackets, ``31,0 [times: 12]``; no number and no date is written so, and the row goes to quarantine.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal
from functools import cached_property
from typing import Literal

from kefen.policy import FactSpec
from kefen.spelling import NotAccepted, convert_to
from kefen.values import NO_WORDS, Kind

Day = Literal["", "first", "last"]
_EXACT = Context(prec=80)
_NUMBER = convert_to(FactSpec("number", NO_WORDS, Kind("decimal"), negative=True))
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december")  # fmt: skip
#: a rule that a text breaks stands behind it
_MARKED = re.compile(
    r"(?P<text>.*) \[(?P<rule>(?:unit|times|percent|format|days_before|newest|month|until):[^\]]*)\]",
    re.DOTALL,
)
#: the parts of a date; ``%y`` is none, because two digits do not say the century
PARTS = {
    "%Y": r"(?P<Y>\d{4})", "%m": r"(?P<m>\d{1,2})", "%d": r"(?P<d>\d{1,2})",
    "%b": r"(?P<m>[A-Za-z]{3})", "%B": r"(?P<m>[A-Za-z]{3,9})",
    "%H": r"\d{1,2}", "%M": r"\d{1,2}", "%S": r"\d{1,2}",
}  # fmt: skip


@dataclass(frozen=True)
class DateForm:
    """How a column writes its dates, such as ``%d/%m/%Y``; ``day`` is the day of a month without one."""

    form: str
    day: Day = ""

    def parts(self) -> list[str]:
        """Directives and what stands between them, in their order."""
        return [part for part in re.split(r"(%.)", self.form) if part]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """The form as a pattern. Digits that touch have their full number, or nobody knows where one ends."""
        parts, found = self.parts(), []
        for place, part in enumerate(parts):
            beside = (*parts[max(place - 1, 0) : place], *parts[place + 1 : place + 2])
            digits = PARTS.get(part, re.escape(part))
            touches = any(other in PARTS for other in beside)
            found.append(digits.replace("{1,2}", "{2}") if touches else digits)
        return re.compile("".join(found))

    def read(self, text: str) -> date | None:
        """The day that a text says; nothing when it is not of this form, or there is no such day."""
        match = self._pattern.fullmatch(text)
        if match is None:
            return None
        said = match.groupdict()
        try:
            month = _month_of(said["m"])
            first = date(int(said["Y"]), month, 1)
            if self.day:
                return first if self.day == "first" else last_day(first)
            return first.replace(day=int(said["d"]))
        except ValueError:
            return None


def _month_of(word: str) -> int:
    if word.isdecimal():
        return int(word)
    names = _MONTHS if len(word) == 3 else _LONG
    return names.index(word.lower()) + 1


def last_day(first: date) -> date:
    """The last day of a month."""
    return first.replace(day=monthrange(first.year, first.month)[1])


@dataclass(frozen=True)
class Reshaping:
    """What is done to a text: a unit taken off, then one of the others."""

    units: tuple[str, ...] = ()
    times: Decimal | None = None
    percent: bool = False
    form: DateForm | None = None
    before: date | None = None

    def __bool__(self) -> bool:
        return self != AS_IT_IS

    def text(self, given: str | None) -> str | None:
        """The text for the reader; the text with the rule in brackets when that cannot be done."""
        if given is None or not given.strip():
            return given
        text = given.strip()
        for rule, step in self._steps():
            done = step(text)
            if done is None:
                return marked(given.strip(), rule)
            text = done
        return text

    def _steps(self) -> Iterator[tuple[str, Callable[[str], str | None]]]:
        if self.units:
            yield f"unit: {', '.join(self.units)}", self._without_unit
        if self.times is not None:
            yield f"times: {self.times}", self._multiplied
        if self.percent:
            yield "percent: true", _as_percent
        if self.form is not None:
            yield f"format: {self.form.form}", self._formed
        if self.before is not None:
            yield f"days_before: {self.before}", self._counted_back

    def _without_unit(self, text: str) -> str | None:
        """The number before its unit; a number without one may be in another."""
        for unit in self.units:
            if text.endswith(unit) and text != unit:
                return text.removesuffix(unit).rstrip()
        return None

    def _multiplied(self, text: str) -> str | None:
        assert self.times is not None
        number = _number(text)
        return None if number is None else _plain(_EXACT.multiply(number, self.times))

    def _formed(self, text: str) -> str | None:
        assert self.form is not None
        day = self.form.read(text)
        return None if day is None else day.isoformat()

    def _counted_back(self, text: str) -> str | None:
        """A day by the number of days before another, which is not positive: -365 is a year before."""
        assert self.before is not None
        days = _number(text)
        if days is None or days > 0 or days != int(days):
            return None
        try:
            return (self.before + timedelta(int(days))).isoformat()
        except OverflowError:
            return None


AS_IT_IS = Reshaping()


def marked(text: str, rule: str) -> str:
    """A text with the rule that it breaks, in a form that no reader takes for a value."""
    return f"{text} [{rule}]"


def unmarked(value: str) -> tuple[str, str]:
    """The text as it stood, and the rule that it breaks; no rule for a value that a mapping left as it is."""
    found = _MARKED.fullmatch(value)
    return (found["text"], found["rule"]) if found else (value, "")


def _as_percent(text: str) -> str:
    return text if text.endswith(("%", "％")) else f"{text}%"


def _number(text: str) -> Decimal | None:
    try:
        number: Decimal = _NUMBER(text)
    except NotAccepted:
        return None
    return None if text.rstrip().endswith(("%", "％")) else number


def _plain(number: Decimal) -> str:
    """Digits without an exponent and without zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


__all__ = ["AS_IT_IS", "PARTS", "DateForm", "Day", "Reshaping", "last_day", "marked", "unmarked"]
