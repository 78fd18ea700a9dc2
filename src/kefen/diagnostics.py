"""Coded messages for the authors of policies: collected, then shown all at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from kefen.source import Span

#: code -> what it says; the letter is the stage: R reading, L language, N names, T types,
#: C citations, D dates, M map, P policy, S sources
CODES = {
    "R001": "a file cannot be read",
    "R002": "front matter is missing or broken",
    "R003": "an entry of a YAML file is unknown or of the wrong form",
    "R004": "a line is not a statement, or does not belong where it stands",
    "R005": "a statement lacks a part",
    "R006": "a table is broken",
    "R007": "a pack has no policy",
    "R008": "nearly a fence, a heading or a clause, and read as none",
    "R009": "a file that looks like a part of the pack is not read",
    "L001": "a character does not belong to the language",
    "L002": "the expression cannot be parsed",
    "L003": "outside the subset of FEEL",
    "N001": "an unknown name",
    "N002": "a name means two things",
    "N003": "defined twice",
    "N004": "refers to itself",
    "N005": "never used",
    "T001": "kinds do not fit",
    "T002": "a value is outside its domain",
    "T003": "a fixed value is needed",
    "T004": "too many digits to stay exact",
    "T005": "a number may lie outside what an operator takes",
    "C001": "a clause without a citation",
    "C002": "an unknown instrument",
    "C003": "an id with the number of another article",
    "C004": "a citation that holds more than an instrument and a place",
    "C005": "an instrument that is not in force when it is cited",
    "D001": "versions overlap",
    "D002": "a gap between versions",
    "D003": "a parameter has no value on some day in force",
    "D004": "a date or a range of dates is wrong",
    "M001": "a clause without a row in the map",
    "M002": "a row of the map that names what is not there",
    "M003": "a row of the map with neither a clause nor a reason",
    "M004": "a row of the map that promises what is no part of a pack",
    "P001": "the conclusions of a policy do not fit together",
    "P002": "a ladder, a list of bands or a table without its end",
    "P003": "a condition can never hold",
    "P004": "an assumption",
    "P005": "a row of a table can never be reached",
    "P006": "a clause that asks what is known",
    "P007": "a policy that cannot be asked of an item of a list",
    "S001": "a statement of a source without its clauses or a reason",
    "S002": "a statement of a source that names what is not there",
    "S003": "a clause that no statement of a source asks for",
}


@dataclass(frozen=True)
class Diagnostic:
    """One message: lower case, no full stop, the author's words in backticks."""

    code: str
    message: str
    span: Span
    help: str = ""
    article: str = ""
    severity: Literal["error", "warning", "note"] = "error"
    other: Span | None = field(default=None)

    def __str__(self) -> str:
        return f"{self.span}: {self.severity} {self.code}: {self.message}"

    def shown(self) -> str:
        """The message with its line, article and help; a contradiction shows both places."""
        heading = f"{self} ({self.article})" if self.article else str(self)
        lines = [heading, *_quoted(self.span)]
        if self.other is not None:
            lines += [f"  see {self.other}", *_quoted(self.other)]
        if self.help:
            lines.append(f"  help: {self.help}")
        return "\n".join(lines)


def _quoted(span: Span) -> list[str]:
    line = span.source.line(span.line).strip()
    return [f"    {line}"] if line else []


@dataclass
class Diagnostics:
    """A collector that every stage adds to; the same message at the same place is kept once."""

    items: list[Diagnostic] = field(default_factory=list)
    article: str = ""
    _known: set[tuple[str, str, str, int]] = field(default_factory=set, repr=False)

    def error(
        self, code: str, message: str, span: Span, advice: str = "", other: Span | None = None
    ) -> None:
        """Add an error."""
        self._add(Diagnostic(code, message, span, advice, self.article, "error", other))

    def warn(
        self, code: str, message: str, span: Span, advice: str = "", other: Span | None = None
    ) -> None:
        """Add a warning: the policy still runs."""
        self._add(Diagnostic(code, message, span, advice, self.article, "warning", other))

    def note(self, code: str, message: str, span: Span, advice: str = "") -> None:
        """Add something a reader should know, such as an assumption."""
        self._add(Diagnostic(code, message, span, advice, self.article, "note"))

    def _add(self, item: Diagnostic) -> None:
        key = (item.code, item.message, item.span.source.path, item.span.start)
        if key not in self._known:
            self._known.add(key)
            self.items.append(item)

    @property
    def errors(self) -> list[Diagnostic]:
        """The errors alone."""
        return [item for item in self.items if item.severity == "error"]

    def sorted(self) -> list[Diagnostic]:
        """By file, then place."""
        return sorted(self.items, key=lambda item: (item.span.source.path, item.span.start))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name most like ``word``, whatever the case of its letters, or nothing."""
    folded = {name.casefold(): name for name in reversed([*known])}
    found = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.5)
    return folded[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A help line with the nearest name, or nothing."""
    near = nearest(word, known)
    return f"did you mean `{near}`?" if near else ""
