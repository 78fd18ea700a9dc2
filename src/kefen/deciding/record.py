"""The parts of a decision that is written down for good.

A record holds plain JSON values only. It names the policy by version and digest, says for whom it was decided, holds the
facts as they were used with their days and every flag as it came out, so that another day can say *same*, or where it
differs. A record for others than ``staff`` is a full record of the decision on the visible facts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from kefen.compiling.answers import Settings
from kefen.compiling.plan import Plan
from kefen.language.syntax import StepId
from kefen.policy import Policy
from kefen.spelling import outside_of
from kefen.vocabulary import ReferenceList, Vocabulary

ENGINE = "kefen 0.1.0"
SCHEMA = 1


def input_digest(*asked: Any) -> str:
    """A digest of what was asked: nothing else in a record would tell that a fact without effect was touched."""
    return sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def identity(policy: Policy) -> dict[str, str]:
    """What names a policy's text."""
    return {"name": policy.name, "version": policy.version, "digest": policy.digest}


def of_list(listed: ReferenceList) -> dict[str, Any]:
    """What names the entries of a reference list."""
    return {"name": listed.name, "dated": plain(listed.dated), "digest": listed.digest}


def uses(policy: Policy) -> Iterator[dict[str, str]]:
    """The policies used, and those they use, each once."""
    seen: set[str] = set()
    waiting = [use.policy for use in policy.uses]
    while waiting:
        one = waiting.pop(0)
        if one.name not in seen:
            seen.add(one.name)
            yield identity(one)
            waiting += [use.policy for use in one.uses]


def confidential(
    vocabulary: Vocabulary, used: Mapping[str, Any], flags: Mapping[StepId, Any]
) -> Iterator[str]:
    """The confidential facts and fields among those used or worked out; in a record for others there are none."""
    for name, spec in vocabulary.facts.items():
        if spec.confidential and (name in used or StepId("fact", name) in flags):
            yield name
    for name, listed in vocabulary.lists.items():
        items = used.get(name)
        if items is not None and listed.confidential:
            yield name
        fields = {field for item in items or () for field in item}
        yield from (f"{name}.{f.name}" for f in listed.fields.values() if f.confidential and f.name in fields)  # fmt: skip


def parameters(plan: Plan, settings: Settings) -> Iterator[tuple[str, Any]]:
    """Each parameter with its value of the day."""
    for (name, spec), value in zip(plan.parameters.items(), settings.parameters, strict=False):
        yield name, plain(outside_of(value, spec.kind))


def worked_out(vocabulary: Vocabulary, flags: Mapping[StepId, Any]) -> Iterator[tuple[str, Any]]:
    """Facts worked out, scores and bounds of limits, as people write them."""
    for step, value in flags.items():
        if step.role == "fact":
            yield step.name, plain(outside_of(value, vocabulary.facts[step.name].kind))
        elif step.role != "clause":
            yield str(step), plain(value)


def results_of_items(
    vocabulary: Vocabulary, lists: Mapping[str, Sequence[Sequence[Any]] | None]
) -> Iterator[tuple[str, Any]]:
    """What other policies say of each item of a list, as people write it."""
    for name, items in lists.items():
        for place, spec in enumerate(vocabulary.lists[name].fields.values()):
            if spec.kind.name == "outcome" and items is not None:
                results = (outside_of(item[place], spec.kind) for item in items)
                yield f"{name}.{spec.name}", plain(list(results))


def clause_states(flags: Mapping[StepId, Any]) -> dict[str, bool | None]:
    """The state of every criterion and clause that has a condition, by its id."""
    return {step.name: state for step, state in flags.items() if step.role == "clause"}


def plain(value: Any) -> Any:
    """A value as JSON has it; numbers with places keep their digits as text."""
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
