"""The rows that are written beside what they show: `PartyNow` and `CustomerRow`. Both can be rebuilt."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q

from workbench.common import clock
from workbench.common.inserting import insert, renew
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
_NOT_SHOWN = (PartyState.NONE, PartyState.MERGED)
_COUNTED = (
    "branch_id", "manager_id", "open_gaps", "worst_category", "days_past_due", "loan_balance",
)  # fmt: skip


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
    return rebuilt_rows([party.pk])[party.pk]


def rebuilt_rows(parties: Collection[int]) -> dict[int, dict[str, Any]]:
    """The same of many, by party, in a few queries however many they are."""
    branches = Party.objects.unscoped(_WHY).filter(pk__in=parties).values_list("pk", "branch_id")
    open_gaps = Gap.objects.unscoped(_WHY).filter(party__in=parties, closed_at=None)
    gaps = dict(open_gaps.values_list("party").annotate(Count("pk")))
    managers, loans = _managers(parties), _of_loans(parties)
    return {
        pk: {
            "branch_id": branch,
            "manager_id": managers.get(pk),
            "open_gaps": gaps.get(pk, 0),
            **loans[pk],
        }
        for pk, branch in branches
    }


def renew_row(party: Party) -> None:
    """Writes what the lists show of relations, loans and gaps; only customers have such a row."""
    renew_rows([party.pk])


def renew_rows(parties: Collection[int]) -> None:
    """The same of many, by set."""
    shown = Party.objects.unscoped(_WHY).filter(pk__in=parties).exclude(state__in=_NOT_SHOWN)
    rebuilt = rebuilt_rows(list(shown.values_list("pk", flat=True)))
    held = CustomerRow.objects.unscoped(_WHY).filter(party__in=rebuilt)
    kept = set(held.values_list("party_id", flat=True))
    rows = [(pk, *(row[name] for name in _COUNTED)) for pk, row in rebuilt.items()]
    renew(CustomerRow, _COUNTED, (row for row in rows if row[0] in kept))
    insert(CustomerRow, ("party_id", *_COUNTED), (row for row in rows if row[0] not in kept))


def show(party: Party, **shown: Any) -> None:
    """Writes what lists show of decisions and standings. For the apps that decide and approve, inside their actions."""
    CustomerRow.objects.unscoped(_WHY).filter(party=party).update(**shown)


def _managers(parties: Collection[int]) -> dict[int, int]:
    """Who leads each today; one who leads without an end before one whose end is known."""
    day = clock.today()
    leads = Relation.objects.filter(party__in=parties, kind=RelationKind.LEAD, since__lte=day)
    lasting = leads.filter(Q(until=None) | Q(until__gt=day))
    ordered = lasting.order_by(F("until").asc(nulls_last=True))
    return dict(ordered.values_list("party_id", "staff_id"))


def _of_loans(parties: Collection[int]) -> dict[int, dict[str, Any]]:
    """Of each, in all its files."""
    files = files_of(parties)
    loans = Loan.objects.unscoped(_WHY).filter(party__in=files, settled_on=None)
    found: dict[int, list[tuple[Decimal, int | None, str]]] = {pk: [] for pk in parties}
    for file, *loan in loans.values_list("party_id", "balance", "days_past_due", "category"):
        found[files[file]].append((loan[0], loan[1], loan[2]))
    return {pk: _summed(held) for pk, held in found.items()}


def _summed(loans: list[tuple[Decimal, int | None, str]]) -> dict[str, Any]:
    balances, days, categories = zip(*loans, strict=True) if loans else ((), (), ())
    return {
        "worst_category": max(set(categories) - {""}, key=_WORST.index, default=""),
        "days_past_due": max((one for one in days if one is not None), default=None),
        "loan_balance": sum(balances) if balances else None,
    }
