"""Between which ends the value of an expression lies, as far as the text shows: what ``instalment`` may be asked.

A fact lies in its range, for nothing else is accepted; where it is worked out, its derivation says so. ``min`` and ``max``
bound what nothing else does. A parameter lies among its values: what a bank gives in their place is its own affair, and
outside the bounds there is no instalment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kefen.diagnostics import Diagnostics
from kefen.language.annuities import LONGEST_MONTHS, RATE_PLACES
from kefen.language.digits import digits, largest_amount
from kefen.language.syntax import Apply, Const, Fact, Item, Meant, Over, Parameter, children
from kefen.policy import Policy
from kefen.vocabulary import FactSpec

#: the least and the most a number may be; nothing where there is no end
Bounds = tuple[Decimal | None, Decimal | None]
ANYTHING: Bounds = (None, None)


def check_instalments(policy: Policy, found: Diagnostics) -> None:
    """Amount, rate and months of each instalment are such that it can be worked out."""
    checker = _Checker(policy, frozenset(_derived_elsewhere(policy)), found)
    for node in policy.conditions():
        checker.check(node, "")
    for spec in policy.vocabulary.facts.values():
        if spec.definition is not None:
            checker.check(spec.definition, "")


def _derived_elsewhere(policy: Policy) -> Iterator[str]:
    """Facts, and fields of lists, that policies used may work out: no range is asked of what they find."""
    for use in policy.uses:
        lead = f"{use.each}." if use.each else use.prefix
        for name, spec in use.policy.vocabulary.facts.items():
            if spec.definition is not None:
                yield lead + name


@dataclass(frozen=True)
class _Checker:
    policy: Policy
    elsewhere: frozenset[str]
    found: Diagnostics

    def check(self, node: Meant, listed: str) -> None:
        """Every instalment below, parts of an item read as those of a list."""
        if isinstance(node, Apply) and node.operator == "instalment":
            self.instalment(node, listed)
        inner = node.source.name if isinstance(node, Over) and isinstance(node.source, Fact) else ""
        for child in children(node):
            self.check(child, inner or listed)

    def instalment(self, node: Apply, listed: str) -> None:
        amount, rate, months = node.args
        last_place = Decimal(1).scaleb(-digits(amount)[1])
        self.takes(amount, listed, "an amount", (Decimal(0), largest_amount(node) - last_place))
        self.takes(rate, listed, "a yearly rate", (Decimal(0), Decimal(1)))
        self.takes(months, listed, "months", (Decimal(1), Decimal(LONGEST_MONTHS)))
        if digits(rate)[1] > RATE_PLACES:
            message = f"`instalment` takes a rate of at most {RATE_PLACES} places"
            self.found.error("T005", message, rate.span)

    def takes(self, node: Meant, listed: str, what: str, wanted: tuple[Decimal, Decimal]) -> None:
        ends = self.bounds(node, listed)
        if ends is None or _lies_in(ends, wanted):
            return
        least, most = wanted
        message = f"`instalment` takes {what} from {least} to {most:f}"
        advice = f'give its facts a range such as `range: "[{least}..{most:f}]"`'
        self.found.error("T005", message, node.span, f"{advice}, or bound it by `min` and `max`")

    # --- ends ---------------------------------------------------------------------------------

    def bounds(self, node: Meant, listed: str) -> Bounds | None:
        """The ends of a number; nothing when it has no value yet."""
        if isinstance(node, Const):
            return None if node.value is None else (Decimal(node.value), Decimal(node.value))
        if isinstance(node, Parameter):
            values = (dated.value for dated in self.policy.parameters[node.name].values)
            return _around([(Decimal(one), Decimal(one)) for one in values if one is not None])
        if isinstance(node, Item):
            fields = self.policy.vocabulary.lists[listed].fields
            there = f"{listed}.{node.name}" in self.elsewhere
            return ANYTHING if there else _range(fields[node.name])
        if isinstance(node, Fact):
            return self.fact(node.name)
        if isinstance(node, Over):
            return self.over(node)
        return self.applied(node, listed) if isinstance(node, Apply) else ANYTHING

    def fact(self, name: str) -> Bounds | None:
        """The range of a fact, and that of what it is worked out to be."""
        spec = self.policy.vocabulary.facts[name]
        if name in self.elsewhere:
            return ANYTHING
        if spec.definition is None:
            return _range(spec)
        return _around([_range(spec), self.bounds(spec.definition, "")])

    def over(self, node: Over) -> Bounds | None:
        """The least or most of a list lies where its items do; a sum of what is not negative has an end below."""
        assert isinstance(node.source, Fact)
        body = None if node.body is None else self.bounds(node.body, node.source.name)
        if node.operator in ("least", "most"):
            return _around([body, None if node.empty is None else self.bounds(node.empty, "")])
        return (Decimal(0), None) if body and body[0] is not None and body[0] >= 0 else ANYTHING

    def applied(self, node: Apply, listed: str) -> Bounds | None:
        if node.operator in ("if", "first"):
            values = (*node.args[1::2], node.args[-1])
            return _around([self.bounds(value, listed) for value in values])
        if node.operator == "instalment":
            return Decimal(0), Decimal(2 * largest_amount(node))
        ends = _ENDS.get(node.operator)
        if ends is None:
            return ANYTHING
        args = [self.bounds(arg, listed) for arg in node.args]
        return None if None in args else ends(*(arg for arg in args if arg is not None))


def _range(spec: FactSpec) -> Bounds:
    least = Decimal(0) if spec.low is None and not spec.negative else spec.low
    return least, spec.high


def _lies_in(ends: Bounds, wanted: tuple[Decimal, Decimal]) -> bool:
    low, high = ends
    return low is not None and high is not None and wanted[0] <= low and high <= wanted[1]


def _around(several: Iterable[Bounds | None]) -> Bounds | None:
    """The ends of one of several numbers."""
    known = [one for one in several if one is not None]
    if not known:
        return None
    lows, highs = zip(*known, strict=True)
    return _least(lows), _most(highs)


def _least(values: Iterable[Decimal | None]) -> Decimal | None:
    """The least of some ends; none if one of them is open."""
    ends = list(values)
    return None if None in ends else min(end for end in ends if end is not None)


def _most(values: Iterable[Decimal | None]) -> Decimal | None:
    ends = list(values)
    return None if None in ends else max(end for end in ends if end is not None)


def _sum(one: Bounds, two: Bounds) -> Bounds:
    low, high = (
        (a + b if a is not None and b is not None else None) for a, b in zip(one, two, strict=True)
    )
    return low, high


def _negative(one: Bounds) -> Bounds:
    low, high = (None if end is None else -end for end in one)
    return high, low


def _product(one: Bounds, two: Bounds) -> Bounds:
    if None not in (*one, *two):
        products = [a * b for a in one for b in two if a is not None and b is not None]
        return min(products), max(products)
    (low, _), (other, _) = one, two
    plain = low is not None and other is not None and low >= 0 and other >= 0
    return (low * other, None) if plain and low is not None and other is not None else ANYTHING


def _lesser(one: Bounds, two: Bounds) -> Bounds:
    highs = [high for high in (one[1], two[1]) if high is not None]
    return _least((one[0], two[0])), min(highs, default=None)


def _greater(one: Bounds, two: Bounds) -> Bounds:
    lows = [low for low in (one[0], two[0]) if low is not None]
    return max(lows, default=None), _most((one[1], two[1]))


_ENDS: Mapping[str, Callable[..., Bounds]] = {
    "+": _sum,
    "-": lambda one, two: _sum(one, _negative(two)),
    "*": _product,
    "negative": _negative,
    "min": _lesser,
    "max": _greater,
}
