"""The top of a text: by which sign it is parted, where its header stands, what stands above it."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kefen.errors import InputError
from kefen.running.files.headings import columns_of, names_of
from kefen.running.files.sifting import Shape
from kefen.running.files.transcoding import Text, Veil, as_utf8, first_lines, has_chinese
from kefen.running.options import Options
from kefen.running.tables import Column, Discretion, Origin, Top

DELIMITERS = (",", "\t", ";", "|", "，")
#: signs of which a header of one column may be made, and which may be part of a name
_OTHER_SIGNS = ("\x01", "^", "~", "!", "#", "$")
_SHOWN, _LONGEST_HEADER = 20, 100
_SEP = re.compile(r'"?sep=([^\w"])"?', re.IGNORECASE)
csv.field_size_limit(1 << 27)


class _Head(NamedTuple):
    """The delimiter, the header, and its last line."""

    delimiter: str
    header: Top
    last: int


@dataclass(frozen=True)
class PlainText:
    """A text in UTF-8 with what its top says; ``unsafe`` when an engine cannot be left to find its rows."""

    text: Text
    shape: Shape
    columns: tuple[Column, ...]
    origin: Origin
    unsafe: bool


@dataclass(frozen=True)
class TextReader:
    """Reads the top of a text file. ``skip`` lines stand above its header."""

    path: Path
    options: Options
    skip: int

    def read(self, plain: Path, folder: Path, discretion: Discretion) -> PlainText:
        """``plain`` is the file out of its packing; a copy in UTF-8 goes into the folder."""
        veil = self.veil(plain, discretion) if discretion.silent else None
        text = as_utf8(plain, self.options.encoding, folder, veil)
        top = self.top_of(text)
        delimiter, header, last = self.head(top)
        if any(line in text.bad for line in range(header.line, last + 1)):
            raise text.refused(self.path)
        above = top[: header.line - 1]
        group = next((_cells(row, delimiter) for row in reversed(above) if row.strip()), [])
        below = enumerate(top[last : last + _SHOWN], last + 1)
        others = (Top(line, _cells(row, delimiter)) for line, row in below)
        origin = Origin(self.path, "", text.named, delimiter, (header, *others), text.doubtful)
        shape = Shape(delimiter, len(header.cells), last, tuple(header.cells))
        unsafe = bool(text.bad) or last > header.line or any('"' in line for line in above)
        return PlainText(text, shape, columns_of(header.cells, group), origin, unsafe)

    def veil(self, plain: Path, discretion: Discretion) -> Veil | None:
        """What is hidden of a text, found by its header alone; nothing when all may be seen."""
        top = first_lines(plain, self.options.encoding, self.skip + _LONGEST_HEADER)
        if not top or "\0" in top[0]:
            return None
        delimiter, header, last = self.head(top)
        hidden = frozenset(n for n, name in enumerate(header.cells) if discretion.hides(name))
        chinese = has_chinese("".join(header.cells))
        return (
            Veil(delimiter.encode(), len(header.cells), hidden, last, chinese) if hidden else None
        )

    def top_of(self, text: Text) -> list[str]:
        """The first lines of a text, to beyond its header."""
        with text.path.open(encoding="utf-8-sig") as file:
            top = [line.rstrip("\n") for line in islice(file, self.skip + _LONGEST_HEADER)]
        if "\0" in "".join(top[:1]):
            raise InputError(
                f"{self.path.name} is not text, or is UTF-16: save it as UTF-8 or GB18030"
            )
        return top

    def head(self, top: Sequence[str]) -> _Head:
        """Where a text begins; a first line ``sep=;`` names its delimiter, as spreadsheets write it."""
        named = _SEP.fullmatch(top[0]) if top else None
        skip = max(self.skip, 1 if named else 0)
        delimiter = self.options.delimiter or (named[1] if named else _delimiter_of(top[skip:]))
        header, last = self.header(top, skip, delimiter)
        if len(header.cells) == 1 and not self.options.delimiter:
            self.refuse_other_sign(header.cells[0])
        return _Head(delimiter, header, last)

    def header(self, top: Sequence[str], skip: int, delimiter: str) -> tuple[Top, int]:
        """The header, and its last line: a quoted name may hold a line break."""
        above = next((n for n, line in enumerate(top) if n >= skip and line.strip()), None)
        if above is None:
            where = f"below line {skip}" if skip else "in its first line"
            raise InputError(f"{self.path.name} has no header {where}")
        reader = csv.reader((f"{line}\n" for line in top[above:]), delimiter=delimiter)
        try:
            row = next(reader, [])
        except csv.Error as error:
            raise InputError(f"{self.path.name}: the header cannot be read: {error}") from None
        return Top(above + 1, names_of(row)), above + reader.line_num

    def refuse_other_sign(self, header: str) -> None:
        """One line for a header of one column that seems to be parted by a sign that is not looked for."""
        sign = max(_OTHER_SIGNS, key=header.count)
        if header.count(sign) > (sign != "\x01"):
            told = "\\001" if sign == "\x01" else sign
            raise InputError(
                f"{self.path.name}: the header is one column; if `{told}` parts it, say --delimiter '{told}'"
            )


def _delimiter_of(top: Sequence[str]) -> str:
    """The character that parts the header most often, outside quotation marks."""
    first = next((line for line in top if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return [line]
