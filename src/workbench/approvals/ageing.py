"""A birthday takes no class away: whether only his age lowers what is found of a customer."""

from __future__ import annotations

from datetime import date

from kefen.calculating.months import add_months
from workbench.customers.queries.facts import held_of
from workbench.decisions.gathering import open_blob, plain
from workbench.decisions.models import Decision
from workbench.policies.queries import decider_for
from workbench.policies.scales import CUSTOMER_CLASS
from workbench.policies.vocabulary import results_of

KEEPING = "class-maintenance"
BIRTH = "birth_date"
#: the parameter of the text that says up to what age a class is given
_OLDEST = {"1": "oldest_first_three", "2": "oldest_first_three", "3": "oldest_first_three"}


def place_of(result: str) -> int:
    """The best class first; no class stands below all."""
    order = results_of(CUSTOMER_CLASS)
    return order.index(result) if result in order else len(order)


def is_only_reason(decision: Decision, held: str) -> bool:
    """Whether the same facts of somebody as old as the class held allows would find no lower class. Never where the
    bank's text lets a birthday count.
    """
    policy = decider_for(KEEPING, decision.as_of, decision.party.branch).policy
    if policy.assumptions["birthday_triggers"].holds:
        return False
    years = int(policy.parameters[_OLDEST.get(held, "oldest_last_two")].on(decision.as_of))
    youngest = add_months(decision.as_of, -12 * years)
    born = held_of([decision.party], decision.as_of)[decision.party_id].get(BIRTH)
    too_old = add_months(decision.as_of, -12 * (years + 1))
    if born is None or date.fromisoformat(born[0]) > too_old:
        return False
    facts = open_blob(bytes(decision.facts))
    decider = decider_for(CUSTOMER_CLASS, decision.as_of, decision.party.branch)
    again = decider.decide(
        plain(facts | {BIRTH: youngest.isoformat()}), decision.as_of, strict=False
    )
    return place_of(again.result or "") <= place_of(held)
