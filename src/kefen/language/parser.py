"""Tokens to a written tree: precedence climbing, one function a level, loose to tight."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from kefen.diagnostics import Diagnostics, did_you_mean
from kefen.language.lexer import Token, tokens
from kefen.language.operators import COMPARISONS, functions
from kefen.language.refused import REFUSED
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
#: how deep an expression may nest, in brackets and in operators; more is not for people to read
DEEPEST = 40


class _StopError(Exception):
    """The rest of this expression cannot be read; the message is already collected."""


def parse(source: Source, start: int, end: int, found: Diagnostics) -> Written | None:
    """The expression in a stretch of a source, or nothing after a diagnostic."""
    stream = _stream(Span(source, start, end), found)
    if stream is None:
        return None
    try:
        tree = _expression(stream)
        stream.expect("end", "")
        return _not_too_deep(tree, stream)
    except _StopError:
        return None


def parse_test(span: Span, subject: Name, found: Diagnostics) -> Written | None:
    """The test of a table's cell about a subject: ``>= 3``, ``[1..5)``, ``a, b``, ``not known``."""
    stream = _stream(span, found)
    if stream is None:
        return None
    try:
        tree = _unary_test(stream, subject)
        stream.expect("end", "")
        return _not_too_deep(tree, stream)
    except _StopError:
        return None


def _stream(span: Span, found: Diagnostics) -> _Stream | None:
    before = len(found.errors)
    items = tokens(span.source, span.start, span.end, found)
    return None if len(found.errors) > before else _Stream(items, found)


def _not_too_deep(tree: Written, stream: _Stream) -> Written:
    """A long chain of sums nests without brackets; it is counted here, without recursion."""
    level = [tree]
    for _ in range(DEEPEST):
        level = [part for node in level for part in parts(node)]
        if not level:
            return tree
    raise stream.stop("L002", "the expression is nested too deep", level[0].span, _NAME_PARTS)


_NAME_PARTS = "give its parts a name, as criteria or as defined facts"


def _unary_test(stream: _Stream, subject: Name) -> Written:
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
    items = [_sum(stream)]
    while stream.accept(","):
        items.append(_sum(stream))
    if len(items) == 1:
        return Call(first.span, "=", (subject, items[0]))
    return Call(first.span, "in", (subject, Several(first.span, tuple(items))))


