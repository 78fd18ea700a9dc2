"""Which lines of a text are rows, when the engine alone cannot be trusted to say so.

A file whose every line is one row is read as it lies. Any other is copied here, line by line: a copy holds whole rows only,
each with the line it begins on. What is left out is named with its line, its text and why.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kefen.running.files.header_rows import Headers
from kefen.running.files.transcoding import Text
from kefen.running.tables import AGAIN, Reject
from kefen.spelling.cleaning import BLANKS

#: the column of a copy that says on which line of the file a row begins
LINE = "=line"
#: a text of more lines than these is a quotation mark that nobody closed
_LONGEST_TEXT = 1000
LONGEST_LINE = 1_000_000
_KEPT = 500
#: a cell whose text begins and ends in it
_WHOLE = re.compile(r"""(?=[^"]*$|\s*"[^"]*"\s*$)\s*"?([^"]*)"?\s*""")


class Shape(NamedTuple):
    """What a row looks like: the delimiter, how many columns, the last line of the header, its names."""

    delimiter: str
    columns: int
    header: int
    named: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """What the engine calls the columns."""
        return [f"c{place}" for place in range(self.columns)]


def sift(text: Text, shape: Shape, copy: Path) -> tuple[Reject, ...]:
    """Copy what certainly is a row of a text in UTF-8, its line in a last column; give back the lines that are none."""
    sifter = _Sifter(text, shape)
    with copy.open("w", encoding="utf-8", newline="") as out:
        for line, row in sifter.rows():
            out.write(f"{row}{shape.delimiter}{line}\n")
    return tuple(sifter.rejects)


class _Sifter:
    def __init__(self, text: Text, shape: Shape) -> None:
        self.text, self.shape = text, shape
        self.rejects: list[Reject] = []
        self.later: list[tuple[int, str]] = []
        self.headers = Headers(shape.named)

    def rows(self) -> Iterator[tuple[int, str]]:
        """Rows as they are written in the copy, with the lines they begin on."""
        with self.text.path.open(encoding="utf-8-sig") as file:
            self.file = enumerate(file, 1)
            while (numbered := self.next()) is not None:
                line, row = numbered[0], numbered[1].rstrip("\n")
                if line <= self.shape.header or not row.strip():
                    continue
                yield from self.row(line, row)

    def next(self) -> tuple[int, str] | None:
        return self.later.pop() if self.later else next(self.file, None)

    def row(self, line: int, row: str) -> Iterator[tuple[int, str]]:
        if self.headers.concern(row) and (why := self.judged(line, row)):
            self.rejects.append(Reject(line, row.strip()[:_KEPT], why, self.headers.gaps()))
        elif line in self.text.bad:
            self.put_aside(line, row, "bytes", encoding=self.text.named)
        elif len(row) > LONGEST_LINE:
            self.put_aside(line, row, "long")
        elif '"' in row:
            yield from self.quoted(line, row)
        elif self.fits(line, row, row.count(self.shape.delimiter) + 1):
            yield line, row

    def judged(self, line: int, row: str) -> str:
        """Why a line is no row for the headers; one at the end of a row, or of other columns, is told as any such line."""
        cells = row.split(self.shape.delimiter)
        why = self.headers.judge(line, cells)
        return why if why != AGAIN or len(cells) == self.shape.columns else ""

    def fits(self, line: int, row: str, count: int) -> bool:
        if count != self.shape.columns:
            self.put_aside(line, row, "columns", count=count, columns=self.shape.columns)
        return count == self.shape.columns

    def put_aside(self, line: int, row: str, why: str, **gaps: object) -> None:
        first, has_more = self.ends(row)
        first = first if first.isascii() or why != "bytes" else ""
        self.rejects.append(Reject(line, row.strip()[:_KEPT], why, gaps, first, has_more))

    def ends(self, row: str) -> tuple[str, bool]:
        """``first`` and ``has_more`` of a line that is no row."""
        parted, _ = self.cells(row)
        cells = row.split(self.shape.delimiter) if parted is None else parted
        width, first = self.shape.columns, _WHOLE.fullmatch(cells[0])
        if len(cells) < width or first is None:
            return "", False
        return first[1], any(cell.strip(BLANKS) for cell in cells[width:])

    # --- quotation marks -------------------------------------------------------------------------

    def quoted(self, line: int, row: str) -> Iterator[tuple[int, str]]:
        """A row with quotation marks, which may go on over further lines; else it alone is set aside."""
        lines, cells = self.gathered((line, row))
        if cells is None:
            self.later += reversed(lines[1:])
            self.put_aside(line, row, "quotes")
        elif any(at in self.text.bad for at, _ in lines):
            for at, further in lines:
                self.put_aside(at, further, "bytes", encoding=self.text.named)
        elif any(self.stands_alone(further) for _, further in lines[1:]):
            last = lines[-1][0]
            for at, further in lines:
                self.put_aside(at, further, "run together", first=line, last=last)
        elif self.fits(line, "\n".join(text for _, text in lines), len(cells)):
            yield line, self.written(cells)

    def gathered(
        self, first: tuple[int, str]
    ) -> tuple[list[tuple[int, str]], Sequence[str] | None]:
        """The lines of a row up to where its texts are closed, and its cells; no cells when they never are."""
        lines = [first]
        cells, is_open = self.cells(first[1])
        while is_open and len(lines) < _LONGEST_TEXT and (further := self.next()) is not None:
            lines.append((further[0], further[1].rstrip("\n")))
            if '"' in further[1]:
                cells, is_open = self.cells("\n".join(text for _, text in lines))
        return lines, cells

    def cells(self, text: str) -> tuple[Sequence[str] | None, bool]:
        """The cells of a text, and whether it ends within a quotation."""
        reader = csv.reader(
            io.StringIO(text, newline=""),
            delimiter=self.shape.delimiter,
            strict=True,
            skipinitialspace=True,
        )
        try:
            return next(reader), False
        except csv.Error as error:
            return None, "end of data" in str(error)

    def stands_alone(self, line: str) -> bool:
        """Whether a line within a quotation has by itself as many columns as the header."""
        found = next(csv.reader([line], delimiter=self.shape.delimiter), [])
        return len(found) == self.shape.columns

    def written(self, cells: Sequence[str]) -> str:
        out = io.StringIO()
        csv.writer(out, delimiter=self.shape.delimiter).writerow(cells)
        return out.getvalue().removesuffix("\r\n")
