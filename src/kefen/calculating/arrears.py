"""Days past due from a plan and payments, as of any day.

Payments go to the oldest instalment first and within it to interest before principal; what is left over stays as
credit for the next. The count runs from the due date of the oldest instalment not paid in full: the day after it is
day 1. A payment counts from its own day on, so a past day sees only what was paid by its end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from kefen.calculating.terms import TermsError, check_money
from kefen.exact import in_cents, yuan
from kefen.values import Words

ALLOCATION = Words(
    "还款先冲最早一期，同一期内先息后本；多还的留抵下期",
    "payments go to the oldest instalment first, within it to interest before principal;"
    " any excess stays as credit for the next",
)
COUNTING = Words(
    "自最早一期未足额归还的到期日起算，次日为第 1 天，当日日终为准",
    "counted from the due date of the oldest instalment not paid in full, the next day being day 1, at the end of the day",
)


class Owed(Protocol):
    """An instalment: when it is due, and how much of each."""

    @property
    def due(self) -> date: ...
    @property
    def principal(self) -> Decimal: ...
    @property
    def interest(self) -> Decimal: ...


@dataclass(frozen=True)
class Instalment:
    """A line of a plan that a bank's own system holds."""

    due: date
    principal: Decimal
    interest: Decimal = Decimal(0)


@dataclass(frozen=True)
class Payment:
    """Money received on a day."""

    on: date
    amount: Decimal

    def __post_init__(self) -> None:
        check_money(self.amount, Words("还款额", "a payment"))


class CountedFrom(StrEnum):
    """Where the count starts once grace has run out."""

    DUE_DATE = "due_date"
    GRACE_END = "grace_end"


@dataclass(frozen=True)
class Grace:
    """Days after the due date in which an unpaid instalment is not yet past due."""

    days: int = 0
    counted_from: CountedFrom = CountedFrom.DUE_DATE

    def __post_init__(self) -> None:
        if self.days < 0:
            raise TermsError(
                f"宽限期不能为负：{self.days} 天", f"grace cannot be negative: {self.days} days"
            )


NO_GRACE = Grace()


@dataclass(frozen=True)
class Arrears:
    """How a loan stands at the end of a day; ``oldest_due`` is the oldest overdue instalment's date."""

    as_of: date
    days: int
    oldest_due: date | None
    instalments: int
    principal: Decimal
    interest: Decimal
    credit: Decimal

    @property
    def amount(self) -> Decimal:
        """Overdue principal and interest."""
        return self.principal + self.interest


@dataclass(frozen=True)
class _Unpaid:
    """What an instalment still lacks, in cents."""

    due: date
    principal: int
    interest: int


def days_past_due(
    dues: Iterable[Owed], payments: Iterable[Payment], as_of: date, grace: Grace = NO_GRACE
) -> int:
    """Days past due at the end of a day.

    >>> plan = [Instalment(date(2026, 1, 15), Decimal(1000)), Instalment(date(2026, 2, 15), Decimal(1000))]
    >>> days_past_due(plan, [Payment(date(2026, 1, 20), Decimal(1000))], date(2026, 2, 16))
    1
    """
    return arrears(dues, payments, as_of, grace).days


def arrears(
    dues: Iterable[Owed], payments: Iterable[Payment], as_of: date, grace: Grace = NO_GRACE
) -> Arrears:
    """How a loan stands at the end of a day."""
    received = sum(in_cents(payment.amount) for payment in payments if payment.on <= as_of)
    unpaid, credit = _allocate(dues, received, as_of)
    overdue = [item for item in unpaid if as_of > item.due + timedelta(grace.days)]
    oldest = overdue[0].due if overdue else None
    return Arrears(
        as_of,
        _count(oldest, as_of, grace),
        oldest,
        len(overdue),
        yuan(sum(item.principal for item in overdue)),
        yuan(sum(item.interest for item in overdue)),
        yuan(credit),
    )


def _allocate(dues: Iterable[Owed], received: int, as_of: date) -> tuple[list[_Unpaid], int]:
    """Instalments due by the day and not paid in full, oldest first, and what money is left."""
    unpaid: list[_Unpaid] = []
    for owed in sorted((o for o in dues if o.due <= as_of), key=lambda o: o.due):
        to_interest = min(received, in_cents(owed.interest))
        to_principal = min(received - to_interest, in_cents(owed.principal))
        received -= to_interest + to_principal
        left = _Unpaid(
            owed.due,
            in_cents(owed.principal) - to_principal,
            in_cents(owed.interest) - to_interest,
        )
        if left.principal or left.interest:
            unpaid.append(left)
    return unpaid, received


def _count(oldest: date | None, as_of: date, grace: Grace) -> int:
    if oldest is None:
        return 0
    skipped = grace.days if grace.counted_from is CountedFrom.GRACE_END else 0
    return (as_of - oldest).days - skipped


__all__ = [
    "ALLOCATION",
    "COUNTING",
    "NO_GRACE",
    "Arrears",
    "CountedFrom",
    "Grace",
    "Instalment",
    "Owed",
    "Payment",
    "arrears",
    "days_past_due",
]
