"""Files of customers as tables that DuckDB can read: CSV, Excel, Parquet, lines of JSON.

A file is read where it lies; only text in another encoding, workbooks, JSON and what is packed are first copied as CSV.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from kefen.compiling.sql import literal, quote
from kefen.errors import InputError
from kefen.running.duckdb.parquet import DOUBTFUL, Field, settled
from kefen.running.duckdb.workspace import Workspace, first_line, located
from kefen.running.files.formats import EXCEL, JSON, PARQUET, plain_file, suffix_of
from kefen.running.files.headings import unnamed_column
from kefen.running.files.json_lines import LISTS, copy_lines
from kefen.running.files.json_objects import Copy, Names
from kefen.running.files.several import files_of, is_several
from kefen.running.files.sheets import copy_sheet
from kefen.running.files.sifting import LINE, Shape, sift
from kefen.running.files.texts import TextReader
from kefen.running.files.transcoding import Text, as_utf8
from kefen.running.headers import plain_header
from kefen.running.lodging import new_file
from kefen.running.tables import OPEN, Column, Discretion, Origin, Table
from kefen.spelling import BLANKS


@dataclass(frozen=True, kw_only=True)
class EngineTable(Table):
    """A table as the engine reads it. ``relation`` stands after FROM; ``text`` and ``shape`` belong to CSV.

    ``has_lines`` when the line of a row stands in a column of its own, as in a copy of an Excel sheet.
    ``lists`` are the tables of records that stand inside the subjects of the file, by the list.
    """

    relation: str
    text: Text | None = None
    shape: Shape | None = None
    has_lines: bool = False
    lists: Mapping[str, EngineTable] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The number of a row of the relation."""
        return "file_row_number" if self.text is None else "ROW_NUMBER() OVER () - 1"

    @property
    def line(self) -> str:
        """The column with the line of a row; ``NULL`` in a table that has none."""
        return quote(LINE) if self.has_lines else "NULL"

    def first_line(self) -> int:
        """The line of the first row, where every line is a row; Parquet has no header."""
        return 1 if self.shape is None else self.shape.header + 1


NO_NAMES = Names()


@dataclass(frozen=True)
class FileReading:
    """How a file is to be read: its sheet, the lines above its header, what may be seen, the names in JSON."""

    sheet: str = ""
    skip: int = 0
    discretion: Discretion = OPEN
    names: Names = NO_NAMES


AS_IT_LIES = FileReading()


def open_table(space: Workspace, path: Path, how: FileReading = AS_IT_LIES) -> EngineTable:
    """A file by the end of its name, opened once. ``InputError`` in one line."""
    if suffix_of(path) not in JSON:
        how = replace(how, names=NO_NAMES)  # so that policies of other vocabularies find it opened
    return space.once(("table", path, how), lambda: _open(space, path, how))


def _open(space: Workspace, path: Path, how: FileReading) -> EngineTable:
    if is_several(path):
        return _seen(_open_parquet(space, path, files_of(path)), how)
    plain, suffix = plain_file(path, space.folder), suffix_of(path)
    if suffix in PARQUET:
        table = _open_parquet(space, path, (path,))
    elif suffix in EXCEL:
        table = _open_excel(space, path, how)
    elif suffix in JSON:
        table = _open_json(space, path, plain, how)
    else:
        table = _open_csv(space, path, plain, how)
    return _seen(table, how)


def _seen(table: EngineTable, how: FileReading) -> EngineTable:
    """A table for who may see of it what he may."""
    _refuse_doubles(table, how.discretion)
    return replace(table, discretion=how.discretion)


def _refuse_doubles(table: Table, discretion: Discretion) -> None:
    places: dict[str, int] = {}
    for place, header in enumerate(table.headers, 1):
        if header in places and discretion.silent:
            raise InputError(
                f"{table.path.name}: columns {places[header]} and {place} have the same header"
            )
        if header in places:
            raise InputError(
                f"{table.path.name}: the header `{header}` is given twice, in columns {places[header]} and {place}"
            )
        places[header] = place


# --- Parquet --------------------------------------------------------------------------------------


