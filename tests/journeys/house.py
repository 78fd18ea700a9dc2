"""The bank's processes: a web server and a worker of the product on a database of their own, and a clock."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.test import override_settings

from tests.journeys.clocks import Clock
from tests.journeys.databases import Postgresql, Sqlite, spoken_to
from tests.journeys.nursery import Nursery, nursery
from tests.workbench.conftest import MOMENT, PASSWORD, found, found_texts
from workbench.accounts.models import Staff
from workbench.common import clock

WAIT_SECONDS = 60.0


class House:
    """One bank that is served; `fresh` gives it back as it was founded."""

    def __init__(self, database: Sqlite | Postgresql, home: Path) -> None:
        self.database, self.home = database, home
        self.clock = Clock(home / "clock.json")
        self.log = home / "log.txt"
        self.address = ""
        self._nursery: Nursery
        self._worker: int | None = None

    @contextmanager
    def opened(self) -> Iterator[House]:
        """Founds the bank and serves it while the tests of a session run."""
        self.clock.set(MOMENT)
        with self.inside(), clock.moment(MOMENT):
            call_command("migrate", verbosity=0, interactive=False)
            _found()
        self.database.keep()
        with self._served():
            try:
                yield self
            finally:
                self.rest()
                self.database.stop()

    @contextmanager
    def fresh(self) -> Iterator[House]:
        """As founded, at ten; this process too speaks to its database."""
        self.rest()
        self.database.renew()
        (self.home / "seals.jsonl").unlink(missing_ok=True)
        self.clock.set(MOMENT)
        with self.inside():
            yield self

    @contextmanager
    def inside(self) -> Iterator[None]:
        """In this process the workbench is this bank's."""
        folders = {"HOME": self.home, "SEALS": self.home / "seals.jsonl"}
        folders |= {name.upper(): self.home / name for name in ("evidence", "exports")}
        hashers = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
        with (
            override_settings(**folders, PASSWORD_HASHERS=hashers),
            spoken_to(self.database, self.home),
        ):
            yield

    def work(self) -> None:
        """Starts the worker, if it does not run: queued tasks, seals, the day's end."""
        if self._worker is None:
            self._worker = self._nursery.asked("start work")

    def rest(self) -> None:
        """Stops the worker at the end of its turn."""
        if self._worker is not None:
            self._nursery.asked(f"stop {self._worker}")
        self._worker = None

    @contextmanager
    def _served(self) -> Iterator[None]:
        with socket.create_server(("127.0.0.1", 0), backlog=128) as door:
            self.address = f"http://127.0.0.1:{door.getsockname()[1]}"
            with nursery(self._environ(), self.log, door.fileno()) as self._nursery:
                web = self._nursery.asked(f"start web {door.fileno()}")
                self._answers()
                yield
                self.rest()
                self._nursery.asked(f"stop {web}")

    def _environ(self) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
            "KEFEN_JOURNEY_CLOCK": str(self.clock.file),
            "KEFEN_HOME": str(self.home),
            "KEFEN_KEYRING": str(settings.KEYRING),
            "KEFEN_DATABASE_URL": self.database.url,
        }

    def _answers(self) -> None:
        with urllib.request.urlopen(f"{self.address}/health/", timeout=WAIT_SECONDS) as answer:
            assert answer.read() == b"ok"


def _found() -> None:
    """The bank of the other tests, with its shipped policies; everybody reads English, so that journeys can be read."""
    found(make_password(PASSWORD))
    found_texts()
    Staff.objects.update(language="en")
