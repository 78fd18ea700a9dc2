"""Written trees to meant trees: every name resolved, every node given a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import reduce
from types import EllipsisType

from kefen.checking.citations import within_days
from kefen.checking.comparisons import compare, includes, membership
from kefen.checking.dates import day
from kefen.checking.lists import AGGREGATES, aggregated, quantified, runs_over_a_list
from kefen.checking.numbers import one_of
from kefen.checking.scope import MeaninglessError, Scope, alike, at, fit, said, widest
from kefen.diagnostics import did_you_mean
from kefen.language.digits import MOST_DIGITS, digits
from kefen.language.operators import COMPARISONS, OPERATORS
from kefen.language.operators.row import Operator
from kefen.language.parser import parse
from kefen.language.refused import REFUSED
from kefen.language.slips import spoken_advice
from kefen.language.syntax import (
    AsOf,
    Assumed,
    Call,
    Const,
    Each,
    Fact,
    Item,
    Meant,
    Name,
    Number,
    Parameter,
    Quoted,
    Step,
    StepId,
    Written,
)
from kefen.source import Span
from kefen.values import (
    COUNT,
    DATE,
    DECIMAL,
    FLAG,
    INTEGER,
    NO_KIND,
    RATE,
    SIMPLE_KINDS,
    TEXT,
    Kind,
)

_KINDS: dict[str, Kind] = {str(name): kind for name, kind in SIMPLE_KINDS.items()}
_INSIDE_LISTS = "a condition inside a list reads the item's own fields, parameters and `as_of`"


def check_expression(span: Span, expected: Kind | None, scope: Scope) -> Meant | None:
    """Parse and check the expression in a stretch of text; nothing after a diagnostic."""
    tree = parse(span.source, span.start, span.end, scope.found)
    return None if tree is None else check_tree(tree, expected, scope)


def check_tree(tree: Written, expected: Kind | None, scope: Scope) -> Meant | None:
    """Check a tree that is already parsed."""
    reading = replace(scope, meaning=meant)
    try:
        return fit(reading.meant(tree, expected), expected, tree.span, reading)
    except MeaninglessError:
        return None


def meant(tree: Written, expected: Kind | None, scope: Scope) -> Meant:
    """The tree with every name resolved. ``expected`` helps to read bare words and ids."""
    if isinstance(tree, Number):
        return _number(tree, expected, scope)
    if isinstance(tree, Quoted):
        return _quoted(tree, expected, scope)
    if isinstance(tree, Name):
        return _word(tree, expected, scope)
    if isinstance(tree, Each):
        return quantified(tree, scope)
    if isinstance(tree, Call):
        return _call(tree, expected, scope)
    raise scope.fail("L002", "a range or a list belongs after `in`", tree.span)


# --- literals and names ---------------------------------------------------------------------------


def _number(tree: Number, expected: Kind | None, scope: Scope) -> Meant:
    digits_, span = tree.digits, tree.span
    if digits_ in scope.criteria and (expected == FLAG or digits_.count(".") > 1):
        return Step(FLAG, StepId("clause", digits_), span=span)
    if expected == FLAG or not digits_.replace(".", "", 1).rstrip("%").isdecimal():
        advice = did_you_mean(digits_, scope.criteria)
        raise scope.fail("N001", f"no criterion `{digits_}`", span, advice)
    if expected and expected.domain and digits_ in expected.domain.places:
        return _value(digits_, expected, span)
    if digits_.endswith("%"):
        return Const(RATE, Decimal(digits_[:-1]) / 100, span=span)
    if "." in digits_:
        return Const(DECIMAL, Decimal(digits_), span=span)
    return Const(INTEGER, int(digits_), span=span)


def _value(text: str, expected: Kind, span: Span) -> Const:
    """A value of a choice or scale by its word."""
    assert expected.domain is not None
    kind = Kind("scale" if expected.domain.ordered else "choice", expected.domain)
    return Const(kind, expected.domain.places[text], span=span)


def _quoted(tree: Quoted, expected: Kind | None, scope: Scope) -> Meant:
    if not (expected and expected.domain):
        return Const(TEXT, tree.text, span=tree.span)
    if tree.text not in expected.domain.places:
        raise _not_in_domain(tree.text, expected, tree.span, scope)
    return _value(tree.text, expected, tree.span)


def _not_in_domain(text: str, kind: Kind, span: Span, scope: Scope) -> MeaninglessError:
    assert kind.domain is not None
    advice = one_of(text, [term.id for term in kind.domain.terms], kind.domain.places)
    if text in REFUSED:
        advice = REFUSED[text]
    return scope.fail("T002", f"`{text}` is not a value of `{kind.domain.name}`", span, advice)


def _word(tree: Name, expected: Kind | None, scope: Scope) -> Meant:
    text, span = tree.text, tree.span
    if text in ("true", "false"):
        return Const(FLAG, text == "true", span=span)
    if text == "as_of":
        return AsOf(DATE, span=span)
    if text == "unknown":
        return Const(NO_KIND, None, span=span)
    if expected and expected.domain and text in expected.domain.places:
        return _value(text, expected, span)
    node = _item(tree, scope) or _named(tree, scope)
    if node is not None:
        return node
    if expected and expected.domain:
        raise _not_in_domain(text, expected, span, scope)
    known = scope.known_words()
    if text in REFUSED:
        raise scope.fail("L003", f"`{text}` is not in the language", span, REFUSED[text])
    advice = spoken_advice(text, lambda word: word in known) or did_you_mean(text, known)
    if text in known:
        advice = f"a value stands in a comparison: `x = {text}`, or `x in (…, {text})`"
    raise scope.fail("N001", f"unknown name `{text}`", span, advice)


def _named(tree: Name, scope: Scope) -> Meant | None:
    """A parameter, fact, list or reference list."""
    text, span = tree.text, tree.span
    if text in scope.parameters:
        return Parameter(scope.parameters[text].kind, text, span=span)
    if text in scope.vocabulary.names:
        if scope.items:
            message = f"`{text}` cannot be read inside a list"
            raise scope.fail("T001", message, span, _INSIDE_LISTS)
        name = scope.vocabulary.names[text]
        return Fact(scope.fact_kind(name), name, span=span)
    for name, listed in scope.vocabulary.reference_lists.items():
        if text in (name, *listed.label):
            return Parameter(Kind("list", of=name), name, span=span)
    return None


def _item(tree: Name, scope: Scope) -> Meant | None:
    """A field of an enclosing list's item: ``a.state``, bare ``state`` in a filter, ``item``."""
    for depth, item in enumerate(reversed(scope.items)):
        word = item.field_named(tree.text)
        if word is None:
            continue
        if word == "":
            if item.whole == NO_KIND:
                advice = f"name one of its fields: {', '.join(item.fields)}"
                raise scope.fail("T001", "an item of a list is not a value", tree.span, advice)
            return Item(item.whole, "", depth, span=tree.span)
        spec = item.named(word)
        if spec is None:
            advice = did_you_mean(word, item.fields)
            raise scope.fail("N001", f"an item of this list has no `{word}`", tree.span, advice)
        return Item(spec.kind, spec.name, depth, span=tree.span)
    return None


