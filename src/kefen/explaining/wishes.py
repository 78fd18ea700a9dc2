"""What is wished of facts: the values that would do, alone and together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from kefen.deciding.parts import Part

MOST_FACTS = 3
MOST_WAYS = 12


@dataclass(frozen=True)
class Wish:
    """A fact and the values that would do: some of a few, or any from ``low`` to ``high``.

    ``best`` is the one to try first, if not the first or the least. The words of ``part`` ask for exactly these values
    if they are ``as_asked``; else the values themselves are told.
    """

    fact: str
    part: Part
    some: tuple[Any, ...] | None = None
    low: Any = None
    high: Any = None
    best: Any = None
    as_asked: bool = False

    @property
    def value(self) -> Any:
        """The value that asks least."""
        if self.some is not None:
            return self.some[0]
        ends = (self.best, self.low, self.high)
        return next((value for value in ends if value is not None), None)

    def and_also(self, other: Wish) -> Wish | None:
        """Both wishes for one fact; nothing if no value does."""
        for one, two in ((self, other), (other, self)):
            if one.some is not None:
                return one.among(tuple(value for value in one.some if two.allows(value)))
        lows = [low for low in (self.low, other.low) if low is not None]
        highs = [high for high in (self.high, other.high) if high is not None]
        return self.between(max(lows, default=None), min(highs, default=None), other)

    def among(self, some: tuple[Any, ...]) -> Wish | None:
        """Only some of its values."""
        if some == self.some:
            return self
        return replace(self, some=some, as_asked=False) if some else None

    def between(self, low: Any, high: Any, other: Wish | None = None) -> Wish | None:
        """Only the values between two ends; as one of two wishes asks if these are its own."""
        for one in (self, other or self):
            if (one.low, one.high) == (low, high):
                return one
        if low is not None and high is not None and low > high:
            return None
        best = next((one.best for one in (self, other) if one and one.best is not None), None)
        return replace(self, low=low, high=high, best=best, as_asked=False)

    def allows(self, value: Any) -> bool:
        """Whether a value would do."""
        if self.some is not None:
            return value in self.some
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class Way:
    """Wishes that together would do, one a fact."""

    wishes: tuple[Wish, ...] = ()

    @property
    def facts(self) -> frozenset[str]:
        """The facts wished for."""
        return frozenset(wish.fact for wish in self.wishes)

    @property
    def values(self) -> dict[str, Any]:
        """The values to decide again with."""
        return {wish.fact: wish.value for wish in self.wishes}

    def without(self, fact: str) -> Way:
        """The other wishes."""
        return Way(tuple(wish for wish in self.wishes if wish.fact != fact))

    def and_also(self, other: Way) -> Way | None:
        """Both ways at once; nothing if they contradict or ask for too many facts."""
        wishes = {wish.fact: wish for wish in self.wishes}
        for wish in other.wishes:
            known = wishes.get(wish.fact)
            both = wish if known is None else known.and_also(wish)
            if both is None:
                return None
            wishes[wish.fact] = both
        return Way(tuple(wishes.values())) if len(wishes) <= MOST_FACTS else None


__all__ = ["MOST_FACTS", "MOST_WAYS", "Way", "Wish"]
