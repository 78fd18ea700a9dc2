"""What is said of the first argument of a comparison, and what is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from kefen.language.operators import OPERATORS, ORDERS
from kefen.language.operators.row import Joint, Predicate
from kefen.language.syntax import Meant
from kefen.saying.naming import Names
from kefen.saying.phrases import filled, listed
from kefen.saying.values import say_mask, say_value


@dataclass(frozen=True)
class Predicates:
    """Says comparisons without their first argument; ``bound`` says what that is compared with."""

    names: Names
    bound: Callable[[Meant, Meant], str]

    def stated(self, operator: str, args: Sequence[Meant], *, wanted: bool) -> str:
        """What is said of the first argument, or its contrary: 不低于大专, 不为次级."""
        if wanted != self._excludes(operator, args):
            return self.stem(operator, args)
        comparison = OPERATORS[operator].comparison if operator in OPERATORS else None
        if comparison is not None and comparison.contrary:
            return self.stem(comparison.contrary, args)
        return self.stem(operator, args, "contrary")

    def demanded(self, operator: str, args: Sequence[Meant], *, wanted: bool) -> str:
        """What is asked of the first argument: 应不低于 1,000,000 元."""
        wanted = wanted != self._excludes(operator, args)
        words = _words(operator)
        key = ("must" if wanted else "must not") + (" verb" if words.verb else "")
        return self.names.say(key, stem=self.stem(operator, args, "stem" if wanted else "denied"))

    def stem(self, operator: str, args: Sequence[Meant],
             form: Literal["stem", "denied", "contrary"] = "stem") -> str:  # fmt: skip
        """The bare predicate: 不低于 1,000,000 元."""
        if operator.startswith("between"):
            return self._between(operator, args, form)
        words, items = _words(operator), self._members(operator, args)
        if items is not None and len(items) == 1 and words.single is not None:
            words = words.single
        x = self._objects(args) if items is None else listed(items, self.names.lang)
        said = words.of(self.names.kind(args[0]), self.names.unit(args[0]))
        if form == "contrary":
            said = words.contrarily
        elif form == "denied" and any(words.denied):
            said = words.denied
        return filled(said, self.names.lang, x=x)

    def _between(self, operator: str, args: Sequence[Meant], form: str) -> str:
        """Two bounds: in a range with both its ends, else the one bound and the other."""
        orders, (subject, *ends) = operator.split()[1:], args
        if orders == [">=", "<="]:
            words = _words("in range")
            said = words.contrarily if form == "contrary" else words.stem
            low, high = (self.bound(end, subject) for end in ends)
            return filled(said, self.names.lang, low=low, high=high)
        if form == "contrary":
            orders = [ORDERS[order].contrary for order in orders]
        stems = [self.stem(one, (subject, end)) for one, end in zip(orders, ends, strict=True)]
        joined = joint("or" if form == "contrary" else "and")
        return filled(joined.inline, self.names.lang, *stems)

    def _objects(self, args: Sequence[Meant]) -> str:
        """What the first argument is compared with."""
        return listed([self.bound(arg, args[0]) for arg in args[1:]], self.names.lang)

    def _members(self, operator: str, args: Sequence[Meant]) -> list[str] | None:
        """The words of a set of values; nothing if something else is compared with."""
        value = getattr(args[1], "value", None) if len(args) > 1 else None
        kind = self.names.kind(args[0])
        if isinstance(value, frozenset):
            return [say_value(one, kind, self.names.lang) for one in sorted(value)]
        if kind.domain is None or not isinstance(value, int) or kind.name not in ("set", "outcome"):
            return None
        excluded = self._excludes(operator, args)
        return say_mask(
            kind.domain.everything & ~value if excluded else value, kind.domain, self.names.lang
        )

    def _excludes(self, operator: str, args: Sequence[Meant]) -> bool:
        """Whether a test of another policy's result is shorter told by what it excludes."""
        domain = self.names.kind(args[0]).domain
        if operator != "within" or domain is None:
            return False
        mask = getattr(args[1], "value", 0)
        return (mask & domain.everything).bit_count() * 2 > len(domain.terms)


def joint(operator: str) -> Joint:
    """The words by which an operator of logic joins conditions."""
    words = OPERATORS[operator].words
    assert isinstance(words, Joint)
    return words


def _words(operator: str) -> Predicate:
    name = "in range" if operator.startswith("between") else operator
    words = OPERATORS[name].words
    assert isinstance(words, Predicate)
    return words
