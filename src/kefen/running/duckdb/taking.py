"""Tables of files of DuckDB, taken out before a run reads them: the file is free again, and nobody changes what is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from kefen.compiling.sql import literal, quote
from kefen.deciding import Decider
from kefen.errors import InputError
from kefen.running.databases import DatabaseTable
from kefen.running.duckdb.job import DuckJob, duckdb_job
from kefen.running.duckdb.workspace import first_line
from kefen.running.engines import Listener, Order
from kefen.running.files.outputs import STANDARD
from kefen.running.lodging import lodging
from kefen.running.options import Options

#: Parquet keeps these as floats
_WIDE = ("HUGEINT", "UHUGEINT")


@contextmanager
def file_job(
    decider: Decider,
    source: Path | DatabaseTable,
    output: Path,
    options: Options,
    listener: Listener | None,
) -> Iterator[DuckJob]:
    """A job on files, some of which are tables taken out of files of DuckDB."""
    if isinstance(source, Path) and not options.tables:
        with duckdb_job(Order(decider, source, output, options), listener) as job:
            yield job
        return
    with lodging(Path.cwd() if output == STANDARD else output.parent) as folder:
        taking = _Taking(folder)
        lists = {name: taking.file(place, name) for name, place in options.tables.items()}
        subjects = taking.file(source, "subjects")
        chosen = replace(options, lists={**options.lists, **lists}, tables={})
        with duckdb_job(Order(decider, subjects, output, chosen, taking.taken), listener) as job:
            yield job


@dataclass
class _Taking:
    """Files in a folder, and what each was taken out of."""

    folder: Path
    taken: dict[Path, DatabaseTable] = field(default_factory=dict)

    def file(self, place: Path | DatabaseTable, name: str) -> Path:
        """A place as a file. ``InputError`` in one line if it cannot be read."""
        if isinstance(place, Path):
            return place
        assert place.file is not None
        if not place.file.is_file():
            raise InputError(f"there is no file {place.file}")
        path = self.folder / f"{name}.parquet"
        try:
            with duckdb.connect(str(place.file), read_only=True) as engine:
                _copy(engine, place, path)
        except duckdb.Error as error:
            raise InputError(f"{place}: {first_line(error)}") from None
        self.taken[path] = place
        return path


def _copy(engine: duckdb.DuckDBPyConnection, place: DatabaseTable, path: Path) -> None:
    found = engine.execute(f"DESCRIBE SELECT * FROM {place.sql}").fetchall()
    columns = ", ".join(
        f"CAST({quote(name)} AS DECIMAL(38, 0)) AS {quote(name)}" if type_ in _WIDE else quote(name)
        for name, type_, *_ in found
    )
    engine.execute(
        f"COPY (SELECT {columns} FROM {place.sql}) TO {literal(str(path))} (FORMAT parquet)"
    )