@dataclass
class _Stream:
    items: list[Token]
    found: Diagnostics
    place: int = 0
    depth: int = 0

    @property
    def next(self) -> Token:
        return self.items[self.place]

    def take(self) -> Token:
        token = self.next
        self.place += 1
        return token

    def at(self, *texts: str) -> bool:
        token = self.next
        return token.kind in ("symbol", "name", "range") and token.text in texts

    def at_words(self, *words: str) -> bool:
        ahead = self.items[self.place : self.place + len(words)]
        return [token.text for token in ahead] == list(words)

    def accept(self, *texts: str) -> Token | None:
        return self.take() if self.at(*texts) else None

    def accept_words(self, *words: str) -> bool:
        found = self.at_words(*words)
        if found:
            self.place += len(words)
        return found

    def expect(self, kind: str, text: str) -> Token:
        token = self.next
        if kind == "end" and token.kind == "end":
            return token
        if kind != "end" and self.at(text):
            return self.take()
        raise self.fail(f"expected `{text}`" if text else "expected the end of the expression")

    def fail(self, message: str) -> _StopError:
        """Collect an error about the next token; the caller raises what this returns."""
        token = self.next
        here = f"`{token.text}`" if token.text else "the end"
        before = self.items[self.place - 1] if self.place else token
        advice = REFUSED.get(token.text, "") or REFUSED.get(before.text, "")
        code = "L003" if advice else "L002"
        return self.stop(code, f"{message}, found {here}", token.span, advice)

    def stop(self, code: str, message: str, span: Span, advice: str = "") -> _StopError:
        """Collect an error; the caller raises what this returns."""
        self.found.error(code, message, span, advice)
        return _StopError()

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One level of brackets or prefixes; too many would exhaust the reader before the text."""
        self.depth += 1
        if self.depth > DEEPEST:
            message = "the expression is nested too deep"
            raise self.stop("L002", message, self.next.span, _NAME_PARTS)
        yield
        self.depth -= 1


def _join(first: Span, last: Span) -> Span:
    return Span(first.source, first.start, last.end)


def _expression(stream: _Stream) -> Written:
    with stream.deeper():
        if stream.at("if"):
            return _conditional(stream)
        if stream.at("some", "every"):
            return _quantified(stream)
        return _or(stream)


def _conditional(stream: _Stream) -> Written:
    first = stream.take()
    condition = _expression(stream)
    stream.expect("name", "then")
    yes = _expression(stream)
    stream.expect("name", "else")
    no = _expression(stream)
    return Call(_join(first.span, no.span), "if", (condition, yes, no))


def _quantified(stream: _Stream) -> Written:
    first = stream.take()
    variable, source = _binding(stream)
    stream.expect("name", "satisfies")
    body = _expression(stream)
    return Each(_join(first.span, body.span), first.text, variable, source, body)


def _binding(stream: _Stream) -> tuple[str, Written]:
    if stream.next.kind != "name" or stream.next.text in RESERVED:
        raise stream.fail("expected a name for the item")
    variable = stream.take().text
    stream.expect("name", "in")
    return variable, _primary(stream)


def _flat(operator: str, items: list[Written]) -> Written:
    if len(items) == 1:
        return items[0]
    return Call(_join(items[0].span, items[-1].span), operator, tuple(items))


def _or(stream: _Stream) -> Written:
    items = [_and(stream)]
    while stream.accept("or"):
        items.append(_and(stream))
    return _flat("or", items)


def _and(stream: _Stream) -> Written:
    items = [_not(stream)]
    while stream.accept("and"):
        items.append(_not(stream))
    return _flat("and", items)


def _not(stream: _Stream) -> Written:
    if first := stream.accept("not"):
        with stream.deeper():
            inner = _not(stream)
        return Call(_join(first.span, inner.span), "not", (inner,))
    if stream.at("if", "some", "every"):
        return _expression(stream)
    return _comparison(stream)


def _comparison(stream: _Stream) -> Written:
    left = _sum(stream)
    if token := stream.accept(*_COMPARISONS):
        right = _sum(stream)
        if stream.at(*_COMPARISONS):
            raise stream.fail("comparisons do not chain; join them with `and`")
        return Call(_join(left.span, right.span), token.text, (left, right))
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


def _between(stream: _Stream, left: Written) -> Written:
    low = _sum(stream)
    stream.expect("name", "and")
    high = _sum(stream)
    span = _join(left.span, high.span)
    return Call(span, "in", (left, Interval(span, low, high, False, False)))


def _includes(stream: _Stream, left: Written) -> Written:
    if stream.accept_words("any", "of"):
        operator, items = "includes any", _list(stream)
    elif stream.accept_words("all", "of"):
        operator, items = "includes all", _list(stream)
    else:
        one = _sum(stream)
        operator, items = "includes any", Several(one.span, (one,))
    return Call(_join(left.span, items.span), operator, (left, items))


def _membership(stream: _Stream, left: Written) -> Written:
    right = _interval_or_list(stream)
    return Call(_join(left.span, right.span), "in", (left, right))


def _interval_or_list(stream: _Stream) -> Written:
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
        return Interval(_join(first.span, last.span), items[0], high, opened, closed)
    while stream.accept(","):
        items.append(_expression(stream))
    last = stream.expect("symbol", ")" if first.text == "(" else "]")
    return Several(_join(first.span, last.span), tuple(items))


def _without_brackets(stream: _Stream) -> Written:
    """The name of a reference list; ``22-60`` and ``22..60`` lack their brackets."""
    low = _primary(stream)
    if isinstance(low, Number) and stream.accept("-", ".."):
        span = _join(low.span, stream.next.span)
        advice = f"a range is written `[{low.digits}..{stream.next.text}]`"
        raise stream.stop("L003", f"`{span.text}` has no brackets", span, advice)
    return low


def _list(stream: _Stream) -> Several:
    first = stream.expect("symbol", "(")
    items = [_expression(stream)]
    while stream.accept(","):
        items.append(_expression(stream))
    last = stream.expect("symbol", ")")
    return Several(_join(first.span, last.span), tuple(items))


def _sum(stream: _Stream) -> Written:
    left = _product(stream)
    while token := stream.accept("+", "-"):
        right = _product(stream)
        if token.text == "-" and isinstance(left, Number) and isinstance(right, Number):
            _check_difference(stream, left, right)
        left = Call(_join(left.span, right.span), token.text, (left, right))
    return left


def _check_difference(stream: _Stream, left: Number, right: Number) -> None:
    """``22-60`` means a range and ``2014-01-01`` a day; a difference stands with blanks, and is not negative."""
    span = _join(left.span, right.span)
    low, high = left.digits, right.digits
    if any(blank in span.text for blank in " \u3000\n") and _falls(low, high):
        return
    advice = f"a range is written `[{low}..{high}]`, a difference with blanks"
    if stream.at("-") and len(low) == 4:
        stream.take()
        span = _join(left.span, stream.next.span)
        advice = f'write `date("{span.text}")`'
    raise stream.stop("L003", f"`{span.text}` is a difference of fixed numbers", span, advice)


def _falls(low: str, high: str) -> bool:
    one, two = (Decimal(text.rstrip("%")) if text.count(".") < 2 else None for text in (low, high))
    return one is None or two is None or one >= two


def _product(stream: _Stream) -> Written:
    left = _unary(stream)
    while token := stream.accept("*"):
        right = _unary(stream)
        left = Call(_join(left.span, right.span), token.text, (left, right))
    return left


def _unary(stream: _Stream) -> Written:
    if first := stream.accept("-"):
        with stream.deeper():
            inner = _unary(stream)
        return Call(_join(first.span, inner.span), "negative", (inner,))
    if first := stream.accept("known"):
        inner = _primary(stream)
        return Call(_join(first.span, inner.span), "known", (inner,))
    return _primary(stream)


def _primary(stream: _Stream) -> Written:
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


def _word(stream: _Stream) -> Written:
    first = stream.next
    for words, operator in ((("any", "of"), "or"), (("all", "of"), "and")):
        if stream.accept_words(*words):
            items = _list(stream)
            return Call(_join(first.span, items.span), operator, items.items)
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


def _assumed(stream: _Stream, first: Token) -> Written:
    if stream.next.kind != "name" or stream.next.text in RESERVED:
        raise stream.fail("expected the name of an assumption")
    name = stream.take()
    return Call(_join(first.span, name.span), "assumed", (Name(name.span, name.text),))


def _at_least(stream: _Stream, first: Token) -> Written:
    number = _primary(stream)
    stream.expect("name", "of")
    items = _list(stream)
    return Call(_join(first.span, items.span), "at least", (number, *items.items))


def _filtered(stream: _Stream, source: Written) -> Written:
    stream.take()
    body = _expression(stream)
    last = stream.expect("symbol", "]")
    return Each(_join(source.span, last.span), "filter", "", source, body)


def _call(stream: _Stream, first: Token) -> Written:
    known = functions()
    if first.text not in known:
        advice = REFUSED.get(first.text, "") or did_you_mean(first.text, known)
        message = f"`{first.text}` is not a function of the language"
        raise stream.stop("L003", message, first.span, advice)
    stream.take()
    args = [_argument(stream)]
    while stream.accept(","):
        args.append(_argument(stream))
    last = stream.expect("symbol", ")")
    return Call(_join(first.span, last.span), first.text, tuple(args))


def _argument(stream: _Stream) -> Written:
    if first := stream.accept("for"):
        variable, source = _binding(stream)
        stream.expect("name", "return")
        body = _expression(stream)
        return Each(_join(first.span, body.span), "for", variable, source, body)
    return _expression(stream)
