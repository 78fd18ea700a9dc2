"""The rows that are written beside what they show: `PartyNow` and `CustomerRow`. Both can be rebuilt."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Max, Sum

from workbench.common import clock
from workbench.common.parts import Status
from workbench.customers.knowing import COLUMNS, Row, holding, packed
from workbench.customers.models import (
    Category,
    CustomerRow,
    Fact,
    Gap,
    Loan,
    Party,
    PartyNow,
    PartyState,
    Relation,
    RelationKind,
)

#: word and tone of each state of a standing, for the lists; declared by the app that keeps standings
CLASS_STATES: dict[str, Status] = {}

_WHY = "rows kept beside what they show"
_WORST = list(Category.values)


def files_of(parties: Collection[int]) -> dict[int, int]:
    """Each file of some parties → the party: its own, and those that were merged into it."""
    merged = Party.objects.unscoped(_WHY).filter(merged_into__in=parties)
    into: dict[int, int] = dict(merged.values_list("pk", "merged_into_id"))
    return {pk: pk for pk in parties} | into


def rows_of(party: Party, names: Collection[str] | None = None) -> list[Row]:
    """The rows on record of a party, in all its files, of some names only if they are given."""
    found = Fact.objects.unscoped(_WHY).filter(party__in=files_of([party.pk]))
    if names is not None:
        found = found.filter(name__in=names)
    return [Row(*row) for row in found.values_list(*COLUMNS)]


def rebuilt_now(party: Party) -> dict[str, dict[str, list[Any]]]:
    """What `PartyNow` says when it is made from the rows alone."""
    held = holding(rows_of(party))
    return {"facts": packed(held), "secrets": packed(held, confidential=True)}


def renew_now(party: Party, names: Collection[str]) -> set[str]:
    """Writes what holds now of some names, locked against another writer of the same party; gives the names of all
    that is known.
    """
    PartyNow.objects.get_or_create(party=party)
    now = PartyNow.objects.select_for_update().get(party=party)
    held = holding(rows_of(party, names))
    now.facts = _renewed(now.facts, names, packed(held))
    now.secrets = _renewed(now.secrets, names, packed(held, confidential=True))
    now.save(update_fields=["facts", "secrets"])
    return {key.partition("@")[0] for key in (*now.facts, *now.secrets)}


def _renewed(
    before: dict[str, Any], names: Collection[str], held: dict[str, Any]
) -> dict[str, Any]:
    kept = {key: value for key, value in before.items() if key.partition("@")[0] not in names}
    return dict(sorted((kept | held).items()))


def rebuilt_row(party: Party) -> dict[str, Any]:
    """What `CustomerRow` says of relations, loans and gaps when it is made from them alone."""
    day = clock.today()
    return {
        "branch_id": party.branch_id,
        "manager_id": _manager(party, day),
        "open_gaps": Gap.objects.unscoped(_WHY).filter(party=party, closed_at=None).count(),
        **_of_loans(party),
    }


def renew_row(party: Party) -> None:
    """Writes what the lists show of relations, loans and gaps; only customers have such a row."""
    if party.state not in (PartyState.NONE, PartyState.MERGED):
        CustomerRow.objects.unscoped(_WHY).update_or_create(
            party=party, defaults=rebuilt_row(party)
        )


def show(party: Party, **shown: Any) -> None:
    """Writes what lists show of decisions and standings. For the apps that decide and approve, inside their actions."""
    CustomerRow.objects.unscoped(_WHY).filter(party=party).update(**shown)


def _manager(party: Party, day: Any) -> int | None:
    lead = Relation.objects.filter(party=party, kind=RelationKind.LEAD, since__lte=day)
    found = lead.filter(until=None).first() or lead.filter(until__gt=day).first()
    return found.staff_id if found else None


def _of_loans(party: Party) -> dict[str, Any]:
    open_loans = Loan.objects.unscoped(_WHY).filter(party__in=files_of([party.pk]), settled_on=None)
    sums = open_loans.aggregate(owed=Sum("balance"), past_due=Max("days_past_due"))
    found = set(open_loans.values_list("category", flat=True)) - {""}
    return {
        "worst_category": max(found, key=_WORST.index, default=""),
        "days_past_due": sums["past_due"],
        "loan_balance": sums["owed"],
    }
