"""Text as it was read: a file, its digest, and places in it."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Source:
    """One file's text. ``path`` is shown to people, nothing is read through it."""

    path: str
    text: str = field(repr=False)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(i + 1 for i, character in enumerate(self.text) if character == "\n")]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the text, line ends normalised: a checkout on another system agrees."""
        return hashlib.sha256(self.text.replace("\r\n", "\n").encode()).hexdigest()

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line (from 1), without its end."""
        start = self._starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def start_of(self, line: int) -> int:
        """Offset at which a line (from 1) begins."""
        return self._starts[line - 1]

    def lines(self, first: int, last: int) -> Span:
        """The place of the lines from first to last (from 1), without the end of the last."""
        return Span(self, self.start_of(first), self.start_of(last) + len(self.line(last)))


@dataclass(frozen=True)
class Span:
    """A stretch of a source, by offsets."""

    source: Source = field(repr=False, compare=False)
    start: int
    end: int

    @property
    def line(self) -> int:
        """Line of the first character, from 1."""
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        """Column of the first character, from 1."""
        return self.source.position(self.start)[1]

    @property
    def text(self) -> str:
        """The characters themselves."""
        return self.source.text[self.start : self.end]

    def to(self, last: Span) -> Span:
        """From the beginning of this stretch to the end of another."""
        return Span(self.source, self.start, last.end)

    def __str__(self) -> str:
        return f"{self.source.path}:{self.line}"


NOWHERE = Span(Source("", ""), 0, 0)
