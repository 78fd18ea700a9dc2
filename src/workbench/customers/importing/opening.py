"""New customers of a file, by set: files opened, and those whom the bank knew as somebody's spouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbench.common import clock
from workbench.common.inserting import insert, new_keys, renew
from workbench.customers.actions.parties import new_numbers
from workbench.customers.identity import identity_columns, phone_columns
from workbench.customers.importing.checking import Checked
from workbench.customers.importing.reach import bringer_of
from workbench.customers.models import (
    CustomerRow,
    ImportSession,
    Party,
    PartyKind,
    PartyState,
    Relation,
    RelationKind,
)
from workbench.journal.recording import journal_key

_WHY = "whom the bank knows already as somebody's spouse"
_SEALED = ("identity_kind", "identity_sealed", "identity_blind", "identity_tail")
_PHONE = ("phone_sealed", "phone_blind")
_PARTY = ("id", "number", "kind", "name", "state", "branch_id", *_SEALED, *_PHONE)
_BECOMES = ("name", "state", "branch_id")
_LED = ("party_id", "staff_id", "branch_id", "kind", "since")
_SHOWN = ("party_id", "branch_id", "manager_id")
_NO_PHONE = {"phone_sealed": b"", "phone_blind": None}


def open_files(session: ImportSession, rows: Sequence[Checked]) -> None:
    """Each row is a customer from now on, led by who brought the file."""
    _promote(session, [one for one in rows if one.party is not None])
    new = [one for one in rows if one.party is None]
    keys, numbers = new_keys(Party, len(new)), new_numbers(len(new))
    for one, key in zip(new, keys, strict=True):
        one.party = key
    numbered = zip(new, numbers, strict=True)
    insert(Party, _PARTY, (_party(session, one, number) for one, number in numbered))
    _serve(session, [one.party for one in rows])


def _promote(session: ImportSession, rows: Sequence[Checked]) -> None:
    """Number, identity and facts stay; a telephone that the row gives takes the place of the one before."""
    became = (PartyState.PROSPECT, session.branch_id)
    told = [(one.party, journal_key(), str(one.values["name"]), *became) for one in rows]
    renew(Party, ("journal_key", *_BECOMES), told)
    called = {one.party or 0: one.values["phone"] for one in rows if "phone" in one.values}
    numbers = Party.objects.unscoped(_WHY).filter(pk__in=called).values_list("pk", "number")
    held = [(pk, phone_columns(number, called[pk])) for pk, number in numbers]
    renew(Party, _PHONE, [(pk, *(columns[name] for name in _PHONE)) for pk, columns in held])


def _serve(session: ImportSession, keys: Sequence[int | None]) -> None:
    branch, manager = session.branch_id, bringer_of(session).portfolio_id
    led = (manager, branch, RelationKind.LEAD, clock.today())
    insert(Relation, _LED, ((key, *led) for key in keys))
    insert(CustomerRow, _SHOWN, ((key, branch, manager) for key in keys))


def _party(session: ImportSession, one: Checked, number: str) -> tuple[Any, ...]:
    assert one.identity is not None
    held = identity_columns(number, one.identity)
    held |= phone_columns(number, one.values["phone"]) if "phone" in one.values else _NO_PHONE
    name = str(one.values["name"])
    own = (one.party, number, PartyKind.PERSON, name, PartyState.PROSPECT, session.branch_id)
    return (*own, *(held[column] for column in (*_SEALED, *_PHONE)))
