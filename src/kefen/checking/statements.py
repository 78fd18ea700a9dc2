"""The sources sentence by sentence: statements in our own words, each with the clauses that state it or why none does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kefen.checking.domains import words_of
from kefen.diagnostics import Diagnostics, did_you_mean
from kefen.policy import Clause, Policy
from kefen.reading.keys import check_keys
from kefen.reading.pack import read_text
from kefen.reading.yaml_text import Entry, read_yaml
from kefen.source import Span
from kefen.values import Words

_KEYS = ("source", "title", "statements")
_STATEMENT_KEYS = ("place", "says", "clauses", "part", "why")


class Stated(NamedTuple):
    """Where something is stated: a clause, definition, assumption, parameter or fact of a pack."""

    pack: str
    name: str


@dataclass(frozen=True)
class Statement:
    """One rule of a source. ``part`` says what of it is missing, ``why`` why nothing states it."""

    number: int
    place: str
    says: str
    stated: tuple[Stated, ...]
    part: str
    why: str
    span: Span


@dataclass(frozen=True)
class CutSource:
    """A source cut into statements. ``source`` is the instrument's id."""

    source: str
    title: Words
    statements: tuple[Statement, ...]

    @property
    def in_whole(self) -> list[Statement]:
        """What clauses state as it stands."""
        return [one for one in self.statements if one.stated and not one.part]

    @property
    def in_part(self) -> list[Statement]:
        """What clauses state in part."""
        return [one for one in self.statements if one.stated and one.part]

    @property
    def nowhere(self) -> list[Statement]:
        """What no clause states, for a reason."""
        return [one for one in self.statements if not one.stated]


def read_sources(folder: Path, found: Diagnostics) -> list[CutSource]:
    """The sources of a folder, in the order of its files; what is wrong with their form is in ``found``."""
    return [_source(path, found) for path in sorted(folder.glob("[!.]*.yaml"))]


def _source(path: Path, found: Diagnostics) -> CutSource:
    entry = read_yaml(read_text(path, f"coverage/{path.name}", found), found)
    entry = check_keys(entry, _KEYS, "a key of a source", found)
    statements = enumerate(entry.get("statements").each(), 1)
    return CutSource(
        entry.get("source").text,
        words_of(entry.get("title")),
        tuple(_statement(number, written, found) for number, written in statements),
    )


def _statement(number: int, written: Entry, found: Diagnostics) -> Statement:
    entry = check_keys(written, _STATEMENT_KEYS, "a key of a statement", found)
    made = Statement(
        number,
        entry.get("place").text,
        entry.get("says").text,
        tuple(_stated(item.text) for item in entry.get("clauses").each()),
        entry.get("part").text,
        entry.get("why").text,
        entry.span,
    )
    if not made.place or not made.says:
        found.error("S001", f"statement {number} has no `place` or no `says`", entry.span)
    if bool(made.stated) == bool(made.why):
        advice = "write `clauses: [PACK CLAUSE]`, or `why:` with the reason"
        message = f"statement {number} needs its clauses or a reason, and not both"
        found.error("S001", message, entry.span, advice)
    return made


def _stated(text: str) -> Stated:
    pack, _, name = text.partition(" ")
    return Stated(pack, name.strip())


def check_sources(
    sources: Iterable[CutSource], packs: Mapping[str, Sequence[Policy]], found: Diagnostics
) -> None:
    """Every clause a statement names is there; every clause of a source that is cut is named, or cites a law too."""
    sources = list(sources)
    known = {pack: _names_of(policies) for pack, policies in packs.items()}
    for statement in (one for source in sources for one in source.statements):
        for pack, name in statement.stated:
            _check_stated(Stated(pack, name), known, statement.span, found)
    for policy, clause in unasked(sources, packs):
        message = f"no statement asks for `{clause.id}` of `{policy.name}`"
        found.warn("S003", message, clause.span)


def _check_stated(
    stated: Stated, known: Mapping[str, set[str]], span: Span, found: Diagnostics
) -> None:
    if stated.pack not in known:
        advice = did_you_mean(stated.pack, known)
        found.error("S002", f"no pack `{stated.pack}`", span, advice)
    elif stated.name not in known[stated.pack]:
        advice = did_you_mean(stated.name, known[stated.pack])
        message = f"`{stated.pack}` has no `{stated.name}`"
        found.error("S002", message, span, advice)


def _names_of(policies: Sequence[Policy]) -> set[str]:
    """What a statement may name of the versions of a pack."""
    return {name for policy in policies for name in _names_in(policy)}


def _names_in(policy: Policy) -> Iterator[str]:
    yield from (clause.id for clause in policy.clauses)
    yield from (f"define {c.target}" for c in policy.acts("define", "value"))
    named = (policy.vocabulary.facts, policy.assumptions, policy.parameters)
    for kind, names in zip(("fact", "assume", "parameter"), named, strict=True):
        yield from (f"{kind} {name}" for name in names)


def unasked(
    sources: Sequence[CutSource], packs: Mapping[str, Sequence[Policy]]
) -> Iterator[tuple[Policy, Clause]]:
    """Clauses that rest on the sources alone, and that no statement names."""
    cut = {source.source for source in sources}
    asked = {stated for source in sources for one in source.statements for stated in one.stated}
    for policy in (one for policies in packs.values() for one in policies):
        for clause in policy.clauses:
            own = clause.is_numbered and {c.instrument for c in clause.citations} <= cut
            if own and Stated(policy.name, clause.id) not in asked:
                yield policy, clause
