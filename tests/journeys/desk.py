"""The desk of a journey: who signs in, what time it is, and the doors beside the screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from tests.journeys.doors import Database, Program
from tests.journeys.house import House
from tests.journeys.people import FIRST_PAGE_MS, PATIENCE_MS, Person
from tests.workbench.conftest import PASSWORD, Bank
from workbench.accounts.models import Staff, Token
from workbench.accounts.own import digest_of, make_token
from workbench.accounts.queries import own_rights, rule_actor
from workbench.common import clock
from workbench.common.jobs import JOBS, last_ended
from workbench.common.models import JobRun
from workbench.journal.recording import recording
from workbench.journal.writing import About, Act, write

NIGHT_SECONDS = 300.0
TOKEN_DAYS = 90


@dataclass
class Desk:
    """A bank as founded (`tests/workbench/conftest.py` names its branches and people), at ten on Monday, 2026-11-30."""

    house: House
    chromium: Any
    bank: Bank = field(default_factory=Bank)
    people: list[Person] = field(default_factory=list)

    # ── people ───────────────────────────────────────────────────────────────────────────────────

    def signs_in(self, number: str, *, language: str = "en") -> Person:
        """By the form, in a browser of her own."""
        if language != "en":
            Staff.objects.filter(number=number).update(language=language)
        person = self.stranger(number)
        person.opens("/sign-in/")
        person.page.fill("#number", number)
        person.page.fill("#password", PASSWORD)
        with person.page.expect_navigation():
            person.page.keyboard.press("Enter")
        assert "/sign-in/" not in person.page.url, person.text
        return person

    def stranger(self, number: str = "") -> Person:
        """A browser in which nobody has signed in."""
        context = self.chromium.new_context(
            viewport={"width": 1366, "height": 768}, base_url=self.house.address
        )
        context.set_default_timeout(PATIENCE_MS)
        context.set_default_navigation_timeout(FIRST_PAGE_MS)
        page = context.new_page()
        person = Person(number, page, self.house.address)
        page.on("pageerror", lambda error: person.complaints.append(str(error)))
        page.on("console", lambda said: _listen(person, said))
        self.people.append(person)
        return person

    # ── time ─────────────────────────────────────────────────────────────────────────────────────

    @property
    def now(self) -> datetime:
        return self.house.clock.read()

    def at(self, hours: int, minutes: int = 0, *, days: int = 0, runs: bool = True) -> None:
        """The clock shows that time, so many days later; it runs on, or stands still. No night passes: see `night`."""
        moment = self.now + timedelta(days=days)
        self.house.clock.set(moment.replace(hour=hours, minute=minutes, second=0), runs=runs)

    def night(self, *, days: int = 1) -> list[JobRun]:
        """Midnight passes, so many times, the worker ends each day, and it is ten again; gives what it ran."""
        before = JobRun.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.at(0, 10, days=days)
        self.works_until(self._day_is_ended)
        self.at(10)
        return list(JobRun.objects.filter(pk__gt=before).order_by("pk"))

    def works_until(self, done: Callable[[], bool]) -> None:
        """Lets the worker run: queued tasks (exports, runs of branches), seals, the day's end."""
        self.house.work()
        last = time.monotonic() + NIGHT_SECONDS
        while not done():
            assert time.monotonic() < last, self.house.log.read_text()[-2000:]
            time.sleep(0.2)

    def _day_is_ended(self) -> bool:
        day = last_ended(self.now)
        runs = JobRun.objects.filter(business_date=day)
        failed = runs.filter(outcome=JobRun.FAILED).exclude(finished_at=None)
        assert not failed.exists(), [f"{run.name}: {run.line}" for run in failed]
        jobs = {name for name, job in JOBS.items() if job.every is None}
        return jobs == set(
            runs.filter(name__in=jobs, outcome=JobRun.DONE).values_list("name", flat=True)
        )

    # ── other doors ──────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def deeds(self) -> Iterator[datetime]:
        """Inside, this process stands in the bank's moment and may call actions and queries: how a journey is set up."""
        with clock.moment(self.now) as moment:
            yield moment

    @contextmanager
    def as_data(self) -> Iterator[datetime]:
        """Inside, rows may be written without their actions: what a journey finds there. One entry tells of them all."""
        with self.deeds() as moment, transaction.atomic(), recording() as key:
            yield moment
            write(Act("bank.founded", About()), by=rule_actor("founding"), key=key)

    def does(self, number: str, action: Callable[..., Any], /, *things: Any, **inputs: Any) -> Any:
        """An action by a person, without his screen: `desk.does("3003", open_related, party, kind=…)`."""
        with self.deeds():
            return action(*things, by=self.bank.actor(number), **{"reason": "set up", **inputs})

    def api(self, number: str) -> Program:
        """A program with a token of that person."""
        secret = f"kefen_of_{number}"
        with self.deeds():
            if not Token.objects.filter(digest=digest_of(secret)).exists():
                self._give_token(number, secret)
        return Program(self.house.address, secret)

    @property
    def database(self) -> Database:
        return Database(self.house.database)

    def _give_token(self, number: str, secret: str) -> None:
        actor = self.bank.actor(number)
        make_token(
            by=actor,
            reason="",
            name="journeys",
            rights=",".join(str(code) for code, _label in own_rights(actor)),
            until=clock.today() + timedelta(days=TOKEN_DAYS),
            secret=secret,
        )

    # ─────────────────────────────────────────────────────────────────────────────────────────────

    def leave(self) -> None:
        """Closes every browser; what one of them complained of (scripts, content policy) fails the journey."""
        complaints = [line for person in self.people for line in person.complaints]
        for person in self.people:
            person.page.context.close()
        assert complaints == []


def _listen(person: Person, said: Any) -> None:
    """A refusal is heard as a failed load; that is what it was asked for."""
    if said.type == "error" and "the server responded with a status of 4" not in said.text:
        person.complaints.append(said.text)
