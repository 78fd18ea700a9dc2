"""Customers by what was typed or pasted: a number, a name, a phone, an identity number or its last four.

Each way asks one index alone; what is sealed is found by its blind index and shown masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.identity import (
    blind_phone,
    blind_tail,
    identity_of,
    masked_identity,
    masked_phone,
    phone_of,
)
from workbench.customers.models import IdentityKind, Party, PartyState

LIMIT = 50  # matches that a search shows
_BLANKS = re.compile(r"[\s\u3000-]+")
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Match:
    """A customer as a search shows him."""

    party: Party
    identity: str  # masked
    phone: str  # masked


def find_customers(actor: Actor, asked: str) -> list[Match]:
    """Customers in the actor's scope who match, at most `LIMIT`; those whose number it is stand first."""
    typed = _BLANKS.sub("", asked)
    found: dict[int, Party] = {}
    for rows in _ways(actor, typed) if typed else ():
        for party in rows.select_related("branch")[: LIMIT - len(found)]:
            found.setdefault(party.pk, party)
        if len(found) >= LIMIT:
            break
    return [Match(party, masked_identity(party), masked_phone(party)) for party in found.values()]


def _ways(actor: Actor, typed: str) -> Iterator[QuerySet[Party]]:
    seen = Party.objects.seen_by(actor, "customer.read").exclude(state=PartyState.NONE)
    seen = seen.order_by("number")
    if typed.isascii():
        yield seen.filter(number=typed.upper())
        for blind in _blinds(typed):
            yield seen.filter(blind)
    yield seen.filter(name=typed)
    yield seen.filter(_begins(typed))


def _blinds(typed: str) -> Iterator[Q]:
    with suppress(RefusedError):
        yield Q(phone_blind=blind_phone(phone_of(typed)))
    if len(typed) == 4:
        yield Q(identity_tail=blind_tail(typed))
    whole = list(_identities(typed))
    if whole:
        yield Q(identity_blind__in=whole)


def _identities(typed: str) -> Iterator[bytes]:
    for kind in IdentityKind:
        try:
            yield identity_of(kind, typed).blind
        except RefusedError:
            continue


def _begins(typed: str) -> Q:
    """Names that begin with it: SQLite finds them in an index only by a range."""
    begins = {"name__startswith": typed}
    if connection.vendor == "sqlite":
        begins |= {"name__gte": typed, "name__lt": typed + _LAST}
    return Q(**begins)
