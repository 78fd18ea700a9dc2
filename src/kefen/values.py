"""What a fact may hold: kinds, closed domains of words, and the two-language labels.

Inside the engine a value is small and exact, outside it is a word:

===========  =======================  ============================================
kind         inside                   outside
===========  =======================  ============================================
flag         ``bool``                 true / false, 是 / 否
integer      ``int``                  digits
money        ``Decimal``, 2 places    yuan
decimal      ``Decimal``, 6 places    digits
rate         ``Decimal``, 8 places    0.1 or 10%
date         ``datetime.date``        ISO 8601
text         ``str``                  itself
choice       ``int``, place in domain the value's id, label or code
scale        ``int``, place in order  the value's id, label or code
set          ``int``, a bit per word  list of words
history      ``str``, a code a month  the same, newest month first
outcome      ``int``, a bit per word  another policy's possible results
list         ``tuple`` of records     list of mappings
count        pair of ``int``          least and most, when items are unknown
===========  =======================  ============================================

An unknown value is ``None`` everywhere: missing, too old, or not loaded. It is never zero and
never false.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

KindName = Literal[
    "flag",
    "integer",
    "decimal",
    "money",
    "rate",
    "date",
    "text",
    "choice",
    "scale",
    "set",
    "history",
    "outcome",
    "list",
    "count",
    "none",
]

#: what stands beside the ids of a scale when a policy refused
REFUSAL = "refused"
NUMBERS = ("integer", "decimal", "money", "rate")
PLACES = {"integer": 0, "money": 2, "decimal": 6, "rate": 8}
WHOLE_DIGITS = {"integer": 15, "money": 16, "decimal": 12, "rate": 10}
#: how many months a history has, and the code of one that nobody knows
MONTHS = 24
UNKNOWN_MONTH = "?"


class Words(NamedTuple):
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def said(self, lang: str) -> str:
        """The words in a language (``zh`` or ``en``); the other one when there are none."""
        return (self.en or self.zh) if lang == "en" else (self.zh or self.en)


NO_WORDS = Words("", "")


@dataclass(frozen=True)
class Term:
    """One value of a closed domain."""

    id: str
    label: Words
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Domain:
    """A closed list of values: a choice, or an ordered scale when ``best`` says its better end.

    ``unknown`` are codes of a bank's data that say the value is not known.
    """

    name: str
    label: Words
    terms: tuple[Term, ...]
    best: Literal["first", "last"] | None = None
    unknown: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """By its name alone: every node of a tree has a kind, and a kind may have a domain."""
        return hash(self.name)

    @property
    def ordered(self) -> bool:
        """Whether the values compare by order."""
        return self.best is not None

    @cached_property
    def places(self) -> dict[str, int]:
        """Every accepted spelling of a value, and its place in the list."""
        spellings: dict[str, int] = {}
        for place, term in enumerate(self.terms):
            for word in (term.id, term.label.zh, term.label.en, *term.also):
                if word:
                    spellings.setdefault(word, place)
        return spellings

    @property
    def everything(self) -> int:
        """The bit mask of all values."""
        return (1 << len(self.terms)) - 1

    @property
    def refusal(self) -> int:
        """The bit of a refusal in a mask of possible results, above those of the values."""
        return 1 << len(self.terms)

    def by_goodness(self) -> list[int]:
        """Places from best to worst."""
        order = list(range(len(self.terms)))
        return order if self.best != "last" else order[::-1]

    def said(self, place: int, lang: str) -> str:
        """The label of a value."""
        return self.terms[place].label.said(lang)

    def ids(self, mask: int) -> list[str]:
        """The ids of the values in a bit mask, in the domain's order; a refusal stands last."""
        ids = [term.id for place, term in enumerate(self.terms) if mask >> place & 1]
        return [*ids, REFUSAL] if mask & self.refusal else ids


@dataclass(frozen=True)
class Kind:
    """The kind of a value; ``domain`` for words, ``of`` for a list's name."""

    name: KindName
    domain: Domain | None = field(default=None)
    of: str = ""

    @property
    def is_number(self) -> bool:
        """Integer, decimal, money or rate."""
        return self.name in NUMBERS

    def __str__(self) -> str:
        if self.name == "set" and self.domain:
            return f"set of {self.domain.name}"
        if self.name == "history" and self.domain:
            return f"history of {self.domain.name}"
        if self.domain:
            return f"{self.name} {self.domain.name}"
        return f"{self.name} {self.of}".strip()


FLAG = Kind("flag")
INTEGER = Kind("integer")
DECIMAL = Kind("decimal")
MONEY = Kind("money")
RATE = Kind("rate")
DATE = Kind("date")
TEXT = Kind("text")
COUNT = Kind("count")
NO_KIND = Kind("none")
SIMPLE_KINDS = {kind.name: kind for kind in (FLAG, INTEGER, DECIMAL, MONEY, RATE, DATE, TEXT)}
