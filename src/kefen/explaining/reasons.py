"""A decision explained: what was decided, why, why not better, what is missing, what would lift it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from kefen.compiling.answers import REFUSED, UNDETERMINED
from kefen.compiling.audience import Audience
from kefen.deciding.decide import Decision
from kefen.deciding.missing import Missing, gapped, gaps, missing, waits_for_the_text
from kefen.deciding.trace import Part, Trace, is_open, label_of, trace
from kefen.explaining.contrast import Lift, lift, standing
from kefen.explaining.horizon import Course, Holds, holds_until
from kefen.explaining.next_fact import NextFact, ranked
from kefen.explaining.points import Factor, factors
from kefen.explaining.telling import Reason, Teller
from kefen.language.syntax import StepId
from kefen.policy import Clause
from kefen.saying.phrases import listed, say
from kefen.saying.places import say_place
from kefen.saying.third_parties import ThirdParties
from kefen.saying.values import say_day, say_predicate, say_value
from kefen.spelling import outside_of
from kefen.values import Words

#: clauses that decide by being met, or, at the end of a ladder, by not being met
LACKABLE = ("criterion", "grade")
_GRANTED = {True: "granted", False: "denied", None: "open"}


@dataclass(frozen=True)
class WhyNot:
    """An outcome better than the one given, and what stands in its way, or while it is ``possible`` is open."""

    result: str
    label: str
    reasons: tuple[Reason, ...]
    possible: bool


@dataclass(frozen=True)
class Proposed:
    """What the text asks to propose while the decision is undetermined. Nothing is decided by it."""

    result: str
    label: str
    text: str


@dataclass(frozen=True)
class Lacking:
    """Something to bring: a fact, a parameter, a list; which policy's result waits for it."""

    name: str
    sort: str
    text: str


