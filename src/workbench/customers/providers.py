"""What the workbench itself holds of parties, for the provider table: by one query for any number of them.

The day of a value stands beside it as FACT@. Where a file has not come, nothing is said: the absence of a file is not
the absence of arrears.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from workbench.customers.models import (
    Authorisation,
    Feed,
    Loan,
    Party,
    PartyNow,
    PartyState,
    Purpose,
    Relation,
    RelationKind,
    Source,
)
from workbench.customers.rows import files_of
from workbench.policies.providers import AsOf, provides

_WHY = "what the bank holds of parties, for a policy"
_ON_THE_BOOKS = frozenset({PartyState.ACTIVE, PartyState.RESTRICTED})
Rows = Iterator[tuple[int, Mapping[str, Any]]]


@provides("party")
def of_parties(parties: Sequence[int], as_of: AsOf) -> Rows:
    """Number, and whether he is a customer already."""
    found = Party.objects.unscoped(_WHY).filter(pk__in=parties)
    for pk, number, state in found.values_list("pk", "number", "state"):
        yield pk, {"customer_id": number, "existing_customer": state in _ON_THE_BOOKS}


@provides("relations")
def of_relations(parties: Sequence[int], as_of: AsOf) -> Rows:
    """Whether somebody leads on the day."""
    lasting = Q(until=None) | Q(until__gt=as_of.day)
    leads = Relation.objects.filter(
        lasting, party__in=parties, kind=RelationKind.LEAD, since__lte=as_of.day
    )
    led = set(leads.values_list("party_id", flat=True))
    for pk in parties:
        yield pk, {"assigned_to_person": pk in led}


@provides("consents")
def of_consents(parties: Sequence[int], as_of: AsOf) -> Rows:
    """Whether he consents to marketing and to a portrait. A consent that was withdrawn is a no; none asked is unknown."""
    found = Authorisation.objects.unscoped(_WHY).filter(
        party__in=parties, purpose__in=_CONSENTS, signed_on__lte=as_of.day
    )
    given: dict[int, dict[str, bool]] = {}
    for consent in found.order_by("signed_on", "pk"):
        given.setdefault(consent.party_id, {})[_CONSENTS[consent.purpose]] = consent.holds_on(
            as_of.day
        )
    yield from given.items()


@provides("loans")
def of_loans(parties: Sequence[int], as_of: AsOf) -> Rows:
    """What the loan system says, of the day until which it was fed; nothing before the first file."""
    fed = _fed_until(as_of)
    if fed is None:
        return
    counted = _loans_by_party(parties, as_of)
    clean = _clean_elsewhere(parties)
    for pk in parties:
        yield pk, _dated(_told(counted.get(pk), clean=pk in clean), fed)


_CONSENTS = {
    str(Purpose.MARKETING): "marketing_consent",
    str(Purpose.PERSONAL_DATA): "profiling_consent",
}


def _fed_until(as_of: AsOf) -> date | None:
    """Of the newest file that had arrived by then. Loans are held as of their newest file, so an earlier day, which
    that file overwrote, is not told.
    """
    fed = Feed.objects.filter(source=Source.LOAN_FEED, accepted=True)
    newest: Feed | None = fed.order_by("-business_on").first()
    if newest is None or newest.business_on > as_of.day or newest.arrived_at > as_of.known_at:
        return None
    return newest.business_on


def _loans_by_party(parties: Sequence[int], as_of: AsOf) -> dict[int, dict[str, Any]]:
    """Of each with loans, in all his files: days past due at worst, whether some are unknown, what is owed."""
    files = files_of(parties)
    loans = Loan.objects.unscoped(_WHY).filter(
        party__in=files, granted_on__lte=as_of.day, settled_on=None
    )
    held: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for file, *told in loans.values_list("party_id", "days_past_due", "overdue_amount", "balance"):
        held[files[file]].append(tuple(told))
    return {party: _summed(rows) for party, rows in held.items()}


def _summed(loans: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    days, overdue, owed = (
        [one for one in column if one is not None] for column in zip(*loans, strict=True)
    )
    return {
        "unknown": len(days) < len(loans),
        "worst": max(days, default=None),
        "overdue": sum(overdue) if overdue else None,
        "owed": sum(owed),
    }


def _clean_elsewhere(parties: Sequence[int]) -> set[int]:
    """Of whom a report says that nothing is overdue elsewhere: only then are no days here no days at all."""
    now = PartyNow.objects.filter(party__in=parties, facts__arrears_elsewhere__0=False)
    return set(now.values_list("party_id", flat=True))


def _told(row: Mapping[str, Any] | None, *, clean: bool) -> dict[str, Any]:
    """A loan whose days are unknown leaves arrears unknown, unless another is overdue for certain."""
    if row is None:
        told: dict[str, Any] = {"has_loan": False, "outstanding_balance": Decimal("0.00")}
    else:
        told = {"has_loan": True, "outstanding_balance": row["owed"]}
    if row and row["worst"]:
        past_due = {"days_past_due": row["worst"], "overdue_amount": row["overdue"]}
        return told | {"arrears_here": True} | past_due
    if row is None or not row["unknown"]:
        told["arrears_here"] = False
        if clean:
            told |= {"days_past_due": 0, "overdue_amount": Decimal("0.00")}
    return told


def _dated(told: Mapping[str, Any], fed: date) -> dict[str, Any]:
    known = {name: value for name, value in told.items() if value is not None}
    return {**known, **{f"{name}@": fed for name in known}}
