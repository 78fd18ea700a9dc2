"""Cells of a sheet that hold an error, or a formula whose value is not stored; formats that show another value.

The reader of workbooks gives nothing for the former, as for an empty cell, and no format of the latter. They are found in
the file itself, which is walked piece by piece, and only when it holds an error, a formula or such a format at all.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from kefen.errors import InputError
from kefen.running.files.cell_formats import CellFormat, FormatColumn, format_of

#: by row, from 1, and column, from 0: the word of the error, or the formula after `=`
Broken = dict[int, dict[int, str]]
#: by column, from 0
Formats = dict[int, FormatColumn]
_CHUNK = 1 << 20
_XLSX = re.compile(rb"""\st\s*=\s*["']e["']|<(\w+:)?f[\s>/]""")


@dataclass
class OddCells:
    """The cells of a sheet that are not what the reader of workbooks gives."""

    broken: Broken = field(default_factory=dict)
    formats: Formats = field(default_factory=dict)


def odd_cells(path: Path, sheet: str) -> OddCells:
    """The broken cells of a sheet, and the formats of those that show another value than they hold."""
    with zipfile.ZipFile(path) as book:
        cells = _XlsxCells(_formats_of(book))
        part = _part_of(book, sheet)
        if _is_suspect(book, part, cells.suspect):
            _parse(book, part, cells)
        return cells.found


def _formats_of(book: zipfile.ZipFile) -> dict[str, CellFormat]:
    """The styles of cells, by their number, whose format may show another value."""
    styles = _Styles()
    for part in _parts(book, "styles").values():
        _parse(book, part, styles)
    found = {str(n): format_of(number, styles.named) for n, number in enumerate(styles.numbers)}
    return {n: one for n, one in found.items() if one is not None}


class _Styles:
    """The formats that a workbook spells out, and the number of the format of each style."""

    def __init__(self) -> None:
        self.named: dict[int, str] = {}
        self.numbers: list[int] = []
        self.is_open = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "numFmt":
            self.named[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name == "xf" and self.is_open:
            self.numbers.append(int(attributes.get("numFmtId", 0)))
        self.is_open |= name == "cellXfs"

    def end(self, name: str) -> None:
        self.is_open &= name.rpartition(":")[2] != "cellXfs"

    def text(self, text: str) -> None:
        pass


def _is_suspect(book: zipfile.ZipFile, part: str, suspect: re.Pattern[bytes]) -> bool:
    last = b""
    with book.open(part) as file:
        while chunk := file.read(_CHUNK):
            if suspect.search(last + chunk):
                return True
            last = chunk[-32:]
    return False


def _part_of(book: zipfile.ZipFile, sheet: str) -> str:
    """The part of the file that holds a sheet."""
    named = _Elements("sheet")
    _parse(book, "xl/workbook.xml", named)
    ids = [_plain(one, "id") for one in named.found if one.get("name") == sheet]
    return _parts(book, "worksheet").get(ids[0] if ids else "", "")


def _parts(book: zipfile.ZipFile, kind: str) -> dict[str, str]:
    """The parts of a kind that the workbook names, by their ids."""
    targets = _Elements("Relationship")
    _parse(book, "xl/_rels/workbook.xml.rels", targets)
    named = {one["Id"]: one["Target"] for one in targets.found if one["Type"].endswith(f"/{kind}")}
    return {n: t.lstrip("/") if t.startswith("/") else f"xl/{t}" for n, t in named.items()}


def _plain(attributes: Mapping[str, str], name: str) -> str:
    """An attribute whatever its prefix."""
    return next((v for k, v in attributes.items() if k.rpartition(":")[2] == name), "")


def _parse(book: zipfile.ZipFile, part: str, handler: Any) -> None:
    """Walk a part of the file. No declaration of a document type is let in, so that nothing in it can expand."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    with book.open(part) as file:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> None:
    raise InputError("a workbook declares no document type: save it again with Excel")


@dataclass
class _Elements:
    """The attributes of all elements of a name."""

    name: str
    found: list[dict[str, str]] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == self.name:
            self.found.append(attributes)

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class _XlsxCells:
    """The cells of a sheet as they go by; only odd ones are kept."""

    def __init__(self, styles: Mapping[str, CellFormat]) -> None:
        self.found, self.styles = OddCells(), styles
        self.row = self.column = 0
        self.kind = self.within = ""
        self.texts = {"f": "", "v": ""}
        self.has_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif name == "c":
            self.column = _column(attributes.get("r", "")) or self.column + 1
            self.kind, self.has_formula = attributes.get("t", "n"), False
            if self.kind in ("n", "d"):
                self.note(self.styles.get(attributes.get("s", "0")))
            self.texts = {"f": "", "v": ""}
        elif name in self.texts:
            self.within = name
            self.has_formula |= name == "f"

    def end(self, name: str) -> None:
        self.within = ""
        if name.rpartition(":")[2] != "c":
            return
        value = self.texts["v"]
        if self.kind == "e":
            self.keep(value or "#N/A")
        elif self.has_formula and not value and self.kind != "str":
            self.keep("=" + self.texts["f"])

    def keep(self, word: str) -> None:
        self.found.broken.setdefault(self.row, {})[self.column - 1] = word

    def note(self, form: CellFormat | None) -> None:
        column = self.found.formats.get(self.column - 1)
        if form is not None and column is None:
            column = self.found.formats.setdefault(self.column - 1, FormatColumn())
        if column is not None:
            column.note(self.row, form)

    @property
    def suspect(self) -> re.Pattern[bytes]:
        """What a sheet without odd cells does not hold; a cell that names no style has the first."""
        styles = "|".join(self.styles)
        if "0" in self.styles:
            return re.compile(rb"<")
        marks = rf"""|\ss\s*=\s*["'](?:{styles})["']""".encode() if styles else b""
        return re.compile(_XLSX.pattern + marks)

    def text(self, text: str) -> None:
        if self.within:
            self.texts[self.within] += text


def _column(place: str) -> int:
    """The column of a cell such as ``AB12``, from 1; 0 if it does not say."""
    number = 0
    for letter in place.rstrip("0123456789"):
        number = number * 26 + ord(letter.upper()) - 64
    return number
