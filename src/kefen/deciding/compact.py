"""A decision in codes, for millions of them: what it says, until when it holds, and by reference what it was made of.

A packed record is a fixed head, two bits for each criterion and clause, and perhaps the digest of the facts. What it
leaves out stands once elsewhere: the policy under its digest, the facts of a subject in one blob for all policies.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from struct import Struct
from typing import Any

from kefen.compiling.answers import OUTCOME, Outcome
from kefen.compiling.audience import AUDIENCES, Audience
from kefen.deciding.decide import Decider, Decision
from kefen.deciding.trace import decision_from_row
from kefen.errors import InputError
from kefen.language.syntax import StepId

#: version; status, mark and audience; result; decisive clause; possible; as of; holds until; digests of policy and lists
HEAD = Struct(">BBBHQII32s32s")
VERSION = 1
#: the head and the number of flags
_FIXED = HEAD.size + 2
NO_PLACE, NO_CLAUSE = 0xFF, 0xFFFF
#: the code of a flag, two bits: four of them in a byte, the first lowest
FLAG_CODES = {None: 0, False: 1, True: 2}
_FLAGS = {code: flag for flag, code in FLAG_CODES.items()}
FLAGS_PER_BYTE = 4
_DIGEST = 32
#: where a digest would stand, of nothing
NO_DIGEST = bytes(_DIGEST).hex()


@dataclass(frozen=True)
class CompactRecord:
    """A decision in codes.

    ``policy``, ``lists`` and ``facts`` are digests in hexadecimal; ``lists`` is empty when none was loaded, ``facts`` when
    nobody said where they are. ``flags`` are the states of ``flag_steps``. ``holds_until`` is the first day of another
    answer, the last day of the calendar when time alone never changes it, nothing when it was not worked out.
    """

    policy: str
    as_of: date
    audience: Audience
    outcome: Outcome
    flags: tuple[bool | None, ...]
    lists: str = ""
    holds_until: date | None = None
    facts: str = ""

    def packed(self) -> bytes:
        """As bytes: 87, one more for every four flags, and 32 for the facts."""
        one = self.outcome
        head = HEAD.pack(
            VERSION,
            one.status | one.marked << 2 | AUDIENCES.index(self.audience) << 4,
            NO_PLACE if one.result is None else one.result,
            NO_CLAUSE if one.decisive is None else one.decisive,
            one.possible,
            self.as_of.toordinal(),
            self.holds_until.toordinal() if self.holds_until else 0,
            _bytes(self.policy),
            _bytes(self.lists),
        )
        count = len(self.flags).to_bytes(2)
        return head + count + _packed_flags(self.flags) + bytes.fromhex(self.facts)

    @classmethod
    def unpacked(cls, data: bytes) -> CompactRecord:
        """A record from its bytes. ``InputError`` for what is none, or is of another version."""
        if len(data) < _FIXED or data[0] != VERSION:
            raise InputError("this is no packed record of a version that is known here")
        count = int.from_bytes(data[HEAD.size : _FIXED])
        end = _FIXED + (count + FLAGS_PER_BYTE - 1) // FLAGS_PER_BYTE
        if len(data) not in (end, end + _DIGEST):
            raise InputError("this packed record is longer or shorter than it says")
        try:
            return cls._of(data, _unpacked_flags(data[_FIXED:end], count), data[end:].hex())
        except (LookupError, ValueError):
            raise InputError("this packed record was touched") from None

    @classmethod
    def _of(cls, data: bytes, flags: tuple[bool | None, ...], facts: str) -> CompactRecord:
        _, codes, result, decisive, possible, as_of, until, policy, lists = HEAD.unpack_from(data)
        outcome = Outcome(
            codes & 3,
            codes >> 2 & 3,
            None if result == NO_PLACE else result,
            possible,
            None if decisive == NO_CLAUSE else decisive,
        )
        day = date.fromordinal(as_of)
        held = date.fromordinal(until) if until else None
        known = lists.hex() if any(lists) else ""
        return cls(policy.hex(), day, AUDIENCES[codes >> 4], outcome, flags, known, held, facts)


def compact(decision: Decision, holds_until: date | None = None, facts: str = "") -> CompactRecord:
    """A decision in codes; ``facts`` is the digest of the blob in which its facts are kept."""
    policy = decision.policy
    flags = tuple(decision.flags[step] for step in flag_steps(decision.decider))
    return CompactRecord(
        policy.digest,
        decision.as_of,
        decision.audience,
        decision.outcome,
        flags,
        policy.lists_digest,
        holds_until,
        facts,
    )


def decision_of(record: CompactRecord, facts: Mapping[str, Any], decider: Decider) -> Decision:
    """The decision that a record holds, to be told or recorded: its answer and its flags are not decided again.

    ``facts`` are those of its blob, of which the policy reads its own. ``InputError`` if the decider is of another text,
    of other reference lists or for another audience, or the facts are not those of the record.
    """
    policy = decider.policy
    asked = (policy.digest, policy.lists_digest, decider.audience)
    if (record.policy, record.lists, record.audience) != asked:
        raise InputError(
            "this record was made by another policy, with other lists or for another audience"
        )
    if record.facts and blob_digest(facts_blob(facts)) != record.facts:
        raise InputError("these are not the facts of this record")
    read = decider.reader.read(facts, record.as_of, strict=False)
    row = dict(zip(OUTCOME, record.outcome, strict=True))
    row |= zip(flag_steps(decider), record.flags, strict=True)
    return decision_from_row(decider, read, row, record.as_of)


def flag_steps(decider: Decider) -> tuple[StepId, ...]:
    """The criteria and clauses whose states a record holds, in its order."""
    return tuple(step for step in decider.program.traced if step.role == "clause")


def facts_blob(facts: Mapping[str, Any]) -> bytes:
    """Facts as they are given, with their days, as text that is the same for the same facts in any order."""
    said = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return said.encode()


def blob_digest(blob: bytes) -> str:
    """The digest by which a record refers to a blob."""
    return sha256(blob).hexdigest()


def _bytes(digest: str) -> bytes:
    return bytes.fromhex(digest or NO_DIGEST)


def _packed_flags(flags: Sequence[bool | None]) -> bytes:
    codes = [FLAG_CODES[flag] for flag in flags]
    groups = (codes[n : n + FLAGS_PER_BYTE] for n in range(0, len(codes), FLAGS_PER_BYTE))
    return bytes(sum(code << 2 * n for n, code in enumerate(group)) for group in groups)


def _unpacked_flags(data: bytes, count: int) -> tuple[bool | None, ...]:
    codes = (data[n // FLAGS_PER_BYTE] >> 2 * (n % FLAGS_PER_BYTE) & 3 for n in range(count))
    return tuple(_FLAGS[code] for code in codes)


__all__ = [
    "CompactRecord",
    "blob_digest",
    "compact",
    "decision_of",
    "facts_blob",
    "flag_steps",
]
