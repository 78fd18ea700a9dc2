"""A thing by the key that programs know it by, in the scope of a right; and the tag of its state."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import models

from workbench.accounts.models import Branch, Staff
from workbench.api import telling
from workbench.common.acting import Actor
from workbench.common.errors import NotFoundError
from workbench.common.scoping import ScopedQuerySet
from workbench.customers.models import Authorisation, CustomerRow, Loan, Party

#: what has a number of the bank's own is known by it; everything else by the key that its reads tell
NUMBERS: dict[type[models.Model], str] = {
    Authorisation: "number",
    Branch: "code",
    Loan: "number",
    Party: "number",
    Staff: "number",
}
LONGEST = 80


def find(model: type[models.Model], key: str, actor: Actor, right: str) -> models.Model:
    """A thing in the scope of the right; raises `NotFoundError` for any other."""
    field = NUMBERS.get(model, "pk")
    if len(key) > LONGEST or not key.isprintable():
        raise NotFoundError(model.__name__)
    rows = model._default_manager.all()
    if isinstance(rows, ScopedQuerySet):
        found: models.Model = rows.seen_by(actor, right).one(**{field: key})
        return found
    plain = field != "pk" or (key.isascii() and key.isdecimal())
    row = rows.filter(**{field: key}).first() if plain else None
    path = getattr(row, "branch_path", None)
    if row is None or not (path is None or actor.scope(right).touches(path)):
        raise NotFoundError(model.__name__)
    return row


def key_of(thing: models.Model) -> str:
    """By which `find` finds it again."""
    return str(getattr(thing, NUMBERS.get(type(thing), "pk")))


def tag(thing: models.Model) -> str:
    """The `ETag` of a thing: of a party, what any reader sees of him; else the entry that changed it last.

    Nothing confidential moves it, or whoever reads it could infer that there is something.
    """
    if isinstance(thing, Party):
        row = CustomerRow.objects.unscoped("of a party that the actor reaches")
        found = row.filter(party=thing).select_related("manager").first()
        said = telling.customer(thing, found).model_dump_json()
        seen = json.dumps(telling.seen_facts(thing), sort_keys=True, default=str)
        return _quoted(hashlib.sha256(f"{said}\0{seen}".encode()).hexdigest()[:32])
    return _quoted(getattr(thing, "journal_key", thing.pk))


def _quoted(value: Any) -> str:
    return f'"{value}"'
