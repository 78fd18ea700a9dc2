"""Re-check cases: opened by an event, the calendar or a person; closed by what was approved."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from workbench.approvals.models import Event, Recheck, RecheckState
from workbench.approvals.shown import OPEN_CASE, renew_class
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.customers.following import moved
from workbench.customers.models import Party
from workbench.journal.actions import action

DAYS_TO_DO = 15  # 自然日, a proposal of ours: the chapter of the source is lost


@action(
    "recheck.opened",
    right="recheck.open",
    says=_("opened a re-check of {object}"),
    rules=("day_end", "feed", "approvals"),
)
def open_recheck(
    party: Party, *, by: Actor, reason: str, event: Event | None = None, due_on: date | None = None
) -> Recheck:
    """One case at a time: a second cause joins the case that is open."""
    open_case = open_recheck_of(party)
    if open_case is not None:
        return open_case
    made = Recheck.objects.create(
        party=party,
        event=event,
        opened_on=clock.today(),
        due_on=due_on or clock.today() + timedelta(days=DAYS_TO_DO),
        because=reason[:200],
    )
    renew_class(party)
    return made


@action(
    "recheck.closed",
    right="class.approve",
    says=_("closed the re-check of {object}"),
    rules=("day_end",),
    api=False,
)
def close_rechecks(party: Party, *, by: Actor, reason: str) -> Party:
    """What was proposed on it is in force."""
    _close(party, RecheckState.DONE, by)
    return party


@action(
    "recheck.lapsed",
    right="class.approve",
    says=_("let the re-check of {object} lapse"),
    rules=("day_end", "approvals"),
    api=False,
)
def lapse_rechecks(party: Party, *, by: Actor, reason: str) -> Party:
    """The class ended before the re-check was done: there is nothing left to look at."""
    _close(party, RecheckState.LAPSED, by)
    return party


def open_recheck_of(party: Party) -> Recheck | None:
    """The case that is open about him."""
    rows = Recheck.objects.unscoped("the open case of a party whom the caller may see")
    found: Recheck | None = rows.filter(party=party, state__in=OPEN_CASE).first()
    return found


def _close(party: Party, state: RecheckState, by: Actor) -> None:
    case = open_recheck_of(party)
    if case is not None:
        case.change(state=state, done_on=clock.today(), done_by=by.key)
        renew_class(party)
        moved(party)
