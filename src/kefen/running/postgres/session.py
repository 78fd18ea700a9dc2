"""A connection in which a run works: tables made there are temporary, what stops it is told in one line."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kefen.compiling.dialects import POSTGRES
from kefen.compiling.sql import quote
from kefen.errors import InputError
from kefen.running.databases import DatabaseTable, told_address
from kefen.running.sql.space import Statements

if TYPE_CHECKING:
    import psycopg

_BATCH = 2048
#: a compiler of expressions takes seconds for a policy and wins nothing; tables are made in the first schema of the path,
#: so that they are temporary
_SETTINGS = (
    "SET jit = off",
    "SELECT set_config('search_path', 'pg_temp, ' || current_setting('search_path'), FALSE)",
    "SET TIME ZONE 'Asia/Shanghai'",
    "SET client_min_messages = warning",
)


class Session(Statements):
    """A ``Space`` in PostgreSQL. Statements of one session are one transaction until ``commit``."""

    dialect = POSTGRES

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        for setting in _SETTINGS:
            connection.execute(setting)
        connection.commit()

    def do(self, sql: str, values: Sequence[Any] | None = None) -> None:
        self.connection.execute(POSTGRES.spelled(sql).encode(), values)

    def insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        into = POSTGRES.spelled(quote(table))
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(POSTGRES.spelled(sql).encode()).fetchall()

    def value(self, sql: str) -> Any:
        return self.rows(sql)[0][0]

    def each(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows of an answer of any size, some at a time."""
        with self.connection.cursor(name="kefen") as cursor:
            cursor.itersize = _BATCH
            yield from cursor.execute(POSTGRES.spelled(sql).encode())

    def columns(self, relation: str) -> list[tuple[str, str]]:
        """Names and types of the columns of what stands after FROM."""
        found = self.connection.execute(
            POSTGRES.spelled(f"SELECT * FROM {relation} AS asked LIMIT 0").encode()
        )
        described = found.description or ()
        types = dict(self.rows("SELECT oid, format_type(oid, NULL) FROM pg_catalog.pg_type"))
        return [(column.name, types[column.type_code]) for column in described]

    def begin_anew(self) -> None:
        """Forget the tables of the last piece of work."""
        self.do("DISCARD TEMP")


@contextlib.contextmanager
def opened(place: DatabaseTable) -> Iterator[Session]:
    """A session in the database of a table. ``InputError`` in one line when there is none, or it is cut."""
    psycopg = driver()
    with faults_in_words(place):
        connection = psycopg.connect(place.url, application_name="kefen")
        with contextlib.closing(connection):
            yield Session(connection)


def driver() -> Any:
    """The driver, which is an extra."""
    try:
        import psycopg
    except ImportError:
        raise InputError("PostgreSQL needs its driver: `pip install 'kefen[postgres]'`") from None
    return psycopg


@contextlib.contextmanager
def faults_in_words(place: DatabaseTable) -> Iterator[None]:
    """What the server refuses, in one line that names the database and no password."""
    psycopg = driver()
    where = told_address(place.url)
    try:
        yield
    except psycopg.errors.DiskFull as error:
        raise InputError(f"{where}: no room on the disk of the server") from error
    except psycopg.Error as error:
        said = error.diag.message_primary or str(error).strip() or "the connection is lost"
        raise InputError(f"{where}: {said.splitlines()[0]}") from error
