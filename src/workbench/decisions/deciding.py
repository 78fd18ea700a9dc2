"""A party decided on every scale that concerns it, each by its own pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kefen import Decision, FactsError
from kefen.compiling.audience import Audience
from kefen.errors import Problem
from workbench.customers.models import PartyKind
from workbench.decisions.gathering import Asked, facts_for, loans_for
from workbench.policies.models import Bundle
from workbench.policies.queries import Texts, texts_of
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
    texts = texts_of(asked.day, asked.party.branch)
    return Answers(asked, texts.bundle, tuple(_found(asked, texts)))


def audience_of(asked: Asked) -> Audience:
    """With secrets for those who may see them, else on the visible facts."""
    return "staff" if asked.secrets else "restricted"


def _found(asked: Asked, texts: Texts) -> Iterator[Answer]:
    facts = facts_for(asked)
    company = asked.party.kind != PartyKind.PERSON
    for scale in scales_of(Subject.COMPANY if company else Subject.PERSON):
        yield _answer(asked, texts, scale, "", facts)
    for scale in scales_of(Subject.LOAN):
        for number, of_loan in loans_for(asked):
            yield _answer(asked, texts, scale, number, of_loan)


def _answer(
    asked: Asked, texts: Texts, scale: Scale, subject: str, facts: dict[str, Any]
) -> Answer:
    decider = texts.decider(scale.pack, asked.day, audience_of(asked))
    try:
        decision = decider.decide(facts, asked.day, strict=False)
    except FactsError as error:
        return Answer(scale, subject, facts, None, tuple(error.problems))
    return Answer(scale, subject, facts, decision)
