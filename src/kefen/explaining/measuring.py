"""What is collected beside the result: what is allowed, required, limited and to be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kefen.deciding.trace import label_of
from kefen.explaining.obstacles import told
from kefen.explaining.telling import Reason, Teller
from kefen.policy import Clause
from kefen.saying.phrases import say
from kefen.saying.values import say_predicate, say_value
from kefen.values import Words

_GRANTED = {True: "granted", False: "denied", None: "open"}


@dataclass(frozen=True)
class Measure:
    """Something allowed, required, limited or to be done. ``binding`` marks the tightest of a ``comparison``."""

    act: str
    name: str
    label: str
    state: str
    text: str
    reason: Reason
    value: Any = None
    binding: bool = False
    comparison: str = ""


def measures(teller: Teller) -> Iterator[Measure]:
    """Everything collected beside the result."""
    for clause in teller.decision.policy.acts("allow", "require", "limit", "do"):
        yield _limit(teller, clause) if clause.act == "limit" else _measure(teller, clause)


def _measure(teller: Teller, clause: Clause) -> Measure:
    state = _GRANTED[teller.decision.state(clause.id)]
    vocabulary, name = teller.decision.policy.vocabulary, clause.target
    label = vocabulary.measures[name].said(teller.lang)
    forbidden = vocabulary.forbids.get(name)
    if forbidden is None:
        text = say(teller.lang, f"{clause.act} {state}", label=label)
    else:
        text = say(teller.lang, f"forbid {state}", label=forbidden.said(teller.lang))
    return Measure(clause.act, clause.target, label, state, text, told(teller, clause))


def _limit(teller: Teller, clause: Clause) -> Measure:
    state = _GRANTED[teller.decision.state(clause.id)]
    label = label_of(teller.decision, clause.target).said(teller.lang)
    value, who = teller.decision.bound(clause), _bound_by(teller, clause)
    if who is not None:
        key = "limit third party denied" if state == "denied" else "limit third party"
        value, text = None, say(teller.lang, key, label=label, who=who.said(teller.lang))
    elif value is None and state != "denied":
        text = say(teller.lang, "limit unknown", label=label)
    else:
        text = say(teller.lang, f"limit {state}", label=label, bound=_bounded(teller, clause))
    return Measure(clause.act, clause.target, label, state, text, told(teller, clause), value,
                   clause.id == _tightest(teller, clause.target, clause.comparison),
                   clause.comparison)  # fmt: skip


def _bound_by(teller: Teller, clause: Clause) -> Words | None:
    """The third party whose facts a limit is worked out from."""
    return None if clause.bound is None else teller.sentences.others.came_from(clause.bound)


def _bounded(teller: Teller, clause: Clause) -> str:
    spec = teller.decision.policy.vocabulary.facts.get(clause.target)
    value = teller.decision.bound(clause)
    assert spec is not None
    words = say_value(value, spec.kind, teller.lang, spec.unit)
    return say_predicate(clause.comparison, spec, teller.lang, x=words)


def _tightest(teller: Teller, quantity: str, comparison: str) -> str | None:
    """The limit that binds; none when one that applies is unknown, or not told."""
    decision = teller.decision
    limits = [c for c in decision.policy.acts("limit")
              if (c.target, c.comparison) == (quantity, comparison)
              and decision.state(c.id) is not False]  # fmt: skip
    bounds = [(decision.bound(c), c.id) for c in limits]
    untold = any(_bound_by(teller, one) for one in limits)
    if not bounds or untold or any(value is None for value, _ in bounds):
        return None
    pick = min if comparison == "<=" else max
    return pick(bounds, key=lambda one: one[0])[1]


__all__ = ["Measure", "measures"]
