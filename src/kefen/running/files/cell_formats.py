"""What a number format makes of a cell: the sheet shows per cent, 万元, a month without a day, zeros in front.

A clerk means what the sheet shows, and a file of texts holds nothing else. So a cell whose format shows another value than
it holds is given as it is shown. Where that would lose digits it is marked, and no reader accepts it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from kefen.spelling.cleaning import doubtful

_MOST_DIGITS = Decimal(10) ** 15
_TOKEN = re.compile(
    r"""(?P<literal>"[^"]*"|[\\!].)|(?P<skipped>[_*].)|\[(?P<test>[<>=]+)\s*(?P<bound>-?[\d.]+)\]"""
    r"""|\[\$(?P<currency>[^\]-]*)[^\]]*\]|(?P<time>\[[hms]+\]|AM/PM|A/P|上午/下午|h+|ss\.0+|s+)|\[[^\]]*\]"""
    r"""|(?P<general>General|G/通用格式)|(?P<power>E[+-])|(?P<day>y+|e+|g+|d+|b+|a{3,4})|(?P<month>m+)"""
    r"""|(?P<digits>[0#?]+)|(?P<sign>[.,%/@])|(?P<plain>.)""",
    re.IGNORECASE | re.DOTALL,
)
#: what may stand beside a number and says nothing that its reader does not know
_NEUTRAL = re.compile(r"[\s()（）+\-–—¥￥元]*")
_BLANK = re.compile(r"[\s'’]*")
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CLOCK = {"h": "hour", "m": "minute", "s": "second"}
#: a longer run of ``m`` is a letter, which several months share
_LONGEST_MONTH = 4
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
#: formats that a workbook names by a number alone, where they show another value; 27 to 58 as in China
_BUILT_IN = {
    9: "0%", 10: "0.00%", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 27: _YEAR_MONTH, 28: _MONTH_DAY, 29: _MONTH_DAY, 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: _YEAR_MONTH, 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    50: _YEAR_MONTH, 51: _MONTH_DAY, 52: _YEAR_MONTH, 53: _MONTH_DAY, 54: _MONTH_DAY, 55: 'h"时"mm"分"',
    56: 'h"时"mm"分"ss"秒"', 57: _YEAR_MONTH, 58: _MONTH_DAY,
}  # fmt: skip


class Token(NamedTuple):
    """A part of a format: what it is, and what it writes."""

    kind: str
    text: str


@dataclass(frozen=True)
class Section:
    """One of the parts of a format between semicolons: for positive numbers, negative ones, zero."""

    tokens: tuple[Token, ...]
    test: tuple[str, Decimal] | None = None

    @cached_property
    def is_date(self) -> bool:
        return any(token.kind in ("day", "month", "time") for token in self.tokens)

    @cached_property
    def parts(self) -> frozenset[str]:
        """Of a date what it shows: ``y``, ``m``, ``d``."""
        words = {token.text for token in self.tokens if token.kind == "day"}
        year = {"y" for word in words if word[0] in "yeb"}
        day = {"d" for word in words if word in ("d", "dd")}
        months = {"m" for place in self.months if len(self.tokens[place].text) <= _LONGEST_MONTH}
        return frozenset(year | day | months)

    @cached_property
    def months(self) -> frozenset[int]:
        """The places of the runs of ``m`` that are months: after hours and before seconds they are minutes."""
        marks = [n for n, one in enumerate(self.tokens) if one.kind in ("day", "month", "time")]
        texts = ["", *(self.tokens[n].text.strip("[") for n in marks), ""]
        beside = zip(marks, texts, texts[2:], strict=False)
        found = {n for n, before, after in beside if before[:1] != "h" and after[:1] != "s"}
        return frozenset(n for n in found if self.tokens[n].kind == "month")

    @cached_property
    def number(self) -> tuple[int, int]:
        """Where the digits begin and end among the tokens; an empty stretch when there are none."""
        places = [n for n, t in enumerate(self.tokens) if t.kind in ("digits", "general", "@")]
        return (places[0], places[-1] + 1) if places else (0, 0)

    @cached_property
    def is_altered(self) -> bool:
        """Whether the digits shown are not those of the number: divided by thousands, or parted by a text."""
        first, end = self.number
        inner = (token for token in self.tokens[first:end] if token.kind == "literal")
        behind = self.tokens[end].kind if end < len(self.tokens) else ""
        within = "".join(token.text for token in self.tokens[first:end] if token.kind != "literal")
        return behind == "," or ",." in within or not all(_BLANK.fullmatch(t.text) for t in inner)

    @cached_property
    def percent(self) -> int:
        return sum(token.kind == "%" for token in self.tokens)

    @cached_property
    def beside(self) -> tuple[str, str]:
        """The texts before and behind the digits; nothing where they say nothing."""
        first, end = self.number
        sides = (self.tokens[:first], self.tokens[end:])
        before, behind = ("".join(t.text for t in side if t.kind == "literal") for side in sides)
        neutral = _NEUTRAL.fullmatch(before + behind)
        return ("", "") if neutral else (before.strip(" (（+-"), behind.strip(" )）"))

    @cached_property
    def width(self) -> int:
        """How many digits a whole number has at least."""
        first, end = self.number
        whole = "".join(token.text for token in self.tokens[first:end]).partition(".")[0]
        return whole.count("0")

    def is_plain(self, place: int) -> bool:
        """Whether what is shown is the value; ``place`` is that of the section."""
        if self.is_date:
            return self.parts == {"y", "m", "d"}
        if self.number == (0, 0):
            return place > 1 and self.beside == ("", "")
        return not (self.is_altered or self.percent or self.width > 1) and self.beside == ("", "")

    def holds(self, number: Decimal, place: int, sections: int) -> bool:
        """Whether a number is shown by this section."""
        if self.test is not None:
            sign, bound = self.test
            least, most = number > bound, number < bound
            return {"<": most, ">": least, "=": number == bound, "<=": not least, ">=": not most,
                    "<>": number != bound}.get(sign, True)  # fmt: skip
        if place == sections - 1:
            return True
        return number < 0 if place else number > 0 or (number == 0 and sections == 2)


