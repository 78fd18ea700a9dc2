"""Many customers at once, with facts drawn at random, planted as rows: for tests that compare ways to decide."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.workbench.conftest import MOMENT, Bank
from workbench.customers.models import (
    CustomerRow,
    LinkKind,
    Loan,
    Party,
    PartyKind,
    PartyLink,
    PartyNow,
    PartyState,
)
from workbench.journal.recording import recording
from workbench.policies.texts import confidential
from workbench.policies.vocabulary import Word, party_words

#: asked of a person by some scale, and of a kind that a value can be drawn of
_KINDS = ("flag", "choice", "scale", "date", "money", "number", "count", "ratio", "integer")
DAY = date(2026, 11, 20)


def planted(bank: Bank, many: int, branches: Iterable[str], seed: int = 1) -> list[Party]:
    """Persons at some branches in turn; every third is married to the one before him, every fifth has a loan."""
    draw, places = random.Random(seed), [bank.branch(code) for code in branches]
    with recording():
        rows = [
            Party(
                number=f"7{n:09d}",
                kind=PartyKind.PERSON,
                name=f"客户{n}",
                state=PartyState.ACTIVE,
                branch=places[n % len(places)],
            )
            for n in range(many)
        ]
        parties = Party.objects.bulk_create(rows)
        for place, one in enumerate(parties):
            _file(draw, place, parties)
            CustomerRow.objects.bulk_create([CustomerRow(party=one, branch=one.branch)])
    return parties


def _file(draw: random.Random, place: int, parties: list[Party]) -> None:
    one = parties[place]
    PartyNow.objects.bulk_create([PartyNow(party=one, facts=_facts(draw))])
    if place % 3 == 2:
        PartyLink(
            party=one,
            other=parties[place - 1],
            kind=LinkKind.SPOUSE,
            since=date(2015, 1, 1),
            known_at=MOMENT,
        ).save()
    if place % 5 == 0:
        lent(one, draw.choice([0, 0, 5, 100, 400]))


def lent(party: Party, days_past_due: int = 0) -> Loan:
    """A loan outstanding of a party. Inside an action, or `recording()`."""
    return Loan.objects.create(
        party=party,
        number=f"L{party.number}",
        product="p",
        kind="personal_loan",
        branch=party.branch,
        amount=Decimal(100000),
        granted_on=date(2024, 1, 1),
        ends_on=date(2034, 1, 1),
        balance=Decimal(90000),
        days_past_due=days_past_due,
        fed_until=DAY,
    )


def _facts(draw: random.Random) -> dict[str, Any]:
    found = {}
    for name, word in party_words().items():
        if name in confidential() or word.local or draw.random() < 0.2:
            continue
        value = _value(draw, word)
        if value is not None:
            found[name] = [value, DAY.isoformat(), 1]
    return found


def _value(draw: random.Random, word: Word) -> Any:
    kind = word.spec.kind
    if kind.name == "flag":
        return draw.random() < 0.7
    if kind.domain is not None and kind.name in ("choice", "scale"):
        return draw.choice(kind.domain.terms).id
    if kind.name == "date":
        return (DAY - timedelta(days=draw.randrange(12000))).isoformat()
    return str(draw.randrange(40)) if kind.name in ("money", "count", "integer") else None