# --- operators ------------------------------------------------------------------------------------


def _call(tree: Call, expected: Kind | None, scope: Scope) -> Meant:
    if tree.operator in COMPARISONS:
        return compare(tree, scope)
    if tree.operator in AGGREGATES and (
        tree.operator not in ("min", "max") or runs_over_a_list(tree)
    ):
        return aggregated(tree, expected, scope)
    form = _FORMS.get(tree.operator)
    if form is not None:
        return form(tree, scope)
    return _operator(tree, OPERATORS[tree.operator], expected, scope)


def _operator(tree: Call, row: Operator, expected: Kind | None, scope: Scope) -> Meant:
    """An operator as its row says: what it takes, and what it gives."""
    wanted = list(_wanted(row, len(tree.args)))
    if len(wanted) != len(tree.args):
        count = f"{len(wanted)} argument{'s' if len(wanted) > 1 else ''}"
        raise scope.fail("L002", f"`{tree.operator}` takes {count}", tree.span)
    args: list[Meant] = []
    for place, (word, arg) in enumerate(zip(wanted, tree.args, strict=True)):
        if word != "alike":
            args.append(_argument(row, word, arg, scope))
        elif wanted[place - 1] != "alike":
            args += alike(arg, tree.args[place + 1], expected, scope)
    if all(arg.kind == COUNT for arg in args) and row.name == "+":
        return at(tree, "+", *args, kind=COUNT)
    for node, word in zip(args, wanted, strict=True):
        if word == "number" and node.kind == COUNT:
            message = "a count stands alone in a comparison, or is added to a count"
            raise scope.fail("T001", message, node.span)
    return _given(tree, row, args, scope)


