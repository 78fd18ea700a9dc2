"""Files of customers as tables the engine can read: CSV, Excel, Parquet.

A file is read where it lies; only text in another encoding, workbooks and what is packed are first copied as CSV in UTF-8.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from kefen.compiling.sql import quote
from kefen.errors import InputError
from kefen.running.duckdb.parquet import Field, settled
from kefen.running.duckdb.workspace import Workspace, first_line, located, quoted
from kefen.running.files.header_rows import Headers
from kefen.running.files.json_lines import LISTS, Copied, Names, copied
from kefen.running.files.sifting import LINE, SetAside, Shape, sift
from kefen.running.files.transcoding import Text, Veil, as_utf8, first_lines, has_chinese, unpacked
from kefen.running.files.workbooks import DateColumn, SheetRow, open_sheet, sheets_of
from kefen.running.headers import plain_header
from kefen.spelling import BLANKS

DELIMITERS = (",", "\t", ";", "|", "，")
#: signs of which a header of one column may be made, and which may be part of a name
_OTHER_SIGNS = ("\x01", "^", "~", "!", "#", "$")
_EXCEL = (".xlsx", ".xlsm")
_PARQUET = (".parquet", ".pq")
_TEXT = (".csv", ".txt", ".tsv", ".dat")
_JSON = (".jsonl", ".ndjson")
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
#: workbooks in which nobody here can tell an error, or a formula never worked out, from an empty cell; how each begins
_OLD = {".xls": _COMPOUND, ".xlsb": _ZIP, ".ods": _ZIP}
#: how a file begins, what it is, which names it may have
_BEGINNINGS: dict[bytes, tuple[str, tuple[str, ...]]] = {
    _ZIP: ("a workbook", _EXCEL),
    b"PAR1": ("Parquet", _PARQUET),
}
_TOP, _LONGEST_HEADER = 20, 100
_SEP = re.compile(r'"?sep=([^\w"])"?', re.IGNORECASE)
csv.field_size_limit(1 << 27)


@dataclass(frozen=True)
class Column:
    """A column: what the file calls it, what the engine calls it, its type there; what stands above its header."""

    header: str
    name: str
    type: str = "VARCHAR"
    above: str = ""


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

    path: Path
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    top: tuple[Top, ...] = ()
    doubtful: bool = False

    @property
    def header_line(self) -> int:
        """The line of the header; 0 when the file is no text and no sheet."""
        return self.top[0].line if self.top else 0


@dataclass(frozen=True)
class Table:
    """A file as the engine reads it. ``relation`` stands after FROM; ``text`` belongs to CSV, ``dates`` to Excel.

    ``has_lines`` when the line of a row stands in a column of its own, as in a copy of an Excel sheet.
    ``lists`` are the tables of records that stand inside the subjects of the file, by the list.
    """

    path: Path
    relation: str
    columns: tuple[Column, ...]
    origin: Origin
    text: Text | None = None
    shape: Shape | None = None
    aside: tuple[SetAside, ...] = ()
    dates: dict[str, DateColumn] = field(default_factory=dict)
    discretion: Discretion = OPEN
    has_lines: bool = False
    lists: Mapping[str, Table] = field(default_factory=dict)
    headers: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "headers", tuple(column.header for column in self.columns))

    @property
    def seen(self) -> list[Column]:
        """The columns that its reader may see."""
        return [column for column in self.columns if not self.discretion.hides(column.header)]

    @property
    def is_open(self) -> bool:
        """Whether its reader may see all of it, also lines of which nobody can say what stands in which column."""
        return len(self.seen) == len(self.columns)

    @property
    def number(self) -> str:
        """The number of a row of the relation."""
        return "file_row_number" if self.text is None else "ROW_NUMBER() OVER () - 1"

    @property
    def counted(self) -> str:
        """The number of a row as a text, the first being 1: the key of a table that has none."""
        return f"CAST({self.number} + 1 AS VARCHAR)"

    def first_line(self) -> int:
        """The line of the first row, where every line is a row; Parquet has no header."""
        return 1 if self.shape is None else self.shape.header + 1


NO_NAMES = Names()


def open_table(  # noqa: PLR0913 - each is a way in which a file may be read
    space: Workspace,
    path: Path,
    sheet: str = "",
    skip: int = 0,
    discretion: Discretion = OPEN,
    names: Names = NO_NAMES,
) -> Table:
    """A file by the end of its name; ``skip`` lines stand above its header, ``names`` are those of JSON.

    ``InputError`` in one line.
    """
    if not path.exists():
        raise InputError(f"there is no file {path}")
    if path.is_dir():
        raise InputError(f"{path} is a folder, not a file")
    suffix = suffix_of(path)
    if suffix not in (*_PARQUET, *_EXCEL, *_OLD, *_TEXT, *_JSON):
        raise InputError(
            f"{path.name}: can read .csv, .xlsx, .parquet and .jsonl, not `{suffix or path.name}`"
        )
    plain = unpacked(path, space.folder)
    if plain.stat().st_size == 0:
        raise InputError(f"{path.name} is empty")
    _refuse_other_content(path, plain, suffix)
    if suffix in _PARQUET:
        table = _open_parquet(space, path)
    elif suffix in _EXCEL:
        table = _open_excel(space, path, sheet, skip)
    elif suffix in _JSON:
        _refuse_header(path, skip)
        table = _open_json(space, path, plain, names)
    else:
        table = _open_csv(space, path, plain, skip, discretion)
    _refuse_doubles(table, discretion)
    return replace(table, discretion=discretion)


def suffix_of(path: Path) -> str:
    """The end of a name that says what a file holds; that it is packed does not matter for a text."""
    suffix = path.suffix.lower()
    inner = Path(path.stem).suffix.lower()
    return inner if suffix == ".gz" and inner in (*_TEXT, *_JSON) else suffix


def _refuse_other_content(path: Path, plain: Path, suffix: str) -> None:
    """One line for a file that is not what its name says: its reader would speak of the inside of the format."""
    with plain.open("rb") as file:
        head = file.read(4)
    content, names = _BEGINNINGS.get(head, ("", ()))
    if _OLD.get(suffix) == head:
        raise InputError(
            f"{path.name}: no error in a cell can be told from an empty one in a `{suffix}`: save it as `.xlsx`"
        )
    if head == _COMPOUND:
        raise InputError(f"{path.name} has a password or is old: save it as `.xlsx` without one")
    if content and suffix not in names:
        raise InputError(f"{path.name} holds {content}: name it `{names[0]}`")
    if not content and suffix in (*_EXCEL, *_OLD):
        raise InputError(f"{path.name} holds no workbook: if it is text, name it `.csv`")


# --- Parquet --------------------------------------------------------------------------------------


def _open_parquet(space: Workspace, path: Path) -> Table:
    relation = f"read_parquet({located(path)}, hive_partitioning=false)"
    try:
        types = [type_ for _, type_ in space.columns(relation)]
        headers, stored = zip(*_fields(space, path), strict=True)
    except duckdb.Error as error:
        raise InputError(f"{path.name} cannot be read as Parquet: {first_line(error)}") from None
    # names of our own: a column of the file may be called like one of the engine's
    names = [f"c{place}" for place, _ in enumerate(headers)]
    relation = f"(SELECT *, file_row_number FROM {relation} AS file({', '.join(names)}))"
    fields = dict(zip(names, map(Field, types, stored), strict=True))
    held = settled(space, relation, fields).values()
    columns = tuple(map(Column, map(plain_header, headers), names, held))
    return Table(path, relation, columns, Origin(path))


def _fields(space: Workspace, path: Path) -> Iterator[tuple[str, str]]:
    """The columns by the file's own names, which the engine changes where one stands twice, and how they are stored."""
    below = 0
    schema = f"SELECT name, type, COALESCE(num_children, 0) FROM parquet_schema({located(path)})"
    for name, stored, children in space.rows(schema)[1:]:
        if not below:
            yield name, stored or ""
        below = max(below - 1, 0) + children


