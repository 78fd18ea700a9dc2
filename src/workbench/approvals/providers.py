"""What events, applications, adjusted grades and approved raises give to the policies, on both clocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q

from workbench.approvals.actions.events import told_kinds
from workbench.approvals.models import (
    AdjustedGrade,
    Application,
    Event,
    Recheck,
    RequestKind,
    RightsRequest,
    Stage,
)
from workbench.customers.models import Report
from workbench.decisions.models import Standing, StandingState
from workbench.policies.providers import AsOf, provides

_WHY = "facts for policies: the caller has the parties"
_WAITING = (Stage.INVESTIGATION, Stage.EXAMINATION)

Facts = Iterator[tuple[int, Mapping[str, Any]]]


@provides("events")
def of_events(parties: Sequence[int], at: AsOf) -> Facts:
    """The kinds of event since the last re-check that was done, as known at the moment; empty where there is none."""
    done = Recheck.objects.unscoped(_WHY).filter(
        party__in=parties, done_on__lte=at.day, state="done"
    )
    last = dict(done.order_by().values_list("party_id").annotate(Max("done_on")))
    events = Event.objects.unscoped(_WHY).filter(
        party__in=parties, kind__in=told_kinds(), happened_on__lte=at.day, known_at__lte=at.known_at
    )
    standing = events.filter(Q(reversed_at=None) | Q(reversed_at__gt=at.known_at))
    found: dict[int, set[str]] = defaultdict(set)
    for party, kind, day in standing.values_list("party_id", "kind", "happened_on"):
        if party not in last or day > last[party]:
            found[party].add(kind)
    for party in parties:
        yield party, {"class_events": sorted(found[party])}


@provides("applications")
def of_applications(parties: Sequence[int], at: AsOf) -> Facts:
    """Whether an application waits for its decision."""
    waiting = Application.objects.unscoped(_WHY).filter(
        party__in=parties, accepted_on__lte=at.day, stage__in=_WAITING
    )
    pending = set(waiting.values_list("party_id", flat=True))
    for party in parties:
        yield party, {"application_pending": party in pending, "applying": party in pending}


@provides("adjustments")
def of_adjustments(parties: Sequence[int], at: AsOf) -> Facts:
    """The grade of the credit register as a person with authority adjusted it; gone with a newer report."""
    newer = Report.objects.unscoped(_WHY).filter(
        party=OuterRef("party"), report_on__gt=OuterRef("report_on"), report_on__lte=at.day
    )
    rows = AdjustedGrade.objects.unscoped(_WHY).filter(
        Q(revoked_on=None) | Q(revoked_on__gt=at.day) | Q(revoked_at__gt=at.known_at),
        ~Exists(newer),
        party__in=parties,
        since__lte=at.day,
        until__gt=at.day,
        known_at__lte=at.known_at,
    )
    for row in rows.order_by("since", "pk"):
        yield (
            row.party_id,
            {
                "adjusted_credit_grade": row.adjusted,
                "credit_adjustment_basis": row.basis,
                "credit_adjustment_approver": row.approved_by,
                "credit_adjusted_on": row.since.isoformat(),
            },
        )


@provides("requests")
def of_requests(parties: Sequence[int], at: AsOf) -> Facts:
    """Whether he waits for an explanation, or for a review by a person since he refuses what a machine alone decides."""
    rows = RightsRequest.objects.unscoped(_WHY).filter(
        Q(answered_at=None) | Q(answered_at__gt=at.known_at) | Q(answered_on__gt=at.day),
        party__in=parties,
        asked_on__lte=at.day,
        known_at__lte=at.known_at,
        kind__in=(RequestKind.EXPLANATION, RequestKind.REVIEW),
    )
    asked = set(rows.values_list("party_id", "kind"))
    for party in parties:
        yield (
            party,
            {
                "explanation_asked": (party, RequestKind.EXPLANATION.value) in asked,
                "only_automated_refused": (party, RequestKind.REVIEW.value) in asked,
            },
        )


@provides("raises")
def of_raises(parties: Sequence[int], at: AsOf) -> Facts:
    """Who proposed and who approved a better class that is not yet in force; for everybody else that none was."""
    rows = Standing.objects.unscoped(_WHY).filter(
        Q(recorded_until=None) | Q(recorded_until__gt=at.known_at),
        party__in=parties,
        scale="customer_class",
        state=StandingState.PENDING,
        recorded_at__lte=at.known_at,
        rechecked_on__lte=at.day,
    )
    found = {row[0]: row[1:] for row in rows.values_list("party_id", "given_by", "approved_by")}
    for party in parties:
        if party not in found:
            yield party, {"raise_approved": False}
            continue
        maker, approver = found[party]
        yield (
            party,
            {"raise_approved": True, "raise_proposer": maker, "raise_approver": approver},
        )
