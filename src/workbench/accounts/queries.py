"""The actor of a person: his posts of the day, made into grants."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from workbench.accounts.models import Deputy, Holding, Staff
from workbench.common import clock
from workbench.common.acting import Actor, Channel, Grant
from workbench.common.errors import DeniedError
from workbench.common.rights import grants_of


def actor_for(
    staff: Staff, *, channel: Channel = Channel.SCREEN, principal: Staff | None = None
) -> Actor:
    """`staff` as what he is today; for `principal`, whose confirmed deputy he is today, as what that person is."""
    day = clock.today()
    if principal is not None and not _stands_in(staff, principal, day):
        raise DeniedError("deputy")
    holdings = _holdings(principal or staff, day)
    return Actor(
        key=staff.number,
        name=staff.name,
        grants=frozenset(_grants(holdings)),
        principal=principal.number if principal else "",
        channel=channel,
        posts=tuple(sorted({holding.post for holding in holdings})),
        branch_path=holdings[0].branch.path if holdings else "",
        staff_id=staff.pk,
    )


def rule_actor(name: str) -> Actor:
    """A named rule of the bank. It may do what actions say that it may, and reads what it asks unscoped."""
    return Actor(key=f"rule:{name}", name=name, channel=Channel.RULE)


def _holdings(staff: Staff, day: date) -> list[Holding]:
    return list(
        staff.holdings.filter(Holding.on(day)).select_related("branch").order_by("since", "pk")
    )


def _grants(holdings: Iterable[Holding]) -> Iterable[Grant]:
    for holding in holdings:
        yield from grants_of(holding.post, holding.branch.path)


def _stands_in(staff: Staff, principal: Staff, day: date) -> bool:
    return Deputy.objects.filter(Deputy.on(day), principal=principal, deputy=staff).exists()
