"""Remembered conversions: a dictionary that works out what it has not seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
