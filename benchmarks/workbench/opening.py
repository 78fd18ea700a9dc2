"""What every benchmark of the workbench begins with: Django ready, a person signed in, and how long things took.

The bank is the one that KEFEN_DATABASE_URL, KEFEN_HOME and KEFEN_KEYRING name.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.config.settings")


@dataclass
class Cost:
    """Seconds of each time that something was asked: on the clock, of this process, waiting for the database."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    sql: list[float] = field(default_factory=list)
    queries: int = 0


def make_ready() -> None:
    """Django with the settings of the environment. Every answer may be asked for, whatever host is named."""
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["*"]


def browser(number: str) -> Any:
    """A client of Django in which the person of a number has signed in."""
    from django.conf import settings
    from django.test import Client

    from workbench.accounts.models import Staff
    from workbench.accounts.sessions import begin
    from workbench.common import clock

    client = Client(raise_request_exception=False)
    with clock.moment(clock.read_clock()):
        session = client.session
        begin(session, Staff.objects.get(number=number))
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return client


def measure(work: Callable[[int], object], times: int, warm: int = 3) -> Cost:
    """What `work` costs, asked `times` times after some that do not count; it is told which time it is."""
    for turn in range(warm):
        work(turn)
    cost = Cost()
    for turn in range(warm, warm + times):
        with _waiting() as waited:
            cpu, wall = time.process_time(), time.perf_counter()
            work(turn)
            cost.wall.append(time.perf_counter() - wall)
            cost.cpu.append(time.process_time() - cpu)
        cost.sql.append(sum(waited))
        cost.queries = max(cost.queries, len(waited))
    return cost


@contextmanager
def _waiting() -> Iterator[list[float]]:
    """Seconds of each statement that goes to the database inside."""
    from django.db import connection

    waited: list[float] = []

    def timed(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            waited.append(time.perf_counter() - begun)

    with connection.execute_wrapper(timed):
        yield waited


def say(text: str = "") -> None:
    """A line of the report, at once."""
    print(text, flush=True)


def say_table(rows: Iterable[Sequence[object]]) -> None:
    """Rows of cells, the first of them headers, as a Markdown table."""
    head, *body = [[str(cell) for cell in row] for row in rows]
    say("| " + " | ".join(head) + " |")
    say("| --- |" + " ---: |" * (len(head) - 1))
    for row in body:
        say("| " + " | ".join(row) + " |")
    say()


def machine() -> str:
    """What the figures were made with, in a line."""
    from django.db import connection

    with connection.cursor() as cursor:
        version = (
            "sqlite_version()"
            if connection.vendor == "sqlite"
            else "current_setting('server_version')"
        )
        cursor.execute(f"SELECT {version}")
        server = cursor.fetchone()[0]
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {connection.vendor} {server}, "
        f"{datetime.now(UTC).date()}; load at the start {load:.1f}"
    )


def verdict(failed: Sequence[str]) -> None:
    """Ends the process: with the bounds that are not kept, or well."""
    for one in failed:
        say(f"not kept: {one}")
    sys.exit(bool(failed))