# --- CSV ------------------------------------------------------------------------------------------


def _open_csv(
    space: Workspace, path: Path, plain: Path, skip: int, discretion: Discretion
) -> Table:
    encoding = space.options.encoding
    text = as_utf8(plain, encoding, space.folder, _veil(space, plain, skip, discretion))
    top = _top_of(path, text, skip)
    delimiter, header, last = _head(space, path, top, skip)
    if any(line in text.bad for line in range(header.line, last + 1)):
        raise text.refused(path)
    below = enumerate(top[last : last + _TOP], last + 1)
    others = (Top(line, _cells(row, delimiter)) for line, row in below)
    origin = Origin(path, "", text.named, delimiter, (header, *others), text.doubtful)
    above = next(
        (_cells(row, delimiter) for row in reversed(top[: header.line - 1]) if row.strip()), []
    )
    shape = Shape(delimiter, len(header.cells), last, tuple(header.cells))
    table = _csv_table(path, text, shape, origin, above)
    unsafe = text.bad or last > header.line or any('"' in line for line in top[: header.line - 1])
    unsafe = unsafe or _ends_beyond(space, text.path, shape)
    return _without_empty(space, sifted(space, table) if unsafe else table)


def _ends_beyond(space: Workspace, path: Path, shape: Shape) -> bool:
    """Whether a line ends in empty cells that have no column: the engine drops them, and `1,000,` is 1 and 000 to it."""
    lines = _relation(path, "\x01", ["line"], shape.header).replace("'\"'", "''")
    sign = quoted(shape.delimiter)
    beyond = f"LENGTH(line) - LENGTH(REPLACE(line, {sign}, '')) >= {shape.columns}"
    ends = f"(SUFFIX(line, {sign}) OR SUFFIX(line, {sign} || '\"\"'))"
    try:
        return bool(space.rows(f"SELECT 1 FROM {lines} WHERE {ends} AND {beyond} LIMIT 1"))
    except duckdb.InvalidInputException:
        return True


