"""A record decided again: the same, or where it differs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import zip_longest
from typing import Any

from kefen.compiling.audience import AUDIENCES, Audience, may_read
from kefen.deciding.decide import Decider, Decision
from kefen.deciding.record import SCHEMA
from kefen.errors import FactsError, InputError, NoVersionError

_ENGINE = re.compile(r"kefen \d+(?:\.\d+)*[a-z0-9.+-]*")

#: a policy's name and an as-of day to what decides; raises ``NoVersionError`` when none speaks
DeciderLoader = Callable[[str, date], Decider]
#: a decision and a language to its explanation as JSON can hold it, to compare the words that a record holds
Tell = Callable[[Decision, str], Mapping[str, Any]]

_ANSWER = ("status", "result", "marked", "possible", "decisive", "assumptions")
#: what was asked, and what else a record says of itself
_ASKED = ("schema", "subject", "as_of", "audience", "basis", "facts", "dates", "input_digest", "policy",
          "before", "explanation", "record")  # fmt: skip


class Absent(Enum):
    """What stands in a deviation for a place that one side does not have."""

    ABSENT = "absent"

    def __str__(self) -> str:
        return self.value


ABSENT = Absent.ABSENT


@dataclass(frozen=True)
class Deviation:
    """One place where a record decided again came out otherwise.

    ``what`` is the part of the record, ``record`` for one that no record has, ``name`` the place below it: ``why[0].text``.
    ``stored`` and ``now`` are JSON values, or ``ABSENT``.
    """

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
        return all(_is_of_engine(one) for one in self.deviations)

    @property
    def same_answer(self) -> bool:
        """Whether at least the answer is the one stored, to the same question and in the same words."""
        return not any(map(_is_of_answer, self.deviations))


def _is_of_engine(one: Deviation) -> bool:
    """Whether another version of the engine came to the same; what is no version was written by somebody else."""
    named = isinstance(one.stored, str) and _ENGINE.fullmatch(one.stored)
    return (one.what, one.name) == ("engine", "") and bool(named)


def _is_of_answer(one: Deviation) -> bool:
    """Whether another answer, another question or other words were stored; a new version may say the same."""
    is_untold = (one.what, one.name, one.stored) == ("explanation", "", ABSENT)
    is_reworded = one.what == "policy" and one.name in ("version", "digest")
    return one.what in (*_ASKED, *_ANSWER) and not (is_untold or is_reworded)


def recheck(record: Mapping[str, Any], loader: DeciderLoader, tell: Tell | None = None) -> Recheck:
    """Decide a record again with the policy that ``loader`` finds for its day, and compare every place of the two.

    ``InputError`` when it is no record, or one for an audience that may see more than the loader's. With ``tell`` the
    record holds an explanation, as ``kefen decide --json`` writes it; without, there is none to compare it with.
    """
    try:
        decision = _decided_again(record, loader)
    except NoVersionError as error:
        version = record["policy"].get("version", ABSENT)
        return Recheck((Deviation("policy", "", version, str(error)),))
    except FactsError as error:
        return Recheck((Deviation("facts", "", "accepted", str(error)),))
    now = decision.record() | dict(_beside(record, decision, tell))
    places = _differences((), record, json.loads(json.dumps(now, default=str)))
    return Recheck(tuple(_deviation(place, now, *both) for place, *both in places), decision)


def of_record(record: Mapping[str, Any], loader: DeciderLoader) -> Decision:
    """A record decided again, by what ``loader`` finds for a policy's name and a day; ``recheck`` says what differs.

    ``InputError`` when it is no record, when its facts, day or audience were touched, or when its audience may see more
    than the loader's; ``FactsError`` and ``NoVersionError`` when its facts or its policy no longer stand.
    """
    decision = _decided_again(record, loader)
    if record.get("input_digest") != decision.record()["input_digest"]:
        raise InputError(
            "this record was touched: its facts, their dates, its day or audience are not those it was made of"
        )
    return decision


def _decided_again(record: Mapping[str, Any], loader: DeciderLoader) -> Decision:
    """The decision of a record made again. ``InputError``, ``NoVersionError`` or ``FactsError`` when it cannot be."""
    if record.get("schema") != SCHEMA:
        raise InputError(f"a record of schema {record.get('schema')!r} is not readable here")
    try:
        day = date.fromisoformat(record["as_of"])
        name, facts = record["policy"]["name"], _facts_of(record)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"this is not a stored decision: {error}") from error
    return _for(record, loader(str(name), day)).decide(facts, day)


def _facts_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a record with their days, as they are given."""
    dates = record.get("dates", {}).items()
    return dict(record["facts"]) | {f"{fact}@": day for fact, day in dates}


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


def _beside(
    record: Mapping[str, Any], decision: Decision, tell: Tell | None
) -> Iterator[tuple[str, Any]]:
    """What stands beside a record: the decision before what was set, and the explanation."""
    before = _earlier(record.get("before"), decision)
    if before is not None:
        yield "before", before.record()
    if tell is not None:
        stored = record.get("explanation")
        is_english = isinstance(stored, Mapping) and stored.get("lang") == "en"
        yield "explanation", tell(decision, "en" if is_english else "zh")


def _earlier(stored: Any, decision: Decision) -> Decision | None:
    """The decision before, of other facts, else the same question; nothing if none can be made of what is stored."""
    try:
        return decision.decider.decide(_facts_of(stored), decision.as_of)
    except (KeyError, TypeError, ValueError, AttributeError, FactsError):
        return None


# --- comparing ------------------------------------------------------------------------------


def _differences(
    place: tuple[str, ...], stored: Any, now: Any
) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Every place where two JSON values are not the very same; ``1`` is neither ``true`` nor ``1.0``."""
    if isinstance(stored, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys((*now, *stored)):
            below = (*place, f".{key}")
            yield from _differences(below, stored.get(key, ABSENT), now.get(key, ABSENT))
    elif isinstance(stored, list) and isinstance(now, list):
        for n, both in enumerate(zip_longest(stored, now, fillvalue=ABSENT)):
            yield from _differences((*place, f"[{n}]"), *both)
    elif type(stored) is not type(now) or stored != now:
        yield place, stored, now


def _deviation(place: tuple[str, ...], now: Mapping[str, Any], *both: Any) -> Deviation:
    """A difference, by the part of the record in which it stands."""
    part = place[0].removeprefix(".")
    what, below = (part, place[1:]) if part in now else ("record", place)
    return Deviation(what, "".join(below).removeprefix("."), *both)


__all__ = ["ABSENT", "Deviation", "Recheck", "of_record", "recheck"]
