"""Something over a list: ``some``, ``every``, ``count``, ``sum``, extremes."""

from __future__ import annotations

from kefen.checking.comparisons import has_order
from kefen.checking.scope import ItemScope, Scope, said
from kefen.language.operators import COMPARISONS, OPERATORS
from kefen.language.syntax import Apply, Call, Const, Each, Item, Meant, Over, Written
from kefen.source import Span
from kefen.values import COUNT, FLAG, NO_KIND, Kind

_FIXED = (*COMPARISONS, "and", "or", "not")
#: what an author calls an extreme, and the row that finds it by number or date
_EXTREMES = {"min": "least", "max": "most"}
AGGREGATES = ("count", "sum", "min", "max", "worst", "best")


def quantified(tree: Each, scope: Scope) -> Meant:
    """``some x in list satisfies c`` and ``every …``."""
    if tree.quantifier not in ("some", "every"):
        message = "a filtered list belongs in `count`, `sum`, `some` or `every`"
        raise scope.fail("L002", message, tree.span)
    source, kept, item = _source(tree, scope)
    body = scope.inside(item).fitted(tree.body, FLAG)
    return _checked(Over(FLAG, tree.quantifier, source, kept, body, span=tree.span), scope)


def aggregated(tree: Call, expected: Kind | None, scope: Scope) -> Meant:
    """``count(list[c])``, ``sum(for x in list return e)``, and the extremes."""
    if tree.operator == "count":
        return _count(tree, scope)
    each = tree.args[0]
    if not (isinstance(each, Each) and each.quantifier == "for"):
        message = f"`{tree.operator}` takes `for x in LIST return …`"
        raise scope.fail("L002", message, tree.span)
    if len(tree.args) > (1 if tree.operator == "sum" else 2):
        raise scope.fail("L002", f"`{tree.operator}` has too many arguments", tree.span)
    source, kept, item = _source(each, scope)
    if source.kind.name == "history":
        advice = "`some`, `every` and `count` run over a history"
        message = f"`{tree.operator}` does not run over a history"
        raise scope.fail("T001", message, tree.span, advice)
    body = scope.inside(item).meant(each.body, expected)
    empty = scope.fitted(tree.args[1], body.kind) if len(tree.args) > 1 else None
    operator = _row(tree, body.kind, empty, scope)
    return Over(body.kind, operator, source, kept, body, empty, span=tree.span)


def _count(tree: Call, scope: Scope) -> Meant:
    each = tree.args[0]
    if len(tree.args) > 1:
        raise scope.fail("L002", "`count` takes one list", tree.span)
    if isinstance(each, Each):
        source, kept, _ = _source(Each(each.span, "some", "", each, each.body), scope)
    else:
        source, kept = scope.meant(each), None
        _item_scope("", source, each.span, scope)
    return _checked(Over(COUNT, "count", source, kept, None, span=tree.span), scope)


def _source(tree: Each, scope: Scope) -> tuple[Meant, Meant | None, ItemScope]:
    """The list an ``Each`` runs over, its filter if any, and what its item offers."""
    written, filtered = tree.source, tree.source
    if isinstance(filtered, Each) and filtered.quantifier == "filter":
        written = filtered.source
    source = scope.meant(written)
    kept = None
    if written is not filtered and isinstance(filtered, Each):
        inner = scope.inside(_item_scope("", source, written.span, scope))
        kept = inner.fitted(filtered.body, FLAG)
    return source, kept, _item_scope(tree.variable, source, written.span, scope)


def _item_scope(variable: str, source: Meant, span: Span, scope: Scope) -> ItemScope:
    if source.kind.name == "list" and source.kind.of in scope.vocabulary.lists:
        return ItemScope(variable, scope.vocabulary.lists[source.kind.of].fields, NO_KIND)
    if source.kind.name == "history" and source.kind.domain:
        domain = source.kind.domain
        return ItemScope(variable, {}, Kind("scale" if domain.ordered else "choice", domain))
    raise scope.fail("T001", f"expected a list, found {said(source.kind)}", span)


def _checked(node: Over, scope: Scope) -> Over:
    """What is asked of a month of a history depends on its code alone, so it can be settled now."""
    if node.source.kind.name != "history":
        return node
    for part in (node.filter, node.body):
        if part is not None and not is_fixed(part):
            message = "a condition on a month compares its code with fixed values"
            raise scope.fail("T003", message, part.span)
    return node


def is_fixed(node: Meant) -> bool:
    """Whether a condition on a month depends on its code alone."""
    if isinstance(node, Apply) and node.operator in _FIXED:
        return all(is_fixed(arg) for arg in node.args)
    if isinstance(node, Item):
        return not node.name and node.depth == 0
    return isinstance(node, Const) and node.value is not None


def _row(tree: Call, kind: Kind, empty: Meant | None, scope: Scope) -> str:
    """The row of the table that does it: the worst of a scale may be its least or its most."""
    if tree.operator in ("worst", "best"):
        return _by_goodness(tree, kind, empty, scope)
    operator = _EXTREMES.get(tree.operator, tree.operator)
    takes = OPERATORS[operator].takes[1]
    if takes == "number" and not (kind.is_number or kind == COUNT):
        raise scope.fail("T001", f"`{tree.operator}` adds numbers, found {said(kind)}", tree.span)
    if takes == "ordered" and (kind.name == "scale" or not has_order(kind)):
        advice = "write `worst` or `best`" if kind.name == "scale" else ""
        message = f"`{tree.operator}` takes numbers or dates, found {said(kind)}"
        raise scope.fail("T001", message, tree.span, advice)
    return operator


def _by_goodness(tree: Call, kind: Kind, empty: Meant | None, scope: Scope) -> str:
    if kind.name not in ("scale", "outcome") or kind.domain is None:
        message = f"`{tree.operator}` takes values of a scale, found {said(kind)}"
        raise scope.fail("T001", message, tree.span)
    if empty is None:
        message = f"`{tree.operator}` must say its value for an empty list"
        raise scope.fail("L002", message, tree.span, "write it as a second argument")
    if kind.name == "outcome":
        return tree.operator
    last_is_worst = kind.domain.best == "first"
    return "most" if last_is_worst == (tree.operator == "worst") else "least"


def runs_over_a_list(tree: Written) -> bool:
    """Whether ``min`` and ``max`` are asked of a list rather than of two numbers."""
    return isinstance(tree, Call) and (len(tree.args) == 1 or isinstance(tree.args[0], Each))
