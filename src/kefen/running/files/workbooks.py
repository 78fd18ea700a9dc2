"""Sheets of workbooks as rows of texts, each cell as a bank would type it.

The reader of workbooks gives nothing for an error cell and for a formula that was never worked out, and no number
formats; ``broken_cells`` finds them in the file itself.
"""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

from kefen.errors import InputError
from kefen.running.files.broken_cells import OddCells, odd_cells
from kefen.running.tables import DateColumn
from kefen.spelling import BLANKS
from kefen.spelling.cleaning import doubtful

_MOST_DIGITS = Decimal(10) ** 15
_DATED_TEXT = re.compile(r"\s*(\d{1,4})[-/.年](\d{1,2})[-/.月](\d{1,4})日?\s*")


class SheetRow(NamedTuple):
    """A row of a sheet that holds anything: its number, its cells as texts."""

    line: int
    cells: list[str]


@dataclass
class Sheet:
    """A sheet that can be read once; ``dates`` fills as its rows go by."""

    path: Path
    name: str
    page: Any
    odd: OddCells
    dates: dict[int, DateColumn] = field(default_factory=dict)

    def rows(self) -> Iterator[SheetRow]:
        """The rows that hold anything."""
        # the reader counts rows from the top of the sheet, columns from the first that holds anything
        left, width, last = self.corner[1], self.page.width, 0
        for last, row in enumerate(self.page.iter_rows(), 1):
            for column, formats in self.odd.formats.items():
                if 0 <= column - left < width and (shown := formats.at(last)):
                    row[column - left] = shown.text(row[column - left])
            cells = [self.text(place, cell) for place, cell in enumerate(row)]
            for column, word in self.odd.broken.get(last, {}).items():
                if 0 <= column - left < width:
                    cells[column - left] = word
            if any(cells):
                yield SheetRow(last, cells)
        for line in sorted(line for line in self.odd.broken if line > last):
            yield SheetRow(line, [self.odd.broken[line].get(left + at, "") for at in range(width)])

    @property
    def corner(self) -> tuple[int, int]:
        """The first row and column that hold anything, from 0."""
        return self.page.start or (0, 0)

    def header(self, row: SheetRow) -> list[str]:
        """The cells of a header; one that is merged with cells above it is what stands there."""
        cells = list(row.cells)
        for (top, left), (bottom, _) in self.merged():
            if top < row.line - 1 <= bottom:
                cells[left - self.corner[1]] = self.raw(top, left)
        return cells

    def merged(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """The merged cells: the first and the last row and column of each, from 0."""
        return self.page.merged_cell_ranges or []

    def raw(self, row: int, column: int) -> str:
        """A single cell by its row and column, from 0."""
        cells: list[Any] = next(islice(self.page.iter_rows(), row, None), [])
        place = column - self.corner[1]
        return cell_text(cells[place]) if place < len(cells) else ""

    def doubt_merged(self, line: int) -> None:
        """Let no reader accept a merged cell below a line: of which row its value is, or for how many, it does not say.

        A note across columns, with nothing beside it, is left as it is.
        """
        for (top, left), (bottom, right) in self.merged():
            if top >= line and (bottom > top or not self.is_note(top, left)):
                word = doubtful(
                    self.raw(top, left), "merged", f"{_place(top, left)}:{_place(bottom, right)}"
                )
                for row in range(top, min(bottom, self.page.end[0]) + 1):
                    places = dict.fromkeys(range(left, right + 1), word)
                    self.odd.broken.setdefault(row + 1, {}).update(places)

    def is_note(self, row: int, column: int) -> bool:
        """Whether a cell stands first in its row, and alone."""
        cells: list[Any] = next(islice(self.page.iter_rows(), row, None), [])
        return column == self.corner[1] and not any(map(cell_text, cells[1:]))

    def empty(self, places: Collection[int], line: int) -> set[int]:
        """Which of some columns, counted from the first that holds anything, are empty in every row below a line."""
        broken = {column - self.corner[1] for row in self.odd.broken.values() for column in row}
        left = {*places} - broken
        for row in islice(self.page.iter_rows(), line, None) if left else ():
            left -= {place for place in left if cell_text(row[place]).strip(BLANKS)}
        return left

    def text(self, place: int, cell: Any) -> str:
        """A cell as a text; dates are taken note of."""
        if isinstance(cell, date):
            column = self.dates.setdefault(place, DateColumn())
            column.real += 1
            column.greatest_day = max(column.greatest_day, cell.day)
        elif isinstance(cell, str) and cell[:1].isdigit() and _DATED_TEXT.fullmatch(cell):
            column = self.dates.setdefault(place, DateColumn())
            column.texts += 1
            column.example = column.example or cell
        return cell_text(cell)


def sheets_of(path: Path) -> list[str]:
    """The names of the visible sheets of a workbook in their order."""
    return [one.name for one in _book(path).sheets_metadata if _is_shown(one)]


def open_sheet(path: Path, name: str = "") -> Sheet:
    """A sheet by its name, or the first that is visible."""
    book = _book(path)
    known = [one.name for one in book.sheets_metadata if _is_sheet(one)]
    if name and name not in known:
        raise InputError(f"{path.name} has no sheet `{name}`; it has {', '.join(known)}")
    shown = [one.name for one in book.sheets_metadata if _is_shown(one)]
    if not name and not shown:
        raise InputError(f"{path.name} has no visible sheet; hidden ones are {', '.join(known)}")
    chosen = name or shown[0]
    with _reading(path):
        page = book.get_sheet_by_name(chosen)
        return Sheet(path, chosen, page, odd_cells(path, chosen))


def _book(path: Path) -> Any:
    from python_calamine import CalamineWorkbook

    with _reading(path):
        return CalamineWorkbook.from_path(str(path))


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    """What goes wrong within a workbook, in one line."""
    from python_calamine import CalamineError

    try:
        yield
    except (
        CalamineError,
        OSError,
        ValueError,
        KeyError,
        zipfile.BadZipFile,
        expat.ExpatError,
    ) as error:
        said = str(error).strip().split("\n")[0]
        raise InputError(f"{path.name} cannot be read as Excel: {said}") from None


def _is_sheet(one: Any) -> bool:
    from python_calamine import SheetTypeEnum

    return bool(one.typ == SheetTypeEnum.WorkSheet)


def _is_shown(one: Any) -> bool:
    from python_calamine import SheetVisibleEnum

    return _is_sheet(one) and bool(one.visible == SheetVisibleEnum.Visible)


def _place(row: int, column: int) -> str:
    """A cell as a spreadsheet calls it, by its row and column from 0."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


# --- cells ----------------------------------------------------------------------------------------


def cell_text(cell: Any) -> str:
    """A cell as a bank would type it: 15 digits, whole numbers without a point, dates as ISO days."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (int, float)):
        return number_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if cell is not None else ""


def number_text(number: float) -> str:
    """At most 15 significant digits, as the sheet shows it; from 10¹⁵ on, where digits are lost, with an exponent."""
    exact = Decimal(f"{number:.15g}")
    return f"{exact:f}" if abs(exact) < _MOST_DIGITS else f"{number:.15G}"
