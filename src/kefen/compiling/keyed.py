"""Decision tables that ask one column in almost every row: that column is asked first, and only the rows it leaves.

``if k = a and p then 1, if k = a and q then 2, if k = b and r then 3`` becomes a choice by ``k`` between two short tables.
With ``k`` unknown the table stands as it was, its tests of ``k`` unknown, so that the meaning is the same in every case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from kefen.language.joining import all_of, first_of, opened, rows_of
from kefen.language.syntax import Apply, Const, Fact, Meant, Step, apply

_FEW = 6


@dataclass(frozen=True)
class _Row:
    """A row by the column that is asked: the values it takes (nothing for any), what else it asks, its result."""

    values: frozenset[Any] | None
    rest: tuple[Meant, ...]
    result: Meant

    @property
    def pair(self) -> tuple[Meant, Meant]:
        """The row with the column's value known and right."""
        return all_of(*self.rest), self.result

    @property
    def pair_unless_known(self) -> tuple[Meant, Meant]:
        """The row with the column unknown: if the rest may hold, so may the row, and the table is unknown."""
        if self.values is None:
            return self.pair
        condition = opened(all_of(*self.rest))
        return condition, Const(self.result.kind, None)


def keyed(table: Apply) -> Apply:
    """The same table, by its column if it has one.

    Of ``k = a and p: 1``, ``k = a and q: 2``, ``k = b: 3``, ``0`` the column is ``k``, were there six rows. While it is
    unknown a row that may hold leaves the table unknown; for ``a`` the table is ``p: 1``, ``q: 2``, ``0``, for ``b`` it is
    3, for all other values 0.
    """
    pairs, otherwise, kind = [*rows_of(table)], table.args[-1], table.kind
    column = _column([condition for condition, _ in pairs])
    if column is None:
        return table
    rows = [_row(column, condition, result) for condition, result in pairs]
    choices: list[Meant] = [
        apply("not", apply("known", column)),
        first_of((row.pair_unless_known for row in rows), otherwise, kind),
    ]
    for values, held in _groups(rows):
        test = apply("in set", column, Const(column.kind, values))
        choices += [apply("proven", test), first_of((row.pair for row in held), otherwise, kind)]
    last = first_of((row.pair for row in rows if row.values is None), otherwise, kind)
    return replace(table, args=(*choices, last))


def _column(conditions: list[Meant]) -> Meant | None:
    """What most rows of a long table ask with ``=`` or ``in``."""
    tests = [part for condition in conditions for part in _conjuncts(condition) if _asks(part)]
    asked = Counter(part.args[0] for part in tests if isinstance(part, Apply)).most_common(1)
    return asked[0][0] if asked and asked[0][1] >= max(_FEW, len(conditions) // 2) else None


def _conjuncts(condition: Meant) -> tuple[Meant, ...]:
    joined = isinstance(condition, Apply) and condition.operator == "and"
    return condition.args if joined else (condition,)  # type: ignore[attr-defined]


def _asks(part: Meant) -> bool:
    """Whether a part compares one value with fixed ones."""
    if not isinstance(part, Apply) or part.operator not in ("=", "in set"):
        return False
    left, right = part.args
    return isinstance(left, (Fact, Step)) and isinstance(right, Const) and right.value is not None


def _row(column: Meant, condition: Meant, result: Meant) -> _Row:
    tests: list[Meant] = []
    rest: list[Meant] = []
    for part in _conjuncts(condition):
        asks = isinstance(part, Apply) and _asks(part) and part.args[0] == column
        (tests if asks else rest).append(part)
    taken = [_values(test) for test in tests]
    return _Row(frozenset.intersection(*taken) if taken else None, tuple(rest), result)


def _values(test: Meant) -> frozenset[Any]:
    assert isinstance(test, Apply)
    right = test.args[1]
    assert isinstance(right, Const)
    return right.value if isinstance(right.value, frozenset) else frozenset([right.value])


def _groups(rows: list[_Row]) -> Iterator[tuple[frozenset[Any], list[_Row]]]:
    """Values that leave the same rows, with these rows."""
    named: dict[Any, None] = {}
    for row in rows:
        named.update(dict.fromkeys(sorted(row.values or ())))
    places: dict[tuple[int, ...], list[Any]] = {}
    for value in named:
        left = tuple(i for i, row in enumerate(rows) if row.values is None or value in row.values)
        places.setdefault(left, []).append(value)
    for left, values in places.items():
        yield frozenset(values), [rows[i] for i in left]
