"""The fact to get next: the one that leaves least open, then the one that is easiest to get.

How much a fact leaves open is the mean, over the different answers that its values lead to, of how many outcomes are
still possible beside one; nothing where the decision is settled. Of facts that leave equally much, one comes first that
stands on a paper of which another fact is already known, then one whose paper gives most of what is missing, then the
order of the vocabulary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from kefen.compiling.answers import Outcome
from kefen.deciding.decide import Decision
from kefen.deciding.missing import Trial, trials
from kefen.policy import FactSpec
from kefen.values import NO_WORDS, Words


@dataclass(frozen=True)
class NextFact:
    """A fact that matters. ``leaves`` is how many outcomes beside one stay possible in the mean, once it is known."""

    name: str
    label: Words
    source: Words
    leaves: Fraction


def next_facts(decision: Decision, without: Container[str] = ()) -> tuple[NextFact, ...]:
    """The facts that matter, the one to get first at the head; nothing when the decision is settled.

    ``without`` are facts that cannot be had: where only they matter alone, all others that open parts read are told.
    """
    return ranked(decision, trials(decision, without))


def ranked(decision: Decision, tried: Iterable[Trial]) -> tuple[NextFact, ...]:
    """The facts that were tried, the one to get first at the head."""
    facts = list(_facts(decision, tried))
    known = {spec.source for spec in _known(decision)} - {NO_WORDS}
    papers = Counter(one.source for one in facts if one.source != NO_WORDS)
    return tuple(
        sorted(facts, key=lambda one: (one.leaves, one.source not in known, -papers[one.source]))
    )


def _facts(decision: Decision, tried: Iterable[Trial]) -> Iterator[NextFact]:
    vocabulary = decision.policy.vocabulary
    for trial in tried:
        name = trial.missing.name
        label, spec = vocabulary.label_of(name), vocabulary.facts.get(name)
        if trial.missing.sort == "fact" and label is not None and trial.outcomes:
            answers = {after.said: after for _, after in trial.outcomes}
            left = [_open_beside_one(after) for after in answers.values()]
            source = spec.source if spec is not None else NO_WORDS
            yield NextFact(name, label, source, Fraction(sum(left), len(left)))


def _open_beside_one(outcome: Outcome) -> int:
    return outcome.possible.bit_count() - 1 if outcome.is_open else 0


def _known(decision: Decision) -> Iterator[FactSpec]:
    specs = decision.policy.vocabulary.facts
    return (specs[name] for name in decision.facts_used if name in specs)
