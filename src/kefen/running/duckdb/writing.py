"""Decisions and quarantine as files."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kefen.compiling.sql import literal, quote
from kefen.running.duckdb.manifest import Manifest
from kefen.running.duckdb.workspace import Workspace
from kefen.running.files.outputs import (
    STANDARD,
    Outputs,
    format_of,
    refuse_long_sheet,
    sheet_of,
    write_csv,
)
from kefen.running.findings import Finding
from kefen.running.options import Options
from kefen.running.wording import column_name
from kefen.values import PLACES

_COPIED = {
    ".csv": "FORMAT csv, HEADER",
    ".csv.gz": "FORMAT csv, HEADER, COMPRESSION gzip",
    ".parquet": "FORMAT parquet, COMPRESSION zstd",
    ".jsonl": "FORMAT json",
}
_DECIMAL = re.compile(r"DECIMAL\(\d+,\s*(\d+)\)")


@dataclass(frozen=True)
class Writer:
    """Writes the two files of a run."""

    space: Workspace
    output: Path
    options: Options

    @property
    def suffix(self) -> str:
        return format_of(self.output, self.options.output_format)

    @property
    def lang(self) -> str:
        """The language of the decisions; none for files that programs read."""
        return "" if self.suffix in (".parquet", ".jsonl") else self.options.lang

    def write(
        self, rows: str, quarantine: Path, findings: Iterable[Finding], manifest: Manifest
    ) -> None:
        """The rows of a query over one table, in its order, what was found wrong, what is to be known of the run."""
        to_standard = self.output == STANDARD
        target = self.space.folder / "stdout" if to_standard else self.output
        with Outputs(self.space.folder).kept() as outputs:
            partial = outputs.beside(target)
            self.write_table(rows, partial)
            headers = [column_name(self.options.lang, name) for name in Finding._fields]
            write_csv(outputs.beside(quarantine), headers, findings)
            if to_standard:
                _given_out(partial)
            else:
                manifest.tell(outputs, partial)

    def write_table(self, rows: str, path: Path) -> None:
        """The rows of a query. The engine keeps the order of a table it joins to nothing, not even to a long ``IN``."""
        if self.suffix == ".xlsx":
            headers = [name for name, _ in self.space.columns(f"({rows})")]
            path.write_bytes(sheet_of(headers, self.space.each(rows), self.space.folder))
            return
        if self.suffix != ".parquet":
            shown = _as_json if self.suffix == ".jsonl" else _neutral
            rows = f"SELECT {', '.join(shown(self.space.columns(f'({rows})')))} FROM ({rows})"
        self.space.do(f"COPY ({rows}) TO {literal(str(path.absolute()))} ({_COPIED[self.suffix]})")

    def refuse_long(self, rows: int) -> None:
        """More rows than the format can hold."""
        if self.suffix == ".xlsx":
            refuse_long_sheet(rows)


def _given_out(file: Path) -> None:
    """A file on standard output."""
    with file.open("rb") as rows:
        shutil.copyfileobj(rows, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _neutral(columns: Sequence[tuple[str, str]]) -> list[str]:
    """Columns as a spreadsheet reads them, the first header with the mark that Excel needs."""
    marks = ("\ufeff", *[""] * len(columns))
    return [
        f"{_plain(quote(name), type_)} AS {quote(mark + name)}"
        for mark, (name, type_) in zip(marks, columns, strict=False)
    ]


def _as_json(columns: Sequence[tuple[str, str]]) -> list[str]:
    """Columns of lines of JSON: what was made a text to lose its noughts is a number again."""
    pairs = ((quote(name), _number(quote(name), type_)) for name, type_ in columns)
    return [
        column if number == column else f"CAST({number} AS JSON) AS {column}"
        for column, number in pairs
    ]


def _plain(column: str, type_: str) -> str:
    """A text that would be taken for a formula set apart, and numbers without noughts that say nothing."""
    if type_ == "VARCHAR":
        return (
            f"CASE WHEN REGEXP_MATCHES({column}, '^[=+@\\t\\r-]')"
            f" AND NOT REGEXP_FULL_MATCH({column}, '[+-]?[0-9]+([.][0-9]+)?')"
            f" THEN '''' || {column} ELSE {column} END"
        )
    return _number(column, type_)


def _number(column: str, type_: str) -> str:
    """Rates and products as texts without noughts that say nothing; all else as it is."""
    found = _DECIMAL.fullmatch(type_)
    scale, text = int(found[1]) if found else 0, f"CAST({column} AS VARCHAR)"
    if scale <= PLACES["money"]:
        return column
    if scale <= PLACES["rate"]:
        return f"RTRIM(RTRIM({text}, '0'), '.')"
    return rf"REGEXP_REPLACE({text}, '([.]\d\d\d*?)0+$', '\1')"
