"""What statements cite: an instrument, a place in it, perhaps days. What else stands there would decide nothing.

A statement may cite one place after the other, each from its day. A conclusion of which all citations have days speaks on
these days only; anything else has to cite something on every day of its version.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import overload

from kefen.checking.dates import DATED, Period, day, gaps_in
from kefen.checking.in_force import Cited, common
from kefen.citation import Citation, Instrument
from kefen.diagnostics import Diagnostics, did_you_mean
from kefen.language.joining import all_of
from kefen.language.parser import RESERVED
from kefen.language.syntax import AsOf, Const, Meant, apply
from kefen.policy import BESIDE
from kefen.reading.draft import Cell, Statement
from kefen.reading.yaml_text import Entry
from kefen.source import Span
from kefen.values import DATE
from kefen.vocabulary import FactSpec

NO_CLAUSE = ("parameter", "assume")
_ELSEWHERE = "a condition stands above `cites`, a day before it, another value on its own line"
#: what may speak from a day on, or until one
_DATED = (
    "assume",
    "at least",
    "at most",
    "exactly",
    "adjust",
    "ban",
    "allow",
    "require",
    "do",
    "limit",
)

#: words of the language that a place in an English text has too
_OF_PLACES = {"of", "at", "for", "all", "any", "in"}
_WORDS = (RESERVED | {"when", "unless", "until", "from", "except", "but"}) - _OF_PLACES
_HAN = r"\u3400-\u9fff"
_PLACE = r"[第附（(〔\[《\d一二三四五六七八九十§A-Z]"
_STRAY = re.compile(
    r"[<>=≤≥≠＜＞＝;；。*+]+|并且|或者|而且|除非|除外|不包括|且(?=\W)"
    r"|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
    rf"|[{_HAN}][^\s,，]*(?:\s+|\s*[,，]\s*)(?P<next>(?!{_PLACE})[^\s,，]+)"
)
_WORD = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z_]+(?![A-Za-z0-9_-])")

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DAYS = re.compile(
    r"(?P<place>.*?)(?:\s+from\s+(?P<since>\d{4}-\d\d-\d\d))?(?:\s+until\s+(?P<until>\d{4}-\d\d-\d\d))?"
)


def read_citation(text: str) -> Citation:
    """What is cited, and on which days: ``LAW 第七条 from 2024-07-01``; ``ValueError`` when there are none."""
    instrument, _, rest = text.partition(" ")
    match = _DAYS.fullmatch(rest.strip())
    assert match is not None, "every text is a place at least"
    since, until = (day(word) if word else None for word in (match["since"], match["until"]))
    if since is not None and until is not None and until <= since:
        raise ValueError(text)
    return Citation(instrument, match["place"].strip(), (), since or date.min, until)


def place_cited(text: str) -> str:
    """The place in a citation, without the instrument and the days."""
    match = _DAYS.fullmatch(text.partition(" ")[2].strip())
    return match["place"].strip() if match else ""


def in_turn(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Citations that follow each other: each ends where the next begins. ``ValueError`` where two speak on one day."""
    ordered = sorted(citations, key=lambda one: one.since)
    for place, (one, two) in enumerate(pairwise(ordered)):
        ends = two.since if one.until is None else one.until
        if ends > two.since or one.since == two.since:
            raise ValueError(two.place)
        ordered[place] = replace(one, until=ends)
    return tuple(ordered)


def days_spoken(citations: Sequence[Citation], period: Period) -> Period:
    """The days from the first citation to the end of the last; open where they are those of the version."""
    since, until = citations[0].since, citations[-1].until
    return (since if since > period[0] else date.min), (None if until == period[1] else until)


@overload
def within_days(node: Meant, since: date, until: date | None) -> Meant: ...
@overload
def within_days(node: None, since: date, until: date | None) -> Meant | None: ...
def within_days(node: Meant | None, since: date, until: date | None) -> Meant | None:
    """A condition that holds from a day on, until another, as the as-of day says."""
    begun = [apply("<=", Const(DATE, since), AsOf(DATE))] if since > date.min else []
    parts = [*begun, *([apply("<", AsOf(DATE), Const(DATE, until))] if until is not None else [])]
    return all_of(*parts, *([] if node is None else [node])) if parts else node


def stray_in_place(place: str) -> str:
    """The first thing in the place of a citation that is no part of one: a condition, a day, a second value."""
    written = _WORD.finditer(unicodedata.normalize("NFKC", place))
    word = next((match.group() for match in written if match.group().casefold() in _WORDS), "")
    other = _STRAY.search(place)
    return word or ("" if other is None else other["next"] or other.group())