@dataclass(frozen=True)
class Assumed:
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
    assumptions: tuple[Assumed, ...]
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
        labels = tuple(outcome_label(decision, one, lang) for one in decision.possible)
        return Explanation(
            lang, self.teller.audience, headline(decision, lang), decision.status,
            decision.result, decision.marked, decision.possible, labels,
            self.proposed(), self.decisive(), self.but_for(), self.why(), tuple(self.why_not()),
            self.active(*policy.acts("ban")), self.active(*self.adjusting()),
            self.active(*policy.acts("at least", "at most", "exactly")),
            self.score(), tuple(self.points()), tuple(self.missing()), ranked(self.tree, self.waited),
            tuple(self.gaps()), tuple(self.assumptions()), tuple(self.stale()), tuple(self.supplied()),
            tuple(self.values()), tuple(self.measures()), self.lift(),
            self.holds(), decision, self.teller,
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
        return None if clause is None else self.told(clause)

    def told(self, clause: Clause) -> Reason:
        return self.teller.clause(clause.id, "must" if _is_asked(clause) else "is")

    def active(self, *clauses: Clause) -> tuple[Reason, ...]:
        """Those of some clauses that hold or may hold."""
        return tuple(self.told(c) for c in clauses if self.decision.state(c.id) is not False)

    def adjusting(self) -> list[Clause]:
        """Of the grade reached, or of grades still open, the adjustment that applies and those that may yet."""
        policy, state = self.decision.policy, self.decision.state
        grades = policy.acts("grade")
        reached = next((c for c in grades if state(c.id)), None)
        places = {c.place for c in ([reached] if reached else grades) if state(c.id) is not False}
        concerned = [c for c in policy.acts("adjust") if not c.among or places & set(c.among)]
        held = (c for c in concerned if state(c.id) is True)
        applied = max(held, key=lambda c: abs(c.amount), default=None)
        least = abs(applied.amount) if applied else 0
        opened = [c for c in concerned if state(c.id) is None and abs(c.amount) > least]
        return [*([applied] if applied else []), *opened]

    def why(self) -> tuple[Reason, ...]:
        """What made the result true."""
        if self.decision.outcome.status in (REFUSED, UNDETERMINED):
            return ()
        policy = self.decision.policy
        grades = (c for c in policy.acts("grade") if self.decision.state(c.id) is True)
        grade = next(grades, None)
        if grade is not None:
            return (self.told(grade),)
        floors = policy.acts("at least", "exactly", "at most")
        return tuple(self.told(c) for c in floors if self.decision.state(c.id) is True)

    def why_not(self) -> Iterator[WhyNot]:
        """For each better outcome not given: what failed, or while it is possible is open."""
        scale = self.decision.policy.decides
        if scale is None:
            return
        order = scale.by_goodness()
        for rank in range(min(standing(self.decision), len(order))):
            result, label = scale.terms[order[rank]].id, scale.said(order[rank], self.lang)
            possible = result in self.decision.possible
            reasons = tuple(self.obstacles(rank, possible=possible))
            if any(possible or reason.state is not None for reason in reasons):
                yield WhyNot(result, label, reasons, possible)

    def obstacles(self, rank: int, *, possible: bool) -> Iterator[Reason]:
        """What keeps the decision from a rank: its own condition, or what lies above it.

        A rank whose own condition fails is possible by an adjustment that is open.
        """
        policy = self.decision.policy
        for clause in policy.acts("grade"):
            state = self.decision.state(clause.id)
            if self.rank_of(clause) == rank and state is False and possible:
                yield from self.active(*self.adjusting())
                return
            if self.rank_of(clause) == rank and state is not True:
                if not possible:
                    yield from map(self.told, self.leading_away(clause))
                yield from self.below(clause)
                return
        band = next((c for c in policy.acts("band") if self.rank_of(c) == rank), None)
        if band is not None:
            yield from self.short_of(band)
        blocking = [*policy.acts("ban"), *self.adjusting()]
        floors = policy.acts("at least", "exactly")
        blocking += [c for c in floors if self.rank_of(c) > rank]
        if policy.acts("grade") and not any(
            self.rank_of(clause) == rank for clause in policy.acts("grade")
        ):
            return
        yield from (self.told(c) for c in blocking if self.decision.state(c.id) is not False)

    def leading_away(self, grade: Clause) -> Iterator[Clause]:
        """What holds and lets nobody stay at a grade: bans, adjustments from it, worse floors."""
        policy, rank = self.decision.policy, self.rank_of(grade)
        away = [*policy.acts("ban")]
        away += [c for c in policy.acts("adjust") if not c.among or grade.place in c.among]
        away += [c for c in policy.acts("at least", "exactly") if self.rank_of(c) > rank]
        return (clause for clause in away if self.decision.state(clause.id) is True)

    def short_of(self, band: Clause) -> Iterator[Reason]:
        """That the points do not reach a band, or may not."""
        score = self.score()
        if score is None:
            yield Reason(None, say(self.lang, "by rules"))
            return
        low, high = score
        if low < band.amount:
            gaps = {"low": low, "high": high, "needed": band.amount}
            key = "score open" if high >= band.amount else "score short"
            state = None if high >= band.amount else False
            yield Reason(state, say(self.lang, key, **gaps))

    def below(self, clause: Clause) -> Iterator[Reason]:
        """What a grade lacks, without the grade's own name."""
        reason = self.told(clause)
        yield from reason.children if reason.children and not reason.text else (reason,)

    def rank_of(self, clause: Clause) -> int:
        scale = self.decision.policy.decides
        assert scale is not None
        return scale.by_goodness().index(clause.place or 0)

    def but_for(self) -> tuple[str, Reason] | None:
        """For a refusal: the best class that one criterion, or the ban, alone keeps away."""
        if self.decision.outcome.status != REFUSED:
            return None
        state = self.decision.state
        bans = [c for c in self.decision.policy.acts("ban") if state(c.id) is not False]
        for clause in self.decision.policy.acts("grade"):
            if state(clause.id) is False and (bans or self.only_lacking(clause) is None):
                continue
            if state(clause.id) is None or self.is_moved(clause) or len(bans) > 1:
                return None
            lacking = self.tree.clause(bans[0].id) if bans else self.only_lacking(clause)
            assert lacking is not None, "a refusal without a ban meets no grade"
            label = outcome_label(self.decision, self.scale_id(clause), self.lang)
            return _but_for(label, self.teller.tell(lacking, "is" if bans else "must"))
        return None

    def is_moved(self, grade: Clause) -> bool:
        """Whether an adjustment or a floor leads on, or may lead on, from a grade."""
        policy, state = self.decision.policy, self.decision.state
        moving = [c for c in policy.acts("adjust") if not c.among or grade.place in c.among]
        floors = policy.acts("at least", "at most", "exactly")
        moving += [c for c in floors if c.place != grade.place]
        return any(state(c.id) is not False for c in moving)

    def only_lacking(self, clause: Clause) -> Part | None:
        part = self.tree.clause(clause.id)
        lacking = [child for child in part.children if child.state is not True]
        lone = part.join == "all" and len(lacking) == 1 and len(part.children) > 1
        return lacking[0] if lone and lacking[0].state is False else None

    def scale_id(self, clause: Clause) -> str:
        scale = self.decision.policy.decides
        assert scale is not None
        return scale.terms[clause.place or 0].id

    def score(self) -> tuple[int, int] | None:
        """Least and most points, for a scorecard."""
        flags, ends = self.decision.flags, (StepId("score", "least"), StepId("score", "most"))
        points = (c.test for c in self.decision.policy.acts("points") if c.test is not None)
        if ends[0] not in flags or any(map(self.others.came_from, points)):
            return None
        return flags[ends[0]], flags[ends[1]]

    def points(self) -> Iterator[Factor]:
        """The factors of a scorecard; none where the score is not told."""
        return factors(self.decision, self.teller) if self.score() is not None else iter(())

    # --- what it rests on -------------------------------------------------------------------------

    def missing(self) -> Iterator[Lacking]:
        """What is unknown and would alone change the answer."""
        return map(self.lacking, self.waited)

    @cached_property
    def waited(self) -> tuple[Missing, ...]:
        return missing(self.decision)

    def gaps(self) -> Iterator[Lacking]:
        """What the text itself leaves unknown: nobody can bring it."""
        yield from self.gaps_of(self.tree)
        for _, inner in gapped(self.decision):
            yield from self.gaps_of(trace(inner))

    def gaps_of(self, tree: Trace) -> Iterator[Lacking]:
        policy = tree.decision.policy
        for name in gaps(tree.decision):
            citation = tree.tracer.defining[name].cited_on(tree.decision.as_of)
            place = say_place(citation, policy, self.lang, self.teller.instrument)
            label = label_of(tree.decision, name).said(self.lang)
            yield Lacking(name, "gap", say(self.lang, "gap", place=place, label=label))

    def lacking(self, one: Missing) -> Lacking:
        if one.sort == "fact":
            return Lacking(one.name, one.sort, self.source_of(one.name))
        label = label_of(self.decision, one.name).said(self.lang)
        return Lacking(one.name, one.sort, say(self.lang, f"missing {one.sort}", label=label))

    def source_of(self, name: str) -> str:
        """A fact with the paper it stands on."""
        label = label_of(self.decision, name).said(self.lang)
        spec = self.decision.policy.vocabulary.facts.get(name)
        source = spec.source.said(self.lang) if spec is not None else ""
        key = "missing fact from" if source else "missing fact"
        return say(self.lang, key, label=label, source=source)

    def named(self, names: Iterable[str]) -> Iterator[Lacking]:
        return (Lacking(name, "fact", self.source_of(name)) for name in names)

    def stale(self) -> Iterator[Lacking]:
        """What is too old, with its day and how long it could be used; of third parties only that there is something."""
        dated, vocabulary = dict(self.decision.facts.dated), self.decision.policy.vocabulary
        for name in self.decision.facts.stale:
            if name in self.tree.tracer.private:
                who = self.tree.tracer.private[name].said(self.lang)
                yield Lacking("", "fact", say(self.lang, "third party fact", who=who))
                continue
            age = vocabulary.facts[name].max_age
            assert age is not None, "nothing else is too old"
            unit, number = ("stale days", age.days) if age.days else ("stale months", age.months)
            label, day = self.source_of(name), say_day(dated[name], self.lang)
            yield Lacking(name, "fact", say(self.lang, unit, label=label, day=day, number=number))

    def supplied(self) -> Iterator[Lacking]:
        """Facts that were given although the policy could work them out; of third parties only that there are some."""
        inputs = self.decision.decider.program.plan.inputs
        given = [one.name for one in inputs if one.derived and self.tree.is_supplied(one.name)]
        yield from self.named(name for name in given if self.others.of(name) is None)
        for who in dict.fromkeys(filter(None, map(self.others.of, given))):
            yield Lacking("", "fact", say(self.lang, "third party fact", who=who.said(self.lang)))

    def assumptions(self) -> Iterator[Assumed]:
        plan = self.decision.decider.program.plan
        switches = dict(zip(plan.assumptions, self.decision.settings.assumptions, strict=True))
        for name in self.decision.assumptions:
            one, on = plan.assumptions[name], switches[name]
            side = (one.on if on else one.off).said(self.lang)
            because = one.because.said(self.lang)
            yield Assumed(name, one.title.said(self.lang), side, because, on)

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

    # --- measures -----------------------------------------------------------------------------------

    def measures(self) -> Iterator[Measure]:
        """Everything collected beside the result."""
        for clause in self.decision.policy.acts("allow", "require", "limit", "do"):
            yield self.limit(clause) if clause.act == "limit" else self.measure(clause)

    def measure(self, clause: Clause) -> Measure:
        state = _GRANTED[self.decision.state(clause.id)]
        vocabulary, name = self.decision.policy.vocabulary, clause.target
        label = vocabulary.measures[name].said(self.lang)
        forbidden = vocabulary.forbids.get(name)
        if forbidden is None:
            text = say(self.lang, f"{clause.act} {state}", label=label)
        else:
            text = say(self.lang, f"forbid {state}", label=forbidden.said(self.lang))
        return Measure(clause.act, clause.target, label, state, text, self.told(clause))

    def limit(self, clause: Clause) -> Measure:
        state = _GRANTED[self.decision.state(clause.id)]
        label = label_of(self.decision, clause.target).said(self.lang)
        value, who = self.decision.bound(clause), self.bound_by(clause)
        if who is not None:
            key = "limit third party denied" if state == "denied" else "limit third party"
            value, text = None, say(self.lang, key, label=label, who=who.said(self.lang))
        elif value is None and state != "denied":
            text = say(self.lang, "limit unknown", label=label)
        else:
            text = say(self.lang, f"limit {state}", label=label, bound=self.bounded(clause))
        return Measure(clause.act, clause.target, label, state, text, self.told(clause), value,
                       clause.id == self.tightest(clause.target, clause.comparison),
                       clause.comparison)  # fmt: skip

    def bound_by(self, clause: Clause) -> Words | None:
        """The third party whose facts a limit is worked out from."""
        return None if clause.bound is None else self.others.came_from(clause.bound)

    def bounded(self, clause: Clause) -> str:
        spec = self.decision.policy.vocabulary.facts.get(clause.target)
        value = self.decision.bound(clause)
        assert spec is not None
        words = say_value(value, spec.kind, self.lang, spec.unit)
        return say_predicate(clause.comparison, spec, self.lang, x=words)

    def tightest(self, quantity: str, comparison: str) -> str | None:
        """The limit that binds; none when one that applies is unknown, or not told."""
        limits = [c for c in self.decision.policy.acts("limit")
                  if (c.target, c.comparison) == (quantity, comparison)
                  and self.decision.state(c.id) is not False]  # fmt: skip
        bounds = [(self.decision.bound(c), c.id) for c in limits]
        untold = any(map(self.bound_by, limits))
        if not bounds or untold or any(value is None for value, _ in bounds):
            return None
        pick = min if comparison == "<=" else max
        return pick(bounds, key=lambda one: one[0])[1]


def _but_for(label: str, reason: Reason | None) -> tuple[str, Reason] | None:
    return None if reason is None else (label, reason)


def _is_asked(clause: Clause) -> bool:
    """Whether meeting a clause is what a customer wants."""
    return clause.act in ("criterion", "grade", "allow", "define")


__all__ = [
    "Assumed",
    "Explanation",
    "Lacking",
    "Measure",
    "WhyNot",
    "Worked",
    "explain",
    "headline",
    "labelled",
    "outcome_label",
    "say_outcome",
]
