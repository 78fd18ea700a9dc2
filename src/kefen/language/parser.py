"""Tokens to a written tree: precedence climbing, one function a level, loose to tight."""

from __future__ import annotations

from collections.abc import Callable

from kefen.diagnostics import Diagnostics, did_you_mean
from kefen.language.differences import refuse_difference
from kefen.language.lexer import Token
from kefen.language.operators import COMPARISONS, functions
from kefen.language.refused import REFUSED
from kefen.language.stream import DEEPEST, NAME_PARTS, StopError, Stream, stream_of
from kefen.language.syntax import (
    Call,
    Each,
    Interval,
    Name,
    Number,
    Quoted,
    Several,
    Written,
    parts,
)
from kefen.source import Source, Span

_COMPARISONS = tuple(name for name, row in COMPARISONS.items() if row.mirrored)
_LOGIC = ("and", "or", "not", "in", "between", "known", "any", "all", "of", "at", "least")
_SHAPES = ("if", "then", "else", "some", "every", "satisfies", "for", "return", "includes")
_VALUES = ("true", "false", "as_of", "unknown")
RESERVED = frozenset((*_LOGIC, *_SHAPES, *_VALUES, "assumed"))


def parse(source: Source, start: int, end: int, found: Diagnostics) -> Written | None:
    """The expression in a stretch of a source, or nothing after a diagnostic."""
    stream = stream_of(Span(source, start, end), found)
    if stream is None:
        return None
    try:
        tree = _expression(stream)
        stream.expect("end", "")
        return _not_too_deep(tree, stream)
    except StopError:
        return None


def parse_test(span: Span, subject: Name, found: Diagnostics) -> Written | None:
    """The test of a table's cell about a subject: ``>= 3``, ``[1..5)``, ``a, b``, ``not known``."""
    stream = stream_of(span, found)
    if stream is None:
        return None
    try:
        tree = _unary_test(stream, subject)
        stream.expect("end", "")
        return _not_too_deep(tree, stream)
    except StopError:
        return None


def _not_too_deep(tree: Written, stream: Stream) -> Written:
    """A long chain of sums nests without brackets; it is counted here, without recursion."""
    level = [tree]
    for _ in range(DEEPEST):
        level = [part for node in level for part in parts(node)]
        if not level:
            return tree
    raise stream.stop("L002", "the expression is nested too deep", level[0].span, NAME_PARTS)


def _unary_test(stream: Stream, subject: Name) -> Written:
    first = stream.next
    if stream.accept_words("not", "known"):
        return Call(first.span, "not", (Call(first.span, "known", (subject,)),))
    if stream.accept("known"):
        return Call(first.span, "known", (subject,))
    if stream.accept("not"):
        return Call(first.span, "not", (_unary_test(stream, subject),))
    if token := stream.accept(*_COMPARISONS):
        return Call(first.span, token.text, (subject, _sum(stream)))
    if stream.at("[", "("):
        return Call(first.span, "in", (subject, _interval_or_list(stream)))
    items = _separated(stream, _sum)
    if len(items) == 1:
        return Call(first.span, "=", (subject, items[0]))
    return Call(first.span, "in", (subject, Several(first.span, items)))


def _expression(stream: Stream) -> Written:
    with stream.deeper():
        if stream.at("if"):
            return _conditional(stream)
        if stream.at("some", "every"):
            return _quantified(stream)
        return _or(stream)


def _conditional(stream: Stream) -> Written:
    first = stream.take()
    condition = _expression(stream)
    stream.expect("name", "then")
    yes = _expression(stream)
    stream.expect("name", "else")
    no = _expression(stream)
    return Call(first.span.to(no.span), "if", (condition, yes, no))


def _quantified(stream: Stream) -> Written:
    first = stream.take()
    variable, source = _binding(stream)
    stream.expect("name", "satisfies")
    body = _expression(stream)
    return Each(first.span.to(body.span), first.text, variable, source, body)


def _binding(stream: Stream) -> tuple[str, Written]:
    if stream.next.kind != "name" or stream.next.text in RESERVED:
        raise stream.fail("expected a name for the item")
    variable = stream.take().text
    stream.expect("name", "in")
    return variable, _primary(stream)


def _flat(operator: str, items: list[Written]) -> Written:
    if len(items) == 1:
        return items[0]
    return Call(items[0].span.to(items[-1].span), operator, tuple(items))


def _or(stream: Stream) -> Written:
    items = [_and(stream)]
    while stream.accept("or"):
        items.append(_and(stream))
    return _flat("or", items)


def _and(stream: Stream) -> Written:
    items = [_not(stream)]
    while stream.accept("and"):
        items.append(_not(stream))
    return _flat("and", items)


def _not(stream: Stream) -> Written:
    if first := stream.accept("not"):
        with stream.deeper():
            inner = _not(stream)
        return Call(first.span.to(inner.span), "not", (inner,))
    if stream.at("if", "some", "every"):
        return _expression(stream)
    return _comparison(stream)


def _comparison(stream: Stream) -> Written:
    left = _sum(stream)
    if token := stream.accept(*_COMPARISONS):
        right = _sum(stream)
        if stream.at(*_COMPARISONS):
            raise stream.fail("comparisons do not chain; join them with `and`")
        return Call(left.span.to(right.span), token.text, (left, right))
    if stream.accept("between"):
        return _between(stream, left)
    if stream.accept("includes"):
        return _includes(stream, left)
    if stream.at_words("not", "in"):
        stream.accept_words("not", "in")
        inner = _membership(stream, left)
        return Call(inner.span, "not", (inner,))
    if stream.accept("in"):
        return _membership(stream, left)
    return left


