"""A decision explained: what was decided, why, why not better, what is missing, what would lift it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from kefen.compiling.answers import REFUSED, UNDETERMINED
from kefen.compiling.audience import Audience
from kefen.deciding.decide import Decision
from kefen.deciding.missing import missing
from kefen.deciding.parts import is_open
from kefen.deciding.trace import Trace, trace
from kefen.explaining.contrast import Lift, lift
from kefen.explaining.horizon import Course, Holds, holds_until
from kefen.explaining.lacking import Lacking, gaps_of_text, lacking, stale, supplied
from kefen.explaining.measuring import Measure, measures
from kefen.explaining.next_fact import NextFact, ranked
from kefen.explaining.obstacles import WhyNot, active, adjusting, but_for, score, told, why_not
from kefen.explaining.outcomes import beside, headline, outcome_label
from kefen.explaining.points import Factor, factors
from kefen.explaining.telling import Reason, Teller
from kefen.saying.phrases import say
from kefen.saying.places import say_place
from kefen.saying.third_parties import ThirdParties
from kefen.saying.values import say_value
from kefen.spelling import outside_of


@dataclass(frozen=True)
class Proposed:
    """What the text asks to propose while the decision is undetermined. Nothing is decided by it."""

    result: str
    label: str
    text: str


@dataclass(frozen=True)
class Taken:
    """An assumption the decision rests on: the side taken and why."""

    name: str
    title: str
    side: str
    because: str
    on: bool


@dataclass(frozen=True)
class Worked:
    """A value the policy says is shown with the decision; ``value`` as people write it, ``None`` if unknown."""

    name: str
    label: str
    unit: str
    value: Any
    text: str


@dataclass(frozen=True)
class Explanation:
    """A decision in words, for those for whom it was made."""

    lang: str
    audience: Audience
    headline: str
    status: str
    result: str | None
    marked: str
    possible: tuple[str, ...]
    possible_labels: tuple[str, ...]
    proposed: Proposed | None
    decisive: Reason | None
    but_for: tuple[str, Reason] | None
    why: tuple[Reason, ...]
    why_not: tuple[WhyNot, ...]
    bans: tuple[Reason, ...]
    adjustments: tuple[Reason, ...]
    bounds: tuple[Reason, ...]
    score: tuple[int, int] | None
    points: tuple[Factor, ...]
    missing: tuple[Lacking, ...]
    next_facts: tuple[NextFact, ...]
    gaps: tuple[Lacking, ...]
    assumptions: tuple[Taken, ...]
    stale: tuple[Lacking, ...]
    supplied: tuple[Lacking, ...]
    values: tuple[Worked, ...]
    measures: tuple[Measure, ...]
    lift: Lift
    holds: Holds
    decision: Decision = field(repr=False, compare=False)
    teller: Teller = field(repr=False, compare=False)


def explain(
    decision: Decision, lang: str = "zh", *, audience: Audience | None = None
) -> Explanation:
    """A decision in Chinese (``zh``) or English (``en``), to those for whom it is or to who may see less.

    ``ValueError`` for an audience that may see more than the decision holds.
    """
    told = decision.seen_by(audience or decision.audience)
    return _Explainer(told, Teller(trace(told), lang)).explanation()


@dataclass(frozen=True)
class _Explainer:
    decision: Decision
    teller: Teller

    @property
    def tree(self) -> Trace:
        return self.teller.trace

    @property
    def lang(self) -> str:
        return self.teller.lang

    @property
    def others(self) -> ThirdParties:
        """The third parties of whom the customer hears only as a condition of theirs."""
        return self.teller.sentences.others

    @cached_property
    def course(self) -> Course:
        return Course(self.decision)

    def explanation(self) -> Explanation:
        decision, lang, policy = self.decision, self.lang, self.decision.policy
        teller, waited = self.teller, missing(decision)
        labels = tuple(outcome_label(decision, one, lang) for one in decision.possible)
        return Explanation(
            lang, self.teller.audience, headline(decision, lang), decision.status,
            decision.result, decision.marked, decision.possible, labels,
            self.proposed(), self.decisive(), but_for(teller), self.why(), tuple(why_not(teller)),
            active(teller, policy.acts("ban")), active(teller, adjusting(teller)),
            active(teller, policy.acts("at least", "at most", "exactly")),
            score(teller), tuple(self.points()), tuple(lacking(teller, waited)), ranked(teller.trace, waited),
            tuple(gaps_of_text(teller)), tuple(self.assumptions()), tuple(stale(teller)),
            tuple(supplied(teller)), tuple(self.values()), tuple(measures(teller)), self.lift(),
            self.holds(), decision, teller,
        )  # fmt: skip

    # --- the outcome ----------------------------------------------------------------------------

    def proposed(self) -> Proposed | None:
        """In doubt the worst of what is possible, if the text says so."""
        decision, citation = self.decision, self.decision.policy.in_doubt
        if citation is None or decision.status != "undetermined":
            return None
        worst = decision.possible[-1]
        label = outcome_label(decision, worst, self.lang)
        place = say_place(citation, decision.policy, self.lang)
        return Proposed(worst, label, say(self.lang, "proposed", place=place, result=label))

    def decisive(self) -> Reason | None:
        clause = self.decision.policy.by_id.get(self.decision.decisive or "")
        return None if clause is None else told(self.teller, clause)

    def why(self) -> tuple[Reason, ...]:
        """What made the result true."""
        if self.decision.outcome.status in (REFUSED, UNDETERMINED):
            return ()
        policy = self.decision.policy
        grades = (c for c in policy.acts("grade") if self.decision.state(c.id) is True)
        grade = next(grades, None)
        if grade is not None:
            return (told(self.teller, grade),)
        floors = policy.acts("at least", "exactly", "at most")
        return tuple(told(self.teller, c) for c in floors if self.decision.state(c.id) is True)

    def points(self) -> Iterator[Factor]:
        """The factors of a scorecard; none where the score is not told."""
        return factors(self.decision, self.teller) if score(self.teller) is not None else iter(())

    # --- what it rests on -------------------------------------------------------------------------

    def assumptions(self) -> Iterator[Taken]:
        plan = self.decision.decider.program.plan
        switches = dict(zip(plan.assumptions, self.decision.settings.assumptions, strict=True))
        for name in self.decision.assumptions:
            one, on = plan.assumptions[name], switches[name]
            side = (one.on if on else one.off).said(self.lang)
            because = one.because.said(self.lang)
            yield Taken(name, one.title.said(self.lang), side, because, on)

    # --- time ---------------------------------------------------------------------------------------

    def lift(self) -> Lift:
        """What would lift it; no day that would tell a date of a third party."""
        found = lift(self.decision, self.tree, self.course)
        waits = (one for one in found.wait if not self.others.turning(one.after))
        return replace(found, wait=tuple(waits))

    def holds(self) -> Holds:
        """How long it holds; where a third party's condition ends it, that it does."""
        found = holds_until(self.decision, self.course)
        followed = tuple(one for one in found.not_followed if self.others.of(one) is None)
        if found.after is not None and self.others.turning(found.after):
            return Holds(None, None, followed, by_others=True)
        return replace(found, not_followed=followed)

    # --- values -------------------------------------------------------------------------------------

    def values(self) -> Iterator[Worked]:
        """What the clauses ``value NAME`` come to."""
        for clause in self.decision.policy.acts("value"):
            name = clause.target
            if self.others.of(name) is not None:
                continue
            spec = self.decision.policy.vocabulary.facts[name]
            value, label = self.tree.fact(name), spec.label.said(self.lang)
            settled = value is None or not is_open(spec.kind, value)
            said = say_value(value, spec.kind, self.lang, spec.unit)
            if spec.kind.name in ("choice", "scale") and value is not None:
                said = beside(said, outside_of(value, spec.kind), self.lang)
            text = say(self.lang, "value" if settled else "value open", label=label,
                          value=said)  # fmt: skip
            unit = spec.unit.said(self.lang)
            yield Worked(name, label, unit, outside_of(value, spec.kind), text)


__all__ = [
    "Explanation",
    "Measure",
    "Proposed",
    "Taken",
    "WhyNot",
    "Worked",
    "explain",
    "headline",
]
