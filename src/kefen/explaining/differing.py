"""What changed between two decisions, line by line."""

from __future__ import annotations

from typing import Any

from kefen.deciding.decide import Decision
from kefen.deciding.trace import label_of, trace
from kefen.explaining.contrast import Difference
from kefen.explaining.outcomes import headline, labelled
from kefen.saying.phrases import say
from kefen.saying.places import say_place
from kefen.saying.third_parties import ThirdParties
from kefen.saying.values import say_day, say_value
from kefen.values import Kind, Words

_HELD = {True: "holds true", False: "holds false", None: "holds unknown"}


def difference_lines(difference: Difference, lang: str = "zh") -> list[str]:
    """What changed between two decisions, line by line."""
    before, after = difference.before, difference.after
    old, new = headline(before, lang), headline(after, lang)
    key = "result same" if difference.same_answer else "result changed"
    made = [labelled(say(lang, key, old=old, new=new), after.audience, lang)]
    if before.as_of != after.as_of:
        days = {"old": say_day(before.as_of, lang), "new": say_day(after.as_of, lang)}
        made.append(say(lang, "day changed", **days))
    if before.policy.version != after.policy.version:
        versions = {"old": before.policy.version, "new": after.policy.version}
        made.append(say(lang, "version changed", **versions))
    for one in difference.facts:
        who = _third_party(one[0], before, after)
        made.append(_said_of(who, lang) if who else _said_fact(after, *one, lang))
    made += [_said_criterion(after, *one, lang) for one in difference.criteria]
    made += [_said_parameter(after, *one, lang) for one in difference.parameters]
    made += [_said_switch(after, *one, lang) for one in difference.switches]
    return made


def _third_party(name: str, *decisions: Decision) -> Words | None:
    """Whose facts stand behind a value in one of some decisions."""
    found = (ThirdParties(trace(decision)).of(name) for decision in decisions)
    return next(filter(None, found), None)


def _said_of(who: Words, lang: str) -> str:
    return say(lang, "third party changed", who=who.said(lang))


def _said_fact(decision: Decision, name: str, old: Any, new: Any, lang: str) -> str:
    spec = decision.policy.vocabulary.facts.get(name)
    kind = spec.kind if spec else Kind("list")
    unit = {"unit": spec.unit} if spec else {}
    return say(lang, "fact changed", label=label_of(decision, name).said(lang),
                  old=say_value(old, kind, lang, **unit),
                  new=say_value(new, kind, lang, **unit))  # fmt: skip


def _said_criterion(
    decision: Decision, name: str, old: bool | None, new: bool | None, lang: str
) -> str:
    clause = ThirdParties(trace(decision)).title_of(decision.policy.by_id[name])
    states = {"old": say(lang, _HELD[old]), "new": say(lang, _HELD[new])}
    place = say_place(clause.cited_on(decision.as_of), decision.policy, lang)
    told = " ".join(filter(None, (place, clause.title.said(lang))))
    return say(lang, "criterion changed", clause=told, **states)


def _said_parameter(decision: Decision, name: str, old: Any, new: Any, lang: str) -> str:
    parameter = decision.decider.program.plan.parameters[name]
    values = {"old": say_value(old, parameter.kind, lang),
              "new": say_value(new, parameter.kind, lang)}  # fmt: skip
    return say(lang, "parameter changed", label=parameter.title.said(lang), **values)


def _said_switch(decision: Decision, name: str, old: Any, new: Any, lang: str) -> str:
    label = decision.decider.program.plan.assumptions[name].title.said(lang)
    sides = {
        "old": say(lang, "on" if old else "off"),
        "new": say(lang, "on" if new else "off"),
    }
    return say(lang, "switch changed", label=label, **sides)
