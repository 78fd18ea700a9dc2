"""How fast a run goes and how long it still takes, by the clock of who asks: the library itself has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kefen.running.run import Progress


class Rate(NamedTuple):
    """Rows decided in a second, and the seconds until all are."""

    rows_per_second: float
    seconds_left: float


@dataclass
class Pace:
    """Takes note of when rows were done: ``seconds`` of any clock that does not go back, such as ``time.monotonic()``.

    What was done before it looked, as when a run goes on that stopped, says nothing of how fast it is.
    """

    _work: tuple[str, str] = ("", "")
    _first: tuple[int, float] = (0, 0.0)
    _last: tuple[int, float] = (0, 0.0)

    def rate(self, found: Progress, seconds: float) -> Rate | None:
        """How fast it is by what was told until now; nothing before a first part is done."""
        if not found.rows:
            return None
        if self._work != (found.policy, found.stage):
            self._work = found.policy, found.stage
            self._first = self._last = found.rows_done, seconds
        if found.rows_done > self._last[0]:
            self._last = found.rows_done, seconds
        done, taken = (last - first for last, first in zip(self._last, self._first, strict=True))
        if done <= 0 or taken <= 0:
            return None
        per_second = done / taken
        left = (found.rows - self._last[0]) / per_second - (seconds - self._last[1])
        return Rate(per_second, max(left, 0.0))
