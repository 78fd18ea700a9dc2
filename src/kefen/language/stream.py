"""Tokens one after the other: what is next, what may follow, and what is wrong where nothing may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kefen.diagnostics import Diagnostics
from kefen.language.lexer import Token, tokens
from kefen.language.refused import REFUSED
from kefen.source import Span

#: how deep an expression may nest, in brackets and in operators; more is not for people to read
DEEPEST = 40


class StopError(Exception):
    """The rest of this expression cannot be read; the message is already collected."""


def stream_of(span: Span, found: Diagnostics) -> Stream | None:
    before = len(found.errors)
    items = tokens(span.source, span.start, span.end, found)
    return None if len(found.errors) > before else Stream(items, found)


NAME_PARTS = "give its parts a name, as criteria or as defined facts"


@dataclass
class Stream:
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

    def fail(self, message: str) -> StopError:
        """Collect an error about the next token; the caller raises what this returns."""
        token = self.next
        here = f"`{token.text}`" if token.text else "the end"
        before = self.items[self.place - 1] if self.place else token
        advice = REFUSED.get(token.text, "") or REFUSED.get(before.text, "")
        code = "L003" if advice else "L002"
        return self.stop(code, f"{message}, found {here}", token.span, advice)

    def stop(self, code: str, message: str, span: Span, advice: str = "") -> StopError:
        """Collect an error; the caller raises what this returns."""
        self.found.error(code, message, span, advice)
        return StopError()

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One level of brackets or prefixes; too many would exhaust the reader before the text."""
        self.depth += 1
        if self.depth > DEEPEST:
            message = "the expression is nested too deep"
            raise self.stop("L002", message, self.next.span, NAME_PARTS)
        yield
        self.depth -= 1
