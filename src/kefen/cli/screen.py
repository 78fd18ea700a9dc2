"""Text for a terminal or a pipe: columns in which a Chinese character is two wide, and a little colour."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

from kefen.saying.widths import pad, width

_STYLES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "cyan": "36",
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
}
_COLOUR = re.compile("\x1b\\[[0-9;]*m")
_PIPE_WIDTH = 120
_LEAST_WIDTH = 60
_WIDE = "\u2e80-\u9fff\uf900-\ufaff"
_OPENING, _CLOSING = "（“《「", "，。；：、）”！？》」"
_PIECE = re.compile(
    rf"\s+|[{_OPENING}]*(?:[{_WIDE}]|[^\s{_WIDE}{_OPENING}{_CLOSING}]+)?[{_CLOSING}]*\s*"
)


def visible_width(text: str) -> int:
    """Columns a text takes, its colours left out."""
    return width(_COLOUR.sub("", text))


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns: broken at spaces, or between Chinese characters.

    >>> wrap("满二十五周岁，有稳定收入", 14)
    ['满二十五周岁，', '有稳定收入']
    """
    lines: list[str] = [""]
    for piece in _pieces(text):
        line = lines[-1]
        if line and width(line + piece.rstrip()) > columns and piece.strip():
            lines[-1] = line.rstrip()
            lines.append(piece.lstrip())
        else:
            lines[-1] = line + piece
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> list[str]:
    """What may not be broken: a word, a Chinese character, each with the punctuation that clings to it."""
    return [piece for piece in _PIECE.findall(text) if piece]


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading, whether figures stand at the right, whether long texts wrap."""

    heading: str = ""
    right: bool = False
    wraps: bool = False


@dataclass(frozen=True)
class Screen:
    """Where output goes, in which language, how wide, and whether with colour."""

    lang: str
    out: TextIO
    colour: bool
    columns: int

    def line(self, text: str = "") -> None:
        """One line."""
        self.out.write(text + "\n")

    def paint(self, text: str, style: str) -> str:
        """The text in a style, where colour is shown."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colour and text else text

    def paragraph(self, text: str, first: str = "", rest: str = "") -> None:
        """A text wrapped to the screen; ``first`` stands before its first line, ``rest`` before the others."""
        taken = max(visible_width(first), visible_width(rest))
        for number, part in enumerate(wrap(text, self.columns - taken)):
            self.line((first if number == 0 else rest) + part)

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], indent: str = ""
    ) -> None:
        """Aligned columns; those that wrap share the room that is left."""
        widths = self._widths(columns, rows, len(indent))
        if any(column.heading for column in columns):
            heads = [pad(c.heading, w, right=c.right) for c, w in zip(columns, widths, strict=True)]
            self.line(indent + self.paint("  ".join(heads).rstrip(), "dim"))
        for row in rows:
            self._row(columns, widths, row, indent)

    def _widths(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], indent: int
    ) -> list[int]:
        natural = [
            max(width(column.heading), *(width(row[i]) for row in rows), 0)
            if rows
            else width(column.heading)
            for i, column in enumerate(columns)
        ]
        fixed = sum(w for w, column in zip(natural, columns, strict=True) if not column.wraps)
        room = self.columns - indent - fixed - 2 * (len(columns) - 1)
        wrapping = [i for i, column in enumerate(columns) if column.wraps]
        for place, i in enumerate(sorted(wrapping, key=lambda i: natural[i])):
            natural[i] = min(natural[i], max(12, room // (len(wrapping) - place)))
            room -= natural[i]
        return natural

    def _row(
        self, columns: Sequence[Column], widths: Sequence[int], row: Sequence[str], indent: str
    ) -> None:
        cells = [
            wrap(text, w) if column.wraps else [text]
            for text, column, w in zip(row, columns, widths, strict=True)
        ]
        for number in range(max(map(len, cells))):
            parts = [
                pad(cell[number] if number < len(cell) else "", w, right=column.right)
                for cell, column, w in zip(cells, columns, widths, strict=True)
            ]
            self.line((indent + "  ".join(parts)).rstrip())


def screen_for(lang: str, out: TextIO | None = None) -> Screen:
    """A screen on standard output: coloured on a terminal unless ``NO_COLOR``, plain in a pipe."""
    stream = sys.stdout if out is None else out
    terminal = stream.isatty() and os.environ.get("TERM") != "dumb"
    colour = terminal and not os.environ.get("NO_COLOR")
    columns = shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns
    return Screen(lang, stream, colour, max(_LEAST_WIDTH, min(columns, 160)))


def error_screen(screen: Screen) -> Screen:
    """The same on standard error, for warnings that must not mix with output."""
    return screen_for(screen.lang, sys.stderr)
