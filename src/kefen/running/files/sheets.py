"""Sheets of workbooks as CSV in UTF-8, each row behind its line; which sheets beside the table may not be passed over.

A clerk who runs out of rows copies the sheet and goes on. What stands there is as true as what stands in the first.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from kefen.errors import InputError
from kefen.publishing.sheets import sheet_name
from kefen.running.files.formats import EXCEL
from kefen.running.files.header_rows import Headers
from kefen.running.files.headings import columns_of, in_one_line, names_of, unnamed_column
from kefen.running.files.workbooks import SheetRow, open_sheet, sheets_of
from kefen.running.headers import plain_word
from kefen.running.tables import Origin, Reject, Table, Top

_SHOWN = 20
#: what is put behind the name of a sheet that is copied
_AGAIN = re.compile(r"[\s_\-]*(?:\(\d+\)|\d+|副本|copy)$", re.IGNORECASE)
#: so many columns alike say that two sheets hold the same, though one has a remark more
_LEAST, _SHARE = 3, 0.8


def copy_sheet(path: Path, name: str, skip: int, copy: Path) -> Table:
    """Write the rows of a sheet, each with its line in a last column, without columns that are empty."""
    sheet = open_sheet(path, name)
    rows = sheet.rows()
    above, first = _header_row(rows, skip)
    if first is None:
        raise InputError(f"{path.name} is empty")
    header = Top(first.line, names_of(sheet.header(first)))
    sheet.doubt_merged(first.line)
    unnamed = [place for place, cell in enumerate(header.cells) if cell == unnamed_column(place)]
    empty = sheet.empty(unnamed, first.line)
    with copy.open("w", encoding="utf-8", newline="") as file:
        top, rejects = _copied(rows, csv.writer(file), empty, Headers(header.cells))
    dates = {header.cells[place]: found for place, found in sheet.dates.items() if found.is_mixed}
    return Table(
        columns=columns_of(header.cells, above, empty),
        origin=Origin(path, sheet.name, top=(header, *top)),
        rejects=rejects,
        dates=dates,
    )


def _header_row(rows: Iterator[SheetRow], skip: int) -> tuple[list[str], SheetRow | None]:
    """The row of the header, and the cells of the one above it."""
    above: list[str] = []
    for row in rows:
        if row.line > skip:
            return above, row
        above = row.cells
    return above, None


def _copied(
    rows: Iterator[SheetRow], out: Any, empty: Collection[int], headers: Headers
) -> tuple[list[Top], tuple[Reject, ...]]:
    """The first rows, and those that a header among them leaves out."""
    top: list[Top] = []
    rejects: list[Reject] = []
    for line, cells in rows:
        if len(top) < _SHOWN:
            top.append(Top(line, cells))
        if why := headers.judge(line, cells):
            rejects.append(Reject(line, ",".join(cells), why, headers.gaps()))
            continue
        kept = [cell for n, cell in enumerate(cells) if n not in empty] if empty else cells
        out.writerow([*kept, line])
    return top, tuple(rejects)


# --- the other sheets -----------------------------------------------------------------------------


def sheets_in(path: Path) -> list[str]:
    """The names of the visible sheets of a workbook in their order; none for any other file."""
    return sheets_of(path) if path.suffix.lower() in EXCEL else []


def sheets_called(
    sheets: Iterable[str], lists: Mapping[str, Collection[str]]
) -> dict[str, list[str]]:
    """The sheets that are called like lists, or like copies of one; ``lists`` are the spellings of each."""
    known = {plain_word(sheet_name(word)): name for name, words in lists.items() for word in words}
    found: dict[str, list[str]] = {}
    for sheet in sheets:
        plain = plain_word(sheet)
        name = known.get(plain, known.get(_AGAIN.sub("", plain)))
        if name is not None:
            found.setdefault(name, []).append(sheet)
    return found


def refuse_alike(tables: Iterable[Table], passed: Collection[tuple[Path, str]]) -> None:
    """``InputError`` for a visible sheet that is not read and has the header of one that is; ``passed`` are no such."""
    read = [table for table in tables if table.origin.sheet]
    taken = {(table.path, table.origin.sheet) for table in read} | {*passed}
    for path in {table.path: None for table in read}:
        assert isinstance(path, Path)
        group = [table for table in read if table.path == path]
        for sheet in (one for one in sheets_in(path) if (path, one) not in taken):
            _refuse_if_alike(path, group, sheet)


def _refuse_if_alike(path: Path, tables: Iterable[Table], sheet: str) -> None:
    tops: list[set[str]] | None = None
    for table in tables:
        tops = _tops(path, sheet) if tops is None else tops
        if any(_alike({*table.headers}, cells) for cells in tops):
            raise InputError(
                f"{table.path.name}: the sheets `{table.origin.sheet}` and `{sheet}` have the same header,"
                " and only one is read: put their rows into one sheet, or name the sheet of the table with --sheet"
            )


def _tops(path: Path, name: str) -> list[set[str]]:
    """The first rows of a sheet that hold anything, as names of a header."""
    rows = islice(open_sheet(path, name).rows(), _SHOWN)
    return [{*filter(None, map(in_one_line, row.cells))} for row in rows]


def _alike(header: set[str], other: set[str]) -> bool:
    both = len(header & other)
    return header == other or (both >= _LEAST and both >= _SHARE * min(len(header), len(other)))