def _between(stream: Stream, left: Written) -> Written:
    low = _sum(stream)
    stream.expect("name", "and")
    high = _sum(stream)
    span = left.span.to(high.span)
    return Call(span, "in", (left, Interval(span, low, high, False, False)))


def _includes(stream: Stream, left: Written) -> Written:
    if stream.accept_words("any", "of"):
        operator, items = "includes any", _list(stream)
    elif stream.accept_words("all", "of"):
        operator, items = "includes all", _list(stream)
    else:
        one = _sum(stream)
        operator, items = "includes any", Several(one.span, (one,))
    return Call(left.span.to(items.span), operator, (left, items))


def _membership(stream: Stream, left: Written) -> Written:
    right = _interval_or_list(stream)
    return Call(left.span.to(right.span), "in", (left, right))


def _interval_or_list(stream: Stream) -> Written:
    first = stream.next
    if first.text not in ("(", "["):
        return _without_brackets(stream)
    stream.take()
    items = [_expression(stream)]
    if stream.accept(".."):
        high = _expression(stream)
        last = stream.take()
        if last.text not in (")", "]"):
            stream.place -= 1
            raise stream.fail("expected `]` or `)`")
        opened, closed = first.text == "(", last.text == ")"
        return Interval(first.span.to(last.span), items[0], high, opened, closed)
    while stream.accept(","):
        items.append(_expression(stream))
    last = stream.expect("symbol", ")" if first.text == "(" else "]")
    return Several(first.span.to(last.span), tuple(items))


def _without_brackets(stream: Stream) -> Written:
    """The name of a reference list; ``22-60`` and ``22..60`` lack their brackets."""
    low = _primary(stream)
    if isinstance(low, Number) and stream.accept("-", ".."):
        span = low.span.to(stream.next.span)
        advice = f"a range is written `[{low.digits}..{stream.next.text}]`"
        raise stream.stop("L003", f"`{span.text}` has no brackets", span, advice)
    return low


def _separated(stream: Stream, read: Callable[[Stream], Written]) -> tuple[Written, ...]:
    """One or more of what ``read`` reads, with commas between them."""
    items = [read(stream)]
    while stream.accept(","):
        items.append(read(stream))
    return tuple(items)


def _list(stream: Stream) -> Several:
    first = stream.expect("symbol", "(")
    items = _separated(stream, _expression)
    last = stream.expect("symbol", ")")
    return Several(first.span.to(last.span), items)


def _sum(stream: Stream) -> Written:
    left = _product(stream)
    while token := stream.accept("+", "-"):
        right = _product(stream)
        if token.text == "-" and isinstance(left, Number) and isinstance(right, Number):
            refuse_difference(stream, left, right)
        left = Call(left.span.to(right.span), token.text, (left, right))
    return left


def _product(stream: Stream) -> Written:
    left = _unary(stream)
    while token := stream.accept("*"):
        right = _unary(stream)
        left = Call(left.span.to(right.span), token.text, (left, right))
    return left


def _unary(stream: Stream) -> Written:
    if first := stream.accept("-"):
        with stream.deeper():
            inner = _unary(stream)
        return Call(first.span.to(inner.span), "negative", (inner,))
    if first := stream.accept("known"):
        inner = _primary(stream)
        return Call(first.span.to(inner.span), "known", (inner,))
    return _primary(stream)


def _primary(stream: Stream) -> Written:
    token = stream.next
    if token.kind in ("number", "percent"):
        return Number(stream.take().span, token.text)
    if token.kind == "text":
        return Quoted(stream.take().span, token.text[1:-1])
    if stream.at("("):
        stream.take()
        inner = _expression(stream)
        stream.expect("symbol", ")")
        return inner
    if token.kind == "name":
        return _word(stream)
    raise stream.fail("expected a value")


def _word(stream: Stream) -> Written:
    first = stream.next
    for words, operator in ((("any", "of"), "or"), (("all", "of"), "and")):
        if stream.accept_words(*words):
            items = _list(stream)
            return Call(first.span.to(items.span), operator, items.items)
    if stream.accept_words("at", "least"):
        return _at_least(stream, first)
    if stream.accept("assumed"):
        return _assumed(stream, first)
    if first.text in RESERVED and first.text not in _VALUES:
        raise stream.fail("expected a value")
    stream.take()
    if stream.at("("):
        return _call(stream, first)
    if stream.at("["):
        return _filtered(stream, Name(first.span, first.text))
    return Name(first.span, first.text)


def _assumed(stream: Stream, first: Token) -> Written:
    if stream.next.kind != "name" or stream.next.text in RESERVED:
        raise stream.fail("expected the name of an assumption")
    name = stream.take()
    return Call(first.span.to(name.span), "assumed", (Name(name.span, name.text),))


def _at_least(stream: Stream, first: Token) -> Written:
    number = _primary(stream)
    stream.expect("name", "of")
    items = _list(stream)
    return Call(first.span.to(items.span), "at least", (number, *items.items))


def _filtered(stream: Stream, source: Written) -> Written:
    stream.take()
    body = _expression(stream)
    last = stream.expect("symbol", "]")
    return Each(source.span.to(last.span), "filter", "", source, body)


def _call(stream: Stream, first: Token) -> Written:
    known = functions()
    if first.text not in known:
        advice = REFUSED.get(first.text, "") or did_you_mean(first.text, known)
        message = f"`{first.text}` is not a function of the language"
        raise stream.stop("L003", message, first.span, advice)
    stream.take()
    args = _separated(stream, _argument)
    last = stream.expect("symbol", ")")
    return Call(first.span.to(last.span), first.text, args)


def _argument(stream: Stream) -> Written:
    if first := stream.accept("for"):
        variable, source = _binding(stream)
        stream.expect("name", "return")
        body = _expression(stream)
        return Each(first.span.to(body.span), "for", variable, source, body)
    return _expression(stream)
