"""What the cases of a pack touch and what they leave untouched: clauses, conclusions, assumptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kefen.deciding import Decision
from kefen.policy import MEASURES, Clause, Policy
from kefen.values import REFUSAL
from kefen.verifying.cases import CaseResult, CaseRunner
from kefen.verifying.thresholds import Threshold, find_thresholds
from kefen.verifying.variants import Choices, Variants


@dataclass(frozen=True)
class ClauseCoverage:
    """Whether a case meets a clause, and whether one misses it by that clause alone."""

    clause: Clause
    met: bool
    missed: bool


@dataclass(frozen=True)
class AssumptionCoverage:
    """On which sides of an assumption some case's decision rests on it."""

    name: str
    on: bool
    off: bool


@dataclass(frozen=True)
class Coverage:
    """What the cases of one version touch."""

    policy: Policy
    clauses: tuple[ClauseCoverage, ...]
    reached: tuple[str, ...]
    reachable: tuple[str, ...]
    assumptions: tuple[AssumptionCoverage, ...]
    thresholds: tuple[Threshold, ...]

    @property
    def unreached(self) -> tuple[str, ...]:
        """Outcomes that no case reaches."""
        return tuple(outcome for outcome in self.reachable if outcome not in self.reached)


@dataclass(frozen=True)
class _Decided:
    decision: Decision
    choices: Choices


def cover(policy: Policy, results: Sequence[CaseResult], runner: CaseRunner) -> Coverage:
    """The coverage of one version by the cases it decided."""
    variants = runner.variants(policy)
    decided = [
        _Decided(result.decision, result.case.choices)
        for result in results
        if result.decision is not None and runner.policy_for(result.case) is policy
        if runner.speaking(policy, result.decision.as_of) is policy
    ]
    reached = {_outcome(item.decision) for item in decided}
    reachable = tuple(_reachable(policy))
    return Coverage(
        policy,
        tuple(_cover_clauses(policy, decided, variants)),
        tuple(outcome for outcome in reachable if outcome in reached),
        reachable,
        tuple(_cover_assumptions(policy, decided, variants)),
        tuple(find_thresholds(variants, [(item.decision, item.choices) for item in decided])),
    )


# --- clauses -----------------------------------------------------------------------------------------


def _cover_clauses(
    policy: Policy, decided: Sequence[_Decided], variants: Variants
) -> Iterator[ClauseCoverage]:
    flippable = set(variants.flippable)
    for clause in policy.clauses:
        if clause.id not in flippable and clause.act not in MEASURES:
            continue
        if clause.test is None:
            continue
        met = any(item.decision.state(clause.id) is True for item in decided)
        yield ClauseCoverage(clause, met, _is_missed(clause, decided, variants))


def _is_missed(clause: Clause, decided: Sequence[_Decided], variants: Variants) -> bool:
    """Some case misses it, and were it met alone the decision would be another."""
    missing = (item for item in decided if item.decision.state(clause.id) is False)
    if clause.act in MEASURES:
        return any(True for _ in missing)
    return any(variants.moves(item.decision, item.choices, clause.id) for item in missing)


# --- conclusions -------------------------------------------------------------------------------------


def _outcome(decision: Decision) -> str:
    if decision.status in ("decided", "provisional") and decision.result is not None:
        return decision.result
    if decision.status == "decided":
        return "admitted"
    return decision.status


def _reachable(policy: Policy) -> Iterator[str]:
    """Results the policy's clauses name, refusal if it can refuse, and that nothing can be decided."""
    decides = policy.decides
    if decides is None:
        if policy.acts("ban"):
            yield from ("admitted", REFUSAL, "undetermined")
        return
    named = {clause.place for clause in policy.clauses if clause.place is not None}
    yield from (decides.terms[place].id for place in decides.by_goodness() if place in named)
    ends = policy.acts("otherwise")
    if policy.acts("ban") or any(end.place is None for end in ends):
        yield REFUSAL
    yield "undetermined"


# --- assumptions ---------------------------------------------------------------------------------------


def _cover_assumptions(
    policy: Policy, decided: Sequence[_Decided], variants: Variants
) -> Iterator[AssumptionCoverage]:
    for name in policy.assumptions:
        sides = {True: False, False: False}
        for item in decided:
            chosen = item.decision.policy.assumptions[name].holds
            if not sides[chosen] and variants.carries(item.decision, item.choices, name):
                sides[chosen] = True
        yield AssumptionCoverage(name, on=sides[True], off=sides[False])
