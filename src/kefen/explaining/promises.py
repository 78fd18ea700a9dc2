"""How far a proposal reaches: it promises for no value what was not found for it.

A proposal is found for one value of each fact. The facts are then widened one after the other, to the values that were
wished and for which the answer stays, whatever values the facts widened before may have. Numbers and dates are widened
from threshold to threshold. A fact that is compared with another one of the proposal stays at its one value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, Literal

from kefen.compiling.answers import Outcome
from kefen.compiling.plan import Input
from kefen.deciding.cells import Cells
from kefen.deciding.decide import Decision
from kefen.deciding.grid import Grid
from kefen.explaining.wishes import Way, Wish

#: how often a proposal is decided again at most; what would need more stays at its one value
_MOST_DECIDED = 1500

Kept = Literal["same", "other", "refused"]


@dataclass(frozen=True)
class Promise:
    """A way that leads from a decision to another one, and what was found around it.

    ``standing`` has for each fact the values that stand for all that it may have.
    """

    before: Decision
    after: Decision
    way: Way
    standing: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def narrowed(self) -> Way:
        """The way with no value that leads elsewhere."""
        for wish in self.way.wishes:
            self.standing[wish.fact] = (wish.value,)
        return Way(tuple(map(self._widened, self.way.wishes)))

    def _widened(self, wish: Wish) -> Wish:
        if wish.some is not None:
            return self._among(wish, wish.some)
        if self._is_compared(wish.fact):
            return self._one(wish)
        return self._around(wish)

    def _one(self, wish: Wish) -> Wish:
        return wish.between(wish.value, wish.value) or wish

    # --- a few values -------------------------------------------------------------------------------

    def _among(self, wish: Wish, some: Sequence[Any]) -> Wish:
        """Of a few values, and of all words of a domain, those that lead to the same; what is not accepted is none."""
        tried = [*some, *(value for value in self._words(wish.fact) if value not in some)]
        if len(tried) * prod(map(len, self._others(wish.fact))) > _MOST_DECIDED:
            tried = tried[:1]
        kept = {value: self._kept(wish.fact, value) for value in tried}
        same = tuple(value for value, found in kept.items() if found == "same")
        self.standing[wish.fact] = same
        accepted = {value for value in some if kept.get(value, "other") != "refused"}
        return replace(wish, some=same, as_asked=wish.as_asked and accepted == set(same))

    def _words(self, fact: str) -> Sequence[Any]:
        """Every value of a flag or of a domain; nothing of what has too many."""
        spec = self._inputs[fact].spec
        if spec is None or spec.kind.name not in ("flag", "choice", "scale", "outcome"):
            return ()
        return self._thresholds.of(fact, self.before.facts.values, self.before.settings)

    # --- numbers and dates --------------------------------------------------------------------------

    def _around(self, wish: Wish) -> Wish:
        """From threshold to threshold as far as the answer stays."""
        low, high = self._end(wish, -1), self._end(wish, 1)
        narrowed = wish.between(low, high) or wish
        if (low, high) != (None, None):
            narrowed = replace(narrowed, best=None)
        inside = {value for value in self._cells(wish.fact) if narrowed.allows(value)}
        standing = sorted({*inside, wish.value, *_ends(narrowed)})
        accepted = (value for value in standing if self._kept(wish.fact, value) == "same")
        self.standing[wish.fact] = tuple(accepted)
        return narrowed

    def _end(self, wish: Wish, way: int) -> Any:
        """The last value on one side that leads to the same, also beyond what was wished; nothing if all do.

        Where the vocabulary accepts nothing further, the wish's own end says as much.
        """
        own, grid = (wish.low, wish.high)[way > 0], self._grid(wish.fact)
        values = {*self._cells(wish.fact), grid[grid.size if way > 0 else 0]}
        beyond = (
            value for value in values if (value > wish.value) == (way > 0) and value != wish.value
        )
        ordered = sorted(beyond, reverse=way < 0)
        same = wish.value
        for value in ordered:
            found = self._kept(wish.fact, value)
            if found != "same":
                last, next_one = self._halved(wish.fact, same, value)
                if self._kept(wish.fact, next_one) != "refused":
                    return last
                return None if own is None or (last > own if way > 0 else last < own) else own
            same = value
        return None

    def _halved(self, fact: str, same: Any, other: Any) -> tuple[Any, Any]:
        """Between two values the last that leads to the same, and the one beside it that does not."""
        grid = self._grid(fact)
        near, far = grid.place(same), grid.place(other)
        while abs(far - near) > 1:
            middle = (near + far) // 2
            if self._kept(fact, grid[middle]) == "same":
                near = middle
            else:
                far = middle
        return grid[near], grid[far]

    # --- deciding again -----------------------------------------------------------------------------

    def _kept(self, fact: str, value: Any) -> Kept:
        """Whether a value leads to the same answer with all values that the other facts may have."""
        found = {self._leads(changes) for changes in self._with_others(fact, value)}
        return "other" if "other" in found else "refused" if "refused" in found else "same"

    def _leads(self, changes: Mapping[str, Any]) -> Kept:
        decider = self.before.decider
        facts = decider.changed(self.before.facts, changes)
        after = decider.program.answer(facts.values, self.before.settings)
        if after.broken or after.conflicts:
            return "refused"
        return "same" if _promised(after.outcome) == _promised(self.after.outcome) else "other"

    def _with_others(self, fact: str, value: Any) -> Iterator[dict[str, Any]]:
        names = [wish.fact for wish in self.way.wishes if wish.fact != fact]
        for values in product(*self._others(fact)):
            yield {**dict(zip(names, values, strict=True)), fact: value}

    def _others(self, fact: str) -> list[tuple[Any, ...]]:
        return [self.standing[wish.fact] for wish in self.way.wishes if wish.fact != fact]

    # --- thresholds ---------------------------------------------------------------------------------

    @property
    def _thresholds(self) -> Cells:
        return self.before.decider.cells

    @cached_property
    def _inputs(self) -> dict[str, Input]:
        return {one.name: one for one in self.before.decider.program.plan.inputs}

    def _grid(self, fact: str) -> Grid:
        spec = self._inputs[fact].spec
        assert spec is not None
        return Grid(spec)

    def _cells(self, fact: str) -> set[Any]:
        """The values that stand for all of a fact, whatever the others may be."""
        places, given = self._thresholds.places, self.before.facts.values
        found: set[Any] = set()
        for changes in self._with_others(fact, None):
            values = list(self.before.decider.changed(self.before.facts, changes).values)
            values[places[fact]] = given[places[fact]]
            found |= set(self._thresholds.of(fact, values, self.before.settings))
        return found

    def _is_compared(self, fact: str) -> bool:
        """Whether a number or a date is compared with another one of the way."""
        others = self._thresholds.compared_with(fact)
        wide = (wish.fact for wish in self.way.wishes if wish.some is None)
        return any(other in others for other in wide if other != fact)


def _promised(outcome: Outcome) -> tuple[Any, ...]:
    return outcome.status, outcome.marked, outcome.result


def _ends(wish: Wish) -> Iterator[Any]:
    yield from (end for end in (wish.low, wish.high) if end is not None)


__all__ = ["Promise"]
