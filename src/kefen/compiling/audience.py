"""For whom is decided: a policy as its readers may see it, and of what they hear only as a condition of a third party."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal, get_args

from kefen.compiling.names_read import facts_read, names_read
from kefen.compiling.secrets import veil_of
from kefen.language.syntax import (
    Meant,
)
from kefen.policy import MEASURES, Policy
from kefen.values import NO_WORDS, Words
from kefen.vocabulary import Vocabulary

#: who reads it: the customer, staff without the right to confidential facts, staff with it
Audience = Literal["customer", "restricted", "staff"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


def seen_by(policy: Policy, audience: Audience) -> Policy:
    """The policy that decides for an audience; the same one where it has no secrets."""
    veil = None if audience == "staff" else veil_of(policy)
    seen = veil.policy_seen() if veil else policy
    return _discreet(seen) if audience == "customer" else seen


def _discreet(policy: Policy) -> Policy:
    """The policy for the customer: what a clause asks of a third party is not said by its title or quotation either."""
    third_party = policy.vocabulary.third_party
    clauses = tuple(
        clause.untitled if any(map(third_party, facts_read(clause))) else clause
        for clause in policy.clauses
    )
    uses = tuple(replace(use, policy=_discreet(use.policy)) for use in policy.uses)
    return replace(policy, clauses=clauses, uses=uses)


def private_to(policy: Policy, audience: Audience) -> dict[str, Words]:
    """What an audience hears of only as a condition of third parties, and of whom: facts, fields, criteria, clauses."""
    return _of_third_parties(policy) if audience == "customer" else {}


def titles_told(policy: Policy, audience: Audience) -> dict[str, Words]:
    """The titles of clauses for a table, which cannot look at what each row rests on."""
    private = private_to(policy, audience)
    return {
        one.id: NO_WORDS if any(name in private for name in facts_read(one)) else one.title
        for one in policy.clauses
    }


def _of_third_parties(policy: Policy) -> dict[str, Words]:
    """Everything that may rest on facts of third parties, through any definition or policy used, and whose these are."""
    found: dict[str, Words | None] = dict(_own_third_parties(policy.vocabulary))
    for use in policy.uses:
        inner = _of_third_parties(use.policy)
        concluding = (one.id for one in use.policy.clauses if one.act not in MEASURES)
        found[use.fact] = found.get(use.fact) or _first(map(inner.get, concluding))
    for name, nodes in _worked_out_of(policy):
        read = (one for node in nodes if node is not None for one in sorted(names_read(node)))
        found[name] = found.get(name) or _first(map(found.get, read))
    return {name: whose for name, whose in found.items() if whose is not None}


def _own_third_parties(vocabulary: Vocabulary) -> Iterator[tuple[str, Words | None]]:
    """The facts, lists and fields that are marked as a third party's."""
    lists = vocabulary.lists.values()
    fields = (f"{one.name}.{field}" for one in lists for field in one.fields)
    for name in (*vocabulary.facts, *vocabulary.lists, *fields):
        yield name, vocabulary.third_party(name)


def _worked_out_of(policy: Policy) -> Iterator[tuple[str, tuple[Meant | None, ...]]]:
    """Facts and criteria in the order in which they are worked out, then clauses, each with what it says."""
    for step in policy.order:
        yield step.name, (policy.expression_of(step),)
    yield from ((clause.id, (clause.test, clause.bound)) for clause in policy.clauses)


def _first(found: Iterable[Words | None]) -> Words | None:
    return next(filter(None, found), None)


def may_read(reader: Audience, made_for: Audience) -> bool:
    """Whether those who read may see what was made for others: staff all, restricted also the customer's."""
    return AUDIENCES.index(made_for) <= AUDIENCES.index(reader)


def basis_of(audience: Audience) -> str:
    """On which facts a decision for an audience rests: ``visible`` ones or ``all``."""
    return "all" if audience == "staff" else "visible"


__all__ = [
    "AUDIENCES",
    "Audience",
    "basis_of",
    "may_read",
    "private_to",
    "seen_by",
    "titles_told",
]
