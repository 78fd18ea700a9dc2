"""The day's end, by rule: one business date after the other, each once. Down is stopped by rule; nothing goes up.

Each job asks by one query who is touched, and acts on those alone. What cannot be done for one customer is counted
in the line, does not stop the others, and is asked again the next night.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.accounts.queries import rule_actor
from workbench.approvals import due
from workbench.approvals.actions.classes import expire_class, lapse_class, let_fall, suspend_class
from workbench.approvals.actions.events import EventKind, record_event
from workbench.approvals.actions.grades import revoke_grade
from workbench.approvals.actions.rechecks import open_recheck
from workbench.approvals.causes import OF_THE_DAY
from workbench.approvals.feeds import Arrival, arrivals_of
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import WorkbenchError
from workbench.common.jobs import declare_job
from workbench.customers.actions.parties import change_state
from workbench.customers.models import Party, PartyState
from workbench.decisions.actions import decide
from workbench.reviews.effects import bring_into_force, due_proposals, lay_tasks_anew


def declare() -> None:
    """The jobs in their order. Called once, when the apps are ready."""
    for order, (name, label, work) in enumerate(_JOBS, start=1):
        declare_job(f"day_end.{name}", label, work, order=order * 10)


def _feeds(day: date) -> str:
    """Says what is missing. It suspends and ends nothing: the absence of a file is not the absence of arrears."""
    found = arrivals_of(day)
    missing = [source for source, one in found.items() if one.state is Arrival.MISSING]
    came = sum(1 for one in found.values() if one.state is Arrival.CAME)
    return " ".join([f"came={came}", f"missing={len(missing)}", *missing])


def _proposals(day: date) -> str:
    waiting = due_proposals(_first(day))
    line = _each(waiting, lambda one, by: bring_into_force(one, by=by, reason=_said("day_come")))
    return f"{line} moved={lay_tasks_anew()}"


def _expiry(day: date) -> str:
    rows = due.expiring(_first(day))
    return _each(rows, lambda one, by: expire_class(one.party, by=by, reason=_said("ended")))


def _falls(day: date) -> str:
    rows = due.falling(_first(day))
    return _each(rows, lambda one, by: let_fall(one.party, by=by, reason=_said("watch_over")))


def _grades(day: date) -> str:
    rows = due.ended_grades(_first(day)).select_related("party__branch")
    return _each(rows, lambda one, by: revoke_grade(one, by=by, reason=_said("grade_ended")))


def _documents(day: date) -> str:
    rows = due.documents_past(_first(day)).select_related("branch")
    return _each(rows, _restrict)


def _restrict(party: Party, by: Actor) -> None:
    kind, why = EventKind.DOCUMENT_ENDS, _said("document_past")
    record_event(party, by=by, reason=why, kind=kind, happened_on=clock.today())
    change_state(party, by=by, reason=why, state=PartyState.RESTRICTED)


def _decisions(day: date) -> str:
    rows = due.to_decide(_first(day)).select_related("party__branch")
    return _each(rows, lambda one, by: decide(one.party, by=by, reason=""))


def _bars(day: date) -> str:
    return _each(due.barred(), lambda one, by: suspend_class(one.party, by=by, reason=_said("bar")))


def _rechecks(day: date) -> str:
    first = _first(day)
    by_calendar = _each(
        due.calendar_rechecks(first),
        lambda one, by: open_recheck(one.party, by=by, reason=_said("calendar")),
    )
    by_finding = _each(
        due.decided_rechecks(),
        lambda one, by: open_recheck(one.party, by=by, reason=_said("finding")),
    )
    return f"calendar {by_calendar}; finding {by_finding}"


def _authorisations(day: date) -> str:
    rows = due.unauthorised(_first(day)).select_related("party__branch")
    return _each(
        rows, lambda one, by: lapse_class(one.party, by=by, reason=_said("no_authorisation"))
    )


_JOBS: tuple[tuple[str, Any, Callable[[date], str]], ...] = (
    ("feeds", _("Files that have come"), _feeds),
    ("proposals", _("Proposals whose day has come"), _proposals),
    ("expiry", _("Classes past their end"), _expiry),
    ("falls", _("Classes whose watch is over"), _falls),
    ("grades", _("Adjusted grades past their end"), _grades),
    ("documents", _("Identity documents past their day"), _documents),
    ("decisions", _("Customers to decide anew"), _decisions),
    ("bars", _("Disqualifying conditions proven"), _bars),
    ("rechecks", _("Re-checks due"), _rechecks),
    ("authorisations", _("Re-checks without authorisation"), _authorisations),
)


def _first(day: date) -> date:
    """What begins tomorrow begins when the business date is over."""
    return day + timedelta(days=1)


def _said(code: str) -> str:
    """The reason as it stands in the journal."""
    return str(OF_THE_DAY[code])


def _each(rows: Iterable[Any], act: Callable[[Any, Actor], Any]) -> str:
    """Acts on each, in a transaction of its own; what is refused is counted and left for the next night."""
    by, counted = rule_actor("day_end"), Counter[str]()
    for one in list(rows):
        try:
            act(one, by)
            counted["done"] += 1
        except WorkbenchError:
            counted["refused"] += 1
    return f"done={counted['done']} refused={counted['refused']}"
