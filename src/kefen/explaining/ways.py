"""What would make a part of a trace hold: few facts, each with the values that would do.

A ``Way`` is a set of wishes that together turn a part true, worked out down the tree: all children of
an *all*, one of an *any*. It is only a proposal: whoever uses it decides again with ``values`` and
looks at the answer. Only facts that somebody can bring or change are wished for: what the policy defines from
others is followed down to these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cached_property, reduce
from itertools import combinations, product
from typing import Any, Literal

from kefen.compiling.histories import all_codes, codes_where
from kefen.deciding.cells import Grid
from kefen.deciding.decide import Decision
from kefen.deciding.trace import Part, Trace, is_open
from kefen.errors import FactsError
from kefen.explaining.periods import begun
from kefen.explaining.wishes import Way, Wish
from kefen.language.operators import CLOCKS, COMPARISONS, OBSERVED, ORDERS
from kefen.language.operators.row import Comparison
from kefen.language.syntax import Apply, AsOf, Fact, Meant, Over, StepId
from kefen.policy import FactSpec
from kefen.values import COUNT, MONTHS, PLACES, UNKNOWN_MONTH, Kind

#: bring: what is unknown; change: what is known and false
Means = Literal["bring", "change"]

_MOST_WAYS = 12
_MOST_BASES = 6
_DAY = timedelta(days=1)


_NOTHING = (Way(),)


@dataclass(frozen=True)
class Wayfinder:
    """Finds the ways to make parts of one trace hold, by bringing or by changing."""

    trace: Trace
    means: Means
    _known: dict[int, tuple[Way, ...]] = field(default_factory=dict, repr=False, compare=False)
    _tried: dict[tuple[str, tuple[str, ...]], list[tuple[tuple[Any, ...], Any]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def together(self, parts: Iterable[Part]) -> tuple[Way, ...]:
        """Ways in which all parts hold."""
        return reduce(_both, (self.ways(part) for part in parts), _NOTHING)

    def ways(self, part: Part) -> tuple[Way, ...]:
        """Ways in which a part holds, fewest facts first."""
        if part.state is True:
            return _NOTHING
        if (part.state is None) != (self.means == "bring"):
            return ()
        known = self._known.get(id(part))
        if known is None:
            known = self._known[id(part)] = _fewest(self._ways(part))
        return known

    def _ways(self, part: Part) -> Iterable[Way]:
        if part.shape == "leaf":
            return [way for wish in self._leaf(part) for way in self._granting(wish)]
        if part.shape == "choice":
            return self._choice(part)
        if part.join == "any":
            return [way for child in part.children for way in self.ways(child)]
        if part.join == "at least":
            return self._some_of(part)
        return self.together(part.children)

    def _choice(self, part: Part) -> Iterable[Way]:
        if part.state is False or len(part.children) == 2:
            return self.ways(part.children[-1])
        condition, yes, no = part.children
        contrary = self.trace.part(condition.node, not condition.wanted)
        return [*self.together((condition, yes)), *self.together((contrary, no))]

    def _some_of(self, part: Part) -> Iterable[Way]:
        lacking = [child for child in part.children if child.state is not True]
        number = part.number - (len(part.children) - len(lacking))
        for chosen in combinations(lacking[:_MOST_WAYS], max(number, 0)):
            yield from self.together(chosen)

    # --- which facts may be asked for -------------------------------------------------------------

    @cached_property
    def specs(self) -> dict[str, FactSpec | None]:
        """What the policy may be given; lists have no specification."""
        return {given.name: given.spec for given in self.trace.tracer.program.plan.inputs}

    def _may(self, fact: str) -> bool:
        """Confidential facts are never proposed; only what someone can change is to be changed."""
        if fact not in self.specs or fact in self.trace.decision.gaps:
            return False
        spec = self.specs[fact]
        if spec is not None and (spec.confidential or spec.key):
            return False
        if self.means == "bring":
            return self._is_unknown(fact, spec)
        if spec is None or spec.changed_by not in ("customer", "bank"):
            return False
        return self.trace.fact(fact) is not None

    def _granting(self, wish: Wish) -> Iterable[Way]:
        """The ways to a wish: itself, or what brings about a fact that is defined from others."""
        if self.trace.definition(wish.fact) is None:
            return [Way((wish,))] if self._may(wish.fact) else []
        rests = self.trace.decision.decider.rests_on.get(wish.fact, frozenset())
        bases = [fact for fact in self.specs if fact in rests and self._is_base(fact)]
        bases = bases[:_MOST_BASES]
        alone = [way for fact in bases for way in self._bringing(wish, (fact,))]
        pairs = combinations(bases, 2) if not alone else ()
        return alone or [way for pair in pairs for way in self._bringing(wish, pair)]

    def _is_base(self, fact: str) -> bool:
        spec = self.specs[fact]
        return spec is not None and self.trace.definition(fact) is None and self._may(fact)

    def _bringing(self, wish: Wish, facts: tuple[str, ...]) -> Iterable[Way]:
        """Values of facts for which a fact defined from them is as wished; of one fact that has few all at once."""
        key = (wish.fact, facts)
        if key not in self._tried:
            self._tried[key] = list(self._outcomes(*key))
        found = [
            values for values, made in self._tried[key] if made is not None and wish.allows(made)
        ]
        if len(facts) == 1 and found and not self._is_wide(facts[0]):
            some = tuple(value for (value,) in found)
            return [Way((Wish(facts[0], wish.part, some),))]
        return [Way(tuple(self._about(fact, value, wish.part) for fact, value in zip(facts, values, strict=True)))
                for values in found]  # fmt: skip

    def _outcomes(
        self, defined: str, facts: tuple[str, ...]
    ) -> Iterator[tuple[tuple[Any, ...], Any]]:
        """What a fact comes to for the values that stand for all of those it is defined from."""
        decision, given = self.trace.decision, list(self.trace.decision.facts.values)
        decider = decision.decider
        place = decider.program.traced.index(StepId("fact", defined))
        for values in product(*(self._standing_for(fact, given) for fact in facts)):
            changed = decider.changed(decision.facts, dict(zip(facts, values, strict=True)))
            answer = decider.program.flags(changed.values, decision.settings)
            refused = answer.broken or answer.conflicts
            yield values, None if refused else answer.states[place]

    def _is_wide(self, fact: str) -> bool:
        """Whether it is a number or a date."""
        spec = self.specs[fact]
        return spec is not None and (spec.kind.is_number or spec.kind.name == "date")

    def _about(self, fact: str, value: Any, part: Part) -> Wish:
        """A wish for a value and, of numbers and dates, for those around it that lead to the same."""
        return Wish(fact, part, best=value) if self._is_wide(fact) else Wish(fact, part, (value,))

    def _standing_for(self, fact: str, given: list[Any]) -> Sequence[Any]:
        decision = self.trace.decision
        one = next(one for one in decision.decider.program.plan.inputs if one.name == fact)
        return decision.decider.cells.of(one, given, decision.settings)

    def _is_unknown(self, fact: str, spec: FactSpec | None) -> bool:
        value = self.trace.fact(fact)
        if isinstance(value, str) and spec is not None and spec.kind.name == "history":
            return UNKNOWN_MONTH in value
        kind = Kind("outcome") if fact in self.trace.tracer.uses else Kind("none")
        return is_open(kind, value)

    # --- leaves -----------------------------------------------------------------------------------

    def _leaf(self, part: Part) -> Iterator[Wish]:
        node = part.node
        if isinstance(node, Over) and node.source.kind.name == "history":
            yield from self._history(part, node, lambda code: _among(part, code))
            return
        if isinstance(node, Over):
            yield from self._nothing(part, node, (node.operator == "every") == part.wanted)
            return
        if not part.readings or part.operator in ("assumed", *OBSERVED):
            return
        subject = self._source(part.readings[0].node)
        if isinstance(subject, Over) and subject.kind == COUNT:
            yield from self._counted(part, subject)
        elif isinstance(subject, Apply) and _is_clock(subject):
            yield from self._clock(part, subject)
        elif isinstance(subject, Fact):
            yield from self._fact(part, subject.name, self._kind(subject))

    def _source(self, node: Meant) -> Meant:
        """The fact an operand rests on: through definitions that only pick or count time."""
        node = self.trace.resolved(node)
        if isinstance(node, Fact):
            definition = self.trace.definition(node.name)
            if definition is not None:
                below = self.trace.resolved(definition)
                if isinstance(below, Fact) or _is_clock(below):
                    return self._source(below)
        return node

    def _kind(self, node: Fact) -> Kind:
        uses = self.trace.tracer.uses
        return Kind("outcome", node.kind.domain) if node.name in uses else node.kind

    def _fact(self, part: Part, fact: str, kind: Kind) -> Iterator[Wish]:
        if part.operator == "is":
            yield Wish(fact, part, (part.wanted,), as_asked=True)
        elif part.operator == "in list":
            yield from self._listed(part, fact)
        elif kind.name == "set":
            yield from self._set(part, fact)
        elif kind.domain is not None:
            yield from self._closed(part, fact, kind)
        elif kind.is_number or kind.name == "date":
            spans = list(self._spans(part, kind))
            for low, high in filter(None, (self._drawn_in(fact, *span) for span in spans)):
                yield Wish(fact, part, None, low, high, as_asked=len(spans) == 1)
        elif part.operator == "=" and part.wanted and part.readings[1].value is not None:
            yield Wish(fact, part, (part.readings[1].value,), as_asked=True)

    def _drawn_in(self, fact: str, low: Any, high: Any) -> tuple[Any, Any] | None:
        """A range with ends that the vocabulary accepts."""
        return Grid(self.trace.decision.policy.vocabulary.facts[fact]).within(low, high)

    def _listed(self, part: Part, fact: str) -> Iterator[Wish]:
        entries = part.readings[1].value
        if entries is None:
            return
        given = list(self.trace.decision.facts.values)
        others = (code for code in self._standing_for(fact, given) if code not in entries)
        codes = tuple(sorted(entries)) if part.wanted else tuple(others)
        if codes:
            yield Wish(fact, part, codes, as_asked=True)

    def _set(self, part: Part, fact: str) -> Iterator[Wish]:
        mask, held = getattr(part.readings[1].node, "value", 0), part.readings[0].value or 0
        bits = [1 << place for place in range(mask.bit_length()) if mask >> place & 1]
        if not part.wanted:
            yield Wish(fact, part, (held & ~mask,))
        elif part.operator == "includes all":
            yield Wish(fact, part, (held | mask,))
        else:
            yield Wish(fact, part, tuple(held | bit for bit in bits))

    def _closed(self, part: Part, fact: str, kind: Kind) -> Iterator[Wish]:
        """Values of a domain that pass, the one that asks least first."""
        assert kind.domain is not None
        test = _test_of(part)
        places = [place for place in range(len(kind.domain.terms)) if test(place)]
        if part.operator in ORDERS and not ORDERS[part.operator].from_below:
            places.reverse()
        elif part.operator == "within":
            places.sort(key=kind.domain.by_goodness().index)
        if places:
            outcome = kind.name == "outcome"
            some = tuple(1 << p if outcome else p for p in places)
            yield Wish(fact, part, some, as_asked=True)

    def _spans(self, part: Part, kind: Kind) -> Iterator[tuple[Any, Any]]:
        """From where to where a number or date passes."""
        bounds = [reading.value for reading in part.readings[1:]]
        if None in bounds:
            return
        step: Any = _DAY if kind.name == "date" else _step(kind)
        operator = part.operator
        if operator.startswith("between"):
            low, high = (ORDERS[one].strict for one in operator.split()[1:])
            below, above = bounds[0] - step * (not low), bounds[1] + step * (not high)
            inside = (bounds[0] + step * low, bounds[1] - step * high)
            yield from [inside] if part.wanted else [(None, below), (above, None)]
        elif operator in ORDERS:
            yield _half_line(ORDERS[operator], bounds[0], step)
        elif operator == "=":
            value = bounds[0]
            outside = [(value + step, None), (None, value - step)]
            yield from [(value, value)] if part.wanted else outside

    def _clock(self, part: Part, clock: Apply) -> Iterator[Wish]:
        """Years since a date: the dates from which the years come out right."""
        start, end = clock.args
        if not (isinstance(start, Fact) and isinstance(end, AsOf)):
            return
        as_of = self.trace.decision.as_of
        for low, high in self._spans(part, Kind("integer")):
            latest = None if low is None else begun(clock.operator, as_of, int(low))
            earliest = None if high is None else begun(clock.operator, as_of, int(high) + 1)
            after = None if earliest is None else earliest + _DAY
            yield Wish(start.name, part, None, after, latest, as_asked=True)

    # --- histories and lists -----------------------------------------------------------------------

    def _history(self, part: Part, node: Over, passes: Callable[[str], bool]) -> Iterator[Wish]:
        """Unknown months filled with one code."""
        if not isinstance(node.source, Fact):
            return
        fact, domain = node.source.name, node.source.kind.domain
        if domain is None:
            return
        months = self.trace.value(node.source) or UNKNOWN_MONTH * MONTHS
        codes = [code for code in all_codes(domain) if passes(code)]
        if codes:
            yield Wish(fact, part, tuple(months.replace(UNKNOWN_MONTH, code) for code in codes))

    def _nothing(self, part: Part, node: Over, passes: bool) -> Iterator[Wish]:
        """An unknown list may turn out to be empty."""
        if passes and isinstance(node.source, Fact) and self.trace.value(node.source) is None:
            yield Wish(node.source.name, part, ((),))

    def _counted(self, part: Part, node: Over) -> Iterator[Wish]:
        found, bound = part.readings[0].value, part.readings[1].value
        if found is None or bound is None or part.operator not in COMPARISONS:
            return
        compare = COMPARISONS[part.operator].holds
        if node.source.kind.name != "history":
            yield from self._nothing(part, node, compare(0, bound))
            return
        counted = codes_where(node)
        low, most = found[0], min(found[1], MONTHS)
        yield from self._history(
            part, node, lambda code: compare(most if code in counted else low, bound)
        )


def _test_of(part: Part) -> Callable[[int], bool]:
    """Whether a place of a domain passes a comparison."""
    if part.operator == "within":
        assert isinstance(part.node, Apply)
        mask = getattr(part.node.args[1], "value", 0)
        return lambda place: (mask >> place & 1 == 1) == part.wanted
    bound = part.readings[1].value if len(part.readings) > 1 else None
    comparison = COMPARISONS.get(part.operator)
    if bound is None or comparison is None:
        return lambda place: False
    return lambda place: comparison.holds(place, bound) == part.wanted


def _among(part: Part, code: str) -> bool:
    """Whether months of one code leave a statement about a history as wanted."""
    assert isinstance(part.node, Over)
    return (code in codes_where(part.node)) == part.wanted


def _half_line(order: Comparison, bound: Any, step: Any) -> tuple[Any, Any]:
    away = step * order.strict
    return (bound + away, None) if order.from_below else (None, bound - away)


def _step(kind: Kind) -> Decimal | int:
    """The smallest difference of a kind of number."""
    places = PLACES[kind.name]
    return Decimal(1).scaleb(-places) if places else 1


def _is_clock(node: Meant) -> bool:
    return isinstance(node, Apply) and node.operator in CLOCKS


def _both(ones: Sequence[Way], others: Sequence[Way]) -> tuple[Way, ...]:
    pairs = (one.and_also(other) for one in ones for other in others)
    return _fewest(way for way in pairs if way is not None)


def _fewest(ways: Iterable[Way]) -> tuple[Way, ...]:
    """A handful of ways, fewest facts first, one for each set of facts and parts."""
    unique: dict[Any, Way] = {}
    for way in ways:
        unique.setdefault(tuple((wish.fact, wish.value) for wish in way.wishes), way)
    return tuple(sorted(unique.values(), key=lambda way: len(way.wishes))[:_MOST_WAYS])


def decided_with(decision: Decision, changes: Mapping[str, Any]) -> Decision | None:
    """The decision with some facts changed; nothing where the vocabulary does not accept them."""
    try:
        return decision.with_facts(changes)
    except FactsError:
        return None


__all__ = ["Means", "Wayfinder", "decided_with"]
