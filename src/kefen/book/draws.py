"""Random numbers of one block of customers, a stream for each topic.

A block has a fixed size and its own streams, so the same seed gives the same rows however many
customers are asked for and however the writer groups the blocks; a new topic does not move the
others.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]
Days = NDArray[np.int32]
Reals = NDArray[np.float64]
Facts = dict[str, Array]

BLOCK_ROWS = 20_000

UNKNOWN = -1
"""An unknown word or flag: a place before the first."""
UNKNOWN_SMALL = -(2**31)
"""An unknown day, count or rate."""
UNKNOWN_AMOUNT = -(2**63)
"""An unknown amount of money."""


@dataclass(frozen=True)
class Block:
    """Customers ``number * size`` onwards, before anything is known of them."""

    seed: int
    number: int
    as_of_day: int
    size: int = BLOCK_ROWS

    def draws(self, topic: str) -> Draws:
        """The block's stream for a topic."""
        return Draws((self.seed, self.number, zlib.crc32(topic.encode())), self.size)

    @property
    def rows(self) -> NDArray[np.int64]:
        """Row numbers in the book, from 0."""
        return np.arange(self.number * self.size, (self.number + 1) * self.size, dtype=np.int64)


class Draws:
    """One stream: as many numbers a call as the block has customers."""

    def __init__(self, key: tuple[int, ...], size: int) -> None:
        self.size = size
        self.stream = np.random.default_rng(key)

    def uniform(self) -> Reals:
        """Numbers from 0 to 1."""
        return self.stream.random(self.size)

    def normal(self) -> Reals:
        """Normal numbers of mean 0 and spread 1."""
        return self.stream.standard_normal(self.size)

    def chance(self, share: float | Reals) -> Flags:
        """True for about this share."""
        return self.uniform() < share

    def pick(self, shares: Sequence[float]) -> Codes:
        """Places in a list of shares."""
        return np.searchsorted(_running(shares), self.uniform(), side="right").astype(np.int8)

    def pick_by(self, table: Table, group: Array) -> Codes:
        """Places in the row of shares that belongs to each customer's group."""
        places: Codes = (self.uniform()[:, None] >= table[group]).sum(axis=1, dtype=np.int8)
        return places

    def quantile(self, points: Sequence[tuple[float, float]]) -> Reals:
        """Numbers of a distribution given by points (share below, value), straight in between."""
        below, values = zip(*points, strict=True)
        found: Reals = np.interp(self.uniform(), below, values)
        return found


Table = NDArray[np.float64]


def table_of(*rows: Sequence[float]) -> Table:
    """Rows of shares as ``pick_by`` reads them; a short row has none for the last places."""
    width = max(map(len, rows))
    return np.array([_running([*row, *[0.0] * (width - len(row))]) for row in rows])


def _running(shares: Sequence[float]) -> Reals:
    """Running sums without the last, which is 1; the shares need not add up."""
    sums = np.cumsum(np.asarray(shares, dtype=np.float64))
    running: Reals = sums[:-1] / sums[-1]
    return running


def band(values: Array, *edges: float) -> NDArray[np.int64]:
    """The place of each value between edges: 0 below the first."""
    return np.searchsorted(np.array(edges), values, side="right")


def codes(size: int, value: int = UNKNOWN) -> Codes:
    """A column of words or flags, unknown at first."""
    return np.full(size, value, dtype=np.int8)


def days(size: int, value: int = UNKNOWN_SMALL) -> Days:
    """A column of days, counts or rates, unknown at first."""
    return np.full(size, value, dtype=np.int32)


def amounts(size: int, value: int = UNKNOWN_AMOUNT) -> NDArray[np.int64]:
    """A column of amounts, unknown at first."""
    return np.full(size, value, dtype=np.int64)


def known_where(condition: Flags, values: Array) -> Array:
    """The values where a condition holds, elsewhere unknown."""
    found = np.where(condition, values, np.array(unknown_of(values.dtype)))
    return found.astype(column_type(values.dtype))


def column_type(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The type of a column: flags are kept as small numbers, so that they can be unknown."""
    return np.dtype(np.int8) if dtype == np.bool_ else dtype


def unknown_of(dtype: np.dtype[Any]) -> int | None:
    """What stands for an unknown value in a column of this type."""
    if dtype == np.object_:
        return None
    if dtype == np.int32:
        return UNKNOWN_SMALL
    return UNKNOWN_AMOUNT if dtype == np.int64 else UNKNOWN
