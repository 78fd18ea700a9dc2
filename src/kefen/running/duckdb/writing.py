"""Tables to files: written beside, then renamed, so that a full disk leaves the old file whole."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kefen.compiling.sql import quote
from kefen.errors import InputError
from kefen.running.duckdb.workspace import Workspace, quoted
from kefen.running.lodging import note_partial
from kefen.values import PLACES

FORMATS = (".csv", ".csv.gz", ".xlsx", ".parquet", ".jsonl")
_COPIED = {
    ".csv": "FORMAT csv, HEADER",
    ".csv.gz": "FORMAT csv, HEADER, COMPRESSION gzip",
    ".parquet": "FORMAT parquet, COMPRESSION zstd",
    ".jsonl": "FORMAT json",
}
#: standard input or output
STANDARD = Path("-")
_EXCEL_ROWS = 1_048_576
_RISKY = "=+-@\t\r"
_DECIMAL = re.compile(r"DECIMAL\(\d+,\s*(\d+)\)")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def format_of(path: Path, chosen: str = "") -> str:
    """The format by the end of the name, or as chosen for ``-``. ``InputError`` for any other."""
    name = f"-.{chosen or 'csv'}" if path == STANDARD else path.name.lower()
    suffix = next((one for one in FORMATS if name.endswith(one)), "")
    if not suffix:
        raise InputError(
            f"{path.name}: can write .csv, .xlsx and .parquet, .jsonl and .csv.gz,"
            f" not `{chosen or path.suffix or path.name}`"
        )
    return suffix


def refuse_places(output: Path, quarantine: Path, read: Iterable[Path]) -> None:
    """Before anything is read: no file may take the place of what is read, or of the other one that is written."""
    if quarantine.suffix.lower() != ".csv":
        raise InputError(f"{quarantine.name}: the quarantine is written as .csv")
    if _same(output, quarantine):
        raise InputError(f"{output} cannot hold the decisions and the quarantine")
    for place in {output, quarantine} - {STANDARD}:
        if not place.parent.is_dir():
            raise InputError(f"there is no folder {place.parent}")
        if place.is_dir():
            raise InputError(f"{place} is a folder, not a file")
        if any(_same(place, path) for path in read):
            raise InputError(f"{place} is read by this run: write under another name")


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve() or (
        one.exists() and other.exists() and one.samefile(other)
    )


class Outputs:
    """Files being written; all of them take their names at the end, or none does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: list[tuple[Path, Path]] = []

    def beside(self, path: Path) -> Path:
        """A name to write under for now, in the same folder as the file to come."""
        partial = path.with_name(f".{path.name}.{self.folder.name.removeprefix('.')}")
        note_partial(self.folder, partial)
        self.files.append((partial, path))
        return partial

    @contextlib.contextmanager
    def kept(self) -> Iterator[Outputs]:
        """Rename everything if all went well; else leave nothing behind."""
        try:
            yield self
            for partial, path in self.files:
                partial.replace(path)
        except OSError as error:
            # the partial file is nobody's business: tell of the one that was asked for
            asked = {str(partial): str(path) for partial, path in self.files}
            error.filename = asked.get(str(error.filename), error.filename)
            raise
        finally:
            for partial, _ in self.files:
                partial.unlink(missing_ok=True)


def write_table(space: Workspace, rows: str, path: Path, suffix: str) -> None:
    """The rows of a query, whose last column is their number, as a file of a format in the order of these numbers."""
    columns = space.columns(f"({rows})")
    names = [quote(name) for name, _ in columns[:-1]]
    shown = _neutral(columns[:-1]) if suffix in (".csv", ".csv.gz") else names
    # the order stands outermost: the engine is free to forget that of an inner query
    query = f"SELECT {', '.join(shown)} FROM ({rows}) ORDER BY {quote(columns[-1][0])}"
    if suffix == ".xlsx":
        headers = [name for name, _ in columns[:-1]]
        path.write_bytes(sheet_of(headers, space.each(query), space.folder))
    else:
        space.do(f"COPY ({query}) TO {quoted(str(path.absolute()))} ({_COPIED[suffix]})")


def refuse_long_sheet(rows: int) -> None:
    """An Excel sheet has an end."""
    if rows >= _EXCEL_ROWS:
        raise InputError(
            f"an Excel sheet holds {_EXCEL_ROWS:,} rows with its header, and there are {rows:,}:"
            " write .csv or .parquet"
        )


def _neutral(columns: Sequence[tuple[str, str]]) -> list[str]:
    """Columns as a spreadsheet reads them, the first header with the mark that Excel needs."""
    marks = ("\ufeff", *[""] * len(columns))
    return [
        f"{_plain(quote(name), type_)} AS {quote(mark + name)}"
        for mark, (name, type_) in zip(marks, columns, strict=False)
    ]


def _plain(column: str, type_: str) -> str:
    """A text that would be taken for a formula set apart, a product without the noughts that its exactness adds."""
    if type_ == "VARCHAR":
        return (
            f"CASE WHEN {column}[1] IN ('=', '+', '-', '@', CHR(9), CHR(13))"
            f" AND NOT REGEXP_FULL_MATCH({column}, '[+-]?[0-9]+([.][0-9]+)?')"
            f" THEN '''' || {column} ELSE {column} END"
        )
    scale = _DECIMAL.fullmatch(type_)
    if scale is None or int(scale[1]) <= max(PLACES.values()):
        return column
    return rf"REGEXP_REPLACE(CAST({column} AS VARCHAR), '([.]\d\d\d*?)0+$', '\1')"


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    risky = text[:1] in _RISKY and text[:1] and not _PLAIN_NUMBER.fullmatch(text)
    return f"'{text}" if risky else text


def write_csv(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Rows as CSV with the mark that Excel needs; how many there were."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(headers)
        for row in rows:
            out.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in row])
            count += 1
    return count


def sheet_of(headers: Sequence[str], rows: Iterable[Sequence[Any]], folder: Path) -> bytes:
    """Rows as an Excel workbook; texts stay texts. ``folder`` holds the sheet while it grows.

    The workbook itself is packed in memory: on a full disk its packer would fail a second time, with a stack trace, when
    it is thrown away.
    """
    import xlsxwriter

    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"constant_memory": True, "tmpdir": str(folder)})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, headers, book.add_format({"bold": True}))
    try:
        _fill(sheet, rows)
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise error.args[0] from None
    finally:
        _close(sheet)
    return packed.getvalue()


def _fill(sheet: Any, rows: Iterable[Sequence[Any]]) -> None:
    for line, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, place, cell[:32767])
            elif cell is not None:
                sheet.write(line, place, cell)


def _close(sheet: Any) -> None:
    """Close what a sheet that failed has left open."""
    for file in filter(None, (sheet.fh, sheet.row_data_fh)):
        with contextlib.suppress(OSError):
            file.close()
