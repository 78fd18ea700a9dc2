"""What is remembered: conversions, in a dictionary that works out what it has not seen, and what belongs to an object."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

Owner = TypeVar("Owner")
Made = TypeVar("Made")
LIMIT = 1 << 16


class Memo(dict[Any, Any]):
    """``memo[x]`` is ``work_out(x)``, remembered for keys of one type, up to a size."""

    def __init__(self, work_out: Callable[[Any], Any], of: type, limit: int = LIMIT) -> None:
        super().__init__()
        self.work_out = work_out
        self.of = of
        self.limit = limit

    def __missing__(self, key: Any) -> Any:
        value = self.work_out(key)
        if type(key) is self.of and len(self) < self.limit:
            self[key] = value
        return value


def kept(make: Callable[[Owner], Made]) -> Callable[[Owner], Made]:
    """What is made of an object is made once, and kept as long as the object."""
    known: WeakKeyDictionary[Owner, Made] = WeakKeyDictionary()

    @wraps(make)
    def found(owner: Owner) -> Made:
        if owner not in known:
            known[owner] = make(owner)
        return known[owner]

    return found
