"""What a decision comes to in few words: its outcomes, its headline, what its decisive clause lacks."""

from __future__ import annotations

from kefen.compiling.audience import Audience
from kefen.deciding.decide import Decision
from kefen.deciding.missing import waits_for_the_text
from kefen.saying.phrases import listed, say

#: clauses that decide by being met, or, at the end of a ladder, by not being met
LACKABLE = ("criterion", "grade")


def outcome_label(decision: Decision, outcome: str, lang: str) -> str:
    """What an id of ``possible`` is called."""
    scale = decision.policy.decides
    if scale is None:
        return say(lang, "admitted" if outcome == "admitted" else "not admitted")
    places = {term.id: place for place, term in enumerate(scale.terms)}
    if outcome in places:
        return scale.said(places[outcome], lang)
    bans = decision.policy.acts("ban")
    banned = any(decision.state(clause.id) is not False for clause in bans)
    return say(lang, "not admitted" if banned else "no class")


def say_outcome(decision: Decision, lang: str) -> str:
    """An outcome in a few words, to end a sentence."""
    shown = decision.result or ("admitted" if decision.status == "decided" else "refused")
    label = outcome_label(decision, shown, lang)
    if decision.status == "undetermined":
        labels = [outcome_label(decision, one, lang) for one in decision.possible]
        return say(lang, "outcome undetermined", items=listed(labels, lang))
    key = "outcome provisional" if decision.status == "provisional" else "outcome decided"
    return say(lang, key, result=label)


def headline(decision: Decision, lang: str) -> str:
    """Status and result in a sentence, the result's id beside its label."""
    scale = decision.policy.decides
    name = (scale.label if scale else decision.policy.title).said(lang)
    shown = decision.result or ("admitted" if decision.status == "decided" else "refused")
    key = decision.status + (f" {decision.marked}" if decision.marked else "")
    if decision.status == "undetermined" and waits_for_the_text(decision):
        key = "undetermined by the text"
    label = outcome_label(decision, shown, lang)
    result = beside(label, decision.result, lang) if decision.result else label
    return say(lang, key, scale=name, result=result)


def labelled(told: str, audience: Audience, lang: str) -> str:
    """What is told of a decision, with the label that it rests on the visible facts unless it is for staff."""
    return told if audience == "staff" else say(lang, "on visible", told=told)


def beside(label: str, id: str, lang: str) -> str:
    """A label with its id behind it, if that is another word."""
    return label if label == id else label + say(lang, "in brackets", text=id)


def lacks(decision: Decision) -> bool:
    """Whether the decisive clause is one that is not met: for ``otherwise``, what the lowest grade lacks."""
    clause = decision.policy.by_id.get(decision.decisive or "")
    graded = clause is not None and clause.act in LACKABLE
    return graded and clause is not None and decision.state(clause.id) is not True


__all__ = [
    "LACKABLE",
    "beside",
    "headline",
    "labelled",
    "lacks",
    "outcome_label",
    "say_outcome",
]
