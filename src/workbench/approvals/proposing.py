"""The way from the decision that finds a class to the proposal of that class."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from workbench.approvals.deeds import BY_KEY
from workbench.approvals.kinds import class_found, standing_of
from workbench.approvals.shown import pending_kind
from workbench.common.acting import Actor
from workbench.common.parts import Link
from workbench.customers.models import Party
from workbench.decisions.models import Decision, Standing, StandingState
from workbench.decisions.panels import declare_decision_links
from workbench.policies.scales import CUSTOMER_CLASS
from workbench.policies.vocabulary import results_of


def links_on(actor: Actor, row: Decision) -> Iterator[Link]:
    """On the newest settled decision of the class, while nothing is proposed of him: to the form that rests on it."""
    if row.pack != CUSTOMER_CLASS or row.status != "decided" or not row.result:
        return
    newest = class_found(row.party)
    key = proposal_for(row.party, row.result)
    if newest is None or newest.pk != row.pk or not key or pending_kind(row.party):
        return
    deed = BY_KEY[key]
    if actor.may(deed.right, row.party.branch_path):
        address = reverse(deed.route, args=[row.party.number])
        yield Link(deed.title, address, tone="primary")


def proposal_for(party: Party, found: str) -> str:
    """What is proposed of a class that was found: a fall where it is lower than the class held; "" for nothing."""
    held = standing_of(party)
    if held is None:
        return "class-propose"
    if held.state == StandingState.SUSPENDED or _is_watched(held, found):
        return ""
    order = results_of(CUSTOMER_CLASS)
    lower = found in order and held.klass in order and order.index(found) > order.index(held.klass)
    return "class-fall" if lower else "class-propose"


def _is_watched(held: Standing, found: str) -> bool:
    return bool(held.state == StandingState.WATCH and held.class_found == found)


declare_decision_links(links_on)
