"""What happens before the door opens: tables as the code needs them, and a demo bank where one is wanted."""

from __future__ import annotations

import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader

from workbench.common.errors import WorkbenchError


class OpeningError(WorkbenchError):
    """The bank cannot be opened; the message is one line that says what to do."""


def open_bank(*, demo: bool, address: str) -> None:
    """Migrates; founds the demo bank if asked and there is none; says where to sign in."""
    django.setup()
    from django.conf import settings

    demand_writable(settings.HOME)
    demand_readable()
    call_command("migrate", verbosity=0, interactive=False)
    if demo:
        from workbench.demo.opening import open_demo

        open_demo(say=_say, customers=settings.DEMO_CUSTOMERS)
    _say(f"Kefen workbench  {address}")


def demand_writable(home: Path) -> None:
    """Raises `OpeningError` where the home is no folder in which this process may write."""
    probe = home / ".writable"
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise OpeningError(
            f"{home} cannot be written ({error.strerror}): set KEFEN_HOME"
        ) from error


def demand_readable() -> None:
    """Raises `OpeningError` for a database that does not answer, or that a newer version has changed."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise OpeningError(f"the database does not answer: {str(error).splitlines()[0]}") from error
    loader = MigrationLoader(connection)
    ours = {key for key in loader.applied_migrations if key[0] in loader.migrated_apps}
    if newer := sorted(".".join(key) for key in ours - loader.disk_migrations.keys()):
        raise OpeningError(f"the database is of a newer version ({newer[0]}): install that version")


def _say(line: str) -> None:
    print(line, file=sys.stdout, flush=True)  # noqa: T201 -- the edge
