"""Files of customers as tables the engine can read: CSV, Excel, Parquet.

A file is read where it lies; only text in another encoding and Excel are first copied as CSV in UTF-8.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb

from kefen.errors import InputError
from kefen.running.transcoding import Text, as_utf8
from kefen.running.workspace import Workspace, first_line, quoted

LINE = "=line"
REJECTS = "reject_errors"
DELIMITERS = (",", "\t", ";", "|", "，")
_EXCEL = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_PARQUET = (".parquet", ".pq")
_TEXT = (".csv", ".txt", ".tsv", ".dat")
_ZIPPED = (".xlsx", ".xlsm", ".xlsb", ".ods")
#: how a file begins, what it is, which names it may have
_BEGINNINGS = {
    b"PK\x03\x04": ("a workbook", _ZIPPED),
    b"\xd0\xcf\x11\xe0": ("a workbook", (".xls",)),
    b"PAR1": ("Parquet", _PARQUET),
}
csv.field_size_limit(1 << 27)


@dataclass(frozen=True)
class Column:
    """A column: what the file calls it, what the engine calls it, its type there."""

    header: str
    name: str
    type: str = "VARCHAR"


@dataclass(frozen=True)
class Table:
    """A file as the engine reads it. ``relation`` stands after FROM; ``text`` and ``delimiter`` belong to CSV."""

    path: Path
    relation: str
    columns: tuple[Column, ...]
    text: Text | None = None
    delimiter: str = ""
    headers: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "headers", tuple(column.header for column in self.columns))

    @property
    def has_lines(self) -> bool:
        """Whether the line of a row stands in a column of its own, as in a copy of an Excel sheet."""
        return LINE in self.relation

    @property
    def numbered(self) -> tuple[str, str]:
        """The relation once more with the number of each row: what stands after FROM, and the number."""
        if self.text is None:
            return f"{self.relation[:-1]}, file_row_number=true)", "file_row_number"
        return self.relation, "ROW_NUMBER() OVER () - 1"

    @property
    def counted(self) -> str:
        """The number of a row as a text, the first being 1: the key of a table that has none."""
        return f"CAST({self.numbered[1]} + 1 AS VARCHAR)"


def open_table(space: Workspace, path: Path, sheet: str = "") -> Table:
    """A file by the end of its name. ``InputError`` in one line when it cannot be read."""
    suffix = path.suffix.lower()
    if not path.exists():
        raise InputError(f"there is no file {path}")
    if path.is_dir():
        raise InputError(f"{path} is a folder, not a file")
    if suffix not in (*_PARQUET, *_EXCEL, *_TEXT):
        raise InputError(
            f"{path.name}: can read .csv, .xlsx and .parquet, not `{suffix or path.name}`"
        )
    if path.stat().st_size == 0:
        raise InputError(f"{path.name} is empty")
    _refuse_other_content(path, suffix)
    if suffix in _PARQUET:
        return _open_parquet(space, path)
    if suffix in _EXCEL:
        return _open_excel(space, path, sheet)
    return _open_csv(space, path)


def _refuse_other_content(path: Path, suffix: str) -> None:
    """One line for a file that is not what its name says: its reader would speak of the inside of the format."""
    with path.open("rb") as file:
        head = file.read(4)
    content, names = _BEGINNINGS.get(head, ("", ()))
    if names == (".xls",) and suffix in _ZIPPED:
        raise InputError(f"{path.name} has a password or is old: save it as `.xlsx` without one")
    if content and suffix not in names:
        raise InputError(f"{path.name} holds {content}: name it `{names[0]}`")
    if not content and suffix in _EXCEL:
        raise InputError(f"{path.name} holds no workbook: if it is text, name it `.csv`")


# --- Parquet --------------------------------------------------------------------------------------


def _open_parquet(space: Workspace, path: Path) -> Table:
    relation = f"read_parquet({quoted(str(path))})"
    try:
        found = space.columns(relation)
    except duckdb.Error as error:
        raise InputError(f"{path.name} cannot be read as Parquet: {first_line(error)}") from None
    columns = tuple(Column(name.strip(), name, type_) for name, type_ in found)
    _refuse_doubles(path, [column.header for column in columns])
    return Table(path, relation, columns)


# --- CSV ------------------------------------------------------------------------------------------


def _open_csv(space: Workspace, path: Path) -> Table:
    text = as_utf8(path, space.options.encoding, space.folder)
    delimiter = space.options.delimiter or _delimiter_of(text.path)
    return _csv_table(path, text, delimiter, _header(path, text, delimiter))


def _csv_table(path: Path, text: Text, delimiter: str, headers: list[str]) -> Table:
    _refuse_doubles(path, headers)
    names = [LINE if header == LINE else f"c{place}" for place, header in enumerate(headers)]
    declared = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
    relation = (
        f"read_csv({quoted(str(text.path))}, delim={quoted(delimiter)}, quote='\"', escape='\"',"
        f" header=true, auto_detect=false, columns={{{declared}}}, store_rejects=true,"
        f" rejects_table='{REJECTS}')"
    )
    columns = tuple(
        Column(header, name) for header, name in zip(headers, names, strict=True) if header != LINE
    )
    return Table(path, relation, columns, text, delimiter)


def _first_line(path: Path) -> str:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next((line for line in file if line.strip()), "")


def _delimiter_of(path: Path) -> str:
    """The character that parts the header most often, outside quotation marks."""
    outside = "".join(_first_line(path).split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _header(path: Path, text: Text, delimiter: str) -> list[str]:
    with text.path.open(encoding="utf-8-sig", newline="") as file:
        try:
            row = next(csv.reader(file, delimiter=delimiter), [])
        except csv.Error as error:
            raise InputError(f"{path.name}: the header cannot be read: {error}") from None
    headers = [cell.strip() for cell in row]
    if any("\0" in header for header in headers):
        raise InputError(f"{path.name} is not text, or is UTF-16: save it as UTF-8 or GB18030")
    if not any(headers):
        raise InputError(f"{path.name} has no header in its first line")
    return [header or f"column {place}" for place, header in enumerate(headers, 1)]


def _refuse_doubles(path: Path, headers: list[str]) -> None:
    places: dict[str, int] = {}
    for place, header in enumerate(headers, 1):
        if header in places:
            raise InputError(
                f"{path.name}: the header `{header}` is given twice, in columns {places[header]} and {place}"
            )
        places[header] = place


# --- Excel ----------------------------------------------------------------------------------------


def sheets_of(path: Path) -> list[str]:
    """The names of the sheets of a workbook in their order; none for any other file."""
    if path.suffix.lower() not in _EXCEL:
        return []
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return list(CalamineWorkbook.from_path(str(path)).sheet_names)
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(f"{path.name} cannot be read as Excel: {error}") from None


def _open_excel(space: Workspace, path: Path, sheet: str) -> Table:
    copy = space.folder / f"{len(list(space.folder.iterdir()))}.sheet.csv"
    with copy.open("w", encoding="utf-8", newline="") as file:
        headers = _copy_sheet(path, sheet, csv.writer(file))
    return _csv_table(path, Text(copy, "utf-8", -1), ",", [*headers, LINE])


def _copy_sheet(path: Path, sheet: str, out: Any) -> list[str]:
    rows = _sheet_rows(path, sheet)
    first = next(rows, None)
    if first is None:
        raise InputError(f"{path.name} is empty")
    headers = [cell or f"column {place}" for place, cell in enumerate(first[1], 1)]
    out.writerow([*headers, LINE])
    for line, cells in rows:
        out.writerow([*cells, line])
    return headers


def _sheet_rows(path: Path, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet that hold anything, as texts, with their row numbers."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        if sheet and sheet not in book.sheet_names:
            known = ", ".join(book.sheet_names)
            raise InputError(f"{path.name} has no sheet `{sheet}`; it has {known}")
        page = book.get_sheet_by_name(sheet) if sheet else book.get_sheet_by_index(0)
        rows: Iterable[list[Any]] = page.iter_rows()
        start = page.start[0] if page.start else 0
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(f"{path.name} cannot be read as Excel: {error}") from None
    for line, row in enumerate(rows, start + 1):
        cells = [cell_text(cell) for cell in row]
        if any(cells):
            yield line, cells


def cell_text(cell: Any) -> str:
    """A cell as a bank would type it: whole numbers without a point, dates as ISO days."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip() if cell is not None else ""