def _veil(space: Workspace, plain: Path, skip: int, discretion: Discretion) -> Veil | None:
    """What is hidden of a text, found by its header alone; nothing when all may be seen."""
    top = first_lines(plain, space.options.encoding, skip + _LONGEST_HEADER)
    if not discretion.silent or not top or "\0" in top[0]:
        return None
    delimiter, header, last = _head(space, plain, top, skip)
    hidden = frozenset(place for place, name in enumerate(header.cells) if discretion.hides(name))
    chinese = has_chinese("".join(header.cells))
    return Veil(delimiter.encode(), len(header.cells), hidden, last, chinese) if hidden else None


def _head(space: Workspace, path: Path, top: Sequence[str], skip: int) -> tuple[str, Top, int]:
    """The delimiter, the header, and its last line."""
    named = _named_delimiter(top[0]) if top else ""
    skip = max(skip, 1 if named else 0)
    delimiter = space.options.delimiter or named or _delimiter_of(top[skip:])
    header, last = _header(path, top, skip, delimiter)
    if len(header.cells) == 1 and not space.options.delimiter:
        _refuse_other_sign(path, header.cells[0])
    return delimiter, header, last


def _refuse_other_sign(path: Path, header: str) -> None:
    """One line for a header of one column that seems to be parted by a sign that is not looked for."""
    sign = max(_OTHER_SIGNS, key=header.count)
    if header.count(sign) > (sign != "\x01"):
        told = "\\001" if sign == "\x01" else sign
        raise InputError(
            f"{path.name}: the header is one column; if `{told}` parts it, say --delimiter '{told}'"
        )


def _csv_table(path: Path, text: Text, shape: Shape, origin: Origin, above: Sequence[str]) -> Table:
    columns = _columns(origin.top[0].cells, above, ())
    relation = _relation(text.path, shape.delimiter, shape.names, shape.header)
    return Table(path, relation, columns, origin, text, shape)


