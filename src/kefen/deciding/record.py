"""A decision as a record for good, and a record decided again.

A record holds plain JSON values only. It names the policy by version and digest, holds the facts as
they were used and every flag as it came out, so that another day can say *same*, or where it differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kefen.compiling.audience import basis_of
from kefen.deciding.decide import ENGINE, Decider, Decision
from kefen.errors import FactsError, InputError, NoVersionError
from kefen.policy import Policy
from kefen.spelling import outside_of

SCHEMA = 1

#: a policy's name and an as-of day to what decides; raises ``NoVersionError`` when none speaks
DeciderLoader = Callable[[str, date], Decider]

_ANSWER = ("status", "result", "marked", "possible", "decisive", "assumptions")
_TABLES = ("switches", "parameters", "flags", "values")


@dataclass(frozen=True)
class Deviation:
    """One place where a record decided again came out otherwise. ``what`` is the part of the record."""

    what: str
    name: str
    stored: Any
    now: Any

    def __str__(self) -> str:
        place = f"{self.what} {self.name}".strip()
        return f"{place}: {self.stored} -> {self.now}"


@dataclass(frozen=True)
class Recheck:
    """What came of deciding a record again."""

    deviations: tuple[Deviation, ...]
    decision: Decision | None = field(default=None, repr=False, compare=False)

    @property
    def same(self) -> bool:
        """Whether nothing differs: neither the policy, nor a flag, nor the answer."""
        return not self.deviations

    @property
    def same_answer(self) -> bool:
        """Whether at least the answer is the one stored."""
        return not any(one.what in ("facts", "policy", *_ANSWER) for one in self.deviations)


def to_record(decision: Decision) -> dict[str, Any]:
    """Everything needed to recompute a decision and to see that it is the same."""
    policy = decision.policy
    return {
        "schema": SCHEMA,
        "subject": decision.subject,
        "policy": _identity(policy),
        "uses": list(_uses(policy)),
        "as_of": decision.as_of.isoformat(),
        "audience": decision.audience,
        "basis": basis_of(decision.audience),
        "engine": ENGINE,
        "facts": _plain(decision.facts_used),
        "stale": list(decision.facts.stale),
        "status": decision.status,
        "result": decision.result,
        "marked": decision.marked,
        "possible": list(decision.possible),
        "decisive": decision.decisive,
        "assumptions": list(decision.assumptions),
        "switches": _switches(decision),
        "parameters": dict(_parameters(decision)),
        "flags": _flags(decision),
        "values": dict(_values(decision)),
    }


def recheck(record: Mapping[str, Any], loader: DeciderLoader) -> Recheck:
    """Decide a record again with the policy that ``loader`` finds for its day."""
    if record.get("schema") != SCHEMA:
        raise InputError(f"a record of schema {record.get('schema')!r} is not readable here")
    try:
        day = date.fromisoformat(record["as_of"])
        name, facts = record["policy"]["name"], record["facts"]
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"this is not a stored decision: {error}") from error
    try:
        decider = loader(name, day)
        decision = decider.decide(facts, day)
    except NoVersionError as error:
        return Recheck((Deviation("policy", "version", record["policy"]["version"], str(error)),))
    except FactsError as error:
        return Recheck((Deviation("facts", "", "accepted", str(error)),))
    return Recheck(tuple(_deviations(record, to_record(decision))), decision)


def _deviations(stored: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Deviation]:
    for key in ("version", "digest"):
        if stored["policy"][key] != now["policy"][key]:
            yield Deviation("policy " + key, "", stored["policy"][key], now["policy"][key])
    used = {one["name"]: one["digest"] for one in stored["uses"]}
    using = {one["name"]: one["digest"] for one in now["uses"]}
    yield from _differing("used policy", used, using)
    for key in _ANSWER:
        if stored[key] != now[key]:
            yield Deviation(key, "", stored[key], now[key])
    for key in _TABLES:
        yield from _differing(key, stored[key], now[key])


def _differing(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Deviation]:
    for name in dict.fromkeys((*old, *new)):
        one, other = old.get(name, "absent"), new.get(name, "absent")
        if one != other:
            yield Deviation(what, name, one, other)


# --- parts ----------------------------------------------------------------------------------


def _identity(policy: Policy) -> dict[str, str]:
    return {"name": policy.name, "version": policy.version, "digest": policy.digest}


def _uses(policy: Policy) -> Iterator[dict[str, str]]:
    """The policies used, and those they use, each once."""
    seen: set[str] = set()
    waiting = [use.policy for use in policy.uses]
    while waiting:
        one = waiting.pop(0)
        if one.name not in seen:
            seen.add(one.name)
            yield _identity(one)
            waiting += [use.policy for use in one.uses]


def _switches(decision: Decision) -> dict[str, bool]:
    names = decision.decider.program.plan.assumptions
    return dict(zip(names, decision.settings.assumptions, strict=True))


def _parameters(decision: Decision) -> Iterator[tuple[str, Any]]:
    specs = decision.decider.program.plan.parameters
    for (name, spec), value in zip(specs.items(), decision.settings.parameters, strict=False):
        yield name, _plain(outside_of(value, spec.kind))


def _flags(decision: Decision) -> dict[str, bool | None]:
    """The state of every criterion and of every clause's condition."""
    clauses = decision.policy.by_id
    return {name: state for name, state in decision.flags.items() if name in clauses}


def _values(decision: Decision) -> Iterator[tuple[str, Any]]:
    """Facts worked out, scores, bounds of limits, results for each item of a list, as people write them."""
    facts = decision.policy.vocabulary.facts
    for name, value in decision.flags.items():
        fact = name.removeprefix("fact ")
        if name.startswith("fact ") and fact in facts:
            yield fact, _plain(outside_of(value, facts[fact].kind))
        elif name not in decision.policy.by_id:
            yield name, _plain(value)
    for name, records in decision.records.items():
        for place, spec in enumerate(decision.policy.vocabulary.lists[name].fields.values()):
            if spec.kind.name == "outcome" and records is not None:
                results = (outside_of(record[place], spec.kind) for record in records)
                yield f"{name}.{spec.name}", _plain(list(results))


def _plain(value: Any) -> Any:
    """A value as JSON has it; numbers with places keep their digits as text."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


__all__ = ["SCHEMA", "Deviation", "Recheck", "recheck", "to_record"]
