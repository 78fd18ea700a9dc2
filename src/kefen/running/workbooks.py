"""Sheets of workbooks as rows of texts, each cell as a bank would type it.

The reader of workbooks gives nothing for an error cell and for a formula that was never worked out, and no number
formats; ``broken_cells`` finds them in the file itself.
"""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

from kefen.errors import InputError
from kefen.running.broken_cells import OddCells, odd_cells

_MOST_DIGITS = Decimal(10) ** 15
_DATED_TEXT = re.compile(r"\s*(\d{1,4})[-/.年](\d{1,2})[-/.月](\d{1,4})日?\s*")


class SheetRow(NamedTuple):
    """A row of a sheet that holds anything: its number, its cells as texts."""

    line: int
    cells: list[str]


@dataclass
class DateColumn:
    """The dates of a column: real ones, the greatest day among them, and texts that look like one."""

    real: int = 0
    greatest_day: int = 0
    texts: int = 0
    example: str = ""

    @property
    def is_mixed(self) -> bool:
        return bool(self.real and self.texts)

    @property
    def may_be_swapped(self) -> bool:
        """Whether Excel may have taken every day below 13 for a month, and left the others as texts."""
        return self.is_mixed and self.greatest_day <= 12


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
        left, width, last = (self.page.start or (0, 0))[1], self.page.width, 0
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
