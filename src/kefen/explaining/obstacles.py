"""What holds of the clauses that conclude, and what stands in the way of each better outcome."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kefen.compiling.answers import REFUSED
from kefen.deciding.parts import Part
from kefen.explaining.contrast import standing
from kefen.explaining.telling import Reason, Teller
from kefen.language.syntax import StepId
from kefen.policy import Clause
from kefen.saying.phrases import say


@dataclass(frozen=True)
class WhyNot:
    """An outcome better than the one given, and what stands in its way, or while it is ``possible`` is open."""

    result: str
    label: str
    reasons: tuple[Reason, ...]
    possible: bool


def told(teller: Teller, clause: Clause) -> Reason:
    """A clause that concludes; one that a customer wants to meet by what it asks."""
    return teller.clause(clause.id, "must" if _is_asked(clause) else "is")


def active(teller: Teller, clauses: Iterable[Clause]) -> tuple[Reason, ...]:
    """Those of some clauses that hold or may hold."""
    return tuple(told(teller, c) for c in clauses if teller.decision.state(c.id) is not False)


def adjusting(teller: Teller) -> list[Clause]:
    """Of the grade reached, or of grades still open, the adjustment that applies and those that may yet."""
    policy, state = teller.decision.policy, teller.decision.state
    grades = policy.acts("grade")
    reached = next((c for c in grades if state(c.id)), None)
    places = {c.place for c in ([reached] if reached else grades) if state(c.id) is not False}
    concerned = [c for c in policy.acts("adjust") if not c.among or places & set(c.among)]
    held = (c for c in concerned if state(c.id) is True)
    applied = max(held, key=lambda c: abs(c.amount), default=None)
    least = abs(applied.amount) if applied else 0
    opened = [c for c in concerned if state(c.id) is None and abs(c.amount) > least]
    return [*([applied] if applied else []), *opened]


def why_not(teller: Teller) -> Iterator[WhyNot]:
    """For each better outcome not given: what failed, or while it is possible is open."""
    scale = teller.decision.policy.decides
    if scale is None:
        return
    order = scale.by_goodness()
    for rank in range(min(standing(teller.decision), len(order))):
        result, label = scale.terms[order[rank]].id, scale.said(order[rank], teller.lang)
        possible = result in teller.decision.possible
        reasons = tuple(_obstacles(teller, rank, possible=possible))
        if any(possible or reason.state is not None for reason in reasons):
            yield WhyNot(result, label, reasons, possible)


def _obstacles(teller: Teller, rank: int, *, possible: bool) -> Iterator[Reason]:
    """What keeps the decision from a rank: its own condition, or what lies above it.

    A rank whose own condition fails is possible by an adjustment that is open.
    """
    policy = teller.decision.policy
    for clause in policy.acts("grade"):
        state = teller.decision.state(clause.id)
        if _rank_of(teller, clause) == rank and state is False and possible:
            yield from active(teller, adjusting(teller))
            return
        if _rank_of(teller, clause) == rank and state is not True:
            if not possible:
                yield from (told(teller, one) for one in _leading_away(teller, clause))
            yield from _below(teller, clause)
            return
    band = next((c for c in policy.acts("band") if _rank_of(teller, c) == rank), None)
    if band is not None:
        yield from _short_of(teller, band)
    blocking = [*policy.acts("ban"), *adjusting(teller)]
    floors = policy.acts("at least", "exactly")
    blocking += [c for c in floors if _rank_of(teller, c) > rank]
    if policy.acts("grade") and not any(
        _rank_of(teller, clause) == rank for clause in policy.acts("grade")
    ):
        return
    yield from (told(teller, c) for c in blocking if teller.decision.state(c.id) is not False)


def _leading_away(teller: Teller, grade: Clause) -> Iterator[Clause]:
    """What holds and lets nobody stay at a grade: bans, adjustments from it, worse floors."""
    policy, rank = teller.decision.policy, _rank_of(teller, grade)
    away = [*policy.acts("ban")]
    away += [c for c in policy.acts("adjust") if not c.among or grade.place in c.among]
    away += [c for c in policy.acts("at least", "exactly") if _rank_of(teller, c) > rank]
    return (clause for clause in away if teller.decision.state(clause.id) is True)


def _short_of(teller: Teller, band: Clause) -> Iterator[Reason]:
    """That the points do not reach a band, or may not."""
    points = score(teller)
    if points is None:
        yield Reason(None, say(teller.lang, "by rules"))
        return
    low, high = points
    if low < band.amount:
        gaps = {"low": low, "high": high, "needed": band.amount}
        key = "score open" if high >= band.amount else "score short"
        state = None if high >= band.amount else False
        yield Reason(state, say(teller.lang, key, **gaps))


def _below(teller: Teller, clause: Clause) -> Iterator[Reason]:
    """What a grade lacks, without the grade's own name."""
    reason = told(teller, clause)
    yield from reason.children if reason.children and not reason.text else (reason,)


def _rank_of(teller: Teller, clause: Clause) -> int:
    scale = teller.decision.policy.decides
    assert scale is not None
    return scale.by_goodness().index(clause.place or 0)


def but_for(teller: Teller) -> tuple[str, Reason] | None:
    """For a refusal: the best class that one criterion, or the ban, alone keeps away."""
    if teller.decision.outcome.status != REFUSED:
        return None
    state = teller.decision.state
    bans = [c for c in teller.decision.policy.acts("ban") if state(c.id) is not False]
    for clause in teller.decision.policy.acts("grade"):
        if state(clause.id) is False and (bans or _only_lacking(teller, clause) is None):
            continue
        if state(clause.id) is None or _is_moved(teller, clause) or len(bans) > 1:
            return None
        lacking = teller.trace.clause(bans[0].id) if bans else _only_lacking(teller, clause)
        assert lacking is not None, "a refusal without a ban meets no grade"
        reason = teller.tell(lacking, "is" if bans else "must")
        return None if reason is None else (_label(teller, clause), reason)
    return None


def _is_moved(teller: Teller, grade: Clause) -> bool:
    """Whether an adjustment or a floor leads on, or may lead on, from a grade."""
    policy, state = teller.decision.policy, teller.decision.state
    moving = [c for c in policy.acts("adjust") if not c.among or grade.place in c.among]
    floors = policy.acts("at least", "at most", "exactly")
    moving += [c for c in floors if c.place != grade.place]
    return any(state(c.id) is not False for c in moving)


def _only_lacking(teller: Teller, clause: Clause) -> Part | None:
    part = teller.trace.clause(clause.id)
    lacking = [child for child in part.children if child.state is not True]
    lone = part.join == "all" and len(lacking) == 1 and len(part.children) > 1
    return lacking[0] if lone and lacking[0].state is False else None


def _label(teller: Teller, grade: Clause) -> str:
    scale = teller.decision.policy.decides
    assert scale is not None
    return scale.said(grade.place or 0, teller.lang)


def score(teller: Teller) -> tuple[int, int] | None:
    """Least and most points, for a scorecard."""
    flags, ends = teller.decision.flags, (StepId("score", "least"), StepId("score", "most"))
    points = (c.test for c in teller.decision.policy.acts("points") if c.test is not None)
    if ends[0] not in flags or any(map(teller.sentences.others.came_from, points)):
        return None
    return flags[ends[0]], flags[ends[1]]


def _is_asked(clause: Clause) -> bool:
    """Whether meeting a clause is what a customer wants."""
    return clause.act in ("criterion", "grade", "allow", "define")


__all__ = ["WhyNot", "active", "adjusting", "but_for", "score", "told", "why_not"]
