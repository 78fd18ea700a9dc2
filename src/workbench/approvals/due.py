"""Who is touched by the end of a day: each question one query that answers keys, however many customers there are.

`day` is the first day on which it is so: the day after the business date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from workbench.accounts.models import Branch
from workbench.approvals.models import AdjustedGrade, Recheck
from workbench.approvals.periods import last_before, periods_on
from workbench.approvals.shown import OPEN_CASE, SCALE
from workbench.customers.models import Authorisation, Loan, Party, PartyState, Purpose
from workbench.decisions.dueness import overtaken
from workbench.decisions.models import LastDecided, Standing, StandingState
from workbench.decisions.newest import newest_result

S = StandingState
MAINTENANCE = "class-maintenance"
_WHY = "the end of the day, asked of all customers at once"
_HELD = (S.VALID, S.WATCH)


def expiring(day: date) -> QuerySet[Standing, Standing]:
    """Classes that no longer hold on `day`."""
    return _alive((*_HELD, S.SUSPENDED)).filter(valid_until__lte=day).order_by("valid_until", "pk")


def falling(day: date) -> QuerySet[Standing, Standing]:
    """Classes whose watch is over on `day`."""
    return _alive((S.WATCH,)).filter(watch_until__lte=day).order_by("watch_until", "pk")


def ended_grades(day: date) -> QuerySet[AdjustedGrade, AdjustedGrade]:
    """Adjusted grades past their end, or whose report was followed by a newer one."""
    rows: Any = AdjustedGrade.objects.unscoped(_WHY).filter(revoked_on=None).dated(day)
    return rows.filter(is_over=True).order_by("pk")  # type: ignore[no-any-return]


def documents_past(day: date) -> QuerySet[Party, Party]:
    """Customers on the books whose identity document is past its day."""
    rows = Party.objects.unscoped(_WHY).filter(state=PartyState.ACTIVE, identity_until__lt=day)
    return rows.order_by("pk")


def to_decide(day: date) -> QuerySet[LastDecided, LastDecided]:
    """Whom to decide anew: those whose page says so for what was recorded or for time."""
    rows = LastDecided.objects.all()
    return rows.filter(pk__in=overtaken(rows, day)).order_by("party")


def barred() -> QuerySet[Standing, Standing]:
    """Classes in force although the newest stored decision says that a bar is proven (`class_ended`)."""
    rows = _alive(_HELD).annotate(treatment=Subquery(newest_result(MAINTENANCE)))
    return rows.filter(treatment="class_ended").order_by("pk")


def calendar_rechecks(day: date) -> Iterator[Standing]:
    """Classes whose periodic re-check is due and has no case yet; the interval is that of each city branch."""
    open_case = Recheck.objects.unscoped(_WHY).filter(party=OuterRef("party"), state__in=OPEN_CASE)
    rows = _alive(_HELD).exclude(Exists(open_case))
    for key in rows.order_by().values_list("city_branch", flat=True).distinct():
        branch = Branch.objects.filter(pk=key).first() if key else None
        since = last_before(day, periods_on(day, branch).review_months)
        due = Q(rechecked_on__lte=since) | Q(rechecked_on=None, given_on__lte=since)
        yield from rows.filter(due, city_branch=key).select_related("party__branch").order_by("pk")


def decided_rechecks() -> QuerySet[Standing, Standing]:
    """Classes of which the stored decision says that a re-check is due, without a case yet."""
    open_case = Recheck.objects.unscoped(_WHY).filter(party=OuterRef("party"), state__in=OPEN_CASE)
    rows = (
        _alive(_HELD)
        .exclude(Exists(open_case))
        .annotate(treatment=Subquery(newest_result(MAINTENANCE)))
    )
    return rows.filter(treatment="recheck_due").order_by("pk")


def unauthorised(day: date) -> QuerySet[Recheck, Recheck]:
    """Re-checks past their day of customers without a loan whom nobody may query: no authorisation holds."""
    loan = Loan.objects.unscoped(_WHY).filter(party=OuterRef("party"), settled_on=None)
    allowed = Authorisation.objects.unscoped(_WHY).filter(
        Q(until=None) | Q(until__gt=day),
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=day),
        party=OuterRef("party"),
        purpose=Purpose.CREDIT_QUERY,
        signed_on__lte=day,
    )
    held = _alive(_HELD).filter(party=OuterRef("party"))
    rows: Any = Recheck.objects.unscoped(_WHY).filter(
        Exists(held), ~Exists(loan), ~Exists(allowed), state__in=OPEN_CASE, due_on__lte=day
    )
    return rows.order_by("pk")  # type: ignore[no-any-return]


def _alive(states: tuple[StandingState, ...]) -> QuerySet[Standing, Standing]:
    rows = Standing.objects.unscoped(_WHY).filter(
        scale=SCALE, recorded_until=None, superseded=False, state__in=states
    )
    found: QuerySet[Standing, Standing] = rows.select_related("party__branch")
    return found
