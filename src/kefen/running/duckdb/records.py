"""The compact record of every decision, packed by the engine: the very bytes of ``deciding.compact``, without facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kefen.compiling.answers import DECISIVE, MARKED, POSSIBLE, RESULT, STATUS
from kefen.compiling.audience import AUDIENCES
from kefen.compiling.sql import literal, quote
from kefen.deciding import Decider
from kefen.deciding.compact import (
    FLAG_CODES,
    FLAGS_PER_BYTE,
    NO_CLAUSE,
    NO_DIGEST,
    NO_PLACE,
    VERSION,
    flag_steps,
)
from kefen.language.syntax import StepId


def packed(decider: Decider, until: str) -> str:
    """The record of a row of decisions ``d``; ``until`` is the day in SQL until which it holds, or NULL."""
    policy, steps = decider.policy, flag_steps(decider)
    audience = AUDIENCES.index(decider.audience) << 4
    gaps = [
        (1, f"d.{quote(STATUS)} + 4 * d.{quote(MARKED)} + {audience}"),
        (1, f"COALESCE(d.{quote(RESULT)}, {NO_PLACE})"),
        (2, f"COALESCE(d.{quote(DECISIVE)}, {NO_CLAUSE})"),
        (8, f"d.{quote(POSSIBLE)}"),
        (4, str(decider.as_of.toordinal())),
        (4, f"COALESCE({until} - {literal(date.min)} + 1, 0)"),
    ]
    fixed = policy.digest + (policy.lists_digest or NO_DIGEST) + f"{len(steps):04x}"
    flags = [(1, sql) for sql in _flags(steps)]
    hexadecimal = "".join(f"{{:0{2 * width}x}}" for width, _ in gaps)
    text = f"{VERSION:02x}{hexadecimal}{fixed}{'{:02x}' * len(flags)}"
    values = ", ".join(f"CAST({sql} AS BIGINT)" for _, sql in (*gaps, *flags))
    return f"UNHEX(FORMAT({literal(text)}, {values}))"


def _flags(steps: Sequence[StepId]) -> Iterator[str]:
    """The bytes of the flags, as numbers."""
    unknown, false, true = (FLAG_CODES[flag] for flag in (None, False, True))
    for start in range(0, len(steps), FLAGS_PER_BYTE):
        yield " + ".join(
            f"{4**place} * CASE WHEN d.{quote(step)} THEN {true} WHEN NOT d.{quote(step)} THEN {false} ELSE {unknown} END"
            for place, step in enumerate(steps[start : start + FLAGS_PER_BYTE])
        )
