"""What the workbench keeps of a row of the synthetic book, and how it is written: each value is prepared once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from kefen.calculating.months import add_months
from kefen.spelling import NotAccepted
from workbench.demo.days import at
from workbench.policies.providers import Keeping, keeping_of
from workbench.policies.vocabulary import accepted, party_words

_FEED_NAMES = frozenset({"arrears_here"})  # the loan system gives it, nobody types it
_LISTS = ("accounts", "overdue_spells")  # what is made of the months of a report
_SHORT_MONTHS = 3
_PAID_AFTER = 12  # days after the month that was told overdue
_BEHIND = frozenset("1234567B")  # what a month says of an account on which something is unpaid


@cache
def of_report(name: str) -> bool:
    """Whether it stands in a report of the credit register."""
    return name in _LISTS or party_words()[name].from_report


@cache
def ages_fast(name: str) -> bool:
    """As fast as what stands in a report: it is asked anew with each."""
    word = party_words().get(name)
    age = word.spec.max_age if word else None
    return of_report(name) or bool(age and age.months <= _SHORT_MONTHS)


def accounts_of(given: Mapping[str, str]) -> Iterable[tuple[str, Any]]:
    """The accounts behind the months of a report, one of a kind; none where every month is without one."""
    abnormal, months = (
        given.get("abnormal_account"),
        (given.get("card_history"), given.get("loan_history")),
    )
    if not abnormal or not all(months):
        return
    state = "bad_debt" if abnormal == "true" else "active"
    yield (
        "accounts",
        [
            {"kind": kind, "state": state, "history": history}
            for kind, history in zip(("credit_card", "loan"), months, strict=True)
            if history and history.strip("/")
        ],
    )


def spells_of(given: Mapping[str, str], reported_on: date) -> Iterable[tuple[str, Any]]:
    """Each time overdue that the months of a report show, by its last day; nothing where it lacks its months.

    What is unpaid lasts to the day of the report, everything else was paid some days after its last month.
    """
    months = (given.get("card_history"), given.get("loan_history"))
    if all(months):
        days = sorted(day for history in months for day in _last_days(str(history), reported_on))
        yield "overdue_spells", [{"last_day": day.isoformat()} for day in days]


def _last_days(history: str, reported_on: date) -> Iterable[date]:
    newer = ("N", *history)
    for ago, (after, state) in enumerate(zip(newer, history, strict=False)):
        if state in _BEHIND and after not in _BEHIND:
            paid = add_months(reported_on, -ago) + timedelta(days=_PAID_AFTER)
            yield paid if ago else reported_on


@cache
def afternoon(day: date) -> datetime:
    """When a manager enters what he was brought on a day."""
    return at(day, 16)


_accepted: dict[tuple[str, str], Any] = {}


def kept_of(given: Mapping[str, str]) -> Iterable[tuple[str, Any]]:
    """What the workbench keeps of a row of the book, as it keeps it."""
    words = party_words()
    for name, text in given.items():
        if not text or name in _FEED_NAMES or name not in words or not _typed(name):
            continue
        if (name, text) not in _accepted:
            try:
                _accepted[name, text] = accepted(name, _spelt(text))
            except NotAccepted:
                _accepted[name, text] = None
        if (value := _accepted[name, text]) is not None:
            yield name, value


@cache
def _typed(name: str) -> bool:
    return any(
        keeping_of(full) is Keeping.TYPED for full in (name, f"spouse.{name}", f"employer.{name}")
    )


def _spelt(text: str) -> Any:
    return {"true": True, "false": False}.get(text, text)
