"""What is told of facts that are unknown, too old, or given although they could be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kefen.deciding.missing import Missing, gapped, gaps
from kefen.deciding.trace import Trace, label_of, trace
from kefen.explaining.telling import Teller
from kefen.saying.phrases import say
from kefen.saying.places import say_place
from kefen.saying.values import say_day


@dataclass(frozen=True)
class Lacking:
    """Something to bring: a fact, a parameter, a list; which policy's result waits for it."""

    name: str
    sort: str
    text: str


def lacking(teller: Teller, waited: Iterable[Missing]) -> Iterator[Lacking]:
    """What is unknown and would alone change the answer."""
    for one in waited:
        if one.sort == "fact":
            yield _from_source(teller, one.name)
        else:
            label = label_of(teller.decision, one.name).said(teller.lang)
            yield Lacking(one.name, one.sort, say(teller.lang, f"missing {one.sort}", label=label))


def gaps_of_text(teller: Teller) -> Iterator[Lacking]:
    """What the text itself leaves unknown: nobody can bring it."""
    yield from _gaps_of(teller, teller.trace)
    for _, inner in gapped(teller.decision):
        yield from _gaps_of(teller, trace(inner))


def _gaps_of(teller: Teller, tree: Trace) -> Iterator[Lacking]:
    policy = tree.decision.policy
    for name in gaps(tree.decision):
        citation = tree.tracer.defining[name].cited_on(tree.decision.as_of)
        place = say_place(citation, policy, teller.lang, teller.instrument)
        label = label_of(tree.decision, name).said(teller.lang)
        yield Lacking(name, "gap", say(teller.lang, "gap", place=place, label=label))


def _said(teller: Teller, name: str) -> str:
    """A fact with the paper it stands on."""
    label = label_of(teller.decision, name).said(teller.lang)
    spec = teller.decision.policy.vocabulary.facts.get(name)
    source = spec.source.said(teller.lang) if spec is not None else ""
    key = "missing fact from" if source else "missing fact"
    return say(teller.lang, key, label=label, source=source)


def _from_source(teller: Teller, name: str) -> Lacking:
    return Lacking(name, "fact", _said(teller, name))


def stale(teller: Teller) -> Iterator[Lacking]:
    """What is too old, with its day and how long it could be used; of third parties only that there is something."""
    facts, vocabulary = teller.decision.facts, teller.decision.policy.vocabulary
    dated, private = dict(facts.dated), teller.trace.tracer.private
    for name in facts.stale:
        if name in private:
            who = private[name].said(teller.lang)
            yield Lacking("", "fact", say(teller.lang, "third party fact", who=who))
            continue
        age = vocabulary.facts[name].max_age
        assert age is not None, "nothing else is too old"
        unit, number = ("stale days", age.days) if age.days else ("stale months", age.months)
        label, day = _said(teller, name), say_day(dated[name], teller.lang)
        yield Lacking(name, "fact", say(teller.lang, unit, label=label, day=day, number=number))


def supplied(teller: Teller) -> Iterator[Lacking]:
    """Facts that were given although the policy could work them out; of third parties only that there are some."""
    inputs = teller.decision.decider.program.plan.inputs
    given = [one.name for one in inputs if one.derived and teller.trace.is_supplied(one.name)]
    others = teller.sentences.others
    yield from (_from_source(teller, name) for name in given if others.of(name) is None)
    for who in dict.fromkeys(filter(None, map(others.of, given))):
        yield Lacking("", "fact", say(teller.lang, "third party fact", who=who.said(teller.lang)))


__all__ = ["Lacking", "gaps_of_text", "lacking", "stale", "supplied"]
