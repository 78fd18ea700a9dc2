"""Comparisons, ranges, lists of values, ratios, sets: written forms to rows of the table."""

from __future__ import annotations

from collections.abc import Mapping

from kefen.checking.scope import Scope, alike, at, fitting, said
from kefen.language.operators import COMPARISONS, ORDERS
from kefen.language.syntax import (
    Apply,
    Call,
    Const,
    Fact,
    Interval,
    Item,
    Meant,
    Over,
    Parameter,
    Several,
    Written,
    walk,
)
from kefen.values import COUNT, INTEGER, NO_KIND, RATE, TEXT, Domain, Kind
from kefen.vocabulary import FactSpec


def compare(tree: Call, scope: Scope) -> Meant:
    """``a < b`` and its like, with a ratio, a count or another policy's result on one side."""
    operator, (left_tree, right_tree) = tree.operator, tree.args
    if _is_ratio(right_tree):
        left_tree, right_tree, operator = right_tree, left_tree, COMPARISONS[operator].mirrored
    if isinstance(left_tree, Call) and _is_ratio(left_tree):
        return _ratio(Call(tree.span, operator, (left_tree, right_tree)), scope)
    left, right = alike(tree.args[0], tree.args[1], None, scope)
    for one, other in ((left, right), (right, left)):
        _check_percentage(one, other, scope)
    if COUNT in (left.kind, right.kind):
        return _count_test(tree, left, right, scope)
    if "outcome" in (left.kind.name, right.kind.name):
        return _outcome_test(tree, left, right, scope)
    if operator in ORDERS and not has_order(left.kind):
        message = f"{said(left.kind)} has no order"
        raise scope.fail("T001", message, tree.span, "use `=`, `!=` or `in`")
    if left.kind.name in ("set", "history", "list"):
        advice = "use `includes`" if left.kind.name == "set" else ""
        raise scope.fail("T001", f"{said(left.kind)} is not compared whole", tree.span, advice)
    return at(tree, operator, left, right)


def has_order(kind: Kind) -> bool:
    """Whether values of a kind come before and after each other."""
    return kind.is_number or kind.name in ("date", "scale") or kind == NO_KIND


def _check_percentage(node: Meant, other: Meant, scope: Scope) -> None:
    """A fixed percentage stands beside a rate alone, and beside a rate nothing above 1 but a percentage."""
    if not isinstance(node, Const) or node.value is None or not node.kind.is_number:
        return
    written = node.span.text.rstrip()
    if written.endswith(("%", "％")):
        if not _is_rate(other):
            message = f"a percentage is compared with {said(other.kind)} that is no rate"
            advice = "compare with a rate, or with a share of an amount: `10% * income`"
            raise scope.fail("T001", message, node.span, advice)
    elif node.value > 1 and other.kind == RATE and not isinstance(other, (Apply, Const)):
        message = f"beside a rate `{written}` is {(node.value * 100).normalize():f} %"
        raise scope.fail("T001", message, node.span, f"write `{written}%`")


def _is_rate(node: Meant) -> bool:
    """Whether a number is a share of one: a rate, or made of rates alone."""
    if isinstance(node, Apply):
        parts = [arg for arg in node.args if arg.kind.is_number and not isinstance(arg, Const)]
        return bool(parts) and all(map(_is_rate, parts))
    if isinstance(node, Over) and node.body is not None:
        return _is_rate(node.body)
    return isinstance(node, Const) or node.kind in (RATE, NO_KIND)


def _count_test(tree: Call, left: Meant, right: Meant, scope: Scope) -> Meant:
    operator = tree.operator
    if left.kind != COUNT:
        left, right, operator = right, left, COMPARISONS[operator].mirrored
    if right.kind == COUNT or operator not in ORDERS:
        message = "a count is compared with a number by < <= > >="
        raise scope.fail("T001", message, tree.span)
    return at(tree, operator, left, right)


