"""Why a fact is unknown: of whom it was asked, until when, why it cannot be had."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.models import Evidence, Gap, GapState, Party
from workbench.customers.rows import renew_row
from workbench.journal.actions import action
from workbench.policies.vocabulary import fact_label, list_words, party_words


@action(
    "gap.stated",
    right="gap.change",
    says=_("stated of customer {object} why {name} is unknown: {state}"),
    rules=("decisions", "demo"),
    secret=("asked_of",),
    labels={"name": fact_label},
)
def state_gap(
    party: Party,
    *,
    by: Actor,
    reason: str,
    name: str,
    state: GapState,
    asked_of: str = "",
    due_on: date | None = None,
    evidence: Evidence | None = None,
) -> Gap:
    """One of the five states. 已索取 names of whom and until when; 无法查明 a reason; 客户拒绝提供 the signed paper."""
    _check(party, name, state, evidence)
    if state == GapState.REQUESTED and not (asked_of.strip() and due_on):
        raise RefusedError(_("Say of whom it was asked and until when."), field="asked_of")
    if state == GapState.CANNOT_FIND and not reason.strip():
        raise RefusedError(_("Say why it cannot be found out."), field="reason")
    now = clock.now()
    standing = Gap.objects.unscoped("one open gap a fact").filter(party=party, closed_at=None)
    standing.filter(name=name).update(closed_at=now)
    gap = Gap.objects.create(
        party=party,
        name=name,
        state=state,
        asked_of=asked_of.strip(),
        due_on=due_on,
        reason=reason.strip()[:200],
        evidence=evidence,
        since=now,
    )
    renew_row(party)
    return gap


def _check(party: Party, name: str, state: GapState, evidence: Evidence | None) -> None:
    if name not in party_words() and name not in list_words():
        raise RefusedError(
            _("The policies know no such fact of a customer: {name}.").format(name=name),
            field="name",
        )
    if state == GapState.REFUSED and evidence is None:
        raise RefusedError(_("Take the declaration that the customer signed."), field="evidence")
    if evidence is not None and evidence.party_id != party.pk:
        raise RefusedError(_("The evidence lies in another customer's file."), field="evidence")