@dataclass
class CitationReader:
    """Reads what the statements of a version cite; ``cites`` is everything cited, with its days."""

    instruments: Mapping[str, Instrument]
    instrument: str
    period: Period
    found: Diagnostics
    cites: list[Cited] = field(default_factory=list)

    def read(self, statement: Statement, items: tuple[str, ...] = ()) -> tuple[Citation, ...]:
        """What a clause cites in the order of days: its own lines, else the article it stands under."""
        citations = self.written(statement) or (self.own_article(statement, items),)
        self.note(statement, citations)
        return citations

    def read_plain(self, statement: Statement) -> None:
        """What an assumption cites, or a parameter and each of its values."""
        citations = self.read(statement)
        if statement.keyword != "parameter":
            return
        self.cites.pop()
        for key, text, span in statement.lines:
            dated = DATED.fullmatch(text) if key == "value" else None
            days = None if dated is None else _days(dated["since"], dated["until"])
            days = None if days is None else common(days, self.period)
            if dated is not None and days is not None:
                own = self.undated(dated["cites"], span) if dated["cites"] else citations[-1]
                self.cites.append(Cited(shown(statement), span, own, days))

    def read_fact(self, name: str, spec: FactSpec) -> None:
        """What the vocabulary's own definition of a fact cites."""
        made = tuple(self.cited(text, spec.span) for text in spec.cites.split(BESIDE))
        try:
            citations = in_turn(made)
        except ValueError:
            self.found.error("N003", f"`{name}` cites two places for one day", spec.span)
            return
        self.told_gaps(name, citations, self.period, spec.span)
        self.cites += (Cited(name, spec.span, one, self.period) for one in citations)

    def read_front(self, name: str, cites: Entry) -> Citation:
        """What a key of the front matter cites."""
        citation = self.undated(cites.text, cites.span)
        self.cites.append(Cited(name, cites.span, citation, self.period))
        return citation

    def read_row(self, cell: Cell | None, citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
        """What a row of a table cites: its cell, else what the table does."""
        if cell is None:
            return citations
        citation = self.undated(cell.text, cell.span)
        self.cites.append(Cited(cell.text, cell.span, citation, self.period))
        return (citation,)

    def on_days(
        self, test: Meant | None, statement: Statement, citations: Sequence[Citation]
    ) -> Meant | None:
        """The condition of a conclusion with the days on which it speaks."""
        if statement.keyword not in _DATED:
            return test
        return within_days(test, *days_spoken(citations, self.period))

    # --- one statement ------------------------------------------------------------------------

    def written(self, statement: Statement) -> tuple[Citation, ...]:
        lines = [(text, span) for key, text, span in statement.lines if key == "cites" and text]
        made = [self.cited(text, span) for text, span in lines]
        try:
            return in_turn(made)
        except ValueError:
            message = f"`{shown(statement)}` cites two places for one day"
            advice = "a further citation says from when: `cites INSTRUMENT ARTICLE from 2024-07-01`"
            self.found.error("N003", message, lines[-1][1], advice, lines[0][1])
            return tuple(made[:1])

    def note(self, statement: Statement, citations: Sequence[Citation]) -> None:
        """Remember what is cited, and tell the days on which nothing is."""
        since, until = self.period
        if statement.keyword in _DATED:
            since = max(since, citations[0].since)
            until = citations[-1].until if until is None else until
        place = statement.place_of("cites")
        self.told_gaps(shown(statement), citations, (since, until), place)
        self.cites += (Cited(shown(statement), place, one, self.period) for one in citations)

    def told_gaps(
        self, name: str, citations: Sequence[Citation], period: Period, place: Span
    ) -> None:
        if period[0] == date.min:
            return
        for since, until in gaps_in(citations, period):
            last = "" if until is None else f" to {until - timedelta(days=1)}"
            message = f"`{name}` cites nothing from {since}{last}"
            advice = "add what was in force then: `cites INSTRUMENT ARTICLE until 2024-07-01`"
            self.found.error("C001", message, place, advice)

    def own_article(self, statement: Statement, items: tuple[str, ...]) -> Citation:
        if statement.article is not None:
            self.check_number(statement)
            return Citation(self.instrument, statement.article.label, items)
        if statement.keyword not in NO_CLAUSE:
            message = f"`{shown(statement)}` cites no article"
            advice = (
                "put it under a heading such as `## 第八条 …`, or add `cites INSTRUMENT ARTICLE`"
            )
            self.found.error("C001", message, statement.span, advice)
        return Citation(self.instrument, "")

    def check_number(self, statement: Statement) -> None:
        """An id is told as a place in the article it stands under, so it begins with its number."""
        own, article = statement.parts.get("id", ""), statement.article
        if not own or article is None or article.number in (None, int(own.split(".")[0])):
            return
        advice = f"begin it with `{article.number}`, or add `cites INSTRUMENT ARTICLE`"
        message = f"`{own}` stands under {article.label}"
        self.found.warn("C003", message, statement.span, advice)

    def cited(self, text: str, span: Span) -> Citation:
        """An instrument, a place, and days if they are written."""
        try:
            citation = read_citation(text)
        except ValueError:
            wrong = next((word for word in _DAY.findall(text) if _days(word, None) is None), "")
            if wrong:
                self.found.error("D004", f"`{wrong}` is not a date", span, "write 2026-01-31")
            else:
                self.found.error("D004", f"`{text}` ends before it begins", span)
            return Citation(text.partition(" ")[0], place_cited(text))
        self.check_cited(citation.instrument, citation.article, span)
        return citation

    def undated(self, text: str, span: Span) -> Citation:
        """A citation where days would be read as those of the value beside it."""
        citation = self.cited(text, span)
        if citation.since > date.min or citation.until is not None:
            word = "from" if citation.since > date.min else "until"
            self.found.error("C004", f"`{word}` is no part of a citation", span, _ELSEWHERE)
        return citation

    def check_cited(self, instrument: str, article: str, span: Span) -> None:
        if instrument not in self.instruments:
            advice = did_you_mean(instrument, self.instruments)
            message = f"no instrument `{instrument}` in sources.yaml"
            self.found.error("C002", message, span, advice)
        elif not article:
            self.found.error("C001", f"`cites {instrument}` names no article", span)
        elif stray := stray_in_place(article):
            self.found.error("C004", f"`{stray}` is no part of a citation", span, _ELSEWHERE)


def _days(since: str, until: str | None) -> Period | None:
    try:
        return day(since), day(until) if until else None
    except ValueError:
        return None


def shown(statement: Statement) -> str:
    """A statement by its keyword and what follows it: ``grade 1``, ``points 5 for age``."""
    parts = statement.parts
    word = next((parts[key] for key in ("id", "value", "name", "factor") if parts.get(key)), "")
    return f"{statement.keyword} {word}".strip()
