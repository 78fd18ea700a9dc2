"""The way from the decision that finds a class to the proposal of that class."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from workbench.approvals.ageing import place_of
from workbench.approvals.deeds import BY_KEY, PROPOSES
from workbench.approvals.finding import SETTLED
from workbench.approvals.kinds import class_found, standing_of
from workbench.approvals.shown import COUNTS, pending_kind
from workbench.common.acting import Actor
from workbench.common.parts import Link
from workbench.customers.models import Party
from workbench.decisions.models import Decision, Standing, StandingState
from workbench.decisions.panels import declare_decision_links
from workbench.policies.scales import CUSTOMER_CLASS
from workbench.reviews.models import OPEN_STATES, Proposal


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
    return "class-fall" if place_of(found) > place_of(held.klass) else "class-propose"


def _is_watched(held: Standing, found: str) -> bool:
    return bool(held.state == StandingState.WATCH and held.class_found == found)


def proposable(party: Party, row: Standing | None) -> list[str]:
    """What can be proposed of a class in its state, by what was found, and is not proposed yet: keys of deeds."""
    found = class_found(party)
    settled = found is not None and found.status in SETTLED
    if row is None or row.state not in COUNTS:
        wanted = ["class-propose"] if settled else []
    elif row.state == StandingState.SUSPENDED:
        wanted = ["class-lift", "class-end"]
    else:
        lower = found is not None and place_of(found.result) > place_of(row.klass)
        wanted = ["class-fall" if lower else "class-propose"] if settled else []
        wanted += ["class-suspend", "class-end"]
    return not_open(party, *wanted)


def not_open(party: Party, *keys: str) -> list[str]:
    """Of one kind one proposal is open about a customer."""
    rows = Proposal.objects.unscoped("what waits about a party that the actor reaches").filter(
        subject_kind="party", subject_key=str(party.pk), state__in=OPEN_STATES
    )
    waiting = set(rows.values_list("kind", flat=True))
    return [key for key in keys if PROPOSES.get(key) not in waiting]


declare_decision_links(links_on)