def _open_parquet(space: Workspace, path: Path, files: Sequence[Path]) -> EngineTable:
    """Files one after the other, which are one table; their rows are numbered through."""
    try:
        types = [type_ for _, type_ in space.columns(_lying(files[0]))]
        stored = _fields(space, files)
        rows = [_rows_of(space, file) for file in files[:-1]]
    except duckdb.Error as error:
        raise InputError(f"{path.name} cannot be read as Parquet: {first_line(error)}") from None
    # names of our own: a column of the file may be called like one of the engine's
    names = [f"c{place}" for place, _ in enumerate(stored)]
    relation = _one_after_the_other(files, rows, names)
    fields = {n: Field(t, of.type) for n, t, of in zip(names, types, stored, strict=True)}
    held = settled(space, relation, fields)
    columns = tuple(
        Column(plain_header(of.name), name, held[name], doubt=DOUBTFUL.get(held[name], ""))
        for of, name in zip(stored, names, strict=True)
    )
    return EngineTable(columns=columns, origin=Origin(path), relation=relation)


def _lying(file: Path) -> str:
    return f"read_parquet({located(file)}, hive_partitioning=false)"


def _rows_of(space: Workspace, file: Path) -> int:
    return int(space.value(f"SELECT SUM(num_rows) FROM parquet_file_metadata({located(file)})"))


def _one_after_the_other(files: Sequence[Path], rows: Sequence[int], names: Sequence[str]) -> str:
    """The rows of all files; a bound on the number of a row leaves files and groups of rows unread."""
    one = f"SELECT {', '.join(names)}, file_row_number{{}} AS file_row_number FROM {{}} AS file({', '.join(names)})"
    firsts = [f" + {first}" if first else "" for first in accumulate(rows, initial=0)]
    found = (one.format(f, _lying(file)) for f, file in zip(firsts, files, strict=True))
    return f"({' UNION ALL '.join(found)})"


class _Stored(NamedTuple):
    """A column as a file stores it, by the file's own name: the engine changes one that stands twice."""

    name: str
    type: str
    read_as: str


def _fields(space: Workspace, files: Sequence[Path]) -> list[_Stored]:
    """The columns of the files. ``InputError`` unless all have the same."""
    first, *others = (list(_fields_of(space, file)) for file in files)
    for file, found in zip(files[1:], others, strict=True):
        if found != first:
            raise InputError(
                f"{file} has other columns than {files[0]}: {_differing(first, found)}"
            )
    return first


def _differing(first: Sequence[_Stored], found: Sequence[_Stored]) -> str:
    """The first column in which two files differ."""
    pairs = zip_longest(first, found)
    return next(f"`{(one or other).name}`" for one, other in pairs if one != other)


def _fields_of(space: Workspace, file: Path) -> Iterator[_Stored]:
    below = 0
    columns = "name, COALESCE(type, ''), COALESCE(duckdb_type, ''), COALESCE(num_children, 0)"
    for *found, children in space.rows(f"SELECT {columns} FROM parquet_schema({located(file)})")[
        1:
    ]:
        if not below:
            yield _Stored(*found)
        below = max(below - 1, 0) + children


# --- CSV ------------------------------------------------------------------------------------------


def _open_csv(space: Workspace, path: Path, plain: Path, how: FileReading) -> EngineTable:
    reader = TextReader(path, space.options, how.skip)
    read = reader.read(plain, space.folder, how.discretion)
    text, shape = read.text, read.shape
    relation = _relation(text.path, shape.delimiter, shape.names, shape.header)
    table = EngineTable(
        columns=read.columns, origin=read.origin, relation=relation, text=text, shape=shape
    )
    unsafe = read.unsafe or _ends_beyond(space, text.path, shape)
    return _without_empty(space, sifted(space, table) if unsafe else table)