def _wanted(row: Operator, count: int) -> Iterator[str]:
    """What each argument must be: the last word before ``...`` repeats."""
    last = ""
    for word in row.takes:
        if not isinstance(word, EllipsisType):
            last = word
            count -= 1
            yield word
            continue
        yield from (last for _ in range(count))


def _argument(row: Operator, word: str, tree: Written, scope: Scope) -> Meant:
    if word in _KINDS:
        return scope.fitted(tree, _KINDS[word])
    node = scope.meant(tree)
    if word == "number" and not (node.kind.is_number or node.kind in (NO_KIND, COUNT)):
        message = f"`{row.name}` takes numbers, found {said(node.kind)}"
        raise scope.fail("T001", message, tree.span)
    return node


def _given(tree: Call, row: Operator, args: list[Meant], scope: Scope) -> Meant:
    if row.gives != "widest":
        return at(tree, row.name, *args, kind=_KINDS[row.gives])
    if "alike" in row.takes:
        first, *sides = args
        kind = reduce(widest, (side.kind for side in sides))
        if kind.name == "outcome":
            sides = [fit(side, kind, tree.span, scope) for side in sides]
        return at(tree, row.name, first, *sides, kind=kind)
    kind = reduce(widest, (arg.kind for arg in args))
    kind = INTEGER if kind == NO_KIND else kind
    if len(args) == 1:
        return _exact(at(tree, row.name, *args, kind=kind), scope)
    return _exact(reduce(lambda one, two: at(tree, row.name, one, two, kind=kind), args), scope)


def _exact(node: Meant, scope: Scope) -> Meant:
    whole, places = digits(node)
    if whole + places > MOST_DIGITS:
        message = f"the result may need {whole + places} digits; {MOST_DIGITS} stay exact"
        advice = "compare with a simpler bound, or split the expression"
        raise scope.fail("T004", message, node.span, advice)
    return node


# --- written forms of their own -------------------------------------------------------------------


def _known(tree: Call, scope: Scope) -> Meant:
    """``known x``; another policy's result is known when only one outcome is left."""
    arg = tree.args[0]
    is_criterion = isinstance(arg, Number) and arg.digits in scope.criteria
    node = scope.meant(arg, FLAG if is_criterion else None)
    return at(tree, "settled" if node.kind.name == "outcome" else "known", node)


def _assumed(tree: Call, scope: Scope) -> Meant:
    name = tree.args[0]
    assert isinstance(name, Name)
    if name.text not in scope.assumptions:
        advice = did_you_mean(name.text, scope.assumptions)
        raise scope.fail("N001", f"no assumption `{name.text}`", name.span, advice)
    made = scope.assumptions[name.text]
    node = Assumed(FLAG, name.text, span=tree.span)
    return within_days(node, made.since, made.until)


def _lone_ratio(tree: Call, scope: Scope) -> Meant:
    advice = "there is no division: write `ratio(a, b) <= t`"
    raise scope.fail("L003", "`ratio` stands on one side of a comparison", tree.span, advice)


def _date(tree: Call, scope: Scope) -> Meant:
    text = tree.args[0]
    advice = 'write `date("2024-02-29")`'
    if not isinstance(text, Quoted) or len(tree.args) != 1:
        raise scope.fail("L002", "`date` takes a quoted date", tree.span, advice)
    try:
        return Const(DATE, day(text.text), span=tree.span)
    except ValueError:
        raise scope.fail("D004", f"`{text.text}` is not a date", tree.span, advice) from None


_FORMS: dict[str, Callable[[Call, Scope], Meant]] = {
    "in": membership,
    "includes any": includes,
    "includes all": includes,
    "known": _known,
    "assumed": _assumed,
    "ratio": _lone_ratio,
    "date": _date,
}
