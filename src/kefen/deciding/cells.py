"""Values that stand for every value of a fact: between two thresholds all of them decide alike.

A flag, a choice, a scale, another policy's result has few values: all stand for themselves. A number or a date is
cut where a comparison that reads it turns, whatever lies between the fact and the comparison: derived facts, tables,
sums. The cuts are found by halving: a comparison turns at most once between two cuts of those inside it. A text is
told apart by the texts and lists that it is compared with. Of a set, a history or a list there are too many values:
those that make a condition on one field or one code hold for all items, or for none, stand for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from kefen.compiling.answers import OUTCOME, Settings, ValuesFunction
from kefen.compiling.histories import all_codes
from kefen.compiling.plan import Input
from kefen.compiling.program import Program
from kefen.compiling.python import valuing
from kefen.deciding.grid import Grid
from kefen.deciding.sides import Sides, Signs, pairs_of, sign
from kefen.language.operators import COMPARISONS, OPERATORS
from kefen.language.syntax import (
    Apply,
    AsOf,
    Const,
    Fact,
    Item,
    Meant,
    Over,
    Parameter,
    Step,
    StepId,
    steps_read,
    walk,
)
from kefen.memo import Memo
from kefen.values import MONTHS, NO_WORDS, UNKNOWN_MONTH
from kefen.vocabulary import FactSpec

_QUOTED = re.compile(r'"([^"]*)"')
_SOME_TEXT = "-"
_MOST_CACHED = 4096

_Reader = Callable[[Sequence[Any], Settings], Any]


class Cells:
    """For each fact of a program the values that stand for all."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.plan = program.set_plan
        self.places = {one.name: place for place, one in enumerate(self.plan.inputs)}
        self._sides: dict[str, Sides] = {}
        self._held_against = Memo(self._beside, str)
        self._compared = Memo(self._compared_with, tuple)
        self._known: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def of(self, name: str, given: Sequence[Any], settings: Settings) -> tuple[Any, ...]:
        """The values that stand for all that a fact may have, the other facts as they are given."""
        place = self.places[name]
        one = self.plan.inputs[place]
        if one.spec is None:
            return tuple(self._of_list(name, given[place], settings))
        kind = one.spec.kind
        if kind.name == "flag":
            return False, True
        if kind.name == "history":
            months = given[place] or UNKNOWN_MONTH * MONTHS
            codes = all_codes(kind.domain) if kind.domain else ""
            return tuple(months.replace(UNKNOWN_MONTH, code) for code in codes)
        if kind.name in ("outcome", "set", "choice", "scale"):
            return tuple(self._of_words(one.spec))
        return self._between_thresholds(one, given, settings)

    def _of_words(self, spec: FactSpec) -> Iterable[int]:
        domain = spec.kind.domain
        assert domain is not None
        places = range(len(domain.terms))
        if spec.kind.name == "outcome":
            return [1 << place for place in range(len(domain.terms) + 1)]
        if spec.kind.name == "set":
            asked = {n.value for n in self._constants(spec.name) if isinstance(n.value, int)}
            return sorted({0, domain.everything, *asked, *(1 << place for place in places)})
        return places

    def compared_with(self, name: str) -> frozenset[str]:
        """The other inputs that stand in a comparison with one."""
        if name not in self._sides:
            self._sides[name] = self._sides_of(name)
        return frozenset(self.plan.inputs[place].name for place in self._sides[name].others)

    # --- numbers, dates and texts -----------------------------------------------------------------

    def _between_thresholds(
        self, one: Input, given: Sequence[Any], settings: Settings
    ) -> tuple[Any, ...]:
        """Found once for the same values of the other facts that stand in the comparisons."""
        sides = self._sides.get(one.name)
        if sides is None:
            sides = self._sides[one.name] = self._sides_of(one.name)
        key = (one.name, settings.as_of, settings.parameters, *(given[n] for n in sides.others))
        if key not in self._known:
            if len(self._known) >= _MOST_CACHED:
                self._known.clear()
            is_text = one.spec is not None and one.spec.kind.name == "text"
            found = self._texts if is_text else self._cut
            self._known[key] = tuple(found(one, list(given), settings))
        return self._known[key]

    def _cut(self, one: Input, given: list[Any], settings: Settings) -> Iterator[Any]:
        """One value for each way in which the comparisons come out, found by halving."""
        assert one.spec is not None
        grid, sides, place = Grid(one.spec), self._sides[one.name], self.places[one.name]

        def signs(number: int) -> Signs:
            given[place] = grid[number]
            return tuple(sign(*pair) for pair in sides.values(given, settings))

        cells: dict[Signs, int] = {}
        ends = [(number, signs(number)) for number in (0, grid.size)]
        waiting = [(*ends[0], *ends[1])]
        while waiting:
            low, at_low, high, at_high = waiting.pop()
            cells.setdefault(at_low, low)
            cells.setdefault(at_high, high)
            if at_low != at_high and high - low > 1:
                middle = (low + high) // 2
                found = signs(middle)
                waiting += [(low, at_low, middle, found), (middle, found, high, at_high)]
        return (grid[number] for number in sorted(cells.values()))

    def _texts(self, one: Input, given: list[Any], settings: Settings) -> Iterator[str]:
        """Every text it is compared with, one text for each choice of lists that it stands on, and any other."""
        found: dict[str, None] = {}
        for pair in self._sides[one.name].values(given, settings):
            found |= dict.fromkeys(side for side in pair if isinstance(side, str))
        for node in self._constants(one.name):
            several = node.value if isinstance(node.value, frozenset) else (node.value,)
            found |= dict.fromkeys(text for text in sorted(several) if isinstance(text, str))
        found |= dict.fromkeys(self._examples(one.name))
        yield from found
        yield from self._listed(one.name, settings)
        yield _SOME_TEXT

    def _listed(self, name: str, settings: Settings) -> Iterator[str]:
        values = self.plan.named(settings)
        asked = {
            part.name for node in self._reading(name, ("in list",)) for part in walk(node)
            if isinstance(part, Parameter)
        }  # fmt: skip
        lists = [values[listed] for listed in sorted(asked) if values[listed]]
        seen = set()
        for code in sorted(frozenset().union(*lists)):
            on = tuple(code in codes for codes in lists)
            if on not in seen:
                seen.add(on)
                yield code

    def _examples(self, name: str) -> Iterator[str]:
        """Codes that are right and wrong by the operators that look at the text alone."""
        for node in self._reading(name, tuple(OPERATORS)):
            row = OPERATORS[node.operator]
            if row.takes == ("text",):
                yield from (text for example in row.examples for text in _QUOTED.findall(example))

    def _constants(self, name: str) -> Iterator[Const]:
        tests = ("=", "!=", "in set", "includes any", "includes all")
        for node in self._reading(name, tests):
            yield from (arg for arg in node.args if isinstance(arg, Const))

    # --- what reads a fact ------------------------------------------------------------------------

    def _sides_of(self, name: str) -> Sides:
        """The comparisons that read a fact, as a function of both their sides."""
        nodes = [side for node in self._reading(name, COMPARISONS) for side in pairs_of(node)]
        others = frozenset(chain.from_iterable(map(self._facts_below, nodes))) - {name}
        places = sorted(self.places[one] for one in others if one in self.places)
        readers = [self._reader(node) for node in nodes]
        plain = [reader for reader in readers if reader is not None]
        if len(plain) < len(nodes):
            return Sides(valuing(self.plan, nodes), tuple(places))
        return Sides(
            lambda given, settings: tuple(r(given, settings) for r in plain), tuple(places)
        )

    def _reader(self, node: Meant) -> _Reader | None:
        """What reads a constant, the day, or a fact that is only given: a compiled function is dear for so little."""
        if isinstance(node, Const):
            value = node.value
            return lambda given, settings: value
        if isinstance(node, AsOf):
            return lambda given, settings: settings.as_of
        place = self.places.get(node.name) if isinstance(node, Fact) else None
        if place is None or self.plan.inputs[place].derived:
            return None
        return lambda given, settings: given[place]

    def _reading(self, name: str, operators: Container[str]) -> Iterator[Apply]:
        """Applications of some operators that read a fact, however far below."""
        for node, below in self._tests.items():
            if node.operator in operators and name in below:
                yield node

    @cached_property
    def _tests(self) -> dict[Apply, frozenset[str]]:
        """Every application in the text, and the inputs that it rests on.

        What conclusions compare is left out: it follows from the states of clauses.
        """
        roots = [*(step.expression for step in self.plan.steps), *self.program.rules]
        found = (node for root in roots for node in walk(root) if isinstance(node, Apply))
        return {
            node: self._facts_below(node) for node in dict.fromkeys(found)
            if not any(isinstance(arg, Step) for arg in node.args)
            and not any(isinstance(part, Item) or part.kind.name == "count" for part in walk(node))
        }  # fmt: skip

    def _facts_below(self, node: Meant) -> frozenset[str]:
        """The inputs that an expression rests on."""
        return frozenset(
            chain.from_iterable(self._below.get(read, frozenset()) for read in steps_read(node))
        )

    @cached_property
    def _below(self) -> dict[StepId, frozenset[str]]:
        below = {StepId("fact", name): frozenset([name]) for name in self.places}
        for step in self.plan.steps:
            own = below.get(step.id, frozenset())
            below[step.id] = own | frozenset(
                chain.from_iterable(below.get(n, frozenset()) for n in steps_read(step.expression))
            )
        return below

    @cached_property
    def decisive(self) -> frozenset[str]:
        """The inputs that the outcome rests on."""
        return frozenset(chain.from_iterable(self._below[step] for step in OUTCOME))

    # --- parameters and reference lists ---------------------------------------------------------------

    def of_setting(self, name: str, given: Sequence[Any], settings: Settings) -> list[Any]:
        """Values of a parameter beside what is held against it; of a list with and without what is looked up in it."""
        found = self._held_against[name](given, settings)
        known = [value for value in dict.fromkeys(found) if value is not None]
        if name in self.plan.reference_lists:
            return [frozenset(), *(frozenset([code]) for code in known), frozenset(known)]
        kind = self.plan.parameters[name].kind
        if kind.name == "flag":
            return [False, True]
        if kind.domain is not None:
            return list(range(len(kind.domain.terms)))
        grid = Grid(FactSpec(name, NO_WORDS, kind))
        return [grid[0], *chain.from_iterable(map(grid.beside, known)), grid[grid.size]]

    def _beside(self, name: str) -> ValuesFunction:
        """What a parameter, or a reference list, is compared with."""
        beside = [
            arg for node in self._tests for arg in node.args
            if any(isinstance(one, Parameter) and one.name == name for one in node.args)
            and not isinstance(arg, Parameter)
        ]  # fmt: skip
        return valuing(self.plan, beside)

    # --- lists --------------------------------------------------------------------------------------

    def _of_list(self, name: str, known: Any, settings: Settings) -> Iterator[tuple[Any, ...]]:
        """No item, and one item of which one field or all are known; of a list that is known, what it lacks filled in."""
        fields = list(self.plan.policy.vocabulary.lists[name].fields.values())
        cells = [tuple(self._of_field(name, field, settings)) for field in fields]
        nothing = (None,) * len(fields)
        if known is None:
            yield ()
            for number in range(max(map(len, cells), default=0)):
                yield (tuple(values[number % len(values)] for values in cells),)
        for place, values in enumerate(cells):
            items = (nothing,) if known is None else known
            if any(item[place] is None for item in items):
                yield from (_filled(items, place, value) for value in values)

    def _of_field(self, name: str, field: FactSpec, settings: Settings) -> Iterable[Any]:
        """All values of a field, or those beside what it is compared with."""
        kind = field.kind
        if kind.name == "flag":
            return False, True
        if kind.name in ("outcome", "set", "choice", "scale"):
            return self._of_words(field)
        compared = [n.value for n in self._compared[name, field.name] if isinstance(n, Const)]
        if kind.name == "date":
            days = Grid(field)
            return days[0], settings.as_of, days[days.size]
        if kind.is_number:
            grid = Grid(field)
            beside = chain.from_iterable(map(grid.beside, compared))
            return sorted({grid[0], grid[grid.size], *beside})
        texts = (
            c for value in compared for c in (value if isinstance(value, frozenset) else (value,))
        )
        return [*sorted(set(texts)), _SOME_TEXT]

    def _compared_with(self, where: tuple[str, str]) -> list[Meant]:
        """What stands beside a field of a list's items in a comparison."""
        name, field = where
        work = self.plan.item_work.get(name)
        overs = [
            part for step in self.plan.steps for over in walk(step.expression)
            if isinstance(over, Over) and isinstance(over.source, Fact) and over.source.name == name
            for part in walk(over)
        ]  # fmt: skip
        inside = [part for step in work.steps for part in walk(step.expression)] if work else []
        return [
            beside for node in chain(overs, inside)
            if isinstance(node, Apply)
            and any(isinstance(arg, Item | Fact) and arg.name == field for arg in node.args)
            for beside in node.args
        ]  # fmt: skip


def _filled(items: Sequence[Sequence[Any]], place: int, value: Any) -> tuple[Any, ...]:
    """Items with one field known where it was not."""
    return tuple(
        tuple(value if n == place and old is None else old for n, old in enumerate(item))
        for item in items
    )
