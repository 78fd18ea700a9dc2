"""权利请求: a customer asks for an explanation, a review by a person, a correction; another person answers in time."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from workbench.accounts.queries import rule_actor
from workbench.approvals.actions.rechecks import open_recheck
from workbench.approvals.kinds import standing_of
from workbench.approvals.models import Outcome, RequestKind, RightsRequest
from workbench.approvals.shown import newest_standing
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.following import moved
from workbench.customers.models import Party
from workbench.decisions.papers.contents import REVIEW_DAYS
from workbench.journal.actions import action

#: 自然日 from the day on which it was asked; an objection to a credit report has twenty by its own rules
DAYS: dict[str, int] = {RequestKind.OBJECTION: 20}
_FIT: dict[str, tuple[Outcome, ...]] = {
    RequestKind.EXPLANATION: (Outcome.GIVEN,),
    RequestKind.REVIEW: (Outcome.UPHELD, Outcome.REOPENED),
    RequestKind.CORRECTION: (Outcome.GIVEN, Outcome.UPHELD),
    RequestKind.OBJECTION: (Outcome.UPHELD, Outcome.REOPENED),
}


@action(
    "request.taken",
    right="request.take",
    says=_("took a request of {object}: {kind}"),
    needs_reason=True,
)
def take_request(
    party: Party, *, by: Actor, reason: str, kind: RequestKind, asked_on: date
) -> RightsRequest:
    """What he asks for, in his words (`reason`). Its clock runs from the day on which he asked."""
    if asked_on > clock.today():
        raise RefusedError(_("The day lies in the future."), field="asked_on")
    rows = RightsRequest.objects.unscoped("one open request of a kind")
    if rows.filter(party=party, kind=kind, answered_on=None).exists():
        raise RefusedError(_("Such a request of his is open already."), field="kind")
    contested = newest_standing(party)
    made = RightsRequest.objects.create(
        party=party,
        kind=kind,
        asked_on=asked_on,
        due_on=asked_on + timedelta(days=DAYS.get(kind, REVIEW_DAYS)),
        words=reason[:200],
        taken_by=by.key,
        known_at=clock.now(),
        proposed_by=contested.given_by if contested else "",
        approved_by=contested.approved_by if contested else "",
    )
    moved(party)
    return made


@action(
    "request.answered",
    right="request.answer",
    says=_("answered request {object}: {outcome}"),
    needs_reason=True,
)
def answer_request(
    request: RightsRequest, *, by: Actor, reason: str, outcome: Outcome
) -> RightsRequest:
    """The answer as he is told it (`reason`), by a person who had no part in what he contests.

    What is to be looked at again opens a re-check where a class is in force; without one he is classified anew.
    """
    if request.answered_on is not None:
        raise RefusedError(_("This request is answered already."))
    if by.persons & {request.taken_by, request.proposed_by, request.approved_by}:
        raise RefusedError(
            _("Another person answers: not who took the request, proposed or approved the class.")
        )
    if outcome not in _FIT[request.kind]:
        raise RefusedError(_("This is no answer to such a request."), field="outcome")
    request.change(
        outcome=outcome,
        answer=reason[:400],
        answered_on=clock.today(),
        answered_at=clock.now(),
        answered_by=by.key,
    )
    if outcome == Outcome.REOPENED and standing_of(request.party) is not None:
        open_recheck(
            request.party, by=rule_actor("approvals"), reason=str(RequestKind(request.kind).label)
        )
    moved(request.party)
    return request
