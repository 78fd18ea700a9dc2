"""运行单: the end of each business date, job by job."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.approvals.feeds import Arrival, arrivals_of
from workbench.common import clock
from workbench.common.jobs import JOBS, last_ended
from workbench.common.models import JobRun
from workbench.common.parts import Status, Tone
from workbench.customers.models import Source

DAYS = 14
_WORDS = {
    "done": _("done"),
    "refused": _("left undone"),
    "moved": _("tasks laid anew"),
    "came": _("come"),
    "cleared": _("cleared away"),
    "missing": _("missing"),
    "calendar": _("by the calendar:"),
    "finding": _("by the decision:"),
}


@dataclass(frozen=True)
class Line:
    """A job of a business date. `runs` counts how often it was begun: more than once after a failure."""

    label: Any
    status: Status
    said: str
    started_at: Any
    finished_at: Any


def sheet(day: date | None) -> dict[str, Any]:
    """One business date, by default the newest that is over; the days before it with their state."""
    shown = day or last_ended(clock.now())
    lines = list(_lines(shown))
    feeds = arrivals_of(shown)
    missing = [Source(one).label for one, of in feeds.items() if of.state is Arrival.MISSING]
    return {
        "day": shown,
        "lines": lines,
        "missing": missing,
        "whole": _whole(lines, missing),
        "days": [shown - timedelta(days=back) for back in range(-1, DAYS)],
    }


def _whole(lines: list[Line], missing: list[Any]) -> Status:
    """Red where a job failed or did not run, or a file has not come."""
    if any(line.status.tone is Tone.BAD for line in lines) or missing:
        return Status(_("Not in order"), Tone.BAD)
    if any(line.status.tone is Tone.WAIT for line in lines):
        return Status(_("Not yet run"), Tone.WAIT)
    return Status(_("In order"), Tone.GOOD)


def _lines(day: date) -> Iterable[Line]:
    runs = {run.name: run for run in JobRun.objects.filter(business_date=day).order_by("pk")}
    jobs = [job for job in JOBS.values() if job.every is None]
    for job in sorted(jobs, key=lambda one: one.order):
        run = runs.get(job.name)
        yield Line(
            job.label,
            _status(run),
            said_of(run) if run else "",
            run.started_at if run else None,
            run.finished_at if run else None,
        )


def _status(run: JobRun | None) -> Status:
    if run is None:
        return Status(_("Not yet run"), Tone.WAIT)
    if run.outcome == JobRun.FAILED:
        return Status(_("Failed"), Tone.BAD)
    if not run.outcome:
        return Status(_("Cut off"), Tone.BAD)
    counted = dict(part.split("=") for part in run.line.replace(";", "").split() if "=" in part)
    if counted.get("missing", "0") != "0":
        return Status(_("Missing"), Tone.BAD)
    if counted.get("refused", "0") != "0":
        return Status(_("Done, some refused"), Tone.WARN)
    return Status(_("Done"), Tone.GOOD)


def said_of(run: JobRun) -> str:
    """The line of a job in words: its counts under their names."""
    if run.outcome == JobRun.FAILED:
        return run.line
    return " ".join(_word(part) for part in run.line.split())


def _word(part: str) -> str:
    name, equals, number = part.partition("=")
    if name in Source.values:
        return str(Source(name).label)
    word = str(_WORDS.get(name, name))
    return f"{word} {number}" if equals else word
