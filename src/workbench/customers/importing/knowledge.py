"""What the bank knows of the persons and loans of a part of a file, in a few queries however many rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workbench.common.acting import Actor
from workbench.customers.identity import Identity
from workbench.customers.importing.reach import bringer_of, reached
from workbench.customers.models import (
    Authorisation,
    ImportKind,
    ImportSession,
    Loan,
    Party,
    PartyNow,
    PartyState,
    Query,
    Report,
)
from workbench.customers.recusal import blinds_near

if TYPE_CHECKING:
    from workbench.customers.importing.checking import Checked

_WHY = "rows of a file are matched in the whole bank, and rejected outside its branch"


@dataclass(frozen=True)
class Known:
    """By blind index the party's key; `outside` are those whom the bringer does not reach, at `elsewhere` in other
    branches; `related` have a file and are no customers; `near` are himself and his household. Facts as `PartyNow`
    keeps them. `queries` are those made and not yet answered, by authorisation; `reports` by number.
    """

    parties: dict[bytes, int] = field(default_factory=dict)
    outside: set[bytes] = field(default_factory=set)
    elsewhere: set[bytes] = field(default_factory=set)
    related: set[bytes] = field(default_factory=set)
    near: set[bytes] = field(default_factory=set)
    queries: dict[int, Query] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    facts: dict[int, dict[str, Any]] = field(default_factory=dict)
    loans: dict[str, Loan] = field(default_factory=dict)
    authorisations: dict[str, Authorisation] = field(default_factory=dict)


def known_of(
    session: ImportSession, identities: Iterable[Identity], rows: Sequence[Checked]
) -> Known:
    """Of one part of a file."""
    known = Known()
    bringer = bringer_of(session)
    known.near.update(blinds_near(bringer.persons))
    _place_parties(known, session, bringer, [one.blind for one in identities])
    now = PartyNow.objects.filter(party__in=known.parties.values())
    known.facts.update(now.values_list("party_id", "facts"))
    if session.kind == ImportKind.LOANS:
        numbers = [str(one.values.get("number", "")) for one in rows]
        for loan in Loan.objects.unscoped(_WHY).filter(number__in=numbers):
            known.loans[loan.number] = loan
    if session.kind == ImportKind.REPORTS:
        _know_reports(known, rows)
    return known


def _place_parties(
    known: Known, session: ImportSession, bringer: Actor, blinds: Sequence[bytes]
) -> None:
    found = Party.objects.unscoped(_WHY).filter(identity_blind__in=blinds)
    mine = reached(session, bringer).filter(identity_blind__in=blinds)
    within = set(mine.values_list("pk", flat=True))
    for pk, blind, path, state in found.exclude(state=PartyState.MERGED).values_list(
        "pk", "identity_blind", "branch__path", "state"
    ):
        key = bytes(blind or b"")
        known.parties[key] = pk
        if state == PartyState.NONE:
            known.related.add(key)
        if pk not in within:
            known.outside.add(key)
            if not path.startswith(session.branch.path):
                known.elsewhere.add(key)


def _know_reports(known: Known, rows: Sequence[Checked]) -> None:
    given = [str(one.values.get("authorisation", "")) for one in rows]
    for one in Authorisation.objects.unscoped(_WHY).filter(number__in=given):
        known.authorisations[one.number] = one
    papers = [one.pk for one in known.authorisations.values()]
    made = Query.objects.unscoped(_WHY).filter(authorisation__in=papers, report=None)
    for query in made.exclude(queried_on=None).order_by("-queried_on", "-pk"):
        known.queries[query.authorisation_id] = query
    numbers = [str(row.values.get("report", "")) for row in rows]
    for report in Report.objects.unscoped(_WHY).filter(number__in=numbers):
        known.reports[report.number] = report
