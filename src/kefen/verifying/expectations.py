"""What a case expects against what was decided: every difference in words, numbers compared exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from kefen.deciding import Decision
from kefen.deciding.missing import gaps, missing
from kefen.errors import FactsError
from kefen.policy import Clause
from kefen.spelling import outside_of

EXPECTED = {
    "status", "result", "possible", "decisive", "missing", "gaps", "assumptions", "marked", "meets", "misses",
    "unknown", "only_misses", "quarantined", "allow", "require", "limit", "do", "values",
}  # fmt: skip


def differences(expect: Mapping[str, Any], decision: Decision) -> Iterator[str]:
    """What differs from the expectation, in words."""
    for key, seen in _SEEN.items():
        if key in expect:
            yield from _compared(key, expect[key], seen(decision))
    yield from _states(expect, decision)
    for key, value in (expect.get("values") or {}).items():
        seen = _shown(decision, key)
        if not same(value, seen):
            yield f"values: {key} expected {value}, got {_said(seen)}"
    for key, value in (expect.get("limit") or {}).items():
        yield from _limit(key, value, decision)


def _shown(decision: Decision, name: str) -> Any:
    """A fact as the policy saw it, in the form people write it."""
    spec, value = decision.policy.vocabulary.facts.get(name), decision.value(name)
    return value if spec is None else outside_of(value, spec.kind)


def expected_quarantine(expect: Mapping[str, Any], error: FactsError) -> Iterator[str]:
    """Nothing when the case expects these facts to be refused."""
    expected = expect.get("quarantined")
    names = [problem.fact for problem in error.problems]
    if not expected:
        yield f"quarantined: {error}"
    elif expected is not True:
        wanted = [str(name) for name in (expected if isinstance(expected, list) else [expected])]
        for name in wanted:
            if name not in names:
                yield f"quarantined: expected {name}, got {', '.join(names)}"


def same(expected: Any, seen: Any) -> bool:
    """Whether two values are the same: numbers by value, the rest by their text."""
    if isinstance(expected, bool) or isinstance(seen, bool):
        return expected is seen
    if expected is None or seen is None:
        return expected is seen
    if isinstance(expected, (list, tuple)) and isinstance(seen, (list, tuple)):
        return sorted(map(str, expected)) == sorted(map(str, seen))
    one, other = _number(expected), _number(seen)
    if one is not None and other is not None:
        return one == other
    return str(expected) == str(seen)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, date):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _compared(key: str, wanted: Any, got: Any) -> Iterator[str]:
    """Ids and words are compared as texts: 6.1 is not 6.10."""
    if isinstance(got, (list, tuple)):
        wanted = _listed(wanted)
        holds = sorted(wanted) == sorted(got)
    else:
        holds = (None if wanted is None else str(wanted)) == got
    if not holds:
        yield f"{key}: expected {_said(wanted)}, got {_said(got)}"


def _said(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value in (None, "") else str(value)


# --- states of clauses ---------------------------------------------------------------------------------


def _states(expect: Mapping[str, Any], decision: Decision) -> Iterator[str]:
    for key, state in (("meets", True), ("misses", False), ("unknown", None)):
        for id in _listed(expect.get(key)):
            if id not in decision.policy.by_id:
                yield f"{key}: no clause {id}"
            elif decision.state(id) is not state:
                yield f"{key}: {id} is {_WORDS[decision.state(id)]}"


_WORDS = {True: "true", False: "false", None: "unknown"}


def _listed(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in (value if isinstance(value, list) else [value])]


# --- what was concluded ----------------------------------------------------------------------------------


def _collected(act: str) -> Callable[[Decision], list[str]]:
    """Measures collected: granted when proven, demanded unless disproved."""

    def seen(decision: Decision) -> list[str]:
        clauses = decision.policy.acts(act)
        return sorted({c.target for c in clauses if _applies(c, decision)})

    return seen


def _applies(clause: Clause, decision: Decision) -> bool:
    state = decision.state(clause.id)
    return state is True if clause.act in ("allow", "do") else state is not False


def _limit(name: str, wanted: Any, decision: Decision) -> Iterator[str]:
    """The tightest limit on a quantity."""
    kind = (
        decision.policy.vocabulary.facts[name].kind
        if name in decision.policy.vocabulary.facts
        else None
    )
    clauses = [
        c for c in decision.policy.acts("limit") if c.target == name and _applies(c, decision)
    ]
    if kind is None or not clauses:
        yield f"limit: nothing limits {name}"
        return
    bounds: list[Any] = [decision.bound(clause) for clause in clauses]
    tightest = max if clauses[0].comparison == ">=" else min
    seen = None if None in bounds else outside_of(tightest(bounds), kind)
    if not same(wanted, seen):
        yield f"limit: {name} expected {_said(wanted)}, got {_said(seen)}"


_SEEN: dict[str, Callable[[Decision], Any]] = {
    "status": lambda decision: decision.status,
    "result": lambda decision: decision.result,
    "marked": lambda decision: decision.marked,
    "decisive": lambda decision: decision.decisive,
    "possible": lambda decision: decision.possible,
    "assumptions": lambda decision: decision.assumptions,
    "missing": lambda decision: sorted(one.name for one in missing(decision)),
    "gaps": gaps,
    "allow": _collected("allow"),
    "require": _collected("require"),
    "do": _collected("do"),
}
