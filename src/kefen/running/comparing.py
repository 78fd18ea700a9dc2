"""Two policies, versions or days asked of one table: from what to what, how many, and who moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kefen.compiling.sql import quote
from kefen.deciding import Decider
from kefen.errors import InputError
from kefen.running.duckdb.held_tables import ArrowTable, HeldTable, held_of
from kefen.running.held import DecidedTable, decide_many
from kefen.running.options import Options

_COMPARED = ("result", "status", "marked", "possible", "decisive")


class Standing(NamedTuple):
    """What somebody is by one of two: a result (an id, or nothing), a status, a mark; ``quarantined`` is a status here."""

    result: str | None
    status: str
    marked: str = ""


class Move(NamedTuple):
    """How many go from one standing to another, or stay."""

    before: Standing
    after: Standing
    rows: int


@dataclass(frozen=True)
class Comparison:
    """``moves`` are all pairs of standings, the most frequent first; their rows are those that either accepted.

    ``moved`` are the rows whose result, status, mark or possible outcomes differ: their key, and result, status, mark,
    possible outcomes and decisive clause as ``before …`` and ``after …``. ``before`` and ``after`` hold everything.
    """

    moves: tuple[Move, ...]
    moved: HeldTable
    before: DecidedTable
    after: DecidedTable


def compare(
    before: Decider,
    after: Decider,
    table: ArrowTable,
    *,
    lists: Mapping[str, ArrowTable] | None = None,
) -> Comparison:
    """Decide a table twice, the decisions of each key side by side. ``InputError`` if the two have different keys."""
    key, other = (one.policy.vocabulary.key for one in (before, after))
    if key is None or other is None or key.name != other.name:
        raise InputError(f"{before.policy.name} and {after.policy.name} have different keys")
    options = Options(missing=False)
    sides = [decide_many(one, table, lists=lists, options=options) for one in (before, after)]
    both = held_of(
        _side_by_side(key.name, before, after), before=sides[0].decisions, after=sides[1].decisions
    )
    moved = both.where(" OR ".join(map(_differs, _COMPARED[:-1])))
    return Comparison(tuple(_moves(both)), moved, *sides)


def _side_by_side(key: str, before: Decider, after: Decider) -> str:
    """Every key that either accepted, with what each says of it."""
    columns = ", ".join(
        f"{_value(decider, name, side)} AS {quote(f'{side} {name}')}"
        for side, decider in (("before", before), ("after", after))
        for name in _COMPARED
    )
    return f"SELECT {quote(key)}, {columns} FROM before FULL JOIN after USING ({quote(key)})"


def _value(decider: Decider, name: str, side: str) -> str:
    """A column of the decisions, by its plain name."""
    if name == "status":
        return f"COALESCE({side}.status, 'quarantined')"
    scale = decider.policy.decides
    if name == "result":
        return f"{side}.{quote(scale.name)}" if scale else "CAST(NULL AS VARCHAR)"
    return f"COALESCE({side}.{quote(name)}, '')"


def _differs(name: str) -> str:
    return f"{quote(f'before {name}')} IS DISTINCT FROM {quote(f'after {name}')}"


def _moves(both: HeldTable) -> Iterator[Move]:
    names = [f"{side} {name}" for side in ("before", "after") for name in _COMPARED[:3]]
    for *cells, count in both.counted(names):
        yield Move(Standing(*cells[:3]), Standing(*cells[3:]), count)