@dataclass(frozen=True)
class CellFormat:
    """A number format that may show another value than the cell holds."""

    code: str

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return tuple(_sections(self.code))[:3]

    @property
    def is_plain(self) -> bool:
        """Whether every cell of this format shows what it holds."""
        return all(one.is_plain(place) for place, one in enumerate(self.sections))

    def text(self, cell: Any) -> Any:
        """A number or a date as it is shown; any other cell as it is."""
        if isinstance(cell, date):
            return self._date(cell)
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return self._number(Decimal(f"{cell:.15g}"), cell)
        return cell

    def _date(self, cell: date) -> Any:
        section = self.sections[0]
        if section.is_plain(0):
            return cell
        if not section.is_date:
            return doubtful(cell.isoformat(), "shown", self.code)
        if section.parts == {"y", "m"} and "yyyy" not in self.code.lower():
            return f"{cell:%Y-%m}"
        return "".join(_dated(section, cell))

    def _number(self, number: Decimal, cell: float) -> Any:
        count = len(self.sections)
        section, place = next(
            ((one, n) for n, one in enumerate(self.sections) if one.holds(number, n, count)),
            (self.sections[-1], count - 1),
        )
        if section.is_plain(place) or abs(number) >= _MOST_DIGITS:
            return cell
        before, behind = section.beside
        if section.number == (0, 0) and not section.is_date:
            shown = before + behind
            return shown or ("0" if number == 0 else doubtful(f"{number:f}", "shown", self.code))
        if section.is_altered or section.is_date:
            return doubtful(f"{number:f}", "shown", self.code)
        return f"{before}{_digits(number, section)}{'%' * section.percent}{behind}"


def _digits(number: Decimal, section: Section) -> str:
    """A number in per cent if it is shown so, with the zeros in front that it is shown with."""
    text = f"{abs(number) * 100**section.percent:f}"
    whole, point, places = text.partition(".")
    places = places.rstrip("0")
    sign = "-" if number < 0 else ""
    return f"{sign}{whole.zfill(section.width)}{point if places else ''}{places}"


def _dated(section: Section, day: date) -> Iterator[str]:
    """What is shown of a date."""
    clock = {letter: getattr(day, name, 0) for letter, name in _CLOCK.items()}
    for place, (kind, text) in enumerate(section.tokens):
        if place in section.months:
            yield _ENGLISH[day.month - 1] if len(text) > 2 else f"{day.month:0{len(text)}}"
        elif kind == "day" and text[0] in "yeg":
            yield f"{day.year}"
        elif kind == "day" and text in ("d", "dd"):
            yield f"{day.day:0{len(text)}}"
        elif kind in ("time", "month"):
            yield f"{clock[text[0]]:02}" if text[0] in clock else ""
        elif kind in ("literal", "/"):
            yield text


def _sections(code: str) -> Iterator[Section]:
    tokens: list[Token] = []
    test: tuple[str, Decimal] | None = None
    for found in _TOKEN.finditer(code):
        kind, text = found.lastgroup or "", found[0]
        if kind == "plain" and text == ";":
            yield Section(tuple(tokens), test)
            tokens, test = [], None
        elif kind == "bound":
            test = (found["test"], Decimal(found["bound"]))
        elif kind == "currency":
            tokens.append(Token("literal", found["currency"]))
        elif kind in ("literal", "plain"):
            tokens.append(Token("literal", text[1:].rstrip('"') if kind == "literal" else text))
        elif kind == "sign":
            tokens.append(Token(text, text))
        elif kind and kind != "skipped":
            tokens.append(Token(kind, text.lower()))
    yield Section(tuple(tokens), test)


def format_of(number: int, named: Mapping[int, str]) -> CellFormat | None:
    """The format of a number, if it may show another value; ``named`` are the formats that a workbook spells out."""
    code = named.get(number, _BUILT_IN.get(number, ""))
    found = CellFormat(code)
    return found if code and not found.is_plain else None


@dataclass
class FormatColumn:
    """The formats of the cells of a column, each from its row to the next that is noted."""

    rows: list[int] = field(default_factory=list)
    formats: list[CellFormat | None] = field(default_factory=list)

    def note(self, row: int, found: CellFormat | None) -> None:
        """The format of a cell below all that were noted."""
        if found is not (self.formats[-1] if self.formats else None):
            self.rows.append(row)
            self.formats.append(found)

    def at(self, row: int) -> CellFormat | None:
        """The format of a cell that holds anything."""
        place = bisect_right(self.rows, row)
        return self.formats[place - 1] if place else None