def _outcome_test(tree: Call, left: Meant, right: Meant, scope: Scope) -> Meant:
    operator = tree.operator
    if left.kind.name != "outcome":
        left, right, operator = right, left, COMPARISONS[operator].mirrored
    domain = left.kind.domain
    if not isinstance(right, Const) or right.value is None or domain is None:
        message = "another policy's result is compared with a fixed value"
        raise scope.fail("T003", message, tree.span)
    return _within(tree, left, _passing(domain, operator, _place(right)))


def _passing(domain: Domain, operator: str, place: int) -> int:
    """The results for which a comparison holds; a refusal is no value, and worse than all of them."""
    test, values = COMPARISONS[operator].holds, range(len(domain.terms))
    refused = len(domain.terms) if domain.best == "first" else -1
    mask = sum(1 << x for x in values if test(x, place))
    return mask | domain.refusal if test(refused, place) else mask


def _place(node: Const) -> int:
    """The place of a value of a scale, whether it stands as such or as a set of one."""
    value = int(node.value)
    return value.bit_length() - 1 if node.kind.name == "outcome" else value


def _within(tree: Written, left: Meant, mask: int) -> Meant:
    return at(tree, "within", left, Const(INTEGER, mask))


# --- ratios ---------------------------------------------------------------------------------------


def _is_ratio(tree: Written) -> bool:
    return isinstance(tree, Call) and tree.operator == "ratio"


def _ratio(tree: Call, scope: Scope) -> Meant:
    """``ratio(a, b) op t`` is ``a op t * b``: no division, exact; b is never negative."""
    ratio, other = tree.args
    if not isinstance(ratio, Call) or len(ratio.args) != 2:
        raise scope.fail("L002", "`ratio` takes two arguments", ratio.span)
    top, base = (scope.meant(arg) for arg in ratio.args)
    if not (top.kind.is_number or top.kind == NO_KIND):
        raise scope.fail("T001", f"`ratio` takes numbers, found {said(top.kind)}", ratio.span)
    name = _may_be_negative(base, scope)
    if name:
        message = f"the base of a ratio may not be negative, `{name}` may"
        raise scope.fail("T001", message, ratio.span)
    bound = scope.meant(Call(tree.span, "*", (other, ratio.args[1])))
    return at(tree, tree.operator, top, bound)


def _may_be_negative(base: Meant, scope: Scope) -> str:
    """What may make a number negative: a fact that may be, or a difference."""
    for node in walk(base):
        if isinstance(node, Fact) and node.name in scope.vocabulary.facts:
            if scope.vocabulary.facts[node.name].negative:
                return node.name
        elif isinstance(node, Item) and node.name:
            if scope.items[-1 - node.depth].fields[node.name].negative:
                return node.name
        elif isinstance(node, Apply) and node.operator in ("-", "negative"):
            return "-"
    return ""


# --- membership -----------------------------------------------------------------------------------


def membership(tree: Call, scope: Scope) -> Meant:
    """``x in [a..b]``, ``x in (a, b)``, ``x in NAME``."""
    left_tree, right = tree.args
    if isinstance(right, Interval):
        return _in_range(tree, left_tree, right, scope)
    left = scope.meant(left_tree)
    if isinstance(right, Several):
        return _in_several(tree, left, right, scope)
    listed = scope.meant(right, left.kind)
    if not (isinstance(listed, Parameter) and listed.kind.name == "list"):
        message = "`in` takes a range, a list of values or a reference list"
        raise scope.fail("T001", message, right.span)
    if left.kind not in (TEXT, NO_KIND):
        raise scope.fail(
            "T001", f"a reference list holds texts, found {said(left.kind)}", tree.span
        )
    _refuse_other_codes(tree, left, listed, scope)
    return at(tree, "in list", left, listed)


def _refuse_other_codes(tree: Call, left: Meant, listed: Parameter, scope: Scope) -> None:
    """A fact and the list it is looked up in are read alike, or a code would be missed in silence."""
    fields: Mapping[str, FactSpec] = scope.vocabulary.facts
    if isinstance(left, Item):
        fields = scope.items[-1 - left.depth].fields
    if not isinstance(left, Fact | Item) or left.name not in fields:
        return
    ours, theirs = fields[left.name].check, scope.vocabulary.reference_lists[listed.name].check
    if ours != theirs:
        message = f"`{left.name}` and the list `{listed.name}` are not checked alike"
        raise scope.fail("T001", message, tree.span, "give both the same `check`")


