"""Which of the stored decisions of a scale counts: the one way in which everybody asks for the newest.

The newest is of the latest day; of one day, the one that was made last. A decision of a past day that is made today,
for an auditor's question, is not the newest.
"""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet

from workbench.customers.models import Party
from workbench.decisions.models import Decision

NEWEST_FIRST = ("-as_of", "-known_at", "-pk")


def newest_decision(party: Party, pack: str) -> Decision | None:
    """What a pack says of a party on the facts that everybody may see."""
    return of_pack(pack).filter(party=party, subject="").order_by(*NEWEST_FIRST).first()


def newest_result(pack: str, party: str = "party") -> QuerySet[Any, Any]:
    """The same by its result, for a `Subquery` over rows that name a party in a column."""
    rows = of_pack(pack).filter(party=OuterRef(party), subject="")
    return rows.order_by(*NEWEST_FIRST).values("result")[:1]


def of_pack(pack: str) -> QuerySet[Decision, Decision]:
    """The stored decisions of a pack on the facts that everybody may see, of whoever the caller reaches."""
    rows: QuerySet[Decision, Decision] = Decision.objects.unscoped("of who the caller reaches")
    return rows.filter(pack=pack, visible_only=True)
