"""What the newest finding allows to be proposed: up on new evidence, down by a watch, never on what is open or old."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from workbench.approvals import ageing, kinds
from workbench.approvals.ageing import place_of
from workbench.approvals.models import Recheck
from workbench.approvals.shown import OPEN_CASE
from workbench.common import clock
from workbench.common.errors import RefusedError
from workbench.common.languages import language
from workbench.customers.models import Fact, Party
from workbench.customers.queries.facts import held_of, links_on
from workbench.decisions.dueness import is_overtaken
from workbench.decisions.models import Decision, StandingState
from workbench.decisions.newest import newest_decision
from workbench.policies.scales import CUSTOMER_CLASS
from workbench.policies.vocabulary import label, vocabulary

DECIDED, REFUSED = "decided", "refused"
SETTLED = (DECIDED, REFUSED)
KEEPING = "class-maintenance"
_WHY = "what a proposal about him rests on"


def demand_decided(party: Party) -> Decision:
    """The newest finding, settled and of today."""
    decision = _newest(party)
    if decision is None or decision.status != DECIDED:
        raise RefusedError(
            _(
                "There is no settled decision of today. Decide first, and bring what it still asks for."
            )
        )
    return decision


def demand_no_fall(party: Party, decision: Decision) -> None:
    """A class goes down by a watch alone, and not up while it is suspended."""
    held = kinds.standing_of(party)
    if held is None:
        return
    if held.state == StandingState.SUSPENDED:
        raise RefusedError(_("The class is suspended. Lift or end the suspension first."))
    if place_of(decision.result) > place_of(held.klass):
        raise RefusedError(
            _("The class found is lower than the one held: propose the finding of a lower class.")
        )


def demand_fall(party: Party) -> Decision:
    """The newest finding where it is lower than the class held, and no bar ends the class at once."""
    decision, held = _newest(party), kinds.standing_of(party)
    if held is None:
        raise RefusedError(_("This customer has no class in force."))
    if decision is None or decision.status not in SETTLED:
        raise RefusedError(
            _(
                "There is no settled decision of today. Decide first, and bring what it still asks for."
            )
        )
    if _barred(party):
        raise RefusedError(
            _("A disqualifying condition is proven: suspend the class, it is not watched.")
        )
    if place_of(decision.result) <= place_of(held.klass):
        raise RefusedError(_("The class found is not lower than the one held."))
    if ageing.is_only_reason(decision, held.klass):
        raise RefusedError(
            _("Only his age lowers the finding: by the bank's text this is no fall.")
        )
    return decision


def demand_new_evidence(party: Party, decision: Decision) -> None:
    """A raise rests on a re-check for which everything that grows old was collected anew, his spouse's too."""
    held = kinds.standing_of(party)
    if held is None or place_of(decision.result) >= place_of(held.klass):
        return
    begun = _case_begun(party)
    if begun is None:
        raise RefusedError(
            _("A raise follows a re-check: open one, and collect the evidence anew.")
        )
    old = sorted(_older_than(party, begun))
    if old:
        named = "、".join(label(name, language()) for name in old[:5])
        raise RefusedError(
            _("A raise needs new evidence. From before the re-check of {day}: {facts}.").format(
                day=begun.isoformat(), facts=named
            )
        )


def _newest(party: Party) -> Decision | None:
    """None where it is due: what was recorded since may have changed it."""
    return None if is_overtaken(party) else kinds.class_found(party)


def _barred(party: Party) -> bool:
    keeping = newest_decision(party, KEEPING)
    return keeping is not None and keeping.result == "class_ended"


def _case_begun(party: Party) -> date | None:
    case = Recheck.objects.unscoped(_WHY).filter(party=party, state__in=OPEN_CASE).first()
    return case.opened_on if case else None


def _older_than(party: Party, day: date) -> set[str]:
    """Names of the facts that grow old, that the policy reads and that were last recorded before a day."""
    spouse = links_on(party, clock.today()).get("spouse")
    names: dict[int, str] = {}
    for subject, one in (("", party), ("spouse.", spouse)):
        if one is not None:
            for key, (_value, _day, row) in held_of([one], clock.today())[one.pk].items():
                names[row] = subject + key.partition("@")[0]
    grows_old = {name for name, word in vocabulary().items() if _ages(word)}
    wanted = {row: name for row, name in names.items() if name in grows_old}
    rows = Fact.objects.unscoped(_WHY).filter(pk__in=wanted, known_at__date__lt=day)
    return {wanted[row] for row in rows.values_list("pk", flat=True)}


def _ages(word: object) -> bool:
    packs, spec = getattr(word, "packs", ()), getattr(word, "spec", None)
    return CUSTOMER_CLASS in packs and spec is not None and spec.max_age is not None
