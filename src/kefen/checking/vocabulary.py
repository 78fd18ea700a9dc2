"""Vocabulary files to a vocabulary: domains, facts, lists. Definitions and rules come later."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from functools import partial
from typing import Any, cast, get_args

from kefen.checking.domains import LABELLED, kind_of, label_of, read_domain, words_of
from kefen.checking.units import check_unit
from kefen.diagnostics import Diagnostics, did_you_mean
from kefen.language.operators import OPERATORS
from kefen.language.parser import RESERVED
from kefen.policy import BESIDE
from kefen.reading.keys import check_keys
from kefen.reading.yaml_text import Entry
from kefen.source import Source, Span
from kefen.values import (
    Domain,
    Words,
)
from kefen.vocabulary import Age, ChangedBy, FactSpec, ListSpec, ReferenceList, Vocabulary

_LIST_KEYS = {*LABELLED, "fields", "confidential", "third_party"}
_SUBJECT_KEYS = {*LABELLED, "third_party"}
_MEASURE_KEYS = {*LABELLED, "forbids"}
_REFERENCE_KEYS = {*LABELLED, "of", "max_age", "check"}
_RULE_KEYS = {"id", "test", "message"}
_FACT_KEYS = {
    "label", "also", "kind", "unit", "source", "changed_by", "max_age", "range", "check", "required",
    "key", "negative", "confidential", "third_party", "is", "cites", "note",
}  # fmt: skip
_SECTIONS = {
    "scales", "choices", "subjects", "lists", "reference_lists", "measures", "facts", "rules",
    "vocabulary", "title",
}  # fmt: skip
#: what an entry has whose name is that of a section
_OF_AN_ENTRY = ("label", "zh", "en", "kind", "values", "fields")
_SAID = ("label", "unit", "source", "message", "forbids")
_AGE = re.compile(r"(\d+)\s*(day|month|year)s?")
_RANGE = re.compile(r"\[\s*(-?\d*\.?\d*?)\s*\.\.\s*(-?\d*\.?\d*?)\s*\]")
NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)?")
_CHECKS = tuple(
    row.name for row in OPERATORS.values() if (row.takes, row.gives) == (("text",), "flag")
)


@dataclass
class RawVocabulary:
    """A vocabulary whose definitions and rules are still text."""

    domains: dict[str, Domain] = field(default_factory=dict)
    facts: dict[str, FactSpec] = field(default_factory=dict)
    lists: dict[str, ListSpec] = field(default_factory=dict)
    reference_lists: dict[str, ReferenceList] = field(default_factory=dict)
    measures: dict[str, Words] = field(default_factory=dict)
    forbids: dict[str, Words] = field(default_factory=dict)
    subjects: dict[str, Words] = field(default_factory=dict)
    third_parties: set[str] = field(default_factory=set)
    definitions: dict[str, Span] = field(default_factory=dict)
    rules: list[tuple[str, Span, Words]] = field(default_factory=list)
    places: dict[str, Span] = field(default_factory=dict)

    def copy(self) -> RawVocabulary:
        """Tables of its own, with the same rows."""
        return RawVocabulary(
            **{table.name: copy(getattr(self, table.name)) for table in fields(self)}
        )

    def sealed(self) -> Vocabulary:
        """The vocabulary without definitions and rules, for resolving names."""
        return Vocabulary(
            self.domains, self.facts, self.lists, self.reference_lists, self.measures,
            self.subjects, third_parties=frozenset(self.third_parties), forbids=self.forbids,
        )  # fmt: skip


#: what was read of vocabularies without errors, by their texts: a pack is read anew for each day and each who uses it
_KNOWN: dict[tuple[Source, ...], RawVocabulary] = {}
_MOST = 24


def read_vocabularies(entries: Mapping[str, Entry], found: Diagnostics) -> RawVocabulary:
    """All vocabularies a pack names, its own last, as one."""
    texts = tuple(entry.span.source for entry in entries.values())
    raw = _KNOWN.get(texts)
    if raw is None:
        before = len(found.items)
        raw = _read(entries.values(), found)
        if len(found.items) > before:
            return raw
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        _KNOWN[texts] = raw
    return raw.copy()


def _read(entries: Iterable[Entry], found: Diagnostics) -> RawVocabulary:
    reader = _Reader(RawVocabulary(), found)
    for entry in entries:
        reader.read(entry)
    reader.check_names()
    return reader.raw


def expression_span(entry: Entry, found: Diagnostics) -> Span | None:
    """The text of a YAML scalar in its file, without quotes or the sign of a block."""
    span = entry.span
    if span.text[:1] in ("|", ">"):
        lead = span.text.find("\n") + 1
        return Span(span.source, span.start + lead, span.end)
    if span.text[:1] not in ("'", '"'):
        return span
    inner = Span(span.source, span.start + 1, span.end - 1)
    if inner.text.split() != entry.spelled.split():
        advice = "write it as a block: `|` and the expression on the next line"
        found.error("R003", "an expression cannot hold escaped quotes", span, advice)
        return None
    return inner


@dataclass
class _Reader:
    raw: RawVocabulary
    found: Diagnostics

    def read(self, entry: Entry) -> None:
        entry = self.check_keys(entry, _SECTIONS, "a part of a vocabulary")
        self.check_words(entry)
        sections: tuple[tuple[str, Callable[[str, Entry], None]], ...] = (
            ("choices", partial(self.read_domain, scale=False)),
            ("scales", partial(self.read_domain, scale=True)),
            ("subjects", self.read_subject),
            ("measures", self.read_measure),
            ("reference_lists", self.read_reference_list),
            ("facts", self.read_fact),
            ("lists", self.read_list),
        )
        for section, read in sections:
            for name, value in self.named(entry.get(section), section):
                read(name, value)
        for value in entry.get("rules").each():
            self.read_rule(value)

    def named(self, entry: Entry, section: str) -> Iterable[tuple[str, Entry]]:
        if entry.value is not None and not isinstance(entry.value, Mapping):
            self.found.error(
                "R003", f"`{section}` lists names, each with its properties", entry.span
            )
        for name, value in entry.items():
            if name in _SECTIONS and not any(value.get(key).value for key in _OF_AN_ENTRY):
                advice = "write it at the left margin"
                message = f"`{name}` stands within `{section}`"
                self.found.error("R003", message, value.where, advice)
                return
            yield name, value

    def check_keys(self, entry: Entry, known: set[str], what: str) -> Entry:
        return check_keys(entry, sorted(known), what, self.found)

    def check_words(self, entry: Entry) -> None:
        """What is said in both languages is said as ``zh`` and ``en``; a label under another key would be lost."""
        for key, value in entry.items():
            named = value.get("kind").value or value.get("label").value or value.get("fields").value
            if key in _SAID and isinstance(value.value, Mapping) and named is None:
                self.check_keys(value, {"zh", "en"}, "known here")
            elif isinstance(value.value, Mapping):
                self.check_words(value)

    def add(self, table: dict[str, Any], name: str, made: Any, entry: Entry) -> None:
        if name in table:
            other = self.raw.places.get(name)
            self.found.error("N003", f"`{name}` is defined twice", entry.where, other=other)
        table[name] = made
        self.raw.places[name] = entry.where

    def read_domain(self, name: str, entry: Entry, *, scale: bool) -> None:
        self.add(self.raw.domains, name, read_domain(name, entry, self.found, scale=scale), entry)

    # --- facts and lists ----------------------------------------------------------------------

    def read_reference_list(self, name: str, entry: Entry) -> None:
        entry = self.check_keys(entry, _REFERENCE_KEYS, "a property of a reference list")
        if entry.get("of").text not in ("", "text"):
            self.found.error("T001", "a reference list holds texts", entry.get("of").span)
        check = self.one_of(entry.get("check"), _CHECKS, "a check")
        made = ReferenceList(name, label_of(entry), self.age(entry.get("max_age")), check)
        self.add(self.raw.reference_lists, name, made, entry)

    def read_subject(self, name: str, entry: Entry) -> None:
        entry = self.check_keys(entry, _SUBJECT_KEYS, "a property of a related subject")
        self.add(self.raw.subjects, name, label_of(entry), entry)
        if self.flag(entry.get("third_party")):
            self.raw.third_parties.add(name)

    def read_measure(self, name: str, entry: Entry) -> None:
        entry = self.check_keys(entry, _MEASURE_KEYS, "a property of a measure")
        self.add(self.raw.measures, name, label_of(entry), entry)
        if entry.get("forbids").value is not None:
            self.raw.forbids[name] = words_of(entry.get("forbids"))

    def read_list(self, name: str, entry: Entry) -> None:
        entry = self.check_keys(entry, _LIST_KEYS, "a property of a list")
        fields = {key: self.fact(key, item) for key, item in entry.get("fields").items()}
        marks = (self.flag(entry.get(mark)) for mark in ("confidential", "third_party"))
        self.add(self.raw.lists, name, ListSpec(name, label_of(entry), fields, *marks), entry)

    def read_fact(self, name: str, entry: Entry) -> None:
        made = self.fact(name, entry)
        earlier = next((spec for spec in self.raw.facts.values() if spec.key and made.key), None)
        if earlier is not None and earlier.name != name:
            self.give_up_key(earlier, name, entry)
        self.add(self.raw.facts, name, made, entry)
        if entry.get("is").value is not None:
            span = expression_span(entry.get("is"), self.found)
            if span is not None:
                self.raw.definitions[name] = span

    def give_up_key(self, earlier: FactSpec, name: str, entry: Entry) -> None:
        """A vocabulary read later may name another key, as that of a pack for applications does; one vocabulary has one."""
        if earlier.span.source == entry.where.source:
            message = f"both `{earlier.name}` and `{name}` are the key"
            self.found.error("N003", message, entry.where, other=earlier.span)
        self.raw.facts[earlier.name] = replace(earlier, key=False, required=False)

    def fact(self, name: str, entry: Entry) -> FactSpec:
        entry = self.check_keys(entry, _FACT_KEYS, "a property of a fact")
        low, high = self.range(entry.get("range"))
        kind_entry = entry.get("kind")
        kind_span = kind_entry.span if kind_entry.value is not None else entry.where
        labelled = entry.get("label").value is not None
        label = label_of(entry) if labelled else Words(name, name)
        kind = kind_of(kind_entry.text, self.raw.domains, kind_span, self.found)
        check_unit(entry, kind, label, self.found)
        return FactSpec(
            name,
            label,
            kind,
            unit=words_of(entry.get("unit")),
            source=words_of(entry.get("source")),
            changed_by=self.changed_by(entry.get("changed_by")),
            max_age=self.age(entry.get("max_age")),
            low=low,
            high=high,
            check=self.one_of(entry.get("check"), _CHECKS, "a check"),
            required=self.flag(entry.get("required")),
            key=self.flag(entry.get("key")),
            negative=self.flag(entry.get("negative")),
            confidential=self.flag(entry.get("confidential")),
            third_party=self.flag(entry.get("third_party")),
            cites=BESIDE.join(item.text for item in entry.get("cites").each()),
            also=tuple(item.text for item in entry.get("also").each()),
            span=entry.where,
        )

    def one_of(self, entry: Entry, words: tuple[str, ...], what: str) -> str:
        if entry.value is None or entry.text in words:
            return entry.text
        choices = ", ".join(f"`{word}`" for word in words)
        self.found.error("R003", f"`{entry.text}` is not {what}", entry.span, f"one of {choices}")
        return ""

    def changed_by(self, entry: Entry) -> ChangedBy:
        word = self.one_of(entry, get_args(ChangedBy), "somebody who can change a fact")
        return cast("ChangedBy", word or "customer")

    def flag(self, entry: Entry) -> bool:
        if entry.value not in (None, True, False):
            self.found.error("R003", f"`{entry.text}` is neither `true` nor `false`", entry.span)
        return entry.value is True

    def age(self, entry: Entry) -> Age | None:
        if entry.value is None:
            return None
        match = _AGE.fullmatch(entry.text)
        if match is None:
            message = f"`{entry.text}` is not an age such as `12 months`"
            self.found.error("R003", message, entry.span)
            return None
        number, unit = int(match.group(1)), match.group(2)
        if unit == "day":
            return Age(days=number)
        return Age(months=number * (12 if unit == "year" else 1))

    def range(self, entry: Entry) -> tuple[Decimal | None, Decimal | None]:
        if entry.value is None:
            return None, None
        match = _RANGE.fullmatch(entry.text.strip())
        if match is None:
            message = f"`{entry.text}` is not a range such as `[0..120]`"
            self.found.error(
                "R003", message, entry.span, 'write `"[0..120]"`: two dots, in double quotes'
            )
            return None, None
        low, high = (Decimal(text) if text else None for text in match.groups())
        if low is not None and high is not None and low > high:
            message = f"the range from `{low}` to `{high}` ends before it begins"
            self.found.error("T002", message, entry.span, f"write `[{high}..{low}]`")
        return low, high

    def read_rule(self, entry: Entry) -> None:
        entry = self.check_keys(entry, _RULE_KEYS, "a property of a rule")
        name = entry.get("id").text
        if not name or entry.get("test").value is None:
            self.found.error("R003", "a rule has an `id` and a `test`", entry.span)
            return
        if name in (rule[0] for rule in self.raw.rules):
            self.found.error("N003", f"the rule `{name}` is defined twice", entry.span)
        test = expression_span(entry.get("test"), self.found)
        if test is not None:
            self.raw.rules.append((name, test, words_of(entry.get("message"))))

    # --- names --------------------------------------------------------------------------------

    def check_names(self) -> None:
        """A name can be written in an expression, and no label stands for two facts."""
        raw = self.raw
        for name in (*raw.facts, *raw.lists, *raw.reference_lists):
            if not NAME.fullmatch(name) or name in RESERVED:
                message = f"`{name}` cannot be a name in an expression"
                self.found.error("R003", message, raw.places[name])
            subject, dot, _ = name.partition(".")
            if dot and subject not in raw.subjects:
                advice = did_you_mean(subject, raw.subjects)
                self.found.error("N001", f"no subject `{subject}`", raw.places[name], advice)
        meant: dict[str, str] = {}
        labels = [(name, (*spec.label, *spec.also)) for name, spec in raw.facts.items()]
        labels += [(name, (*spec.label,)) for name, spec in raw.lists.items()]
        labels += [(name, (*listed.label,)) for name, listed in raw.reference_lists.items()]
        for name, label in labels:
            for word in sorted({name, *label} - {""}):
                if meant.setdefault(word, name) != name:
                    message = f"`{word}` means both `{meant[word]}` and `{name}`"
                    place, other = raw.places[name], raw.places[meant[word]]
                    self.found.error("N002", message, place, other=other)
