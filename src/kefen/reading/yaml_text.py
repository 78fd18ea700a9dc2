"""YAML as plain values that remember where they stood and how they were spelled.

A scalar keeps its spelling: ``01`` stays ``01`` and ``no`` stays ``no``. Only what nobody could
mean otherwise is resolved: ``true`` and ``false``, ``null``, and a date written ``2026-01-31``.
Numbers stay texts; who wants one reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from kefen.diagnostics import Diagnostics
from kefen.reading.yaml_slips import is_wide_quoted, slip_in_pair, slip_of
from kefen.source import NOWHERE, Source, Span

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Entry:
    """A YAML value and its place. Mappings and lists are read through ``items`` and ``each``.

    ``named`` is where its key stands.
    """

    value: Any
    span: Span
    spelled: str = ""
    named: Span | None = None

    def get(self, key: str) -> Entry:
        """The entry under a key; a ``None`` entry when absent."""
        found = self.value.get(key) if isinstance(self.value, dict) else None
        return found if isinstance(found, Entry) else Entry(None, self.span)

    def items(self) -> Iterator[tuple[str, Entry]]:
        """The pairs of a mapping."""
        if isinstance(self.value, dict):
            yield from self.value.items()

    def each(self) -> list[Entry]:
        """The members of a list; one value is a list of one."""
        if self.value is None:
            return []
        return self.value if isinstance(self.value, list) else [self]

    @property
    def where(self) -> Span:
        """The place to show: of the key, else of the value."""
        return self.named or self.span

    @property
    def text(self) -> str:
        """A scalar as it is spelled, empty when absent; a list or mapping as it stands."""
        if self.value is None:
            return ""
        return self.span.text if isinstance(self.value, (dict, list)) else self.spelled

    @property
    def day(self) -> date | None:
        """A date, in quotation marks or not; ``None`` if it is none."""
        value = _resolved(self.spelled, quoted=False)
        return value if isinstance(value, date) else None

    def plain(self) -> Any:
        """The value with its places left out."""
        if isinstance(self.value, dict):
            return {key: entry.plain() for key, entry in self.value.items()}
        if isinstance(self.value, list):
            return [entry.plain() for entry in self.value]
        return self.value


NOTHING = Entry(None, NOWHERE)


def read_yaml(source: Source, found: Diagnostics, offset: int = 0, end: int | None = None) -> Entry:
    """The document in a source (or a stretch of it); a diagnostic and nothing when it is broken."""
    text = source.text[offset : len(source.text) if end is None else end]
    try:
        loader = _LOADER(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        slip = slip_of(text, error)
        place = offset + slip.offset
        here = Span(source, place, min(place + slip.length, len(source.text)))
        found.error("R003", slip.message, here, slip.advice)
        return Entry(None, Span(source, place, place))
    if node is None:
        return Entry(None, Span(source, offset, offset))
    return _Reader(source, offset, found).entry(node)


class _Reader:
    """Nodes to entries. A node met twice is an alias, which would let a file grow without end."""

    def __init__(self, source: Source, offset: int, found: Diagnostics) -> None:
        self.source = source
        self.offset = offset
        self.found = found
        self.met: set[int] = set()

    def span(self, node: yaml.Node) -> Span:
        start, end = node.start_mark.index, node.end_mark.index
        return Span(self.source, self.offset + start, self.offset + end)

    def entry(self, node: yaml.Node, named: Span | None = None) -> Entry:
        span = self.span(node)
        if id(node) in self.met:
            message = "this value is used again by an alias (`*name`)"
            self.found.error("R003", message, span, "write it out each time")
            return Entry(None, span, "", named)
        self.met.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return Entry(self.pairs(node), span, "", named)
        if isinstance(node, yaml.SequenceNode):
            return Entry([self.entry(item) for item in node.value], span, "", named)
        text, style = str(node.value), getattr(node, "style", None)
        if not style and is_wide_quoted(text):
            message = "the wide quotation marks are a part of the value"
            self.found.error("R003", message, span, f'write `"{text[1:-1]}"`')
        return Entry(_resolved(text, quoted=bool(style)), span, text, named)

    def pairs(self, node: yaml.MappingNode) -> dict[str, Entry]:
        pairs: dict[str, Entry] = {}
        places: dict[str, Span] = {}
        for key, value in node.value:
            place = self.span(key)
            if not isinstance(key, yaml.ScalarNode):
                self.found.error("R003", "a key is one word", place)
                continue
            word = str(key.value)
            self.check_pair(key, value)
            if word in pairs:
                message, advice = f"`{word}` is given twice", "delete one, or name it otherwise"
                self.found.error("N003", message, place, advice, places[word])
            pairs[word], places[word] = self.entry(value, place), place
        return pairs

    def check_pair(self, key: yaml.ScalarNode, value: yaml.Node) -> None:
        """A key without a value, and a value alone below its key, may be a pair whose colon is none."""
        if not isinstance(value, yaml.ScalarNode) or value.style:
            return
        below = value.start_mark.line > key.start_mark.line
        node = value if value.value else key
        slip = slip_in_pair(str(node.value)) if below or not (value.value or key.style) else None
        if slip is not None:
            self.found.error("R003", slip[0], self.span(node), slip[1])


def _resolved(text: str, *, quoted: bool) -> bool | date | str | None:
    if quoted:
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
