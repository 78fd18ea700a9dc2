"""Where a clause comes from: instruments, articles, places below them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kefen.source import Span
from kefen.values import Words

ARTICLE = re.compile(
    r"(第[一二三四五六七八九十百零〇0-9]+条(?:之[一二三四五六七八九十]+)?"
    r"|附件[一二三四五六七八九十0-9]*|[一二三四五六七八九十]+、|Article\s+\d+)\s*(.*)"
)


@dataclass(frozen=True)
class Instrument:
    """A law, rule or house document that clauses cite.

    ``since`` is its first day in force, nothing for a paper that bears no date; ``until`` the first day no longer, when
    ``repealed_by`` has taken its place. ``applies_by`` is the place of the rule by which it still governs what was
    granted before, up to and with the day ``applies_until``. ``text`` says how much of it was seen,
    ``places`` the English of words by which its places go.
    """

    id: str
    title: Words
    number: str = ""
    issuer: str = ""
    issued: str = ""
    found: str = ""
    provenance: str = ""
    since: date | None = None
    until: date | None = None
    repealed_by: str = ""
    applies_by: str = ""
    applies_until: date | None = None
    text: str = ""
    places: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def last_until(self) -> date | None:
        """The first day on which it may no longer be cited."""
        if self.applies_until is None:
            return self.until
        return self.applies_until + timedelta(days=1)


_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """A number from 0 to 99 in Chinese: 21 is 二十一."""
    if number < 10:
        return _DIGITS[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def number_from(text: str) -> int:
    """A number up to 999 from digits or from Chinese: 二十一 is 21, 一百零二 is 102."""
    if text.isdecimal():
        return int(text)
    total = last = 0
    for character in text.replace("〇", "零"):
        if character in ("十", "百"):
            total += (last or 1) * (10 if character == "十" else 100)
            last = 0
        else:
            last = _DIGITS.index(character)
    return total + last


@dataclass(frozen=True)
class Citation:
    """Where a clause comes from: an instrument, an article, a place below it; from a day, until another."""

    instrument: str
    article: str
    items: tuple[str, ...] = ()
    since: date = date.min
    until: date | None = None

    @property
    def place(self) -> str:
        """The article and items as law is cited: 第八条(二)3, 附件一(1), Article 8(2)3."""
        chinese = re.match(r"第|[一二三四五六七八九十]", self.article)
        told = [self.article]
        for depth, item in enumerate(self.items):
            first_in_chinese = chinese and depth == 0 and item.isdecimal() and len(item) < 3
            word = chinese_number(int(item)) if first_in_chinese else item
            told.append(word if depth % 2 else f"({word})")
        return "".join(told)


@dataclass(frozen=True)
class Article:
    """A heading that carries an article number."""

    label: str
    title: str
    span: Span = field(compare=False, repr=False)

    @property
    def number(self) -> int | None:
        """The number of the article, nothing for an annex without one."""
        match = re.match(r"(?:第|Article\s+)?([零一二三四五六七八九十百〇]+|\d+)", self.label)
        return None if match is None else number_from(match.group(1))
