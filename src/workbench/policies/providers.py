"""The provider table: every fact that a pack may be given is typed, provided or not kept yet, exactly one of them.

*Typed*: somebody enters it, with source and evidence. *Provided*: the workbench holds it and works it out by one query
over as-of and known-at; the app that holds it registers the query by `provides`. *Not kept yet*: nobody can give it
here; the policies treat it as unknown. Results of other packs are none of them: they are worked out, never supplied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from workbench.common.errors import OutsideError


class Keeping(StrEnum):
    """How a fact comes to the policies."""

    TYPED = "typed"
    PROVIDED = "provided"
    NOT_KEPT = "not_kept"


@dataclass(frozen=True)
class AsOf:
    """What was so on a day, as it was known at a moment; territory facts for a city branch."""

    day: date
    known_at: datetime


#: keys of parties and the moment → for each party that has some: its key, fact → value, as a policy's facts are written
Query = Callable[[Sequence[int], AsOf], Iterable[tuple[int, Mapping[str, Any]]]]

_TABLE = yaml.safe_load(Path(__file__).with_name("keeping.yaml").read_text(encoding="utf-8"))
TYPED = frozenset(_TABLE["typed"])
#: by the name of the query that gives them
PROVIDED: dict[str, frozenset[str]] = {
    name: frozenset(facts) for name, facts in _TABLE["provided"].items()
}
NOT_KEPT = frozenset(_TABLE["not_kept"])

PROVIDERS: dict[str, Query] = {}


def provides(name: str) -> Callable[[Query], Query]:
    """Registers the query of a row of `PROVIDED`: one SQL query for any number of parties."""

    def registered(query: Query) -> Query:
        if name not in PROVIDED or name in PROVIDERS:
            raise OutsideError(f"the provider table has no open row {name}")
        PROVIDERS[name] = query
        return query

    return registered


def keeping_of(name: str) -> Keeping | None:
    """How a fact comes to the policies; None for one that no pack is given."""
    if name in TYPED:
        return Keeping.TYPED
    if provider_of(name):
        return Keeping.PROVIDED
    return Keeping.NOT_KEPT if name in NOT_KEPT else None


def provider_of(name: str) -> str:
    """The row of `PROVIDED` that gives a fact; "" for none."""
    return next((row for row, facts in PROVIDED.items() if name in facts), "")


def provided_facts(parties: Sequence[int], as_of: AsOf) -> dict[int, dict[str, Any]]:
    """What the workbench holds of parties: one query a provider, however many they are."""
    found: dict[int, dict[str, Any]] = {party: {} for party in parties}
    for name, query in PROVIDERS.items():
        for party, facts in _checked(name, query(parties, as_of)):
            found[party].update(facts)
    return found


def _checked(
    name: str, rows: Iterable[tuple[int, Mapping[str, Any]]]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """A provider gives only what its row says, and days of it as FACT@."""
    told = PROVIDED[name] | {f"{fact}@" for fact in PROVIDED[name]}
    for party, facts in rows:
        if not facts.keys() <= told:
            other = min(facts.keys() - told)
            raise OutsideError(f"the provider {name} does not give {other.removesuffix('@')}")
        yield party, facts
