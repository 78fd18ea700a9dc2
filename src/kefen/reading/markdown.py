"""Literate policy text: headings, quotations, fences and tables of one Markdown file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise

from kefen.citation import ARTICLE, Article
from kefen.diagnostics import Diagnostics
from kefen.reading.draft import Block, Cell, Document, Statement, Table
from kefen.reading.slips import (
    POLICY,
    UNSEEN,
    begins_statement,
    clauses_among,
    is_nearly_policy,
    nearly_article,
    nearly_heading,
    opens_no_fence,
    wide_mark,
)
from kefen.reading.statements import FenceReader, takes_table
from kefen.reading.yaml_text import NOTHING, Entry, read_yaml
from kefen.source import Source, Span

_FENCE = re.compile(r"(`{3,}|~{3,})\s*(\S*)")
_FENCE_ENDS = re.compile(r"(`{3,}|~{3,})\s*")
_COMMENT_BEGINS = re.compile(r"\s*<!--")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_NOTE = re.compile(r"\*\*(解释|假设|interpretation|assumption)\s*\d{4}-\d{2}-\d{2}")
_MARKED = "mark the fence ```policy"
_FENCED = "put it in a fence ```policy, its keyword in small letters; word prose otherwise"
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|?)+")


def read_document(source: Source, found: Diagnostics) -> Document:
    """One version's file as front matter, blocks and statements."""
    for place in UNSEEN.finditer(source.text):
        message = "a soft line break or a character that nobody sees stands in this line"
        here = Span(source, place.start(), place.end())
        found.error("R008", message, here, "delete it; a new line is made with the Enter key")
    front, first = _front_matter(source, found)
    reader = _Reader(source, found, first)
    reader.read()
    found.article = ""
    return Document(source, front, tuple(reader.blocks), tuple(reader.statements))


def _front_matter(source: Source, found: Diagnostics) -> tuple[Entry, int]:
    lines = source.text.split("\n")
    start = Span(source, 0, 3)
    if lines[0].strip() != "---":
        advice = "begin with `---`, the keys of the policy, and `---`"
        found.error("R002", "the file does not begin with front matter", start, advice)
        return NOTHING, 1
    for number, line in enumerate(lines[1:], 2):
        if line.strip() == "---":
            first, last = source.start_of(2), source.start_of(number)
            return read_yaml(source, found, first, last), number + 1
    found.error("R002", "the front matter is not closed by `---`", start)
    return NOTHING, len(lines) + 1


