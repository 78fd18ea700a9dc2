"""What lists show of a customer's class, written beside the register; it can be rebuilt from it."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, Value, When

from workbench.approvals.models import Recheck, RecheckState
from workbench.approvals.periods import periods_on
from workbench.customers.models import Party
from workbench.customers.rows import show
from workbench.decisions.models import Standing, StandingState
from workbench.reviews.models import OPEN_STATES, Proposal, ProposalState

SCALE = "customer_class"
OPEN_CASE = (RecheckState.OPEN, RecheckState.PROPOSED)
COUNTS = (StandingState.VALID, StandingState.WATCH, StandingState.SUSPENDED)

_WHY = "rows kept beside what they show"


def newest_standing(party: Party) -> Standing | None:
    """The row of the register that lists show: one that counts, else one not yet in force, else the last that ended."""
    rows = Standing.objects.unscoped(_WHY).filter(
        party=party, scale=SCALE, recorded_until=None, superseded=False
    )
    place = Case(
        When(state__in=COUNTS, then=Value(0)),
        When(state=StandingState.PENDING, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found: Standing | None = (
        rows.annotate(place=place).order_by("place", "-recorded_at", "-pk").first()
    )
    return found


def rebuilt_class(party: Party) -> dict[str, Any]:
    """What `CustomerRow` says of class, proposal and re-check when it is made from the registers alone."""
    row = newest_standing(party)
    return {
        "customer_class": row.klass if row and row.state in COUNTS else "",
        "class_state": row.state if row else "",
        "class_until": row.valid_until if row else None,
        "pending": pending_kind(party),
        "next_recheck_on": _next_recheck(party, row),
    }


def renew_class(party: Party) -> None:
    """Writes it. Inside the action that moved one of them."""
    show(party, **rebuilt_class(party))


def pending_kind(party: Party) -> str:
    """The kind of the newest proposal about him that is not settled, or not yet in force; "" for none."""
    rows = Proposal.objects.unscoped(_WHY).filter(
        subject_kind="party",
        subject_key=str(party.pk),
        state__in=(*OPEN_STATES, ProposalState.PASSED),
    )
    return rows.order_by("-pk").values_list("kind", flat=True).first() or ""


def _next_recheck(party: Party, row: Standing | None) -> Any:
    case = Recheck.objects.unscoped(_WHY).filter(party=party, state__in=OPEN_CASE).first()
    if case is not None:
        return case.due_on
    if row is None or row.state not in COUNTS:
        return None
    since = row.rechecked_on or row.given_on
    return periods_on(since, party.branch).recheck_on(since)
