"""The one vocabulary of the bank: the facts of all shipped packs, each name once.

A name that two packs spell alike with different values belongs to neither's customer (`loan_purpose`): it is asked
where the application is, never kept as a fact of a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import kefen
from kefen.policy import Policy
from kefen.saying.values import say_value
from kefen.spelling import Convert, NotAccepted, convert_to, outside_of
from kefen.vocabulary import FactSpec
from workbench.common.languages import language
from workbench.policies.providers import Keeping, keeping_of
from workbench.policies.texts import reference_lists, shipped_policies

TERRITORY = frozenset({"owns_home_local", "owns_premises_local", "business_local_since", "local"})
SUBJECTS = ("spouse", "employer")


@dataclass(frozen=True)
class Word:
    """A fact, or a field of a list as LIST.FIELD: what it may hold, which packs ask for it, of what they decide."""

    name: str
    spec: FactSpec
    packs: tuple[str, ...]
    keys: frozenset[str]  # names of the facts that identify what those packs decide
    derived: bool  # every pack works it out itself
    ambiguous: bool = False  # packs mean different things by it

    @cached_property
    def convert(self) -> Convert:
        """From a given value to the inside value; raises `NotAccepted` or `TypeError`."""
        return convert_to(self.spec)

    def accepted(self, value: Any) -> Any:
        """As it is kept and as a policy reads it: plain JSON, None for unknown. Raises `NotAccepted`."""
        return plain(outside_of(self.convert(value), self.spec.kind))

    @property
    def from_report(self) -> bool:
        """Whether it is read from the report of the credit register on a person."""
        source = self.spec.source.zh
        return "信用报告" in source and "企业" not in source

    @property
    def local(self) -> bool:
        """Whether it is true of the territory of one city branch only."""
        return self.name in TERRITORY


@lru_cache(maxsize=1)
def vocabulary() -> Mapping[str, Word]:
    """Every name of every shipped pack, in the order of the packs; fields of lists as LIST.FIELD."""
    found: dict[str, Word] = {}
    for pack, policy in shipped_policies().items():
        for word in _words_of(pack, policy):
            known = found.get(word.name)
            found[word.name] = _joined(known, word) if known else word
    return found


@lru_cache(maxsize=1)
def party_words() -> Mapping[str, Word]:
    """What may be kept of a party, as the provider table says: facts of persons by their name, of a spouse and an
    employer by the name without the subject.
    """
    found: dict[str, Word] = {}
    for word in vocabulary().values():
        subject, _, rest = word.name.partition(".")
        name = rest if rest and subject in SUBJECTS else word.name
        if keeping_of(word.name) == Keeping.TYPED and name not in found:
            found[name] = replace(word, name=name)
    return found


@lru_cache(maxsize=1)
def list_words() -> Mapping[str, Mapping[str, Word]]:
    """The lists that a party may have: list → field → word."""
    found: dict[str, dict[str, Word]] = {}
    lists = {name for policy in shipped_policies().values() for name in policy.vocabulary.lists}
    for word in party_words().values():
        listed, _, field = word.name.rpartition(".")
        if listed in lists:
            found.setdefault(listed, {})[field] = word
    return found


def accepted(name: str, value: Any) -> Any:
    """A value of a party's fact or list as it is kept. Raises `NotAccepted`, `TypeError`, `KeyError` (no such name)."""
    if value is None:
        return None
    if name not in list_words():
        return party_words()[name].accepted(value)
    if not isinstance(value, list | tuple):
        raise NotAccepted("not a list")
    return [_item(list_words()[name], item) for item in value]


def label(name: str, lang: str) -> str:
    """What a fact or list of a party is called; the name itself where nobody named it."""
    word = party_words().get(name) or vocabulary().get(name)
    return word.spec.label.said(lang) if word else name


def said(name: str, value: Any, lang: str) -> str:
    """A value as it is kept, as people write it."""
    word = party_words().get(name)
    if word is None or value is None:
        return "" if value is None else str(value)
    return say_value(word.convert(value), word.spec.kind, lang, word.spec.unit)


@lru_cache(maxsize=512)
def result_label(pack: str, result: str, lang: str) -> str:
    """What a result of a pack is called: 一类, Premium; the code itself where it has no label."""
    policy = shipped_policies().get(pack)
    terms = policy.decides.terms if policy and policy.decides else ()
    return next((term.label.said(lang) for term in terms if term.id == result), result)


def policy_label(decided: str) -> str:
    """What a pack is called, with the rest of what names one of its decisions: PACK DAY."""
    pack, _, day = decided.partition(" ")
    policy = shipped_policies().get(pack)
    return f"{policy.title.said(language())} {day}".strip() if policy else decided


def fact_label(name: str) -> str:
    """What a fact is called; the name itself where no shipped pack has it."""
    word = vocabulary().get(name)
    return word.spec.label.said(language()) if word else name


def list_label(version: str) -> str:
    """What a reference list is called, or a version of it: NAME SINCE."""
    name, _, since = version.partition(" ")
    listed = reference_lists().get(name)
    return f"{listed.label.said(language())} {since}".strip() if listed else version


def results_of(pack: str) -> tuple[str, ...]:
    """The codes of a pack's results, in their order."""
    policy = shipped_policies().get(pack)
    return tuple(term.id for term in policy.decides.terms) if policy and policy.decides else ()


def plain(value: Any) -> Any:
    """As JSON holds it: numbers as they are written, days as ISO."""
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _item(fields: Mapping[str, Word], item: Any) -> dict[str, Any]:
    if not isinstance(item, Mapping):
        raise NotAccepted("not a record")
    kept = {field: fields[field].accepted(value) for field, value in item.items()}
    return {field: value for field, value in kept.items() if value is not None}


def _words_of(pack: str, policy: Policy) -> Iterator[Word]:
    key = policy.vocabulary.key
    keys = frozenset({key.name} if key else ())
    for asked in kefen.facts(policy):
        if asked.spec is not None:
            yield Word(asked.name, asked.spec, (pack,), keys, asked.derived)


def _joined(first: Word, other: Word) -> Word:
    return Word(
        first.name,
        first.spec,
        tuple(dict.fromkeys(first.packs + other.packs)),
        first.keys | other.keys,
        first.derived and other.derived,
        first.ambiguous or other.ambiguous or not _alike(first.spec, other.spec),
    )


def _alike(first: FactSpec, other: FactSpec) -> bool:
    mine, theirs = first.kind.domain, other.kind.domain
    words = [domain and [term.id for term in domain.terms] for domain in (mine, theirs)]
    return first.kind.name == other.kind.name and words[0] == words[1]
