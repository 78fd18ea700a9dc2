"""The names in a header: without line breaks, none empty, with what stands above them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from kefen.running.headers import plain_header
from kefen.running.tables import Column


def names_of(row: Iterable[str]) -> list[str]:
    """The names of a header: without line breaks, none empty."""
    names = map(in_one_line, row)
    return [name or unnamed_column(place) for place, name in enumerate(names)]


def unnamed_column(place: int) -> str:
    """What a column without a header is called, by its place from 0."""
    return f"column {place + 1}"


def columns_of(
    headers: Sequence[str], above: Sequence[str] = (), empty: Collection[int] = ()
) -> tuple[Column, ...]:
    """The columns of a sheet or a text; one without a name and without values is none."""
    groups = dict(enumerate(_groups([in_one_line(cell) for cell in above])))
    return tuple(
        Column(header, f"c{place}", above=groups.get(place, ""))
        for place, header in enumerate(headers)
        if place not in empty
    )


def _groups(above: Sequence[str]) -> Iterator[str]:
    """What a line above the header says of each column: a word holds for what is right of it; a title says nothing."""
    group = ""
    is_title = not any(above[1:])
    for cell in above:
        group = cell or group
        yield "" if is_title else group


def in_one_line(header: str) -> str:
    """A header with its line breaks taken out; between letters that need one a blank stays."""
    joined = ""
    for part in filter(None, map(plain_header, header.splitlines())):
        blank = " " if joined and joined[-1].isascii() and part[0].isascii() else ""
        joined += blank + part
    return joined
