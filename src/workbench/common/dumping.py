"""The database into files and back, by its own means: SQLite's backup, PostgreSQL's COPY in one snapshot."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from workbench.common.errors import OutsideError

SQLITE_FILE = "bank.sqlite3"
_CHUNK = 1 << 20
_REMADE = "django_migrations"  # `migrate` writes it


def dump(folder: Path, question: str) -> Any:
    """Writes what the database holds at one moment into an empty folder; gives the first value that a query gives of
    the same moment.
    """
    if connection.vendor == "sqlite":
        if connection.in_atomic_block:  # it would wait for itself
            raise OutsideError("a database is not backed up inside a transaction")
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / SQLITE_FILE)) as copy:
            connection.connection.backup(copy)
            return copy.execute(question).fetchone()[0]
    with _snapshot(), connection.cursor() as cursor:
        for table in _tables():
            _copy_out(table, folder / f"{table}.copy")
        cursor.execute(question)
        return cursor.fetchone()[0]


def load(folder: Path) -> None:
    """Makes the tables of an empty database and fills them with what `dump` wrote."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / SQLITE_FILE)) as copy:
            copy.backup(connection.connection)
        return
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        _empty(_tables())
        for table in _tables():
            if (file := folder / f"{table}.copy").exists():
                _copy_in(table, file)
        _count_on()


def is_empty() -> bool:
    """Whether the database has no table."""
    return not connection.introspection.table_names()


def migrations() -> list[str]:
    """What was migrated, as app.name: the form of the tables."""
    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
    )


@contextmanager
def _snapshot() -> Iterator[None]:
    """A transaction that sees one moment; inside another transaction, what that one sees."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        if not nested:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _tables() -> list[str]:
    return sorted(set(connection.introspection.table_names()) - {_REMADE})


def _copy_out(table: str, file: Path) -> None:
    """The first line names the columns: their order may be another in the tables that are filled."""
    names = ", ".join(map(connection.ops.quote_name, _columns(table)))
    with file.open("wb") as out, _driver() as cursor:
        out.write(names.encode() + b"\n")
        with cursor.copy(f"COPY {connection.ops.quote_name(table)} ({names}) TO STDOUT") as rows:
            for block in rows:
                out.write(block)


def _copy_in(table: str, file: Path) -> None:
    with file.open("rb") as rows, _driver() as cursor:
        names = rows.readline().decode().strip()
        with cursor.copy(f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN") as into:
            while block := rows.read(_CHUNK):
                into.write(block)


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        description = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in description]


def _empty(tables: list[str]) -> None:
    names = ", ".join(map(connection.ops.quote_name, tables))
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names}")


def _count_on() -> None:
    """Keys that the database gives go on after those that were filled in."""
    models = apps.get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _driver() -> Any:
    """A cursor of the driver itself: Django's has no COPY."""
    connection.ensure_connection()
    return connection.connection.cursor()