def _without_empty(space: Workspace, table: Table) -> Table:
    """The same table without columns that have neither a name nor a value, as a spreadsheet leaves them."""
    places = enumerate(table.headers)
    unnamed = [table.columns[n] for n, header in places if header == unnamed_column(n)]
    if not unnamed:
        return table
    given = ", ".join(f"COUNT(NULLIF(TRIM({c.name}, {quoted(BLANKS)}), ''))" for c in unnamed)
    try:
        counts = space.rows(f"SELECT {given} FROM {table.relation}")[0]
    except duckdb.InvalidInputException:
        return table
    empty = {column for column, count in zip(unnamed, counts, strict=True) if not count}
    return replace(table, columns=tuple(c for c in table.columns if c not in empty))


def _relation(path: Path, delimiter: str, names: Iterable[str], skip: int) -> str:
    declared = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({located(path)}, delim={quoted(delimiter)}, quote='\"', escape='\"',"
        f" header=false, skip={skip}, auto_detect=false, columns={{{declared}}})"
    )


def sifted(space: Workspace, table: Table) -> Table:
    """The same table without the lines that are not certainly rows."""
    assert table.text is not None
    assert table.shape is not None
    copy = space.folder / f"{len(list(space.folder.iterdir()))}.sifted.csv"
    found = sift(table.text, table.shape, copy)
    names = [*table.shape.names, LINE]
    relation = _relation(copy, table.shape.delimiter, names, 0)
    return replace(table, relation=relation, aside=tuple(found.aside), has_lines=True)


def is_whole(table: Table, rows: int) -> bool:
    """Whether every line of a text below its header became one row."""
    if table.text is None or table.shape is None or table.has_lines:
        return True
    return rows + table.shape.header == table.text.lines


def _top_of(path: Path, text: Text, skip: int) -> list[str]:
    """The first lines of a text, to beyond its header."""
    with text.path.open(encoding="utf-8-sig") as file:
        top = [line.rstrip("\n") for line in islice(file, skip + _LONGEST_HEADER)]
    if "\0" in "".join(top[:1]):
        raise InputError(f"{path.name} is not text, or is UTF-16: save it as UTF-8 or GB18030")
    return top


def _named_delimiter(line: str) -> str:
    """The delimiter that a first line ``sep=;`` names, as spreadsheets write it."""
    found = _SEP.fullmatch(line)
    return found[1] if found else ""


