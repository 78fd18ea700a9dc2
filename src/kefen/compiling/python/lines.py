"""Lines of a Python function, names for what they make, and the table of constants beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Code:
    """An expression of the target: its text, whether it may be ``None``, whether it is a bare name or literal.

    ``parts`` are its two halves where it is unknown under a condition and else what the second half says.
    """

    text: str
    nullable: bool = True
    atomic: bool = True
    parts: tuple[str, str] | None = None


def unless(unknown: str, known: str) -> Code:
    """``None`` under a condition, else a known value."""
    return Code(f"(None if {unknown} else {known})", atomic=False, parts=(unknown, known))


def as_tuple(names: Iterable[str]) -> str:
    """A tuple, of one value too."""
    return "(" + "".join(f"{name}, " for name in names) + ")"


@dataclass
class Constants:
    """Texts, decimals, sets: whatever a user wrote stands here and never in the source."""

    table: dict[str, Any] = field(default_factory=dict)
    named: dict[tuple[type, Any], str] = field(default_factory=dict)

    def name(self, value: Any) -> str:
        """The name of a value in the source, or its literal."""
        if value is None or isinstance(value, (bool, int)):
            return repr(value)
        name = self.named.setdefault((type(value), value), f"C{len(self.named)}")
        self.table[name] = value
        return name


@dataclass
class Lines:
    """The body of one function; functions of one source share the constants."""

    constants: Constants = field(default_factory=Constants)
    written: list[str] = field(default_factory=list)
    indent: int = 1
    count: int = 0

    def line(self, text: str) -> None:
        """One more line."""
        self.written.append("    " * self.indent + text)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """A line, and under it what is written meanwhile."""
        self.line(head)
        self.indent += 1
        yield
        self.indent -= 1

    def fresh(self, prefix: str = "t") -> str:
        """A name that is not used yet."""
        self.count += 1
        return f"{prefix}{self.count}"

    def keep(self, code: Code, comment: str = "") -> Code:
        """An expression as a variable of its own."""
        name = self.fresh("s")
        self.line(f"{name} = {code.text}" + (f"  # {_plain(comment)}" if comment else ""))
        return Code(name, code.nullable)

    def atom(self, code: Code) -> Code:
        """A name or literal, which may be written twice without being worked out twice."""
        if code.atomic:
            return code
        name = self.fresh()
        self.line(f"{name} = {code.text}")
        return Code(name, code.nullable)


def _plain(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")
