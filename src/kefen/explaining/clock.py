"""A comparison that time may turn, and the days on which it may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from kefen.explaining.periods import full_units, shifted
from kefen.language.operators import CLOCKS
from kefen.language.syntax import (
    Apply,
    AsOf,
    Fact,
    Item,
    Meant,
    Over,
    Step,
    children,
    walk,
)


@dataclass(frozen=True)
class Clock:
    """A comparison that time may turn: what it counts from or to, and the number it compares with.

    ``turns`` says at which numbers beside that one it does: ``>= n`` with n units full, ``> n`` with one more.
    """

    function: str
    start: Meant
    threshold: Meant | None
    listed: str = ""
    back: bool = False
    turns: tuple[int, ...] = (0, 1)


def of_item(node: Meant) -> Meant:
    """An expression on a record, in which facts are fields, as part of something over the list."""
    if isinstance(node, Fact | Step):
        return Item(node.kind, node.name)
    if isinstance(node, Apply):
        return replace(node, args=tuple(map(of_item, node.args)))
    return node


def with_lists(node: Meant, listed: str) -> Iterator[tuple[Meant, str]]:
    """Every node below, with the list whose item it may read."""
    yield node, listed
    inner = node.source.kind.of if isinstance(node, Over) else listed
    for child in children(node):
        yield from with_lists(child, inner or listed)


def reads_item(node: Meant) -> bool:
    return any(isinstance(part, Item) for part in walk(node))


def counting(node: Apply, clock: Clock) -> Iterator[Clock]:
    """A clock for each end of a period that is the as-of day."""
    for place, end in enumerate(node.args):
        if isinstance(end, AsOf):
            start = node.args[1 - place]
            yield (
                replace(clock, start=start)
                if place
                else replace(clock, start=start, back=True, turns=(0, 1))
            )


def turns_of(
    clock: Clock, start: date, numbers: tuple[int, ...] | None, after: date
) -> Iterator[date]:
    """Days after ``after`` on which a count from, or back from, ``start`` may pass a number.

    A few days too many do no harm: each day is decided.
    """
    function = clock.function
    if function == "date":
        days: set[date | None] = {shifted("days", start, n) for n in clock.turns}
    else:
        if numbers is None:
            passed = full_units(function, min(start, after), max(start, after))
            numbers = tuple(range(passed, passed + CLOCKS[function].far))
        steps = {number + n for number in numbers for n in clock.turns}
        days = {shifted(function, start, -n if clock.back else n) for n in steps}
        if clock.back:
            days |= {shifted("days", day, n) for day in days if day is not None for n in (-1, 1)}
    yield from (day for day in days if day is not None and day > after)
