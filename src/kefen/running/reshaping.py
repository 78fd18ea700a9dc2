"""What a mapping does to the text of a column before the one reader sees it: times, percent, dates, units.

What cannot be done is not left as it was, for the reader might take it for something else. The rule is set behind it in
brackets, ``31,0 [times: 12]``; no number and no date is written so, and the row goes to quarantine.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal
from functools import cached_property
from typing import Literal

from kefen.spelling import NotAccepted, to_day
from kefen.spelling.cleaning import NONE, NOTHING, bare, narrow
from kefen.spelling.numbers import exact
from kefen.values import NUMBERS

#: a code of the bank, and the word it means; nothing for unknown
Codes = Mapping[str, str | None]
Day = Literal["", "first", "last"]
_EXACT = Context(prec=80)
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
        """The form as a pattern. Digits that touch have their full number, or nobody knows where one ends.

        So has a month that ends a decimal number: Excel writes October as 2026.1.
        """
        parts, found = self.parts(), []
        for place, part in enumerate(parts):
            beside = (*parts[max(place - 1, 0) : place], *parts[place + 1 : place + 2])
            digits = PARTS.get(part, re.escape(part))
            touches = any(other in PARTS for other in beside)
            full = touches or parts[place - 1 :] == [".", "%m"]
            found.append(digits.replace("{1,2}", "{2}") if full else digits)
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
    """What is done to a text: a unit taken off, then one of the others. ``kind`` is that of the fact."""

    units: tuple[str, ...] = ()
    times: Decimal | None = None
    percent: bool = False
    form: DateForm | None = None
    before: date | None = None
    kind: str = ""

    def __bool__(self) -> bool:
        return bool(self.units or self.times or self.percent or self.form or self.before)

    def text(self, given: str) -> str:
        """The text for the reader; the text with the rule in brackets when that cannot be done.

        Words for nothing stay as they are, for the reader has its own answer to them.
        """
        if not given or given.casefold() in NOTHING | NONE:
            return given
        text = given
        for rule, step in self._steps():
            done = step(text)
            if done is None:
                return marked(given, rule)
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
        number = _number(text, self.kind)
        return None if number is None else _plain(_EXACT.multiply(number, self.times))

    def _formed(self, text: str) -> str | None:
        assert self.form is not None
        day = self.form.read(text)
        return None if day is None else day.isoformat()

    def _counted_back(self, text: str) -> str | None:
        """A day by the number of days before another, which is not positive: -365 is a year before."""
        assert self.before is not None
        days = _number(text, "integer")
        if days is None or days > 0 or days != int(days):
            return None
        try:
            return (self.before + timedelta(int(days))).isoformat()
        except OverflowError:
            return None


AS_IT_IS = Reshaping()


@dataclass(frozen=True)
class Recoding:
    """What a mapping makes of a value: the word of a code, else what the rule makes of it.

    A code is met in any spelling that the reader takes for the same: 9,999.0 for the code 9999, 9999/12/31 for 9999-12-31.
    Else a value that the mapping calls unknown would be read for what it is not.
    """

    codes: Codes
    kind: str
    reshaping: Reshaping = AS_IT_IS

    @cached_property
    def spellings(self) -> Codes:
        """The codes, and their plain spellings."""
        return {self._same(code): word for code, word in self.codes.items()} | dict(self.codes)

    @property
    def plain(self) -> str:
        """A pattern of texts that are spelled plainly: what is none of the codes stays as it is."""
        if self.kind in ("flag", *NUMBERS):
            return "0|-?[1-9][0-9]*|-?(0|[1-9][0-9]*)[.][0-9]*[1-9]"
        return "[0-9]{4}-[0-9]{2}-[0-9]{2}" if self.kind == "date" else "[!-<>-~]([ -~]*[!-~])?"

    def text(self, given: str | None) -> str | None:
        """The text for the reader; nothing for a code that says unknown. Error cells are left to the reader."""
        try:
            text = bare(given or "")
        except NotAccepted:
            return given
        for word in (text, narrow(text), self._same(text)):
            if word in self.spellings:
                return self.spellings[word]
        return self.reshaping.text(text)

    def _same(self, text: str) -> str:
        """The plain spelling of a number or a day."""
        try:
            if self.kind in ("flag", *NUMBERS):
                number = exact(text, "decimal")
                return text if number is None else _plain(number + 0)
            day = to_day(text) if self.kind == "date" else None
        except NotAccepted:
            return text
        return text if day is None else day.isoformat()


def marked(text: str, rule: str) -> str:
    """A text with the rule that it breaks, in a form that no reader takes for a value."""
    return f"{text} [{rule}]"


def unmarked(value: str) -> tuple[str, str]:
    """The text as it stood, and the rule that it breaks; no rule for a value that a mapping left as it is."""
    found = _MARKED.fullmatch(value)
    return (found["text"], found["rule"]) if found else (value, "")


def _as_percent(text: str) -> str:
    return text if text.endswith(("%", "％")) else f"{text}%"


def _number(text: str, kind: str) -> Decimal | None:
    """The number that a text says; a share is none, for times and days are of whole things."""
    try:
        return exact(text, "decimal" if kind == "rate" else kind)
    except NotAccepted:
        return None


def _plain(number: Decimal) -> str:
    """Digits without an exponent and without zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
