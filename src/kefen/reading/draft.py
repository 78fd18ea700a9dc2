"""What a reader makes of the files of a pack, before anything is checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from kefen.citation import Article
from kefen.diagnostics import Diagnostics
from kefen.reading.yaml_text import NOTHING, Entry
from kefen.source import Source, Span
from kefen.values import NO_WORDS, Words


@dataclass(frozen=True)
class Cell:
    """A cell of a Markdown table."""

    text: str
    span: Span


@dataclass(frozen=True)
class Table:
    """A Markdown table: header and rows of cells."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span


@dataclass(frozen=True)
class Statement:
    """One statement of a policy fence.

    ``parts`` are the words of its head line and ``places`` where they stand; ``lines`` are its
    indented options.
    """

    keyword: str
    parts: dict[str, str]
    title: Words
    span: Span
    expression: Span | None = None
    lines: tuple[tuple[str, str, Span], ...] = ()
    article: Article | None = None
    quote: str = ""
    table: Table | None = None
    places: dict[str, Span] = field(default_factory=dict)

    def line(self, word: str) -> str:
        """The text of the first option line of a kind."""
        return next((text for key, text, _ in self.lines if key == word), "")

    def place_of(self, word: str) -> Span:
        """Where the first option line of a kind stands; the head line if there is none."""
        return next((span for key, _, span in self.lines if key == word), self.span)


@dataclass(frozen=True)
class Block:
    """A piece of the document in its order: heading, quote, note, prose, policy, table, code."""

    form: str
    text: str
    span: Span
    level: int = 0
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Document:
    """One version's text."""

    source: Source
    front: Entry
    blocks: tuple[Block, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Draft:
    """A folder as read: its versions, vocabularies, instruments, cases.

    ``sources`` is the pack's own ``sources.yaml``, ``shared_sources`` those beside the vocabularies
    it names.
    """

    name: str
    folder: str
    documents: tuple[Document, ...]
    vocabularies: dict[str, Entry]
    sources: Entry = NOTHING
    cases: tuple[tuple[Source, Entry], ...] = ()
    changelog: str = ""
    found: Diagnostics = field(default_factory=Diagnostics)
    cases_found: Diagnostics = field(default_factory=Diagnostics)
    shared_sources: tuple[Entry, ...] = ()


def words(text: str) -> Words:
    """``中文 | English`` as both; one language alone stands for both. The bar may be a wide one."""
    zh, bar, en = text.replace("｜", "|").partition("|")
    if not bar:
        return Words(zh.strip(), zh.strip()) if zh.strip() else NO_WORDS
    return Words(zh.strip(), en.strip())
