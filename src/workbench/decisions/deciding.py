"""A party decided on every scale that concerns it, each by its own pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kefen import Decider, Decision, FactsError
from kefen.compiling.audience import Audience
from kefen.errors import Problem
from workbench.customers.models import PartyKind
from workbench.decisions.gathering import Asked, facts_for, loans_for
from workbench.policies.models import Bundle
from workbench.policies.queries import bundle_for, deciders_by
from workbench.policies.scales import Scale, Subject, scales_of


@dataclass(frozen=True)
class Answer:
    """What a scale says; or, where its facts cannot be accepted, the problems of them."""

    scale: Scale
    subject: str
    facts: dict[str, Any]
    decision: Decision | None
    problems: tuple[Problem, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """By which the stored decision of the same scale and loan is found."""
        return self.scale.pack, self.subject


@dataclass(frozen=True)
class Answers:
    """All scales of a party, by the bundle that spoke."""

    asked: Asked
    bundle: Bundle
    found: tuple[Answer, ...]


def answers_of(asked: Asked) -> Answers:
    """Decides without storing anything. `RefusedError` where no bundle speaks."""
    bundle = bundle_for(asked.day, asked.party.branch)
    return Answers(asked, bundle, tuple(_found(asked, bundle)))


def audience_of(asked: Asked) -> Audience:
    """With secrets for those who may see them, else on the visible facts."""
    return "staff" if asked.secrets else "restricted"


def _found(asked: Asked, bundle: Bundle) -> Iterator[Answer]:
    facts = facts_for(asked)
    company = asked.party.kind != PartyKind.PERSON
    of_party = scales_of(Subject.COMPANY if company else Subject.PERSON)
    of_loans = scales_of(Subject.LOAN)
    packs = [scale.pack for scale in (*of_party, *of_loans)]
    by = deciders_by(bundle, packs, asked.day, asked.party.branch, audience_of(asked))
    for scale in of_party:
        yield _answer(asked, by[scale.pack], scale, "", facts)
    loans = list(loans_for(asked))
    for scale in of_loans:
        for number, of_loan in loans:
            yield _answer(asked, by[scale.pack], scale, number, of_loan)


def _answer(
    asked: Asked, decider: Decider, scale: Scale, subject: str, facts: dict[str, Any]
) -> Answer:
    try:
        decision = decider.decide(facts, asked.day, strict=False)
    except FactsError as error:
        return Answer(scale, subject, facts, None, tuple(error.problems))
    return Answer(scale, subject, facts, decision)
