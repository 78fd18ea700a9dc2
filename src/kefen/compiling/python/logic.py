"""Kleene's logic: ``and``, ``or``, ``not``, ``at least``, and what is proven."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeGuard

from kefen.compiling.python.lines import Code, Lines, unless
from kefen.language.operators import OPERATORS
from kefen.language.syntax import Apply, Assumed, Const, Fact, Meant, Step

_SAYS_SO = {"=": "==", "in set": "in"}
_AT_HAND = (Step, Fact, Const, Assumed)


@dataclass
class Logic:
    """Writes connectives; ``emit`` writes any other expression."""

    lines: Lines
    emit: Callable[[Meant], Code]

    def kleene(self, node: Apply) -> Code:
        """``and`` is false as soon as one part is false, ``or`` true as soon as one is true."""
        ends, other = ("False", "True") if node.operator == "and" else ("True", "False")
        if not all(isinstance(arg, _AT_HAND) or self.is_flat(arg) for arg in node.args):
            return self.kleene_in_turn(node, ends, other)
        parts = [self.emit(arg) for arg in node.args]
        if not any(part.nullable for part in parts):
            joined = f" {node.operator} ".join(part.text for part in parts)
            return Code(f"({joined})", nullable=False, atomic=False)
        parts = [self.lines.atom(part) for part in parts]
        settled = " or ".join(f"{part.text} is {ends}" for part in parts)
        unknown = " or ".join(f"{part.text} is None" for part in parts if part.nullable)
        text = f"({ends} if {settled} else None if {unknown} else {other})"
        return Code(text, atomic=False)

    def is_flat(self, node: Meant) -> bool:
        """Whether it is never unknown and takes no line of its own, so that it costs next to nothing to ask."""
        if isinstance(node, _AT_HAND):
            return not self.emit(node).nullable
        if not isinstance(node, Apply):
            return False
        inner = node.args[0]
        if node.operator in ("proven", "open") and isinstance(inner, _AT_HAND):
            return True
        if node.operator == "proven":
            return _says_so(inner) and isinstance(inner.args[0], _AT_HAND)
        one_line = node.operator in ("and", "or") or bool(OPERATORS[node.operator].python)
        return one_line and all(self.is_flat(arg) for arg in node.args)

    def kleene_in_turn(self, node: Apply, ends: str, other: str) -> Code:
        """The same, asking one part after another and stopping at the first that settles it."""
        result, nullable = self.lines.fresh(), False
        self.lines.line(f"{result} = {other}")
        with self.lines.block("while True:"):
            for arg in node.args:
                part = self.emit(arg)
                self.settle(part, result, ends, other)
                nullable = nullable or part.nullable
            self.lines.line("break")
        return Code(result, nullable)

    def settle(self, part: Code, result: str, ends: str, other: str) -> None:
        """Stop at a part that settles the result; an unknown one leaves it unknown for now."""
        if part.parts is not None:
            unknown, known = part.parts
            self.lines.line(f"if {unknown}: {result} = None")
            self.lines.line(f"elif {'not ' * (ends == 'False')}({known}): {result} = {ends}; break")
            return
        if not part.nullable:
            self.lines.line(f"if {'not ' * (ends == 'False')}{part.text}: {result} = {ends}; break")
            return
        part = self.lines.atom(part)
        self.lines.line(f"if {part.text} is not {other}:")
        self.lines.line(f"    if {part.text} is {ends}: {result} = {ends}; break")
        self.lines.line(f"    {result} = None")

    def proven(self, node: Apply) -> Code:
        """A comparison with known values is proven when Python says so: ``None`` equals nothing known."""
        inner = node.args[0]
        if _says_so(inner):
            word = _SAYS_SO[inner.operator]
            left, right = (self.lines.atom(self.emit(arg)) for arg in inner.args)
            return Code(f"({left.text} {word} {right.text})", False, atomic=False)
        return Code(f"({self.lines.atom(self.emit(inner)).text} is True)", False, atomic=False)

    def negate(self, node: Apply) -> Code:
        part = self.emit(node.args[0])
        if not part.nullable:
            return Code(f"(not {part.text})", nullable=False, atomic=False)
        part = self.lines.atom(part)
        return unless(f"{part.text} is None", f"not {part.text}")

    def at_least(self, node: Apply) -> Code:
        number = self.lines.atom(self.emit(node.args[0]))
        parts = [self.lines.atom(self.emit(arg)) for arg in node.args[1:]]
        low = self.lines.keep(Code(" + ".join(f"({part.text} is True)" for part in parts), False))
        high = self.lines.keep(
            Code(" + ".join(f"({part.text} is not False)" for part in parts), False)
        )
        text = f"(True if {low.text} >= {number.text} else False if {high.text} < {number.text} else None)"
        if number.nullable:
            text = f"(None if {number.text} is None else {text})"
        return Code(text, atomic=False)


def _says_so(node: Meant) -> TypeGuard[Apply]:
    """Whether it is a comparison with a constant that Python answers for an unknown too."""
    return isinstance(node, Apply) and node.operator in _SAYS_SO and isinstance(node.args[1], Const)
