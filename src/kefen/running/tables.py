"""A file as a table, whatever engine reads it: its columns, where it was read from, what of it may be seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kefen.running.databases import Place

#: why a line is no row: it is the header once more
AGAIN = "header again"


@dataclass(frozen=True)
class Column:
    """A column: what the file calls it, what the engine calls it, its type there; what stands above its header.

    ``doubt`` is why nobody can say what its values are; nothing for most columns.
    """

    header: str
    name: str
    type: str = "VARCHAR"
    above: str = ""
    doubt: str = ""


@dataclass
class DateColumn:
    """The dates of a column of a sheet: real ones, the greatest day among them, and texts that look like one."""

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


class Reject(NamedTuple):
    """A line that is no row, its text, why not, and what the words of that want to know.

    ``first`` is what certainly stands in its first column, nothing when a cell may be missing before it. It ``has_more``
    when something stands in cells that have no column: then another row, or a part of one, may stand in it.
    With a ``column`` it is one value of the line, the ``text``, that the reader does not accept.
    """

    line: int
    text: str
    why: str
    gaps: dict[str, object]
    first: str = ""
    has_more: bool = False
    key: str = ""
    column: str = ""

    def is_blank(self) -> bool:
        """Whether nothing stands in it but delimiters, or the header once more."""
        if self.why == AGAIN:
            return True
        return bool(self.text) and not (self.column or any(map(str.isalnum, self.text)))


def _hides_nothing(header: str) -> bool:
    """What those with the right are kept from."""
    return False


@dataclass(frozen=True)
class Discretion:
    """What of a file its reader may not see: the columns of headers that it ``hides``.

    ``silent`` when no cell is quoted of which nobody knows the column, as where a row was taken for the header.
    """

    silent: bool = False
    hides: Callable[[str], bool] = _hides_nothing


OPEN = Discretion()


class Top(NamedTuple):
    """A line near the top of a file, and its cells."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True)
class Origin:
    """Where a table was read from, as a summary says it; what does not apply is empty. ``top`` begins with the header."""

    path: Place
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    top: tuple[Top, ...] = ()
    doubtful: bool = False

    @property
    def header_line(self) -> int:
        """The line of the header; 0 when the file is no text and no sheet."""
        return self.top[0].line if self.top else 0


@dataclass(frozen=True, kw_only=True)
class Table:
    """The columns of a file, the lines of it that are no rows, and of a sheet its columns of ``dates``."""

    columns: tuple[Column, ...]
    origin: Origin
    rejects: tuple[Reject, ...] = ()
    dates: dict[str, DateColumn] = field(default_factory=dict)
    discretion: Discretion = OPEN

    @property
    def path(self) -> Place:
        return self.origin.path

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    @property
    def seen(self) -> list[Column]:
        """The columns that its reader may see."""
        return [column for column in self.columns if not self.discretion.hides(column.header)]

    @property
    def is_open(self) -> bool:
        """Whether its reader may see all of it, also lines of which nobody can say what stands in which column."""
        return len(self.seen) == len(self.columns)
