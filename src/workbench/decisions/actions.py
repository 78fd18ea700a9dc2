"""A party decided; a stored decision recomputed."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.models import Party, PartyNow
from workbench.decisions.deciding import answers_of
from workbench.decisions.gathering import Asked
from workbench.decisions.keeping import Recomputed, keep, recomputed
from workbench.decisions.models import Decision
from workbench.journal.actions import action

RULES = ("facts", "day_end", "approvals", "demo")


@action(
    "decision.made",
    right="decision.make",
    says=_("had customer {object} decided on all scales"),
    rules=RULES,
)
def decide(party: Party, *, by: Actor, reason: str, as_of: date | None = None) -> list[Decision]:
    """All scales of a party as of a day, today if none is given, on what is known now. Returns what is new.

    Where secrets are on record, the true decision is stored beside the one on the visible facts.
    """
    day = as_of or clock.today()
    if day > clock.today():
        raise RefusedError(_("A decision is of today or of a day before."), field="as_of")
    asked = Asked(party, day, clock.now(), party.branch.city_branch)
    made = keep(answers_of(asked))
    if PartyNow.objects.filter(party=party).exclude(secrets={}).exists():
        keep(answers_of(Asked(party, day, clock.now(), party.branch.city_branch, secrets=True)))
    return made


@action(
    "decision.recomputed",
    right="decision.recompute",
    says=_("recomputed decision {object}"),
    api=False,
)
def recompute(decision: Decision, *, by: Actor, reason: str) -> Recomputed:
    """The same facts by the same text once more: equal, or where it differs."""
    return recomputed(decision)