def _delimiter_of(top: Sequence[str]) -> str:
    """The character that parts the header most often, outside quotation marks."""
    first = next((line for line in top if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _header(path: Path, top: Sequence[str], skip: int, delimiter: str) -> tuple[Top, int]:
    """The header, and its last line: a quoted name may hold a line break."""
    above = next((n for n, line in enumerate(top) if n >= skip and line.strip()), None)
    if above is None:
        where = f"below line {skip}" if skip else "in its first line"
        raise InputError(f"{path.name} has no header {where}")
    reader = csv.reader((f"{line}\n" for line in top[above:]), delimiter=delimiter)
    try:
        row = next(reader, [])
    except csv.Error as error:
        raise InputError(f"{path.name}: the header cannot be read: {error}") from None
    return Top(above + 1, _named(row)), above + reader.line_num


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return [line]


def _named(row: Iterable[str]) -> list[str]:
    """The names of a header: without line breaks, none empty."""
    names = (_in_one_line(cell) for cell in row)
    return [name or unnamed_column(place) for place, name in enumerate(names)]


def unnamed_column(place: int) -> str:
    """What a column without a header is called, by its place from 0."""
    return f"column {place + 1}"


def _columns(
    headers: Sequence[str], above: Sequence[str], empty: Collection[int]
) -> tuple[Column, ...]:
    """The columns of a sheet or a text; one without a name and without values is none."""
    groups = dict(enumerate(_groups([_in_one_line(cell) for cell in above])))
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


def _in_one_line(header: str) -> str:
    """A header with its line breaks taken out; between letters that need one a blank stays."""
    joined = ""
    for part in filter(None, map(plain_header, header.splitlines())):
        blank = " " if joined and joined[-1].isascii() and part[0].isascii() else ""
        joined += blank + part
    return joined


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


# --- JSON, an object on each line -----------------------------------------------------------------


def _refuse_header(path: Path, skip: int) -> None:
    if skip:
        raise InputError(
            f"{path.name}: lines of JSON have no header: leave out --skip-lines, and `header` of the mapping"
        )


def _open_json(space: Workspace, path: Path, plain: Path, names: Names) -> Table:
    text = as_utf8(plain, space.options.encoding, space.folder)
    stem = space.folder / f"{len(list(space.folder.iterdir()))}.json"
    copies = copied(path, text, names, stem)
    origin = Origin(path, encoding=text.named, doubtful=text.doubtful)
    lists = {name: _json_table(copy, origin) for name, copy in copies.lists.items()}
    return replace(_json_table(copies.table, origin), aside=tuple(copies.aside), lists=lists)


def _json_table(copy: Copied, origin: Origin) -> Table:
    names = [f"c{place}" for place, _ in enumerate(copy.headers)]
    columns = tuple(Column(*pair) for pair in zip(copy.headers, names, strict=True))
    relation = _relation(copy.path, ",", [LINE, LISTS, *names], 0)
    if copy.ragged:
        relation = f"{relation[:-1]}, null_padding=true, parallel=false)"
    if copy.lists:
        relation = f"(SELECT * FROM {relation} WHERE {quote(LISTS)} = '{copy.lists}')"
    text = Text(copy.path, "utf-8", -1)
    return Table(origin.path, relation, columns, origin, text, has_lines=True)


# --- Excel ----------------------------------------------------------------------------------------


def sheets_in(path: Path) -> list[str]:
    """The names of the visible sheets of a workbook in their order; none for any other file."""
    return sheets_of(path) if path.suffix.lower() in _EXCEL else []


def top_of_sheet(path: Path, name: str) -> list[list[str]]:
    """The first rows of a sheet that hold anything, as names of a header."""
    rows = islice(open_sheet(path, name).rows(), _TOP)
    return [[_in_one_line(cell) for cell in row.cells] for row in rows]


def _open_excel(space: Workspace, path: Path, name: str, skip: int) -> Table:
    copy = space.folder / f"{len(list(space.folder.iterdir()))}.sheet.csv"
    sheet = open_sheet(path, name)
    rows = sheet.rows()
    above, first = _header_row(rows, skip)
    if first is None:
        raise InputError(f"{path.name} is empty")
    header = Top(first.line, _named(sheet.header(first)))
    sheet.doubt_merged(first.line)
    unnamed = [place for place, cell in enumerate(header.cells) if cell == unnamed_column(place)]
    empty = sheet.empty(unnamed, first.line)
    with copy.open("w", encoding="utf-8", newline="") as file:
        top, aside = _copied(rows, csv.writer(file), empty, Headers(header.cells))
    columns = _columns(header.cells, above, empty)
    relation = _relation(copy, ",", [*(column.name for column in columns), LINE], 0)
    origin = Origin(path, sheet.name, top=(header, *top))
    dates = {header.cells[place]: found for place, found in sheet.dates.items() if found.is_mixed}
    text = Text(copy, "utf-8", -1)
    return Table(path, relation, columns, origin, text, None, aside, dates, has_lines=True)


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
) -> tuple[list[Top], tuple[SetAside, ...]]:
    """Write the rows of a sheet with their lines, without columns that are empty.

    Returns the first of them, and those that a header among them leaves out.
    """
    top: list[Top] = []
    aside: list[SetAside] = []
    for line, cells in rows:
        if len(top) < _TOP:
            top.append(Top(line, cells))
        if why := headers.judge(line, cells):
            aside.append(SetAside(line, ",".join(cells), why, headers.gaps()))
            continue
        kept = [cell for n, cell in enumerate(cells) if n not in empty] if empty else cells
        out.writerow([*kept, line])
    return top, tuple(aside)
