"""The nights of the demo bank: the files of the night come, and the day's end is done."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from workbench.accounts.queries import rule_actor
from workbench.common import clock
from workbench.common.jobs import end_day
from workbench.demo.actions import feed_loans


def live_night(day: date, at: datetime, *, payroll: bool = True, events: bool = False) -> None:
    """What happens after the end of a business date, at a moment."""
    with clock.moment(at):
        feed_loans(
            by=rule_actor("feed"), reason="", business_on=day, payroll=payroll, events=events
        )
        for run in end_day(day):
            run.finished_at = clock.now() + timedelta(seconds=2)
            run.save(update_fields=["finished_at"])
