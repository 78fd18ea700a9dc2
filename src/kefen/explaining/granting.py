"""How a wish for a fact comes true: what somebody can bring or change of the facts that it is worked out from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, combinations, islice, product
from typing import Any, Literal

from kefen.deciding.missing import gaps
from kefen.deciding.parts import Part, is_open
from kefen.deciding.trace import Trace
from kefen.explaining.wishes import MOST_WAYS, Way, Wish
from kefen.values import UNKNOWN_MONTH, Kind
from kefen.vocabulary import FactSpec

#: bring: what is unknown; change: what is known and false
Means = Literal["bring", "change"]

_MOST_BASES = 6

#: values of facts, all facts with them, what a fact defined from them comes to
_Try = tuple[Sequence[Any], Sequence[Any], Any]


@dataclass(frozen=True)
class Granting:
    """The facts of one trace that may be brought, or changed."""

    trace: Trace
    means: Means
    _tried: dict[tuple[str, tuple[str, ...]], list[_Try]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def ways(self, wish: Wish) -> Iterator[Way]:
        """The ways to a wish: itself, or what brings about a fact that is defined from others, one fact or two."""
        if self.trace.definition(wish.fact) is None:
            yield from [Way((wish,))] if self._may(wish.fact) else []
            return
        rests = self.trace.decision.decider.rests_on.get(wish.fact, frozenset())
        bases = [fact for fact in self._specs if fact in rests and self._is_base(fact)]
        bases = bases[:_MOST_BASES]
        alone = [way for fact in bases for way in self._of_one(wish, fact)]
        pairs = chain.from_iterable(self._of_two(wish, two) for two in combinations(bases, 2))
        yield from islice(alone or pairs, MOST_WAYS)

    # --- which facts may be asked for -------------------------------------------------------------

    @cached_property
    def _specs(self) -> dict[str, FactSpec | None]:
        """What the policy may be given; lists have no specification."""
        return {given.name: given.spec for given in self.trace.tracer.program.plan.inputs}

    def _may(self, fact: str) -> bool:
        """Confidential facts are never proposed; only what someone can change is to be changed."""
        if fact not in self._specs or fact in gaps(self.trace.decision):
            return False
        spec = self._specs[fact]
        if spec is not None and (spec.confidential or spec.key):
            return False
        if self.means == "bring":
            return self._is_unknown(fact, spec)
        if spec is None or spec.changed_by not in ("customer", "bank"):
            return False
        return self.trace.fact(fact) is not None

    def _is_base(self, fact: str) -> bool:
        defined = self._specs[fact] is None or self.trace.definition(fact) is not None
        return not defined and self._may(fact)

    def _is_unknown(self, fact: str, spec: FactSpec | None) -> bool:
        value = self.trace.fact(fact)
        if isinstance(value, str) and spec is not None and spec.kind.name == "history":
            return UNKNOWN_MONTH in value
        kind = Kind("outcome") if fact in self.trace.tracer.uses else Kind("none")
        return is_open(kind, value)

    # --- what a fact is worked out from -----------------------------------------------------------

    def _of_one(self, wish: Wish, fact: str) -> Iterator[Way]:
        """Values of one fact; of one that has few all at once."""
        found = (values[0] for values in self._bringing(wish, (fact,)))
        if self._is_wide(fact):
            yield from (Way((self._about(fact, value, wish.part),)) for value in found)
        elif some := tuple(found):
            yield Way((Wish(fact, wish.part, some),))

    def _of_two(self, wish: Wish, facts: tuple[str, str]) -> Iterator[Way]:
        for values in self._bringing(wish, facts):
            pairs = zip(facts, values, strict=True)
            yield Way(tuple(self._about(fact, value, wish.part) for fact, value in pairs))

    def _bringing(self, wish: Wish, facts: tuple[str, ...]) -> Iterator[Sequence[Any]]:
        """Values of facts for which a fact defined from them is as wished, and that the vocabulary accepts."""
        program, settings = self.trace.decision.decider.program, self.trace.decision.settings
        for values, given, made in self._comes_to(wish.fact, facts):
            if made is not None and wish.allows(made):
                answer = program.answer(given, settings)
                if not (answer.broken or answer.conflicts):
                    yield values

    def _comes_to(self, defined: str, facts: tuple[str, ...]) -> list[_Try]:
        """What a fact comes to for the values that stand for all of those it is defined from; worked out once."""
        key = defined, facts
        if key not in self._tried:
            work_out, settings = (
                self.trace.tracer.working_out[defined],
                self.trace.decision.settings,
            )
            self._tried[key] = [
                (values, given, *work_out(given, settings)) for values, given in self._given(facts)
            ]  # fmt: skip
        return self._tried[key]

    def _given(self, facts: tuple[str, ...]) -> Iterator[tuple[Sequence[Any], Sequence[Any]]]:
        """The values that stand for all of some facts, and the decision's facts with them."""
        decision, decider = self.trace.decision, self.trace.decision.decider
        changed = list(decider.changed(decision.facts, dict.fromkeys(facts)).values)
        places = [decider.cells.places[fact] for fact in facts]
        standing = (decider.cells.of(f, decision.facts.values, decision.settings) for f in facts)
        for values in product(*standing):
            given = changed.copy()
            for place, value in zip(places, values, strict=True):
                given[place] = value
            yield values, given

    def _is_wide(self, fact: str) -> bool:
        """Whether it is a number or a date."""
        spec = self._specs[fact]
        return spec is not None and (spec.kind.is_number or spec.kind.name == "date")

    def _about(self, fact: str, value: Any, part: Part) -> Wish:
        """A wish for a value and, of numbers and dates, for those around it that lead to the same."""
        return Wish(fact, part, best=value) if self._is_wide(fact) else Wish(fact, part, (value,))


__all__ = ["Granting", "Means"]
