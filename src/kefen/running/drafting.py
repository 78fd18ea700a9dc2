"""A draft of a mapping from a table's headers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kefen.diagnostics import nearest
from kefen.policy import Vocabulary
from kefen.values import Kind


def draft(headers: Iterable[str], codes: Mapping[str, list[str]], vocabulary: Vocabulary) -> str:
    """A mapping to begin with: known headers, nearest names for the others, codes that are still to be named."""
    lines = ["# the bank's column: the fact it holds; null leaves a column out", "columns:"]
    for header in headers:
        fact = vocabulary.names.get(header.partition("@")[0], "")
        near = "" if fact else vocabulary.names.get(nearest(header, vocabulary.names), "")
        lines += _drafted(header, fact or near, codes.get(header, []), vocabulary)
        if near:
            lines[-1] += "  # the nearest name: check it"
    return "\n".join(lines) + "\n"


def _drafted(header: str, fact: str, codes: list[str], vocabulary: Vocabulary) -> Iterator[str]:
    name = _plain(header)
    if not fact:
        yield f"  {name}: null  # no fact has a name like it"
    elif header.endswith("@"):
        yield f"  {name}: {{date_of: [{fact}]}}"
    elif strange := [code for code in codes if code not in _accepted(fact, vocabulary)]:
        values = ", ".join(f"{_plain(code)}: null" for code in strange)
        yield f"  {name}: {{fact: {fact}, values: {{{values}}}}}"
    else:
        yield f"  {name}: {fact}"


def _accepted(fact: str, vocabulary: Vocabulary) -> Mapping[str, int]:
    kind = vocabulary.facts[fact].kind if fact in vocabulary.facts else Kind("none")
    return kind.domain.places if kind.domain and kind.name in ("choice", "scale") else {}


def coded(headers: Iterable[str], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Headers whose fact, or nearest fact, is a word of a closed list: their codes are worth looking at."""
    for header in headers:
        near = header if header in vocabulary.names else nearest(header, vocabulary.names)
        fact = vocabulary.names.get(near, "")
        if _accepted(fact, vocabulary):
            yield header, fact


def _plain(word: str) -> str:
    """A word as YAML reads it back as the same text."""
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
