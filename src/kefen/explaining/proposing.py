"""Proposals in sentences: of each fact the values that do, no more than was found to lead to what is promised."""

from __future__ import annotations

from typing import Any

from kefen.deciding.parts import is_open
from kefen.deciding.trace import label_of
from kefen.explaining.contrast import Need, Proposal
from kefen.explaining.outcomes import say_outcome
from kefen.explaining.reasons import Explanation
from kefen.explaining.wishes import Wish
from kefen.saying.phrases import listed, say
from kefen.saying.values import say_predicate, say_value
from kefen.spelling import outside_of
from kefen.values import UNKNOWN_MONTH, Kind
from kefen.vocabulary import FactSpec

_LIST = Kind("list")


def say_proposal(proposal: Proposal, told: Explanation) -> str:
    """A proposal in a sentence."""
    needs = say(told.lang, "then").join(say_need(need, told) for need in proposal.needs)
    return say(told.lang, "proposal", needs=needs, outcome=say_outcome(proposal.after, told.lang))


def witness(proposal: Proposal, told: Explanation) -> dict[str, Any]:
    """A value of each fact that leads to what is promised, as people write it; none that would tell of a third party."""
    facts, told_of = told.decision.policy.vocabulary.facts, told.teller.sentences.others
    return {
        need.wish.fact: outside_of(need.wish.value, facts[need.wish.fact].kind)
        if need.wish.fact in facts
        else []
        for need in proposal.needs
        if told_of.behind(need.wish.part.node) is None
    }


def say_need(need: Need, told: Explanation) -> str:
    """What is asked of one fact: where it is proved if it is unknown, its value if it is known."""
    lang, wish, sentences = told.lang, need.wish, told.teller.sentences
    if sentences.third_party(wish.part) is not None:
        return sentences.hoped(wish.part)
    label = label_of(told.decision, wish.fact).said(lang)
    spec = told.decision.policy.vocabulary.facts.get(wish.fact)
    stem = sentences.hoped(wish.part) if wish.as_asked else _values(wish, spec, told)
    old = told.teller.trace.fact(wish.fact)
    if spec is not None and spec.kind.name != "history" and not is_open(spec.kind, old):
        was = say_value(old, spec.kind, lang, spec.unit)
        return say(lang, "need change", subject=label, old=was, stem=stem)
    source = _source(need, told)
    gaps = {"subject": label, "source": say(lang, "in brackets", text=source) if source else ""}
    key = _key(wish, spec)
    if key == "need by":
        gaps["what"] = sentences.speaker.noun(wish.part.readings[0].node)
    return say(lang, key, stem=stem, **gaps)


def _key(wish: Wish, spec: FactSpec | None) -> str:
    """How a fact that is unknown is asked for."""
    if spec is None:
        return "need none"
    if spec.kind.name == "history":
        return "need months"
    asked = wish.part.readings[0].node.kind if wish.part.readings else spec.kind
    is_clock = wish.as_asked and spec.kind.name == "date" and asked.name != "date"
    return "need by" if is_clock else "need"


def _values(wish: Wish, spec: FactSpec | None, told: Explanation) -> str:
    """The values of a wish, where the words of a clause would say more or other ones."""
    lang = told.lang
    if spec is None or wish.some == ():
        return ""
    if spec.kind.name == "history":
        return _months(wish, spec, told)
    if wish.some is not None:
        if spec.kind.name in ("flag", "choice", "scale") and len(wish.some) == _size(spec.kind):
            return say_predicate("known", spec, lang)
        words = [say_value(value, spec.kind, lang, spec.unit) for value in wish.some]
        operator = "=" if len(words) == 1 else "in set"
        return say_predicate(operator, spec, lang, x=listed(words, lang))
    return _range(wish, spec, lang)


def _size(kind: Kind) -> int:
    """How many values a flag or a domain has."""
    return 2 if kind.domain is None else len(kind.domain.terms)


def _range(wish: Wish, spec: FactSpec, lang: str) -> str:
    low, high = (say_value(end, spec.kind, lang, spec.unit) for end in (wish.low, wish.high))
    if wish.low is None and wish.high is None:
        return say_predicate("known", spec, lang)
    if wish.low == wish.high:
        return say_predicate("=", spec, lang, x=low)
    if wish.low is not None and wish.high is not None:
        return say_predicate("in range", spec, lang, low=low, high=high)
    if wish.low is not None:
        return say_predicate(">=", spec, lang, x=low)
    return say_predicate("<=", spec, lang, x=high)


def _months(wish: Wish, spec: FactSpec, told: Explanation) -> str:
    """The codes with which the unknown months may all be filled."""
    known = told.teller.trace.fact(wish.fact)
    place = known.index(UNKNOWN_MONTH) if known else 0
    codes = {value[place] for value in wish.some or ()}
    assert spec.kind.domain is not None
    labels = [one.label.said(told.lang) for one in spec.kind.domain.terms if one.id in codes]
    return listed(labels, told.lang)


def _source(need: Need, told: Explanation) -> str:
    """The paper a fact stands on, or the facts it is worked out from."""
    below = need.rests_on
    if below and below != (need.wish.fact,):
        return listed([label_of(told.decision, one).said(told.lang) for one in below], told.lang)
    spec = told.decision.policy.vocabulary.facts.get(need.wish.fact)
    return spec.source.said(told.lang) if spec is not None else ""


__all__ = ["say_proposal", "witness"]
