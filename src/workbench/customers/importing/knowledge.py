"""What the bank knows of the persons and loans of a part of a file, in a few queries however many rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workbench.customers.identity import Identity
from workbench.customers.models import (
    Authorisation,
    ImportKind,
    ImportSession,
    Loan,
    Party,
    PartyNow,
    PartyState,
)

if TYPE_CHECKING:
    from workbench.customers.importing.checking import Checked

_WHY = "rows of a file are matched in the whole bank, and rejected outside its branch"


@dataclass(frozen=True)
class Known:
    """By blind index the party's key; `outside` are those of other branches; facts as `PartyNow` keeps them."""

    parties: dict[bytes, int] = field(default_factory=dict)
    outside: set[bytes] = field(default_factory=set)
    facts: dict[int, dict[str, Any]] = field(default_factory=dict)
    loans: dict[str, Loan] = field(default_factory=dict)
    authorisations: dict[str, Authorisation] = field(default_factory=dict)


def known_of(
    session: ImportSession, identities: Iterable[Identity], rows: Sequence[Checked]
) -> Known:
    """Of one part of a file."""
    known = Known()
    found = Party.objects.unscoped(_WHY).filter(
        identity_blind__in=[one.blind for one in identities]
    )
    for pk, blind, path, state in found.exclude(state=PartyState.MERGED).values_list(
        "pk", "identity_blind", "branch__path", "state"
    ):
        if blind is None:
            continue
        known.parties[bytes(blind)] = pk
        if not path.startswith(session.branch.path) and state != PartyState.NONE:
            known.outside.add(bytes(blind))
    now = PartyNow.objects.filter(party__in=known.parties.values())
    known.facts.update(now.values_list("party_id", "facts"))
    if session.kind == ImportKind.LOANS:
        numbers = [str(one.values.get("number", "")) for one in rows]
        for loan in Loan.objects.unscoped(_WHY).filter(number__in=numbers):
            known.loans[loan.number] = loan
    if session.kind == ImportKind.REPORTS:
        given = [str(one.values.get("authorisation", "")) for one in rows]
        for one in Authorisation.objects.unscoped(_WHY).filter(number__in=given):
            known.authorisations[one.number] = one
    return known
