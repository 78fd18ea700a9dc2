"""A decision as a record for good, and a record decided again.

A record holds plain JSON values only. It names the policy by version and digest, says for whom it was decided, holds the
facts as they were used with their days and every flag as it came out, so that another day can say *same*, or where it
differs. A record for others than ``staff`` is a full record of the decision on the visible facts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kefen.compiling.audience import AUDIENCES, Audience, basis_of, may_read
from kefen.errors import FactsError, InputError, NoVersionError
from kefen.policy import Policy
from kefen.spelling import outside_of

if TYPE_CHECKING:
    from kefen.deciding.decide import Decider, Decision

ENGINE = "kefen 0.1.0"
SCHEMA = 1

#: a policy's name and an as-of day to what decides; raises ``NoVersionError`` when none speaks
DeciderLoader = Callable[[str, date], "Decider"]
#: a decision and a language to its explanation as JSON can hold it, to compare the words that a record holds
Tell = Callable[["Decision", str], Mapping[str, Any]]

_ANSWER = ("status", "result", "marked", "possible", "decisive", "assumptions")
#: what was asked, and what else a record says of itself
_ASKED = ("subject", "as_of", "audience", "basis", "facts", "policy", "explanation", "record")
_PARTS = ("subject", "as_of", "audience", "basis", "stale", "confidential", *_ANSWER, "engine")
_TABLES = ("facts", "dates", "switches", "parameters", "flags", "values")
#: parts that the first records do not have
_LATER: Mapping[str, Any] = {"audience": "staff", "basis": "all", "confidential": None, "dates": {}}
#: what stands beside a record
_BESIDE = ("schema", "policy", "uses", "explanation", "before")


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
        """Whether nothing differs: neither the policy, nor a flag, nor the answer, nor the engine."""
        return not self.deviations

    @property
    def holds(self) -> bool:
        """Whether nothing differs but perhaps the version of the engine that came to it."""
        return all(one.what == "engine" for one in self.deviations)

    @property
    def same_answer(self) -> bool:
        """Whether at least the answer is the one stored, to the same question and in the same words."""
        return not any(one.what in (*_ASKED, *_ANSWER) for one in self.deviations)


def to_record(decision: Decision) -> dict[str, Any]:
    """Everything needed to recompute a decision and to see that it is the same."""
    policy, given = decision.policy, decision.given
    facts = {name: value for name, value in given.items() if not name.endswith("@")}
    return {
        "schema": SCHEMA,
        "subject": decision.subject,
        "policy": _identity(policy),
        "uses": list(_uses(policy)),
        "as_of": decision.as_of.isoformat(),
        "audience": decision.audience,
        "basis": basis_of(decision.audience),
        "engine": ENGINE,
        "facts": _plain(facts),
        "dates": _plain({name: given[f"{name}@"] for name, _ in decision.facts.dated}),
        "stale": list(decision.facts.stale),
        "confidential": list(_confidential(decision)),
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


def recheck(record: Mapping[str, Any], loader: DeciderLoader, tell: Tell | None = None) -> Recheck:
    """Decide a record again with the policy that ``loader`` finds for its day.

    ``InputError`` when it is no record, or one for an audience that may see more than the loader's. With ``tell`` the
    words of the explanation that a record may hold are compared too.
    """
    try:
        decision = decided_again(record, loader)
    except NoVersionError as error:
        return Recheck((Deviation("policy", "version", record["policy"]["version"], str(error)),))
    except FactsError as error:
        return Recheck((Deviation("facts", "", "accepted", str(error)),))
    found = [*_deviations(record, to_record(decision)), *_words(record, decision, tell)]
    return Recheck(tuple(found), decision)


def decided_again(record: Mapping[str, Any], loader: DeciderLoader) -> Decision:
    """The decision of a record made again. ``InputError``, ``NoVersionError`` or ``FactsError`` when it cannot be."""
    if record.get("schema") != SCHEMA:
        raise InputError(f"a record of schema {record.get('schema')!r} is not readable here")
    try:
        day = date.fromisoformat(record["as_of"])
        name, facts = record["policy"]["name"], dict(record["facts"])
        dates = {f"{fact}@": given for fact, given in record.get("dates", {}).items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"this is not a stored decision: {error}") from error
    return _for(record, loader(name, day)).decide(facts | dates, day)


def _for(record: Mapping[str, Any], decider: Decider) -> Decider:
    """The decider of the audience of a record, which the reader must have the right to see."""
    audience: Audience = record.get("audience", "staff")
    if audience not in AUDIENCES:
        raise InputError(f"this is not a stored decision: there is no audience {audience!r}")
    if not may_read(decider.audience, audience):
        raise InputError(
            f"this decision was made for `{audience}` and `{decider.audience}` may not see it:"
            f" name the audience `{audience}` if you have the right to its facts"
        )
    return decider.seen_by(audience)


def _deviations(stored: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Deviation]:
    for key in ("version", "digest"):
        if stored["policy"][key] != now["policy"][key]:
            yield Deviation("policy " + key, "", stored["policy"][key], now["policy"][key])
    used = {one["name"]: one["digest"] for one in stored["uses"]}
    using = {one["name"]: one["digest"] for one in now["uses"]}
    yield from _differing("used policy", used, using)
    stored = {**_LATER, "confidential": now["confidential"], **stored}
    for key in _PARTS:
        if stored[key] != now[key]:
            yield Deviation(key, "", stored[key], now[key])
    for key in _TABLES:
        yield from _differing(key, stored[key], now[key])
    for key in sorted(stored.keys() - now.keys() - set(_BESIDE)):
        yield Deviation("record", key, stored[key], "absent")


def _differing(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Deviation]:
    for name in dict.fromkeys((*old, *new)):
        one, other = old.get(name, "absent"), new.get(name, "absent")
        if one != other:
            yield Deviation(what, name, one, other)


# --- words ----------------------------------------------------------------------------------


def _words(record: Mapping[str, Any], decision: Decision, tell: Tell | None) -> Iterator[Deviation]:
    """Where the explanation that stands beside a record is not the one of its decision."""
    stored = record.get("explanation")
    if stored is None or tell is None:
        return
    now = json.loads(json.dumps(tell(decision, stored["lang"]), default=str))
    old, new = dict(_leaves("", stored)), dict(_leaves("", now))
    yield from _differing("explanation", old, new)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Every text below, with the way to it: ``why[0].text``."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _leaves(f"{path}.{key}".lstrip("."), below)
    elif isinstance(value, list):
        for place, below in enumerate(value):
            yield from _leaves(f"{path}[{place}]", below)
    else:
        yield path, value


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


def _confidential(decision: Decision) -> Iterator[str]:
    """The confidential facts and fields among those used or worked out; in a record for others there are none."""
    vocabulary, flags = decision.policy.vocabulary, decision.flags
    for name, spec in vocabulary.facts.items():
        if spec.confidential and (name in decision.facts_used or f"fact {name}" in flags):
            yield name
    for name, listed in vocabulary.lists.items():
        items = decision.facts_used.get(name)
        if items is not None and listed.confidential:
            yield name
        fields = {field for item in items or () for field in item}
        yield from (f"{name}.{f.name}" for f in listed.fields.values() if f.confidential and f.name in fields)  # fmt: skip


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


__all__ = [
    "ENGINE",
    "SCHEMA",
    "Deviation",
    "Recheck",
    "decided_again",
    "recheck",
    "to_record",
]