@dataclass
class _Reader:
    source: Source
    found: Diagnostics
    number: int
    blocks: list[Block] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    article: Article | None = None
    quote: str = ""
    fenced: bool = False
    awaiting: int | None = None

    def __post_init__(self) -> None:
        self.count = self.source.text.count("\n") + 1

    def read(self) -> None:
        while self.number <= self.count:
            line = self.source.line(self.number)
            if fence := _FENCE.match(line):
                self.read_fence(fence.group(1), fence.group(2))
            elif heading := _HEADING.match(line):
                self.read_heading(heading)
            elif line.startswith(">"):
                self.read_quote()
            elif _is_row(line):
                self.read_table()
            elif _COMMENT_BEGINS.match(line):
                self.read_comment()
            elif line.strip():
                self.read_prose()
            else:
                self.number += 1

    def run_of(self, belongs: Callable[[str], bool]) -> list[str]:
        """The lines from here on that belong together."""
        lines = []
        while self.number <= self.count and belongs(self.source.line(self.number)):
            lines.append(self.source.line(self.number))
            self.number += 1
        return lines

    def add_block(self, form: str, lines: list[str]) -> None:
        first, last = self.number - len(lines), self.number - 1
        self.blocks.append(Block(form, "\n".join(lines), self.source.lines(first, last)))

    # --- prose --------------------------------------------------------------------------------

    def read_prose(self) -> None:
        first, lines = self.number, self.run_of(_is_prose)
        self.add_block("prose", lines)
        for number, line in enumerate(lines, first):
            self.check_fence(number, line)
            if mark := wide_mark(line):
                self.slip("this line begins with a wide mark", number, f"write `{mark}`")
            if right := nearly_heading(line):
                self.slip("this line is not a heading", number, f"write `{right}`")
        self.check_clauses(first, lines)

    def read_comment(self) -> None:
        """A comment of Markdown: what stands in it nobody sees, so nothing of it may run."""
        first = self.number
        lines: list[str] = []
        while self.number <= self.count and "-->" not in "".join(lines[-1:]):
            lines.append(self.source.line(self.number))
            self.number += 1
        self.add_block("prose", lines)
        for number, line in enumerate(lines, first):
            if _FENCE.match(line.strip()) or opens_no_fence(line):
                advice = "delete the fence, or take it out of `<!-- -->`"
                self.slip("a fence inside a comment is not read", number, advice)
                return

    def check_fence(self, number: int, line: str) -> None:
        if opens_no_fence(line):
            advice = "write ```policy at the left margin"
            self.slip("this line opens no fence: its clauses are not read", number, advice)

    def check_clauses(self, first: int, lines: list[str]) -> None:
        for place in clauses_among(lines):
            self.slip("a clause outside a fence is not read", first + place, _FENCED)

    def check_heading(self, heading: re.Match[str], span: Span) -> None:
        marks, text = heading.groups()
        if right := nearly_article(text):
            message = "the heading is no article: its clauses would cite another"
            self.found.error("R008", message, span, f"write `{marks} {right}`")
        elif span.text[len(marks)] not in " \t":
            message = "the blank of this heading is a wide one"
            self.found.error("R008", message, span, f"write `{marks} {text}`")

    def slip(self, message: str, number: int, advice: str) -> None:
        self.found.error("R008", message, self.source.lines(number, number), advice)

    def read_heading(self, heading: re.Match[str]) -> None:
        span = self.source.lines(self.number, self.number)
        text = heading.group(2)
        self.check_heading(heading, span)
        self.check_clauses(self.number, [span.text])
        if match := ARTICLE.match(text):
            self.article = Article(match.group(1).rstrip("、"), match.group(2), span)
        elif len(heading.group(1)) <= 2:
            self.article = None
        self.found.article = self.article.label if self.article else ""
        self.quote = ""
        self.awaiting = None
        self.blocks.append(Block("heading", text, span, len(heading.group(1))))
        self.number += 1

    def read_quote(self) -> None:
        """A quotation belongs to the clauses of the next fence; a dated note to the reader."""
        lines = self.run_of(lambda line: line.startswith(">"))
        bare = [re.sub(r"^> ?", "", line) for line in lines]
        text = "\n".join(bare)
        for number, line in enumerate(bare, self.number - len(bare)):
            self.check_fence(number, line)
        self.check_clauses(self.number - len(bare), bare)
        noted = _NOTE.match(text)
        self.add_block("note" if noted else "quote", bare)
        if not noted:
            self.quote = text if self.fenced or not self.quote else f"{self.quote}\n{text}"
            self.fenced = False

    # --- fences -------------------------------------------------------------------------------

    def read_fence(self, mark: str, language: str) -> None:
        first, last = self.number, self.end_of_fence(mark)
        runs = is_nearly_policy(language)
        if runs:
            self.check_mark(first, language)
        reopened = self.reopened(first, last, mark, runs=runs)
        end = reopened or last
        self.number = end + 1 if reopened is None else reopened
        span = self.source.lines(first, min(end, self.count))
        if end > self.count:
            self.found.error("R004", "the fence is not closed", self.source.lines(first, first))
            return
        body = "\n".join(self.source.line(number) for number in range(first + 1, end))
        if not runs:
            self.check_other_fence(first, language, body)
            self.blocks.append(Block("code", body, span))
            return
        kept = FenceReader(self.source, self.found, self.article, self.quote).read(first + 1, end)
        waiting = [place for place, statement in enumerate(kept) if takes_table(statement)]
        self.awaiting = len(self.statements) + waiting[-1] if waiting else None
        self.statements.extend(kept)
        self.blocks.append(Block("policy", body, span, statements=kept))
        self.fenced = True

    def check_mark(self, number: int, language: str) -> None:
        """No statement stands beside the marks of a fence that runs; what a code host reads there may."""
        _, _, rest = self.source.line(number).partition(language)
        if language != POLICY:
            self.slip(f"a fence marked `{language}` is not read", number, _MARKED)
        elif begins_statement(rest.strip()) or [*clauses_among([rest])]:
            advice = "begin the statement on the next line"
            self.slip("what stands beside ```policy is not read", number, advice)

    def end_of_fence(self, mark: str) -> int:
        """The line that closes a fence: marks as long as those that opened it, and nothing else."""
        number = self.number + 1
        while number <= self.count:
            ends = _FENCE_ENDS.fullmatch(self.source.line(number))
            if ends and ends.group(1).startswith(mark):
                return number
            number += 1
        return number

    def check_other_fence(self, first: int, language: str, body: str) -> None:
        """A fence that is not marked ``policy`` holds no clauses; another document in it may."""
        lines = body.split("\n")
        if any(map(_FENCE.match, lines)):
            return
        begun = [n for n, line in enumerate(lines) if begins_statement(line) and not language]
        for place in sorted((*begun, *clauses_among(lines)))[:1]:
            self.slip("this fence is not read, and holds a clause", first + 1 + place, _MARKED)

    def reopened(self, first: int, last: int, mark: str, *, runs: bool) -> int | None:
        """The line that shows that a fence was left open: another fence, or the heading of an article.

        A fence that does not run may hold a document with fences of its own, if its marks are longer or others.
        """
        for number in range(first + 1, min(last, self.count + 1)):
            line = self.source.line(number)
            if (_is_fence_or_article if runs else partial(_opens_alike, mark))(line):
                advice = "close it above, by a line of the same marks alone"
                here, opened = self.source.lines(number, number), self.source.lines(first, first)
                message = "the fence above is still open here"
                self.found.error("R004", message, here, advice, other=opened)
                return number
        return None

    # --- tables -------------------------------------------------------------------------------

    def read_table(self) -> None:
        first = self.number
        lines = self.run_of(_goes_on if self.awaiting is not None else _is_row)
        self.add_block("table", lines)
        numbers = [first + place for place, line in enumerate(lines) if _is_row(line)]
        for number, line in enumerate(lines, first):
            self.check_clauses(number, line.split("|")[1:])
        if self.awaiting is None:
            if len(lines) < 2 or not _RULE.fullmatch(lines[1].rstrip()):
                advice = "delete the blank line above; a table has a header and a rule of dashes"
                self.slip("these rows belong to no table", first, advice)
            return
        place, self.awaiting = self.awaiting, None
        for number in sorted({*range(first, self.number)} - {*numbers}):
            advice = "begin it with `|`; leave a blank line above what is no row"
            self.slip("this line below a row is not read as one", number, advice)
        rows = [self.cells(number) for number in numbers]
        span = self.source.lines(first, self.number - 1)
        if len(rows) < 3 or not all(re.fullmatch(r":?-+:?", cell.text) for cell in rows[1]):
            message = "the table needs a header, a rule of dashes and rows"
            self.found.error("R006", message, self.source.lines(first, first))
            return
        header, kept = rows[0], []
        for row in rows[2:]:
            if len(row) == len(header):
                kept.append(row)
                continue
            message = f"the row has {len(row)} cells, the header {len(header)}"
            self.found.error("R006", message, row[0].span)
        table = Table(header, tuple(kept), span)
        self.statements[place] = replace(self.statements[place], table=table)

    def cells(self, number: int) -> tuple[Cell, ...]:
        line = self.source.line(number).rstrip()
        start = self.source.start_of(number)
        bars = [i for i, char in enumerate(line) if char == "|" and line[i - 1 : i] != "\\"]
        if bars[-1] != len(line) - 1:
            bars.append(len(line))
        result = []
        for left, right in pairwise(bars):
            text = line[left + 1 : right]
            begin = start + left + 1 + len(text) - len(text.lstrip())
            result.append(Cell(text.strip(), Span(self.source, begin, begin + len(text.strip()))))
        return tuple(result)


def _is_row(line: str) -> bool:
    return line.startswith("|")


def _goes_on(line: str) -> bool:
    """Whether a line goes on with a table: people see a row wherever no blank line is above."""
    return bool(line.strip()) and not (_FENCE.match(line) or _HEADING.match(line))


def _is_fence_or_article(line: str) -> bool:
    heading = _HEADING.match(line)
    return bool(_FENCE.match(line) or (heading and ARTICLE.match(heading.group(2))))


def _opens_alike(mark: str, line: str) -> bool:
    fence = _FENCE.match(line)
    return fence is not None and bool(fence.group(2)) and fence.group(1).startswith(mark)


def _is_prose(line: str) -> bool:
    other = line.startswith((">", "|")) or any(
        pattern.match(line) for pattern in (_FENCE, _HEADING, _COMMENT_BEGINS)
    )
    return bool(line.strip()) and not other
