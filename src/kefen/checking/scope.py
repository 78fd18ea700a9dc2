"""What an expression may name, and how a value of one kind stands where another is expected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kefen.checking.numbers import fits, wider
from kefen.diagnostics import Diagnostics
from kefen.language.syntax import Apply, Const, Meant, Name, Number, Quoted, Written
from kefen.policy import Assumption, ParameterSpec
from kefen.source import Span
from kefen.values import COUNT, FLAG, INTEGER, NO_KIND, PLACES, RATE, Kind
from kefen.vocabulary import FactSpec, Vocabulary

_SAID = {
    "flag": "a flag",
    "integer": "a whole number",
    "decimal": "a number",
    "money": "an amount of money",
    "rate": "a rate",
    "date": "a date",
    "text": "a text",
    "choice": "a value of",
    "scale": "a value of",
    "set": "a set of",
    "history": "a history of",
    "outcome": "a result on",
    "list": "the list",
    "count": "a count",
    "none": "unknown",
}


class MeaninglessError(Exception):
    """The expression cannot be given a meaning; the diagnostic is collected."""


@dataclass(frozen=True)
class ItemScope:
    """What the item of a list offers: its fields, or itself when the list is a history."""

    variable: str
    fields: Mapping[str, FactSpec]
    whole: Kind

    def field_named(self, word: str) -> str | None:
        """The field a word means, ``""`` for the item itself, nothing if it means neither."""
        variable, _, plain = word.partition(".")
        if self.variable:
            if variable != self.variable:
                return None
        else:
            plain = "" if word == "item" else word
            if plain and self.named(plain) is None:
                return None
        return plain

    def named(self, word: str) -> FactSpec | None:
        """The field with this name or label."""
        return next((s for s in self.fields.values() if word in (s.name, *s.label)), None)


@dataclass
class Scope:
    """Everything an expression may name; ``meaning`` reads the parts of an expression."""

    vocabulary: Vocabulary
    parameters: Mapping[str, ParameterSpec] = field(default_factory=dict)
    assumptions: Mapping[str, Assumption] = field(default_factory=dict)
    criteria: frozenset[str] = frozenset()
    found: Diagnostics = field(default_factory=Diagnostics)
    items: tuple[ItemScope, ...] = ()
    meaning: Callable[[Written, Kind | None, Scope], Meant] | None = None

    def meant(self, tree: Written, expected: Kind | None = None) -> Meant:
        """A part of an expression with every name resolved."""
        assert self.meaning is not None
        return self.meaning(tree, expected, self)

    def fitted(self, tree: Written, expected: Kind) -> Meant:
        """A part of an expression as a value of the expected kind."""
        return fit(self.meant(tree, expected), expected, tree.span, self)

    def inside(self, item: ItemScope) -> Scope:
        """This scope with one more list around."""
        return replace(self, items=(*self.items, item))

    def fail(self, code: str, message: str, span: Span, advice: str = "") -> MeaninglessError:
        """Collect an error; the caller raises what this returns."""
        self.found.error(code, message, span, advice)
        return MeaninglessError()

    def fact_kind(self, name: str) -> Kind:
        """The kind of a fact or list."""
        if name in self.vocabulary.lists:
            return Kind("list", of=name)
        return self.vocabulary.facts[name].kind

    def known_words(self) -> list[str]:
        """All names, for the nearest one."""
        terms = [word for domain in self.vocabulary.domains.values() for word in domain.places]
        return [*self.vocabulary.names, *self.parameters, *self.vocabulary.reference_lists, *terms]

    def is_bare(self, tree: Written) -> bool:
        """Whether this is a literal, or a word that can only be a value of some domain."""
        if isinstance(tree, (Number, Quoted)):
            return True
        if not isinstance(tree, Name) or tree.text in self.parameters:
            return False
        if any(item.field_named(tree.text) is not None for item in self.items):
            return False
        return bool(self.items) or tree.text not in self.vocabulary.names


def at(tree: Written, operator: str, *args: Meant, kind: Kind = FLAG) -> Apply:
    """An operator node that knows its place."""
    return Apply(kind, operator, args, span=tree.span)


def said(kind: Kind) -> str:
    """A kind in an author's words."""
    of = kind.domain.name if kind.domain else kind.of
    return f"{_SAID[kind.name]} `{of}`" if of else _SAID[kind.name]


def fit(node: Meant, expected: Kind | None, span: Span, scope: Scope) -> Meant:
    """The node as a value of the expected kind: constants are converted, numbers fit numbers."""
    if expected is None or node.kind == expected or expected == NO_KIND:
        return node
    if node.kind == NO_KIND:
        return replace(node, kind=expected)
    if expected.is_number and node.kind.is_number:
        if isinstance(node, Const) and node.kind == RATE != expected:
            message = f"expected {said(expected)}, found a percentage"
            raise scope.fail("T001", message, span, "write the number itself")
        return as_number(node, expected, span, scope) if isinstance(node, Const) else node
    if _is_result_of(expected, node.kind):
        if isinstance(node, Const):
            return Const(expected, 1 << node.value, span=span)
        return Apply(expected, "mask", (node,), span=span)
    if _is_result_of(node.kind, expected):
        return node
    raise scope.fail("T001", f"expected {said(expected)}, found {said(node.kind)}", span)


def _is_result_of(one: Kind, two: Kind) -> bool:
    """Whether one is a set of possible values of the other, a scale."""
    return one.name == "outcome" and two == Kind("scale", one.domain)


def as_number(node: Const, kind: Kind, span: Span, scope: Scope) -> Const:
    """A constant number as another kind of number, if it has no more digits than that keeps."""
    value = Decimal(node.value)
    if not fits(value, kind):
        message = f"`{value}` is not {said(kind)} of at most {PLACES[kind.name]} places"
        raise scope.fail("T002", message, span)
    return Const(kind, int(value) if kind.name == "integer" else value, span=span)


def widest(one: Kind, two: Kind) -> Kind:
    """The kind that holds values of both."""
    if one == two or two == NO_KIND:
        return one
    if one == NO_KIND or two.name == "outcome":
        return two
    return wider(one, two) if one.is_number and two.is_number else one


def alike(
    left: Written, right: Written, expected: Kind | None, scope: Scope
) -> tuple[Meant, Meant]:
    """Two sides of one kind; a bare word or number takes the kind of the other side."""
    if expected is None and scope.is_bare(left) and not scope.is_bare(right):
        second = scope.meant(right)
        return fitting(left, second.kind, scope), second
    first = scope.meant(left, expected)
    if first.kind == NO_KIND:
        second = scope.meant(right, expected)
        return fit(first, second.kind, left.span, scope), second
    second = fitting(right, first.kind, scope)
    if isinstance(first, Const) and first.kind.is_number and second.kind.is_number:
        return as_number(first, widest(first.kind, second.kind), left.span, scope), second
    return first, second


def fitting(tree: Written, kind: Kind, scope: Scope) -> Meant:
    """A part that stands beside a value of a kind; numbers of all kinds stand beside each other."""
    node = scope.meant(tree, kind)
    if kind.is_number and node.kind.is_number:
        if not isinstance(node, Const):
            return node
        return as_number(node, widest(kind, node.kind), tree.span, scope)
    if (kind == COUNT and node.kind.is_number) or (node.kind == COUNT and kind.is_number):
        return node
    if kind == COUNT and node.kind == NO_KIND:
        return replace(node, kind=INTEGER)
    return fit(node, kind, tree.span, scope)
