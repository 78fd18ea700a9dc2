"""Who is decided in a run: customers of a branch and below, and their loans, each with the facts of that moment.

The facts are those of `gathering`, read for all at once. Who has secrets on record stands here twice: on the facts
that everybody may see, and on all.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import kefen
from workbench.accounts.models import Branch
from workbench.common.scoping import past
from workbench.customers.models import LinkKind, Loan, PartyKind, PartyState
from workbench.customers.queries.facts import below, given_by
from workbench.decisions.gathering import LOAN_COLUMNS, joined, loan_facts
from workbench.decisions.running.sheets import Cells, cells_of
from workbench.decisions.running.tables import chunks, from_json, select, select_in
from workbench.policies.providers import AsOf, provided_facts
from workbench.policies.scales import Subject

_WHY = "a branch decided as a whole"
_GONE = (PartyState.NONE, PartyState.MERGED, PartyState.DEAD, PartyState.CLOSED)
_LINKS = {LinkKind.SPOUSE: "spouse", LinkKind.EMPLOYER: "employer"}
Held = Mapping[str, list[Any]]


@dataclass(frozen=True)
class Decidable:
    """A party, or a loan of his, with its facts. `key` is the number by which the engine's rows find it."""

    key: str
    kind: Subject
    party: int
    branch: int
    city: int | None
    blob: bytes  # its facts, as they are kept
    secrets: bool = False

    @property
    def loan(self) -> str:
        """Its number; "" for the party himself."""
        return self.key if self.kind is Subject.LOAN else ""

    @cached_property
    def facts(self) -> dict[str, Any]:
        """As the blob gives them back."""
        found: dict[str, Any] = json.loads(self.blob)
        return found

    @cached_property
    def cells(self) -> Cells:
        """Its facts as texts, the same for every scale."""
        return cells_of(self.facts)

    @cached_property
    def digest(self) -> bytes:
        """Under which the facts are kept."""
        return bytes.fromhex(kefen.blob_digest(self.blob))


@dataclass(frozen=True)
class _Party:
    key: int
    number: str
    kind: str
    branch: int
    city: int | None

    def decidable(self, facts: dict[str, Any]) -> Decidable:
        kind = Subject.PERSON if self.kind == PartyKind.PERSON else Subject.COMPANY
        blob = kefen.facts_blob(facts)
        return Decidable(self.number, kind, self.key, self.branch, self.city, blob)


def facts_of_branch(branch: Branch, at: AsOf) -> list[Decidable]:
    """The customers of a branch and below with what is on record now, and their loans outstanding."""
    parties = _parties(branch)
    ids = [one.key for one in parties]
    links = _links(ids, at)
    near = {other for of in links.values() for other in of.values()}
    known = {key: from_json(facts) for key, facts in _on_record([*ids, *near], "facts")}
    hidden = {
        key: found
        for key, text in _on_record([*ids, *near], "secrets")
        if (found := from_json(text))
    }
    spouses = {of["spouse"] for of in links.values() if "spouse" in of}
    given = _Given(known, links, _provided({*ids, *spouses}, at))
    loans = list(_loans(parties, at))
    everybody = [*(one.decidable(given.to(one)) for one in parties), *loans]
    return [*everybody, *_with_secrets(parties, loans, given, hidden)]


@dataclass(frozen=True)
class _Given:
    """What a policy is given of each party: what is on record of him and of who is near, and what the bank holds."""

    known: Mapping[int, Held]
    links: Mapping[int, Mapping[str, int]]
    provided: Mapping[int, Mapping[str, Any]]

    def to(self, one: _Party) -> dict[str, Any]:
        links = self.links.get(one.key, {})
        given = given_by(self.known.get(one.key, {}), one.city)
        for subject, other in links.items():
            given |= below(subject, given_by(self.known.get(other, {}), one.city))
        spouse = links.get("spouse")
        return joined(given, self.provided[one.key], self.provided[spouse] if spouse else None)

    def with_secrets(self, hidden: Mapping[int, Held]) -> _Given:
        known = {key: {**self.known.get(key, {}), **more} for key, more in hidden.items()}
        return replace(self, known={**self.known, **known})


def _with_secrets(
    parties: Iterable[_Party], loans: Iterable[Decidable], given: _Given, hidden: Mapping[int, Held]
) -> Iterator[Decidable]:
    """The same of whom something secret is on record, on all facts."""
    whole = given.with_secrets(hidden)
    for one in parties:
        if one.key in hidden:
            yield replace(one.decidable(whole.to(one)), secrets=True)
    for loan in loans:
        if loan.party in hidden:
            yield replace(loan, secrets=True)


# --- by set ---------------------------------------------------------------------------------------------


def _parties(branch: Branch) -> list[_Party]:
    """Scope: the branch and below, by the range of its path."""
    sql = """
        SELECT p.id, p.number, p.kind, b.id, b.city_branch_id
        FROM customers_party p JOIN accounts_branch b ON b.id = p.branch_id
        WHERE b.path >= %s AND b.path < %s AND p.state NOT IN (%s, %s, %s, %s)
        ORDER BY p.id
    """
    values = [branch.path, past(branch.path), *map(str, _GONE)]
    return [_Party(*row) for row in select(sql, values)]


def _links(ids: list[int], at: AsOf) -> dict[int, dict[str, int]]:
    """Spouse and employer of each party on the day, from whichever side the link was recorded."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    day = at.day.isoformat()
    for some in chunks(ids):
        marks = ", ".join(["%s"] * len(some))
        sql = f"""
            SELECT party_id, other_id, kind FROM customers_partylink
            WHERE (party_id IN ({marks}) OR (other_id IN ({marks}) AND kind = 'spouse'))
            AND kind IN ('spouse', 'employer') AND since <= %s AND ("until" IS NULL OR "until" > %s)
        """
        wanted = set(some)
        for party, other, kind in select(sql, [*some, *some, day, day]):
            if party in wanted:
                found[party][_LINKS[LinkKind(kind)]] = other
            if kind == LinkKind.SPOUSE and other in wanted:
                found[other]["spouse"] = party
    return found


def _on_record(ids: Iterable[int], column: str) -> Iterator[tuple[int, Any]]:
    sql = f"SELECT party_id, {column} FROM customers_partynow WHERE party_id IN ({{marks}})"
    yield from select_in(sql, sorted(set(ids)))


def _provided(ids: Iterable[int], at: AsOf) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for some in chunks(sorted(ids)):
        found |= provided_facts(some, at)
    return found


def _loans(parties: Iterable[_Party], at: AsOf) -> Iterator[Decidable]:
    of = {one.key: one for one in parties}
    rows = Loan.objects.unscoped(_WHY).filter(settled_on=None, granted_on__lte=at.day)
    for some in chunks(sorted(of)):
        found = rows.filter(party__in=some).order_by("number")
        for party, *columns in found.values_list("party_id", *LOAN_COLUMNS):
            one, blob = of[party], kefen.facts_blob(loan_facts(*columns))
            yield Decidable(str(columns[0]), Subject.LOAN, party, one.branch, one.city, blob)
