"""What events, applications and adjusted grades give to the policies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Max, Q

from workbench.approvals.models import AdjustedGrade, Application, Event, Recheck, Stage
from workbench.policies.providers import AsOf, provides

_WHY = "facts for policies: the caller has the parties"
_WAITING = (Stage.INVESTIGATION, Stage.EXAMINATION)
#: events of ours that the policies know by another word; the others open re-checks without being named there
_NAMED = {
    "arrears": "arrears_event",
    "grade_worse": "grade_event",
    "job_change": "job_event",
    "divorce": "marriage_event",
    "marriage": "marriage_event",
    "payroll_stopped": "payroll_event",
    "evidence_doubtful": "doubt_event",
    "policy_adjusted": "policy_event",
}

Facts = Iterator[tuple[int, Mapping[str, Any]]]


@provides("events")
def of_events(parties: Sequence[int], at: AsOf) -> Facts:
    """The kinds of event since the last re-check that was done, as known at the moment; empty where there is none."""
    rechecks = Recheck.objects.unscoped(_WHY).filter(party__in=parties, done_on__lte=at.day)
    last = dict(rechecks.order_by().values_list("party_id").annotate(Max("done_on")))
    events = Event.objects.unscoped(_WHY).filter(
        party__in=parties, happened_on__lte=at.day, known_at__lte=at.known_at, reversed_by=None
    )
    found: dict[int, set[str]] = defaultdict(set)
    for party, kind, day in events.values_list("party_id", "kind", "happened_on"):
        named = kind if kind in _NAMED.values() else _NAMED.get(kind)
        if named and (party not in last or day > last[party]):
            found[party].add(named)
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
    """The grade of the credit register as a person with authority adjusted it, while that counts."""
    rows = AdjustedGrade.objects.unscoped(_WHY).filter(
        party__in=parties, since__lte=at.day, until__gt=at.day
    )
    for row in rows.filter(Q(revoked_on=None) | Q(revoked_on__gt=at.day)).order_by("since", "pk"):
        yield (
            row.party_id,
            {
                "adjusted_credit_grade": row.adjusted,
                "credit_adjustment_basis": row.basis,
                "credit_adjustment_approver": row.approved_by,
                "credit_adjusted_on": row.since.isoformat(),
            },
        )
