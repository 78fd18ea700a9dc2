"""Work that nobody clicks for: seals, reminders, the day's end. Each app declares its own; the worker runs what is due.

A job is due when its period has passed since it last began, or, for one of the day's end, once for each business
date, in the order of dates: a night that was missed is made up first, one date at a time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from workbench.common import acting, clock
from workbench.common.errors import OutsideError
from workbench.common.models import JobRun

log = logging.getLogger("workbench.jobs")


@dataclass(frozen=True)
class Job:
    """`work` takes the business date. `every` is its period; None for one of the day's end, which run by `order`."""

    name: str
    label: Any
    work: Callable[[date], str]
    every: timedelta | None
    order: int = 0


JOBS: dict[str, Job] = {}
TRIED_AGAIN_AFTER = timedelta(minutes=10)


def declare_job(
    name: str,
    label: Any,
    work: Callable[[date], str],
    *,
    every: timedelta | None = None,
    order: int = 0,
) -> None:
    """A job; `work` gives one line for the run sheet. Those of the day's end run in the order of their numbers."""
    if name in JOBS:
        raise OutsideError(f"the job {name} is declared twice")
    JOBS[name] = Job(name, label, work, every, order)


def run_due() -> list[JobRun]:
    """Runs what is due now. One that fails is recorded as failed and stops those of the same day's end after it."""
    done = [run_job(job, clock.today()) for job in JOBS.values() if job.every and _is_over(job)]
    for day in _days_ended():
        if not _has_just_failed(day):
            done += end_day(day)
        if not _is_ended(day):
            break  # the next date is not begun before this one is whole
    return done


def end_day(day: date) -> list[JobRun]:
    """The jobs of the day's end of one business date that have not been done for it, in order."""
    done: list[JobRun] = []
    for job in sorted(
        (job for job in JOBS.values() if job.every is None), key=lambda job: job.order
    ):
        if JobRun.objects.filter(name=job.name, business_date=day, outcome=JobRun.DONE).exists():
            continue
        done.append(run_job(job, day))
        if done[-1].outcome == JobRun.FAILED:
            break
    return done


def _is_ended(day: date) -> bool:
    names = [job.name for job in JOBS.values() if job.every is None]
    done = JobRun.objects.filter(name__in=names, business_date=day, outcome=JobRun.DONE)
    return done.values("name").distinct().count() == len(names)


def _has_just_failed(day: date) -> bool:
    """A job of the day's end that failed is not tried again every second."""
    since = clock.now() - TRIED_AGAIN_AFTER
    names = [job.name for job in JOBS.values() if job.every is None]
    tried = JobRun.objects.filter(name__in=names, business_date=day, outcome=JobRun.FAILED)
    return tried.filter(started_at__gt=since).exists()


def run_job(job: Job, day: date) -> JobRun:
    """Runs it now and keeps the line that it gives."""
    run = JobRun.objects.create(name=job.name, business_date=day, started_at=clock.now())
    try:
        with acting.request(f"job-{run.pk}"):
            run.line, run.outcome = job.work(day), JobRun.DONE
    except Exception as error:
        log.exception("job %s of %s failed", job.name, day)
        run.line, run.outcome = f"{type(error).__name__}: {error}"[:200], JobRun.FAILED
    run.finished_at = clock.read_clock()
    run.save(update_fields=["line", "outcome", "finished_at"])
    return run


def last_ended(at: datetime) -> date:
    """The newest business date that is over at a moment: at midnight, so that what begins tomorrow begins with it."""
    return at.astimezone(clock.CHINA).date() - timedelta(days=1)


def _is_over(job: Job) -> bool:
    last = (
        JobRun.objects.filter(name=job.name)
        .order_by("-started_at")
        .values_list("started_at", flat=True)
        .first()
    )
    return last is None or job.every is None or clock.now() - last >= job.every


def _days_ended() -> Iterator[date]:
    """Business dates to be ended: from the day after the last one ended. On a new bank only the newest."""
    names = [job.name for job in JOBS.values() if job.every is None]
    newest = last_ended(clock.now())
    if not names:
        return
    done = JobRun.objects.filter(name__in=names, outcome=JobRun.DONE).order_by("-business_date")
    last = done.values_list("business_date", flat=True).first()
    day = newest if last is None else last
    while day <= newest:
        yield day
        day += timedelta(days=1)
