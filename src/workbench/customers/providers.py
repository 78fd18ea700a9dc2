"""What the register of customers gives to the policies: the customer himself, who serves him, consents, loans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from workbench.customers.models import (
    Authorisation,
    Loan,
    Party,
    PartyState,
    Purpose,
    Relation,
    RelationKind,
    Source,
)
from workbench.customers.queries.facts import fed_until
from workbench.policies.providers import AsOf, provides

_WHY = "facts for policies: the caller has the parties"
_CUSTOMERS = frozenset({PartyState.ACTIVE, PartyState.RESTRICTED})

Facts = Iterator[tuple[int, Mapping[str, Any]]]


@provides("party")
def of_parties(parties: Sequence[int], at: AsOf) -> Facts:
    """The number, and whether he is a customer already."""
    rows = Party.objects.unscoped(_WHY).filter(pk__in=parties)
    for pk, number, state in rows.values_list("pk", "number", "state"):
        yield pk, {"customer_id": number, "existing_customer": state in _CUSTOMERS}


@provides("relations")
def of_relations(parties: Sequence[int], at: AsOf) -> Facts:
    """Whether a person leads on the day."""
    held = Relation.objects.filter(party__in=parties, kind=RelationKind.LEAD, since__lte=at.day)
    led = set(held.filter(Q(until=None) | Q(until__gt=at.day)).values_list("party_id", flat=True))
    for party in parties:
        yield party, {"assigned_to_person": party in led}


@provides("consents")
def of_consents(parties: Sequence[int], at: AsOf) -> Facts:
    """Whether a consent to marketing stands on the day."""
    signed = Authorisation.objects.unscoped(_WHY).filter(
        party__in=parties, purpose=Purpose.MARKETING, signed_on__lte=at.day
    )
    lasting = signed.filter(Q(until=None) | Q(until__gt=at.day))
    standing = lasting.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=at.day))
    consenting = set(standing.values_list("party_id", flat=True))
    for party in parties:
        yield party, {"marketing_consent": party in consenting}


@provides("loans")
def of_loans(parties: Sequence[int], at: AsOf) -> Facts:
    """What the loan system says, of its business date; nothing while no feed has come or a loan's days are unknown."""
    fed = fed_until(Source.LOAN_FEED)
    if fed is None or fed > at.day:
        return
    sums = {row.pop("party_id"): row for row in _sums(parties)}
    for party in parties:
        yield party, _of_loans(sums.get(party), fed.isoformat())


def _sums(parties: Sequence[int]) -> QuerySet[Loan, dict[str, Any]]:
    loans = Loan.objects.unscoped(_WHY).filter(party__in=parties, settled_on=None)
    sums: QuerySet[Loan, dict[str, Any]] = (
        loans.order_by()
        .values("party_id")
        .annotate(
            count=Count("pk"),
            known=Count("days_past_due"),
            worst=Max("days_past_due"),
            overdue=Sum("overdue_amount"),
            owed=Sum("balance"),
        )
    )
    return sums


def _of_loans(sums: dict[str, Any] | None, fed: str) -> dict[str, Any]:
    if sums is None:
        held: dict[str, Any] = {"has_loan": False, "arrears_here": False, "days_past_due": 0}
        held |= {"overdue_amount": 0, "outstanding_balance": 0}
    else:
        held = {"has_loan": True, "outstanding_balance": sums["owed"]}
        if sums["known"] == sums["count"]:
            held |= {"arrears_here": bool(sums["worst"]), "days_past_due": sums["worst"]}
            held["overdue_amount"] = sums["overdue"] or 0
    dated = {f"{name}@": fed for name in ("has_loan", "arrears_here", "days_past_due")}
    return held | {name: day for name, day in dated.items() if name[:-1] in held}
