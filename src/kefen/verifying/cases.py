"""A pack's cases: sentences with facts and the decision a reader of the law expects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kefen.deciding import Decision
from kefen.diagnostics import Diagnostics, did_you_mean
from kefen.errors import FactsError, KefenError
from kefen.loading import load_policy
from kefen.policy import Policy
from kefen.reading.draft import Draft, words
from kefen.reading.keys import check_keys
from kefen.reading.yaml_text import Entry
from kefen.source import Span
from kefen.verifying.expectations import EXPECTED, differences, expected_quarantine
from kefen.verifying.variants import Choices, Variants


@dataclass(frozen=True)
class Case:
    """One sentence with its facts and expectation, already merged with the case it is like."""

    title: str
    as_of: date | None
    facts: dict[str, Any]
    choices: Choices
    expect: dict[str, Any]
    span: Span = field(compare=False)
    version: str = ""


@dataclass(frozen=True)
class CaseResult:
    """How a case came out: the failures in words, empty when it holds."""

    case: Case
    decision: Decision | None
    failures: tuple[str, ...]


# --- reading ---------------------------------------------------------------------------------------


def read_cases(draft: Draft, found: Diagnostics) -> list[Case]:
    """All cases of a pack, those written ``like`` another filled in."""
    cases: list[Case] = []
    for _, entry in draft.cases:
        by_title: dict[str, Case] = {}
        for item in entry.each():
            case = _read(item, by_title, found)
            if case is None:
                continue
            for title in {case.title, *words(case.title)} - {""}:
                by_title[title] = case
            cases.append(case)
    return cases


def _read(entry: Entry, earlier: Mapping[str, Case], found: Diagnostics) -> Case | None:
    if not isinstance(entry.value, Mapping):
        found.error("R003", "a case is a mapping with `case`, `facts` and `expect`", entry.span)
        return None
    check_keys(entry.get("expect"), sorted(EXPECTED), "a key of `expect`", found)
    like = entry.get("like")
    base: Case | None = None
    if like.value is not None:
        base = earlier.get(like.text) or earlier.get(words(like.text).zh)
        if base is None:
            found.error(
                "N001",
                f"no earlier case `{like.text}` in this file",
                like.span,
                did_you_mean(like.text, earlier),
            )
            return None
    return _merged(entry, base, found)


def _merged(entry: Entry, base: Case | None, found: Diagnostics) -> Case | None:
    parts = {key: _mapping(entry, key, found) for key in ("facts", "expect", *Choices.KEYS)}
    if any(part is None for part in parts.values()):
        return None
    given = {key: part or {} for key, part in parts.items()}
    choices = base.choices if base else Choices()
    return Case(
        entry.get("case").text,
        _day(entry.get("as_of"), found) or (base.as_of if base else None),
        {**(base.facts if base else {}), **given["facts"]},
        choices.with_(**{key: given[key] for key in Choices.KEYS}),
        given["expect"],
        entry.span,
        entry.get("version").text or (base.version if base else ""),
    )


def _mapping(entry: Entry, key: str, found: Diagnostics) -> dict[str, Any] | None:
    part = entry.get(key)
    if part.value is None:
        return {}
    if not isinstance(part.value, Mapping):
        found.error("R003", f"`{key}` of a case is a mapping", part.span)
        return None
    return {name: value.plain() for name, value in part.items()}


def _day(entry: Entry, found: Diagnostics) -> date | None:
    if entry.value is not None and entry.day is None:
        found.error("D004", f"`{entry.text}` is not a day", entry.span, "write 2026-01-31")
    return entry.day


# --- running -----------------------------------------------------------------------------------------


class CaseRunner:
    """Decides cases; each version of the policy and each choice of switches is compiled once."""

    def __init__(
        self, policies: Sequence[Policy], load: Callable[[date], Policy] | None = None
    ) -> None:
        self.policies = sorted(policies, key=lambda policy: policy.since)
        self.load = load
        self._variants: dict[int, Variants] = {}
        self._loaded: dict[date, Policy] = {}

    def run(self, case: Case) -> CaseResult:
        """Decide a case and compare."""
        policy = self.policy_for(case)
        if policy is None:
            return CaseResult(case, None, (f"no version `{case.version}` is sound",))
        day = case.as_of or policy.since
        variants = self.variants(self.speaking(policy, day))
        try:
            decision = variants.decider(case.choices).decide(case.facts, day, strict=False)
        except FactsError as error:
            return CaseResult(case, None, tuple(expected_quarantine(case.expect, error)))
        except KefenError as error:
            return CaseResult(case, None, (str(error),))
        failures = [*differences(case.expect, decision), *self._alone(case, decision, variants)]
        failures += [f"no fact `{name}`" for name in decision.facts.unknown_names]
        if case.expect.get("quarantined"):
            failures.append("quarantined: expected, but the facts were accepted")
        return CaseResult(case, decision, tuple(failures))

    def policy_for(self, case: Case) -> Policy | None:
        """The version a case names, else the one in force on its day, else the latest."""
        if case.version:
            return next((p for p in self.policies if p.version == case.version), None)
        day = case.as_of
        in_force = (policy for policy in self.policies if day is not None and policy.in_force(day))
        return next(in_force, self.policies[-1] if self.policies else None)

    def decides(self, policy: Policy, case: Case) -> bool:
        """Whether a case is one of a version's, whatever a bank laid over it."""
        found = self.policy_for(case)
        return found is not None and found.version == policy.version

    def variants(self, policy: Policy) -> Variants:
        """The compiled variants of a version."""
        return self._variants.setdefault(id(policy), Variants(policy))

    def speaking(self, policy: Policy, day: date) -> Policy:
        """The version with those versions of the policies it uses that speak on the day of a case."""
        if self.load is None or policy.silent_on(day) in (None, policy):
            return policy
        if day not in self._loaded:
            self._loaded[day] = self.load(day)
        return self._loaded[day]

    def _alone(self, case: Case, decision: Decision, variants: Variants) -> Iterator[str]:
        """``only_misses``: the criterion is false, and were it true alone the decision would be another."""
        id = case.expect.get("only_misses")
        if id is None:
            return
        if str(id) not in variants.flippable:
            yield f"only_misses: no criterion {id}"
        elif decision.state(str(id)) is not False:
            yield f"only_misses: {id} is not false"
        elif not variants.moves(decision, case.choices, str(id)):
            yield f"only_misses: with {id} met the decision stays {decision.result or decision.status}"


def run_cases(draft: Draft, policies: Sequence[Policy], found: Diagnostics) -> list[CaseResult]:
    """Every case of a pack, decided once and compared; none when no version is sound."""
    if not policies:
        return []
    runner = CaseRunner(policies, lambda day: load_policy(draft.folder, as_of=day))
    return [runner.run(case) for case in read_cases(draft, found)]


__all__ = ["Case", "CaseResult", "CaseRunner", "read_cases", "run_cases"]
