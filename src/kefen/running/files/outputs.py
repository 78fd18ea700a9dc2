"""Files that are written: beside, then renamed, so that a full disk leaves the old file whole."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kefen.errors import InputError
from kefen.running.files.several import would_read
from kefen.running.lodging import note_partial
from kefen.running.options import Options

FORMATS = (".csv", ".csv.gz", ".xlsx", ".parquet", ".jsonl")
#: standard input or output
STANDARD = Path("-")
_EXCEL_ROWS = 1_048_576
_RISKY = "=+-@\t\r"
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


def quarantine_of(output: Path, options: Options) -> Path:
    """Where rows go that are not accepted: as chosen, else beside the output."""
    name = "decisions" if output == STANDARD else output.name
    stem = name.removesuffix(".gz").rpartition(".")[0] or name
    return options.quarantine or output.with_name(f"{stem}.quarantine.csv")


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
        if any(would_read(path, place) or _same(place, path) for path in read):
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


def write_csv(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows as CSV with the mark that Excel needs."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(headers)
        for row in rows:
            out.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in row])


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    risky = text[:1] in _RISKY and text[:1] and not _PLAIN_NUMBER.fullmatch(text)
    return f"'{text}" if risky else text


# --- Excel ----------------------------------------------------------------------------------------


def refuse_long_sheet(rows: int) -> None:
    """An Excel sheet has an end."""
    if rows >= _EXCEL_ROWS:
        raise InputError(
            f"an Excel sheet holds {_EXCEL_ROWS:,} rows with its header, and there are {rows:,}:"
            " write .csv or .parquet"
        )


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