def _ends_beyond(space: Workspace, path: Path, shape: Shape) -> bool:
    """Whether a line ends in empty cells that have no column: the engine drops them, and `1,000,` is 1 and 000 to it."""
    lines = _relation(path, "\x01", ["line"], shape.header).replace("'\"'", "''")
    sign = literal(shape.delimiter)
    beyond = f"LENGTH(line) - LENGTH(REPLACE(line, {sign}, '')) >= {shape.columns}"
    ends = f"(SUFFIX(line, {sign}) OR SUFFIX(line, {sign} || '\"\"'))"
    try:
        return bool(space.rows(f"SELECT 1 FROM {lines} WHERE {ends} AND {beyond} LIMIT 1"))
    except duckdb.InvalidInputException:
        return True


def _without_empty(space: Workspace, table: EngineTable) -> EngineTable:
    """The same table without columns that have neither a name nor a value, as a spreadsheet leaves them."""
    places = enumerate(table.headers)
    unnamed = [table.columns[n] for n, header in places if header == unnamed_column(n)]
    if not unnamed:
        return table
    given = ", ".join(f"COUNT(NULLIF(TRIM({c.name}, {literal(BLANKS)}), ''))" for c in unnamed)
    try:
        counts = space.rows(f"SELECT {given} FROM {table.relation}")[0]
    except duckdb.InvalidInputException:
        return table
    empty = {column for column, count in zip(unnamed, counts, strict=True) if not count}
    return replace(table, columns=tuple(c for c in table.columns if c not in empty))


def _relation(path: Path, delimiter: str, names: Iterable[str], skip: int = 0) -> str:
    declared = ", ".join(f"{quote(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({located(path)}, delim={literal(delimiter)}, quote='\"', escape='\"',"
        f" header=false, skip={skip}, auto_detect=false, columns={{{declared}}})"
    )


def sifted(space: Workspace, table: EngineTable) -> EngineTable:
    """The same table without the lines that are not certainly rows."""
    assert table.text is not None
    assert table.shape is not None
    copy = new_file(space.folder, "sifted.csv")
    rejects = sift(table.text, table.shape, copy)
    relation = _relation(copy, table.shape.delimiter, [*table.shape.names, LINE])
    return replace(table, relation=relation, rejects=rejects, has_lines=True)


def is_whole(table: EngineTable, rows: int) -> bool:
    """Whether every line of a text below its header became one row."""
    if table.text is None or table.shape is None or table.has_lines:
        return True
    return rows + table.shape.header == table.text.lines


# --- copies ---------------------------------------------------------------------------------------


def _open_excel(space: Workspace, path: Path, how: FileReading) -> EngineTable:
    copy = new_file(space.folder, "sheet.csv")
    sheet = copy_sheet(path, how.sheet, how.skip, copy)
    relation = _relation(copy, ",", [*(column.name for column in sheet.columns), LINE])
    return _of_copy(sheet, copy, relation)


def _of_copy(table: Table, copy: Path, relation: str, **more: Any) -> EngineTable:
    return EngineTable(
        **vars(table), relation=relation, text=Text(copy, "utf-8", -1), has_lines=True, **more
    )


def _open_json(space: Workspace, path: Path, plain: Path, how: FileReading) -> EngineTable:
    if how.skip:
        raise InputError(
            f"{path.name}: lines of JSON have no header: leave out --skip-lines, and `header` of the mapping"
        )
    text = as_utf8(plain, space.options.encoding, space.folder)
    copies = copy_lines(path, text, how.names, new_file(space.folder, "json"))
    origin = Origin(path, encoding=text.named, doubtful=text.doubtful)
    lists = {name: _json_table(copy, origin) for name, copy in copies.lists.items()}
    return replace(_json_table(copies.table, origin), rejects=tuple(copies.rejects), lists=lists)


def _json_table(copy: Copy, origin: Origin) -> EngineTable:
    columns = tuple(Column(header, f"c{place}") for place, header in enumerate(copy.headers))
    relation = _relation(copy.path, ",", [LINE, LISTS, *(column.name for column in columns)])
    if copy.ragged:
        relation = f"{relation[:-1]}, null_padding=true, parallel=false)"
    if copy.lists:
        relation = f"(SELECT * FROM {relation} WHERE {quote(LISTS)} = '{copy.lists}')"
    return _of_copy(Table(columns=columns, origin=origin), copy.path, relation)
