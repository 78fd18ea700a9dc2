"""The statements of a policy fence: a head line, and indented below it the condition and its options."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kefen.citation import Article
from kefen.diagnostics import Diagnostics, did_you_mean
from kefen.reading.draft import Statement, words
from kefen.reading.heads import HEADS, MEASURED, UNIT, matched_head
from kefen.reading.slips import decides, stray_in_title
from kefen.source import Source, Span

Option = tuple[str, str, Span]

_OPTIONS = {
    "assume": ("default", "on", "off", "because", "cites", "note"),
    "parameter": ("cites", "note"),
}
_USUAL_OPTIONS = ("cites", "note", "fails")
_TABLED = ("table", "scorecard")
_MAY_LACK = ("limit", "otherwise", "base", "band")
_UNCONDITIONAL = ("assume", "otherwise", "base", "band", *_TABLED)
#: words of a further line of a statement
_BELOW = ("and", "or", "not", "when", "on", "off", "because", "default", *_USUAL_OPTIONS)
_COMMENT = re.compile(r'("[^"\n]*")|(?:^|(?<=\s))#.*')
_WHEN = re.compile(r"when(?=\W)")


def takes_table(statement: Statement) -> bool:
    """Whether the next table of the document is a statement's own: a ``value`` without a condition is a table."""
    shown = statement.keyword == "value" and statement.expression is None
    return shown or statement.keyword in _TABLED


def _without_comment(line: str) -> str:
    """The line up to a ``#`` that follows a space and stands in no quoted text."""
    return _COMMENT.sub(lambda match: match.group(1) or "", line).rstrip()


@dataclass(frozen=True)
class FenceReader:
    """Reads the statements of one fence, which stands under an article and a quotation."""

    source: Source
    found: Diagnostics
    article: Article | None
    quote: str

    def read(self, first: int, last: int) -> tuple[Statement, ...]:
        """The statements on the lines from first to before last."""
        read = (self.statement(head, stop) for head, stop in self.places(first, last))
        return tuple(statement for statement in read if statement is not None)

    def places(self, first: int, last: int) -> list[tuple[int, int]]:
        """First line and line after the last, for each statement of a fence."""
        heads = []
        for number in range(first, last):
            line = self.source.line(number)
            if not line.strip() or line.startswith("#"):
                continue
            if not line[0].isspace():
                heads.append(number)
            elif not heads and not line.strip().startswith("#"):
                span = self.source.lines(number, number)
                advice = "statements start at the left margin, their further lines are indented"
                self.found.error("R004", "an indented line belongs to no statement", span, advice)
        return list(pairwise([*heads, last]))

    def statement(self, number: int, end: int) -> Statement | None:
        """The statement that begins on a line and ends before another; nothing without a head."""
        line = _without_comment(self.source.line(number))
        span = self.source.lines(number, number)
        keyword, match = matched_head(line)
        if match is None:
            self.refuse_head(line, keyword, span)
            return None
        self.check_title(keyword, match, span)
        names = [name for name, text in match.groupdict().items() if text and name != "title"]
        places = {
            name: Span(self.source, span.start + match.start(name), span.start + match.end(name))
            for name in names
        }
        expression, options = self.body(keyword, number + 1, end)
        return Statement(
            keyword,
            {name: match.group(name) for name in names},
            words(match.group("title")),
            span,
            expression,
            options,
            self.article,
            self.quote,
            places=places,
        )

    def refuse_head(self, line: str, keyword: str, span: Span) -> None:
        if keyword:
            advice = "see the table of statements in the language reference"
            self.found.error("R005", f"`{keyword}` lacks its id, name or value", span, advice)
            return
        word = line.split()[0]
        advice = did_you_mean(word, HEADS)
        if word.lower() in _BELOW:
            advice = "indent it: it goes on with the statement above"
        self.found.error("R004", f"`{word}` does not begin a statement", span, advice)

    def check_title(self, keyword: str, match: re.Match[str], span: Span) -> None:
        """A unit or a condition that is taken for the title would decide nothing."""
        loose = keyword in MEASURED and not match.group("id")
        if loose and (unit := UNIT.match(match.group("title"))):
            message = f"`{unit.group()}` after the number would be its title"
            self.found.error("R005", message, span, "write the number without a unit")
        elif told := stray_in_title(match["title"], conditional=keyword not in _MAY_LACK):
            message = f"`{told}` in the title would decide nothing"
            advice = "write the condition on the next line, indented; a title is words alone"
            self.found.error("R005", message, span, advice)

    def body(self, keyword: str, first: int, end: int) -> tuple[Span | None, tuple[Option, ...]]:
        """The condition and the options below a head line.

        Lines indented deeper than an option belong to it; the others are the condition.
        """
        starters = _OPTIONS.get(keyword, _USUAL_OPTIONS)
        options: list[Option] = []
        condition: list[int] = []
        open_at: int | None = None
        for number, indent, text in self.body_lines(first, end):
            span, word = self.source.lines(number, number), text.split()[0]
            if word in starters:
                self.add_option(options, (word, text[len(word) :].strip(), span))
                open_at = indent
            elif open_at is not None and indent > open_at:
                self.continue_option(options, text, span)
            elif keyword == "parameter":
                options.append(("value", text, span))
                open_at = indent
            elif keyword in _UNCONDITIONAL:
                advice = did_you_mean(word, starters)
                message = f"`{word}` is not a line of `{keyword}`"
                self.found.error("R004", message, span, advice)
            else:
                if condition and open_at is not None:
                    advice = f"write the whole condition above `{options[-1][0]}`"
                    message = f"the condition goes on after `{options[-1][0]}`"
                    self.found.error("R004", message, span, advice)
                    break
                condition.append(number)
                open_at = None
        return self.condition(condition), tuple(options)

    def body_lines(self, first: int, end: int) -> Iterator[tuple[int, int, str]]:
        for number in range(first, end):
            line = _without_comment(self.source.line(number))
            if line.strip():
                yield number, len(line) - len(line.lstrip()), line.strip()

    def add_option(self, options: list[Option], option: Option) -> None:
        key, text, span = option
        earlier = next((place for known, _, place in options if known == key), None)
        if earlier is not None and key != "cites":
            self.found.error("N003", f"`{key}` is said twice", span, other=earlier)
        if not text:
            self.found.error("R005", f"`{key}` says nothing", span)
        options.append(option)

    def continue_option(self, options: list[Option], text: str, span: Span) -> None:
        """A text goes on in deeper lines; what decides would be lost in it."""
        key, before, place = options[-1]
        if key == "cites" or (key == "value" and " cites " in before):
            advice = "a condition stands above it; another value is indented as the one above"
            self.found.error("R004", "a citation has no second line", span, advice)
            return
        options[-1] = (key, f"{before} {text}", place)
        if key != "value" and decides(text):
            advice = f"write the whole condition or value above `{key}`"
            message = f"this line would be a part of `{key}` and decide nothing"
            self.found.error("R004", message, span, advice)

    def condition(self, lines: list[int]) -> Span | None:
        if not lines:
            return None
        whole = self.source.lines(lines[0], lines[-1])
        start = whole.start + len(whole.text) - len(whole.text.lstrip())
        if when := _WHEN.match(self.source.text, start):
            start = when.end()
        return Span(self.source, start, whole.end)