def _in_range(tree: Call, left: Written, interval: Interval, scope: Scope) -> Meant:
    _check_ends(left, interval, scope)
    low = Call(tree.span, ">" if interval.low_open else ">=", (left, interval.low))
    high = Call(tree.span, "<" if interval.high_open else "<=", (left, interval.high))
    return at(tree, "and", compare(low, scope), compare(high, scope))


def _check_ends(left: Written, interval: Interval, scope: Scope) -> None:
    """A range of fixed values begins with the lower one."""
    kind = scope.meant(left).kind
    low, high = (scope.meant(end, kind) for end in (interval.low, interval.high))
    if not (isinstance(low, Const) and isinstance(high, Const)) or low.kind.name != high.kind.name:
        return
    if None not in (low.value, high.value) and low.value > high.value:
        ends = [end.span.text for end in (interval.low, interval.high)]
        message = f"the range from `{ends[0]}` to `{ends[1]}` ends before it begins"
        raise scope.fail("T002", message, interval.span, f"write `[{ends[1]}..{ends[0]}]`")


def _in_several(tree: Call, left: Meant, right: Several, scope: Scope) -> Meant:
    if left.kind.name in ("set", "history", "list"):
        advice = "use `includes any of`" if left.kind.name == "set" else ""
        raise scope.fail("T001", f"{said(left.kind)} is not one value", tree.span, advice)
    _check_list(left.kind, right, scope)
    items = [fitting(item, left.kind, scope) for item in right.items]
    for item in items:
        _check_percentage(item, left, scope)
    fixed = [item for item in items if isinstance(item, Const) and item.value is not None]
    if left.kind.name == "outcome":
        if len(fixed) < len(items):
            message = "another policy's result is compared with fixed values"
            raise scope.fail("T003", message, tree.span)
        places = {_place(item) for item in fixed}
        return _within(tree, left, sum(1 << place for place in places))
    if len(fixed) == len(items):
        values = frozenset(item.value for item in fixed)
        return at(tree, "in set", left, Const(left.kind, values, span=right.span))
    return at(tree, "or", *(at(tree, "=", left, item) for item in items))


def _check_list(kind: Kind, listed: Several, scope: Scope) -> None:
    """One or two ordered values in brackets may be meant as a range: the author says which."""
    bracket, items = listed.span.text[:1], [item.span.text for item in listed.items]
    square = bracket in ("[", "［") and (has_order(kind) or kind == COUNT)
    round_ = bracket in ("(", "（") and (kind.is_number or kind.name in ("date", "count"))
    if len(items) > 2 or not (square or round_):
        return
    if len(items) == 2:
        low, high = items
        message = f"`{listed.span.text}` may be a range or two values"
        advice = f"write `[{low}..{high}]` for a range, `= {low} or … = {high}` for two values"
        raise scope.fail("L003", message, listed.span, advice)
    message = f"`{listed.span.text}` holds one value"
    raise scope.fail("L003", message, listed.span, f"write `= {items[0]}`, or a range `[a..b]`")


def includes(tree: Call, scope: Scope) -> Meant:
    """``s includes any of (a, b)``: the values become a mask, a bit each."""
    left, right = scope.meant(tree.args[0]), tree.args[1]
    if left.kind.name != "set" or left.kind.domain is None:
        message = f"`includes` takes a set of choices, found {said(left.kind)}"
        raise scope.fail("T001", message, tree.span)
    mask = 0
    for item in right.items if isinstance(right, Several) else ():
        node = scope.meant(item, left.kind)
        if not isinstance(node, Const) or node.kind.domain != left.kind.domain:
            raise scope.fail("T003", "`includes` takes fixed values", item.span)
        mask |= 1 << int(node.value)
    return at(tree, tree.operator, left, Const(left.kind, mask, span=right.span))
