"""The sheets of a workbook beside the one with the table: which are lists, and which may not be passed over.

A clerk who runs out of rows copies the sheet and goes on. What stands there is as true as what stands in the first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from unicodedata import normalize

from kefen.errors import InputError
from kefen.publishing.sheets import sheet_name
from kefen.running.duckdb.sources import Table, sheets_in, top_of_sheet

#: what is put behind the name of a sheet that is copied
_COPIED = re.compile(r"[\s_\-]*(?:\(\d+\)|\d+|副本|copy)$", re.IGNORECASE)
#: so many columns alike say that two sheets hold the same, though one has a remark more
_LEAST, _SHARE = 3, 0.8


def sheets_called(
    sheets: Iterable[str], lists: Mapping[str, Collection[str]]
) -> dict[str, list[str]]:
    """The sheets that are called like lists, or like copies of one; ``lists`` are the spellings of each."""
    known = {_plain(sheet_name(word)): name for name, words in lists.items() for word in words}
    found: dict[str, list[str]] = {}
    for sheet in sheets:
        plain = _plain(sheet)
        name = known.get(plain, known.get(_COPIED.sub("", plain)))
        if name is not None:
            found.setdefault(name, []).append(sheet)
    return found


def _plain(name: str) -> str:
    return re.sub(r"\s", "", normalize("NFKC", name)).casefold()


def refuse_alike(tables: Iterable[Table], passed: Collection[tuple[Path, str]]) -> None:
    """``InputError`` for a visible sheet that is not read and has the header of one that is; ``passed`` are no such."""
    read = [table for table in tables if table.origin.sheet]
    taken = {(table.path, table.origin.sheet) for table in read} | {*passed}
    for path in {table.path: None for table in read}:
        group = [table for table in read if table.path == path]
        for sheet in (one for one in sheets_in(path) if (path, one) not in taken):
            _refuse_if_alike(group, sheet)


def _refuse_if_alike(tables: Iterable[Table], sheet: str) -> None:
    tops: list[list[str]] | None = None
    for table in tables:
        tops = top_of_sheet(table.path, sheet) if tops is None else tops
        if any(_alike({*table.headers}, {*filter(None, cells)}) for cells in tops):
            raise InputError(
                f"{table.path.name}: the sheets `{table.origin.sheet}` and `{sheet}` have the same header,"
                " and only one is read: put their rows into one sheet, or name the sheet of the table with --sheet"
            )


def _alike(header: set[str], other: set[str]) -> bool:
    both = len(header & other)
    return header == other or (both >= _LEAST and both >= _SHARE * min(len(header), len(other)))
