"""What would make one comparison hold: of the facts that it rests on the values that would do.

Facts are followed through definitions that only pick or count time; whether somebody can bring or change them is not
asked here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from kefen.compiling.histories import all_codes, codes_where
from kefen.deciding.grid import Grid
from kefen.deciding.parts import Part
from kefen.deciding.trace import Trace
from kefen.explaining.periods import begun
from kefen.explaining.wishes import Wish
from kefen.language.operators import CLOCKS, COMPARISONS, OBSERVED, ORDERS
from kefen.language.operators.row import Comparison
from kefen.language.syntax import Apply, AsOf, Fact, Meant, Over
from kefen.values import COUNT, MONTHS, PLACES, UNKNOWN_MONTH, Kind

_DAY = timedelta(days=1)


def wishes(trace: Trace, part: Part) -> Iterator[Wish]:
    """For a comparison the facts that would make it as wanted, each with the values that would do."""
    node = part.node
    if isinstance(node, Over) and node.source.kind.name == "history":
        yield from _history(trace, part, node, lambda code: _among(part, code))
        return
    if isinstance(node, Over):
        yield from _nothing(trace, part, node, passes=(node.operator == "every") == part.wanted)
        return
    if not part.readings or part.operator in ("assumed", *OBSERVED):
        return
    subject = _source(trace, part.readings[0].node)
    if isinstance(subject, Over) and subject.kind == COUNT:
        yield from _counted(trace, part, subject)
    elif isinstance(subject, Apply) and _is_clock(subject):
        yield from _clock(trace, part, subject)
    elif isinstance(subject, Fact):
        yield from _fact(trace, part, subject)


def _source(trace: Trace, node: Meant) -> Meant:
    """The fact an operand rests on: through definitions that only pick or count time."""
    node = trace.resolved(node)
    if isinstance(node, Fact):
        definition = trace.definition(node.name)
        if definition is not None:
            below = trace.resolved(definition)
            if isinstance(below, Fact) or _is_clock(below):
                return _source(trace, below)
    return node


def _is_clock(node: Meant) -> bool:
    return isinstance(node, Apply) and node.operator in CLOCKS


# --- facts ------------------------------------------------------------------------------------------


def _fact(trace: Trace, part: Part, node: Fact) -> Iterator[Wish]:
    fact, kind = node.name, node.kind
    if fact in trace.tracer.uses:
        kind = Kind("outcome", kind.domain)
    if part.operator == "is":
        yield Wish(fact, part, (part.wanted,), as_asked=True)
    elif part.operator == "in list":
        yield from _listed(trace, part, fact)
    elif kind.name == "set":
        yield from _set(part, fact)
    elif kind.domain is not None:
        yield from _closed(part, fact, kind)
    elif kind.is_number or kind.name == "date":
        yield from _range(trace, part, fact, kind)
    elif part.operator == "=" and part.wanted and part.readings[1].value is not None:
        yield Wish(fact, part, (part.readings[1].value,), as_asked=True)


def _range(trace: Trace, part: Part, fact: str, kind: Kind) -> Iterator[Wish]:
    """The ranges that pass, with ends that the vocabulary accepts."""
    grid, spans = Grid(trace.decision.policy.vocabulary.facts[fact]), list(_spans(part, kind))
    for low, high in filter(None, (grid.within(*span) for span in spans)):
        yield Wish(fact, part, None, low, high, as_asked=len(spans) == 1)


def _listed(trace: Trace, part: Part, fact: str) -> Iterator[Wish]:
    entries = part.readings[1].value
    if entries is None:
        return
    decision = trace.decision
    standing = decision.decider.cells.of(fact, decision.facts.values, decision.settings)
    codes = sorted(entries) if part.wanted else [code for code in standing if code not in entries]
    if codes:
        yield Wish(fact, part, tuple(codes), as_asked=True)


def _set(part: Part, fact: str) -> Iterator[Wish]:
    mask, held = getattr(part.readings[1].node, "value", 0), part.readings[0].value or 0
    bits = [1 << place for place in range(mask.bit_length()) if mask >> place & 1]
    if not part.wanted:
        yield Wish(fact, part, (held & ~mask,))
    elif part.operator == "includes all":
        yield Wish(fact, part, (held | mask,))
    else:
        yield Wish(fact, part, tuple(held | bit for bit in bits))


def _closed(part: Part, fact: str, kind: Kind) -> Iterator[Wish]:
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


def _spans(part: Part, kind: Kind) -> Iterator[tuple[Any, Any]]:
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


def _half_line(order: Comparison, bound: Any, step: Any) -> tuple[Any, Any]:
    away = step * order.strict
    return (bound + away, None) if order.from_below else (None, bound - away)


def _step(kind: Kind) -> Decimal | int:
    """The smallest difference of a kind of number."""
    places = PLACES[kind.name]
    return Decimal(1).scaleb(-places) if places else 1


def _clock(trace: Trace, part: Part, clock: Apply) -> Iterator[Wish]:
    """Years since a date: the dates from which the years come out right."""
    start, end = clock.args
    if not (isinstance(start, Fact) and isinstance(end, AsOf)):
        return
    as_of = trace.decision.as_of
    for low, high in _spans(part, Kind("integer")):
        latest = None if low is None else begun(clock.operator, as_of, int(low))
        earliest = None if high is None else begun(clock.operator, as_of, int(high) + 1)
        after = None if earliest is None else earliest + _DAY
        yield Wish(start.name, part, None, after, latest, as_asked=True)


# --- histories and lists ------------------------------------------------------------------------------


def _history(trace: Trace, part: Part, node: Over, passes: Callable[[str], bool]) -> Iterator[Wish]:
    """Unknown months filled with one code."""
    if not isinstance(node.source, Fact):
        return
    fact, domain = node.source.name, node.source.kind.domain
    if domain is None:
        return
    months = trace.value(node.source) or UNKNOWN_MONTH * MONTHS
    codes = [code for code in all_codes(domain) if passes(code)]
    if codes:
        yield Wish(fact, part, tuple(months.replace(UNKNOWN_MONTH, code) for code in codes))


def _among(part: Part, code: str) -> bool:
    """Whether months of one code leave a statement about a history as wanted."""
    assert isinstance(part.node, Over)
    return (code in codes_where(part.node)) == part.wanted


def _nothing(trace: Trace, part: Part, node: Over, *, passes: bool) -> Iterator[Wish]:
    """An unknown list may turn out to be empty."""
    if passes and isinstance(node.source, Fact) and trace.value(node.source) is None:
        yield Wish(node.source.name, part, ((),))


def _counted(trace: Trace, part: Part, node: Over) -> Iterator[Wish]:
    found, bound = part.readings[0].value, part.readings[1].value
    if found is None or bound is None or part.operator not in COMPARISONS:
        return
    compare = COMPARISONS[part.operator].holds
    if node.source.kind.name != "history":
        yield from _nothing(trace, part, node, passes=compare(0, bound))
        return
    counted = codes_where(node)
    low, most = found[0], min(found[1], MONTHS)
    yield from _history(
        trace, part, node, lambda code: compare(most if code in counted else low, bound)
    )


__all__ = ["wishes"]
