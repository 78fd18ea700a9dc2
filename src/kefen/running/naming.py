"""Which fact a header may mean, by its words alone: names, names that banks use, names that are like it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kefen.deciding import Decider
from kefen.running import headers
from kefen.running.mapping import WITHHELD, facts_of
from kefen.running.matching import AT
from kefen.running.tables import Column
from kefen.spelling import BLANKS
from kefen.vocabulary import FactSpec

_LIKE, _LIKE_IN_LATIN = 0.6, 0.72
Signs = tuple[tuple[str, re.Pattern[str], str], ...]
#: what in a header says that it is no fact of the customer at all
_PLAIN_SIGNS: Signs = (
    ("name", headers.NAME, ""),
    ("term", headers.INSTALMENTS, ""),
)
#: or not plainly the fact it resembles, and what a mapping may have to do
_SIGNS: Signs = (
    *_PLAIN_SIGNS, ("unit", headers.WAN, "times: 10000"), ("unit", headers.PERCENT, "percent: true"),
    ("unit", headers.UNIT, ""), ("year", headers.YEAR, ""),
)  # fmt: skip
#: of an amount of a year alone: a balance or an instalment of a month is not multiplied
_OF_A_YEAR: Signs = (*_SIGNS[:-1], ("month", headers.MONTH, "times: 12"), _SIGNS[-1])


@dataclass(frozen=True)
class NamedColumn:
    """A column whose header is the name of a fact; ``named`` when a run knows it without a mapping."""

    header: str
    spec: FactSpec
    dates: bool
    named: bool


class FactNames:
    """The names of the facts of a policy, in the spelling of a run and in that of a bank."""

    def __init__(self, decider: Decider) -> None:
        self.vocabulary = decider.policy.vocabulary
        self.exact = facts_of(self.vocabulary)
        inputs = decider.program.plan.inputs
        self.read = {one.name: one.spec for one in inputs if one.spec is not None}
        self.known = dict(self._spellings())

    def _spellings(self) -> Iterator[tuple[str, FactSpec]]:
        """Names, labels and headers of facts in the form in which they are compared."""
        for spec in self.vocabulary.facts.values():
            also = () if spec.kind.name == "history" else spec.also
            for word in (*also, *spec.label, spec.name):
                if word:
                    yield headers.plain_word(word), spec

    def find(self, header: str) -> NamedColumn | None:
        """The fact whose name a header is."""
        word, at, rest = header.partition(AT)
        if rest:
            return None
        named = self.exact.get(word.strip(BLANKS))
        spec = named or self.known.get(headers.plain_word(word))
        if spec is None and headers.YUAN.search(word):
            spec = self.known.get(headers.plain_word(headers.YUAN.sub("", word)))
            spec = spec if spec and spec.kind.name == "money" else None
        if spec is None or spec is WITHHELD:
            return None
        return NamedColumn(header, spec, bool(at), named is not None)

    def hides(self, header: str) -> bool:
        """Whether a header is the name of a fact that is withheld."""
        return self.exact.get(header.partition(AT)[0].strip(BLANKS)) is WITHHELD

    def like(self, column: Column) -> list[FactSpec]:
        """The facts that the policy reads, whose names are most like a header."""
        words = {word: spec for word, spec in self.known.items() if spec.name in self.read}
        word = headers.plain_word(headers.BRACKETS.sub("", column.header))
        cutoff = _LIKE_IN_LATIN if word.isascii() else _LIKE
        near = difflib.get_close_matches(word, list(words), n=6, cutoff=cutoff)
        return [*{words[word].name: words[word] for word in near}.values()]

    def histories(self) -> list[FactSpec]:
        """The histories that the policy reads."""
        return [spec for spec in self.read.values() if spec.kind.name == "history"]


def signs_of(spec: FactSpec | None) -> Signs:
    """What in a header may say that it is not plainly a fact."""
    if spec is not None and headers.is_of_a_year(spec):
        return _OF_A_YEAR
    return _SIGNS if spec is not None and spec.kind.is_number else _PLAIN_SIGNS


def is_of_another(column: Column) -> bool:
    """Whether a header, with what stands above it, speaks of another person than the subject."""
    return bool(headers.OTHERS.search(f"{column.above} {column.header}"))
