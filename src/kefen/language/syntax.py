"""The two small trees of the language: what was written, and what was meant.

``Written`` nodes come from the parser: names are still words. ``Meant`` nodes come from the
checker: every name is resolved, every node has a kind. Only ``Meant`` trees are compiled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from kefen.language.operators import COMPARISONS, ORDERS
from kefen.source import NOWHERE, Span
from kefen.values import FLAG, Kind

# --- written ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """Any node of the tree as parsed."""

    span: Span


@dataclass(frozen=True)
class Number(Written):
    """A number, or a criterion's id such as ``8.2`` where a flag is expected, as written."""

    digits: str


@dataclass(frozen=True)
class Quoted(Written):
    """A text between double quotes."""

    text: str


@dataclass(frozen=True)
class Name(Written):
    """A fact, parameter, value of a domain or list, by id or label."""

    text: str


@dataclass(frozen=True)
class Call(Written):
    """An operator with its arguments; ``operator`` is the key of a row of the operator table."""

    operator: str
    args: tuple[Written, ...]


@dataclass(frozen=True)
class Interval(Written):
    """``[low..high]``; a round bracket leaves the end out."""

    low: Written
    high: Written
    low_open: bool
    high_open: bool


@dataclass(frozen=True)
class Several(Written):
    """``(a, b, c)`` after ``in`` or ``includes``."""

    items: tuple[Written, ...]


@dataclass(frozen=True)
class Each(Written):
    """``some x in list satisfies c``, ``every …``, ``for x in list return e``, ``list[c]``."""

    quantifier: str
    variable: str
    source: Written
    body: Written


def parts(node: Written) -> tuple[Written, ...]:
    """The nodes directly below one as parsed."""
    if isinstance(node, Call):
        return node.args
    if isinstance(node, Interval):
        return node.low, node.high
    if isinstance(node, Several):
        return node.items
    return (node.source, node.body) if isinstance(node, Each) else ()


# --- meant --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Meant:
    """Any node of the tree as checked."""

    kind: Kind
    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True)
class Const(Meant):
    """A value fixed by the text. ``value`` has the inside form of its kind (see ``values``)."""

    value: Any


@dataclass(frozen=True)
class Withheld(Const):
    """An unknown value in the place of one that those for whom is decided may not know."""


@dataclass(frozen=True)
class Fact(Meant):
    """A fact of the subject, given or derived."""

    name: str


Role = Literal["fact", "clause", "bound", "gap", "score", "outcome", "missing", "working"]


class StepId(NamedTuple):
    """What a step of a program stands for, and the name of that.

    A ``fact`` that is worked out; the condition of a ``clause``, criteria among them; the ``bound`` of a limit; a ``gap``,
    that no row of a fact's value table is met; the least or most of a ``score``; a field of the ``outcome``; that something
    is ``missing``; a ``working`` that only other steps read. ``within`` names the facts by which used policies are read,
    the outermost first, each with a slash behind it.

    >>> str(StepId("fact", "dti")), str(StepId("clause", "8.1")), str(StepId("clause", "1.2", "credit_grade/"))
    ('fact dti', '8.1', 'credit_grade/1.2')
    """

    role: Role
    name: str
    within: str = ""

    def __str__(self) -> str:
        return self.within + _COLUMNS[self.role].format(self.name)


#: what a step is called where it needs a name of its own: a column, an entry of a record
_COLUMNS: dict[Role, str] = {
    "fact": "fact {}",
    "clause": "{}",
    "bound": "{} bound",
    "gap": "gap {}",
    "score": "=score {}",
    "outcome": "={}",
    "missing": "?{}",
    "working": "~{}",
}


@dataclass(frozen=True)
class Step(Meant):
    """The result of an earlier step of the program; in a policy's text that of a criterion."""

    id: StepId

    @property
    def name(self) -> str:
        """The id of its clause, or the name of what else it stands for."""
        return self.id.name


@dataclass(frozen=True)
class Parameter(Meant):
    """A dated value: the as-of day picks it."""

    name: str


@dataclass(frozen=True)
class Assumed(Meant):
    """The switch of an assumption, always true or false."""

    name: str


@dataclass(frozen=True)
class AsOf(Meant):
    """The as-of day."""


@dataclass(frozen=True)
class Item(Meant):
    """A field of the list item at hand, or without a field the item itself.

    ``depth`` counts the enclosing lists from the innermost, 0.
    """

    name: str
    depth: int = 0


@dataclass(frozen=True)
class Apply(Meant):
    """An operator of the table applied to arguments."""

    operator: str
    args: tuple[Meant, ...]


@dataclass(frozen=True)
class Over(Meant):
    """Something over a list: ``some``, ``every``, ``count``, ``sum``, ``least``, ``most``.

    ``filter`` keeps items, ``body`` is asked or added up, ``empty`` is the value for no items.
    """

    operator: str
    source: Meant
    filter: Meant | None
    body: Meant | None
    empty: Meant | None = None


def children(node: Meant) -> tuple[Meant, ...]:
    """The nodes directly below."""
    if isinstance(node, Apply):
        return node.args
    if isinstance(node, Over):
        parts = (node.source, node.filter, node.body, node.empty)
        return tuple(part for part in parts if part is not None)
    return ()


def walk(node: Meant) -> Iterator[Meant]:
    """The node and all below it, outermost first, in the order of the text."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        yield part
        waiting += children(part)[::-1]


def steps_read(node: Meant) -> Iterator[StepId]:
    """The steps an expression reads; for a fact the one that works it out, if there is one."""
    for part in walk(node):
        if isinstance(part, Fact):
            yield StepId("fact", part.name)
        elif isinstance(part, Step):
            yield part.id


def is_open_ended(node: Meant | None) -> bool:
    """Whether this is a value table that may be met by no row: the value is then unknown by the text."""
    if not isinstance(node, Apply) or node.operator != "first":
        return False
    last = node.args[-1]
    return type(last) is Const and last.value is None


def is_fixed(node: Meant) -> bool:
    """Whether a value stands in the text or in a parameter."""
    return isinstance(node, Const | Parameter)


def upright(node: Apply) -> tuple[str, tuple[Meant, ...]]:
    """A comparison with what is fixed at its right: its operator and arguments."""
    comparison, args = COMPARISONS.get(node.operator), node.args
    if comparison and comparison.mirrored and is_fixed(args[0]) and not is_fixed(args[1]):
        return comparison.mirrored, args[::-1]
    return node.operator, args


def is_range(low: object, high: object) -> bool:
    """Whether two comparisons bound one thing from below and from above."""
    if not (isinstance(low, Apply) and isinstance(high, Apply) and low.args[:1] == high.args[:1]):
        return False
    ends = ORDERS.get(low.operator), ORDERS.get(high.operator)
    return None not in ends and [end.from_below for end in ends if end] == [True, False]


def apply(operator: str, *args: Meant, kind: Kind = FLAG) -> Apply:
    """An operator node, by default a flag."""
    return Apply(kind, operator, args)


TRUE = Const(FLAG, True)
FALSE = Const(FLAG, False)
