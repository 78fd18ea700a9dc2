"""The words a policy may use: facts, lists of records, reference lists, scales and choices, measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Literal

from kefen.language.syntax import Meant
from kefen.source import NOWHERE, Span
from kefen.values import NO_WORDS, Domain, Kind, Words

#: a third party whom the vocabulary does not name
SOMEBODY = Words("第三方", "a third party")


ChangedBy = Literal["customer", "bank", "time", "nobody"]


@dataclass(frozen=True)
class Age:
    """How old a fact may be, in months or days."""

    months: int = 0
    days: int = 0


@dataclass(frozen=True)
class FactSpec:
    """One fact of the vocabulary: its names, what it holds, where it comes from, its age limit.

    ``also`` are headers that banks use for it: a draft of a mapping proposes it for them, a run does not know them.
    ``third_party`` when the customer is told of it only that a condition of somebody else holds or not.
    ``unread`` when it is only ever worked out: what is given of it may have been made from what is confidential.
    """

    name: str
    label: Words
    kind: Kind
    unit: Words = NO_WORDS
    source: Words = NO_WORDS
    changed_by: ChangedBy = "customer"
    max_age: Age | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    check: str = ""
    required: bool = False
    key: bool = False
    negative: bool = False
    confidential: bool = False
    third_party: bool = False
    unread: bool = False
    definition: Meant | None = None
    cites: str = ""
    also: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class ListSpec:
    """A list of records of a subject, such as accounts: its fields are facts of the item."""

    name: str
    label: Words
    fields: Mapping[str, FactSpec]
    confidential: bool = False
    third_party: bool = False


@dataclass(frozen=True)
class ReferenceList:
    """A list of codes kept by the bank; ``check`` is that of the facts that are looked up in it.

    Loaded with a date it is complete: absence is false. Not loaded, or loaded with a day to come, it is unknown.
    """

    name: str
    label: Words
    max_age: Age | None = None
    check: str = ""
    entries: tuple[tuple[str, date | None, date | None], ...] | None = None
    dated: date | None = None
    cites: str = ""

    @cached_property
    def digest(self) -> str:
        """Over its day and its entries, in any order; empty when it is not loaded."""
        if self.entries is None:
            return ""
        said = (str(self.dated), *sorted(map(repr, self.entries)))
        return sha256("\n".join(said).encode()).hexdigest()


def digest_of_lists(digests: Mapping[str, str]) -> str:
    """One digest over the digests of reference lists by name; empty for none."""
    said = "\n".join(f"{name} {digest}" for name, digest in sorted(digests.items()))
    return sha256(said.encode()).hexdigest() if said else ""


@dataclass(frozen=True)
class Rule:
    """A condition that every row must not break; rows that do are quarantined."""

    id: str
    test: Meant
    message: Words


@dataclass(frozen=True)
class Vocabulary:
    """The words a policy may use. ``third_parties`` are those ``subjects`` that have a privacy of their own;
    ``forbids`` says of the ``measures`` that are prohibitions what they forbid.

    ``withheld`` are spellings that are passed over without a word, since the reader may not know them: of facts and lists
    under the empty name, of the fields of a list under its own.
    """

    domains: Mapping[str, Domain]
    facts: Mapping[str, FactSpec]
    lists: Mapping[str, ListSpec]
    reference_lists: Mapping[str, ReferenceList]
    measures: Mapping[str, Words]
    subjects: Mapping[str, Words]
    rules: tuple[Rule, ...] = ()
    third_parties: frozenset[str] = frozenset()
    forbids: Mapping[str, Words] = field(default_factory=dict)
    withheld: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def names(self) -> dict[str, str]:
        """Every accepted spelling of a fact or list, and its id."""
        found: dict[str, str] = {}
        labels = {name: spec.label for name, spec in self.facts.items()}
        labels |= {name: spec.label for name, spec in self.lists.items()}
        for name, label in labels.items():
            for word in (name, *label):
                if word:
                    found.setdefault(word, name)
            subject, _, plain = name.partition(".")
            if subject in self.subjects and plain in labels:
                found.setdefault(f"{self.subjects[subject].zh}.{labels[plain].zh}", name)
        return found

    def field_of(self, name: str) -> tuple[ListSpec, FactSpec] | None:
        """A field of a list by a name such as ``loans.balance``."""
        for listed in self.lists.values():
            field = listed.fields.get(name.removeprefix(f"{listed.name}."))
            if field is not None and name.startswith(f"{listed.name}."):
                return listed, field
        return None

    def spec_of(self, name: str) -> FactSpec | None:
        """A fact, or a field of a list."""
        field = self.field_of(name)
        return self.facts.get(name) or (field[1] if field else None)

    def third_party(self, name: str) -> Words | None:
        """Whose fact, field or list it is, if it is a third party's."""
        subject, listed, spec = name.partition(".")[0], self.lists.get(name), self.spec_of(name)
        if subject in self.third_parties:
            return self.subjects[subject]
        if listed is not None:
            return listed.label if listed.third_party else None
        if spec is not None and spec.third_party:
            return self.subjects.get(subject, SOMEBODY)
        return None

    def label_of(self, name: str) -> Words | None:
        """What a fact, a list, a reference list or a field of a list is called."""
        for table in (self.facts, self.lists, self.reference_lists):
            if name in table:
                return table[name].label
        field = self.field_of(name)
        if field is None:
            return None
        (listed, spec) = field
        of, label = listed.label, spec.label
        return Words(f"{of.said('zh')}的{label.said('zh')}", f"{of.said('en')}: {label.said('en')}")

    @property
    def key(self) -> FactSpec | None:
        """The fact that names the subject."""
        return next((spec for spec in self.facts.values() if spec.key), None)
