"""The values a number or a date may have, one after the other."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from kefen.values import PLACES, WHOLE_DIGITS
from kefen.vocabulary import FactSpec

_FIRST_DAY, _LAST_DAY = date(1800, 1, 1), date(2199, 12, 31)


class Grid:
    """The values a number or a date may have, counted from the least."""

    def __init__(self, spec: FactSpec) -> None:
        self.is_date = spec.kind.name == "date"
        if self.is_date:
            self.low, self.size = _FIRST_DAY.toordinal(), (_LAST_DAY - _FIRST_DAY).days
            return
        places, whole = PLACES[spec.kind.name], Decimal(10) ** WHOLE_DIGITS[spec.kind.name] - 1
        low = (-whole if spec.negative else Decimal(0)) if spec.low is None else spec.low
        high = whole if spec.high is None else spec.high
        self.step = Decimal(1).scaleb(-places) if places else 1
        self.low = int(low.scaleb(places).to_integral_value())
        self.size = int(high.scaleb(places).to_integral_value()) - self.low

    def __getitem__(self, place: int) -> Any:
        number = self.low + place
        return date.fromordinal(number) if self.is_date else number * self.step

    def place(self, value: Any) -> int:
        """The place of a value that lies on the grid."""
        number = value.toordinal() if self.is_date else int(value / self.step)
        return number - self.low

    def within(self, low: Any, high: Any) -> tuple[Any, Any] | None:
        """The ends of a range drawn in to values on the grid; nothing where it holds none."""
        if not self.is_date:
            low = None if low is None else -(-low // self.step) * self.step
            high = None if high is None else high // self.step * self.step
        if (low is not None and low > self[self.size]) or (high is not None and high < self[0]):
            return None
        return low, high

    def beside(self, value: Any) -> list[Any]:
        """A value with its two neighbours, as far as they lie on the grid."""
        step = timedelta(days=1) if self.is_date else self.step
        near = (value - step, value, value + step)
        return [one for one in near if self[0] <= one <= self[self.size]]
