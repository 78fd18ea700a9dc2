"""The table in a file as it was sent: its header and its rows as texts, each with its line."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from kefen.errors import InputError
from kefen.running.files.transcoding import as_utf8
from kefen.running.files.workbooks import open_sheet
from workbench.common.errors import RefusedError

MOST_ROWS = 100_000
_SIGNS = ("\t", "|", ";", ",")
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Line:
    """A row of a file: its line there, its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """Columns as the header calls them, and all rows that hold anything."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def read_table(content: bytes) -> Table:
    """A workbook (xlsx) or a text of any encoding. Raises `RefusedError` for what is no table, has a column twice or
    too many rows.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            rows = list(
                _workbook(content, Path(folder))
                if content[:4] == _ZIP
                else _text(content, Path(folder))
            )
        except (InputError, csv.Error, UnicodeDecodeError) as error:
            raise RefusedError(
                _("The file cannot be read as a table: {why}").format(why=error), field="file"
            ) from error
    if not rows:
        raise RefusedError(_("The file is empty."), field="file")
    return _table(rows)


def _table(rows: list[tuple[int, list[str]]]) -> Table:
    columns = [cell.strip() for cell in rows[0][1]]
    named = [column for column in columns if column]
    if len(set(named)) < len(named):
        raise RefusedError(_("A column stands twice in the header."), field="file")
    if len(rows) - 1 > MOST_ROWS:
        raise RefusedError(_("More than 100,000 rows: part the file."), field="file")
    return Table(tuple(named), tuple(_line(number, columns, cells) for number, cells in rows[1:]))


def _line(number: int, columns: list[str], cells: list[str]) -> Line:
    """Cells beyond the header stand under "": such a row was parted wrongly and is rejected."""
    held = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column}
    beyond = "".join(cells[len(columns) :]).strip()
    return Line(number, held | ({"": beyond} if beyond else {}))


def _workbook(content: bytes, folder: Path) -> Iterator[tuple[int, list[str]]]:
    path = folder / "table.xlsx"
    path.write_bytes(content)
    for row in open_sheet(path).rows():
        yield row.line, list(row.cells)


def _text(content: bytes, folder: Path) -> Iterator[tuple[int, list[str]]]:
    path = folder / "table.csv"
    path.write_bytes(content)
    plain = as_utf8(path, "", folder).path
    text = plain.read_text(encoding="utf-8-sig")
    head = text.partition("\n")[0]
    sign = max(_SIGNS, key=head.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=sign, strict=True)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells
