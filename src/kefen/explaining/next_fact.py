"""The fact to get next: the one that most ways to end the decision need, then the one that is easiest to get.

Another policy's result comes after the facts that it is worked out from. Of facts that equally many endings need, one
comes first that stands on a paper of which another fact is already known, then one whose paper gives most of what is
missing, then the order of the vocabulary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kefen.deciding.decide import Decision
from kefen.deciding.missing import missing
from kefen.deciding.open_parts import Missing
from kefen.deciding.trace import Trace, trace
from kefen.explaining.endings import endings
from kefen.values import NO_WORDS, Words


@dataclass(frozen=True)
class NextFact:
    """A fact that matters; ``endings`` is how many ways to end the decision need it."""

    name: str
    label: Words
    source: Words
    endings: int


def next_facts(decision: Decision, without: Collection[str] = ()) -> tuple[NextFact, ...]:
    """The facts that matter, the one to get first at the head; nothing when the decision is settled.

    ``without`` are facts that cannot be had: where only they matter alone, all others that open parts read are told.
    """
    waited = missing(decision, without)
    return ranked(trace(decision), waited, without) if waited else ()


def ranked(
    tree: Trace, waited: Iterable[Missing], without: Collection[str] = ()
) -> tuple[NextFact, ...]:
    """The facts that are waited for, the one to get first at the head.

    Where only the bank's own parameters and lists matter alone, the facts that open parts read.
    """
    decision, labels = tree.decision, tree.decision.policy.vocabulary
    waited = tuple(waited)
    if waited and not any(one.sort == "fact" for one in waited):
        waited = missing(decision, {*without, *(one.name for one in waited)})
    names = [one.name for one in waited if one.sort == "fact"]
    needed = Counter(fact for one in endings(tree, without) for fact in one) if names else Counter()
    facts = [
        NextFact(name, label, _source(decision, name), needed[name])
        for name in names if (label := labels.label_of(name)) is not None
    ]  # fmt: skip
    at_hand = {_source(decision, name) for name in decision.facts_used} - {NO_WORDS}
    papers = Counter(one.source for one in facts if one.source != NO_WORDS)
    below = decision.decider.rests_on

    def order(one: NextFact) -> tuple[object, ...]:
        is_worked_out = any(name in below.get(one.name, ()) for name in names)
        return is_worked_out, -one.endings, one.source not in at_hand, -papers[one.source]

    return tuple(sorted(facts, key=order))


def _source(decision: Decision, name: str) -> Words:
    """The paper a fact stands on."""
    spec = decision.policy.vocabulary.facts.get(name)
    return NO_WORDS if spec is None else spec.source
