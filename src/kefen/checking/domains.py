"""Choices and scales of a vocabulary, and the kinds that are made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from kefen.diagnostics import Diagnostics, did_you_mean
from kefen.reading.keys import check_keys
from kefen.reading.yaml_text import Entry
from kefen.source import Span
from kefen.values import NO_KIND, NO_WORDS, SIMPLE_KINDS, Domain, Kind, KindName, Term, Words

#: keys under which a thing is called
LABELLED = ("label", "zh", "en")
_CHOICE_KEYS = (*LABELLED, "values", "unknown")
_SCALE_KEYS = (*_CHOICE_KEYS, "best")
_TERM_KEYS = ("id", "zh", "en", "also")
_OF_DOMAIN: dict[str, KindName] = {
    "choice": "choice",
    "scale": "scale",
    "set of": "set",
    "history of": "history",
}
_MOST_TERMS = 62


def words_of(entry: Entry) -> Words:
    """``{zh: …, en: …}`` or one text for both."""
    if isinstance(entry.value, Mapping):
        return Words(entry.get("zh").text, entry.get("en").text)
    return Words(entry.text, entry.text) if entry.value is not None else NO_WORDS


def label_of(entry: Entry) -> Words:
    """The label, whether under ``label`` or as ``zh`` and ``en`` directly."""
    return words_of(entry.get("label") if entry.get("label").value is not None else entry)


def kind_of(text: str, domains: Mapping[str, Domain], span: Span, found: Diagnostics) -> Kind:
    """A kind from its words: ``money``, ``choice employer_kind``, ``set of qualification``."""
    if text in SIMPLE_KINDS:
        return SIMPLE_KINDS[text]
    head, _, name = " ".join(text.split()).rpartition(" ")
    if head not in _OF_DOMAIN:
        message = f"`{text}` is not a kind" if text else "the kind is missing"
        found.error("R003", message, span, did_you_mean(text, [*SIMPLE_KINDS, *_OF_DOMAIN]))
        return NO_KIND
    domain = domains.get(name)
    if domain is None:
        found.error("N001", f"no choice or scale `{name}`", span, did_you_mean(name, domains))
        return NO_KIND
    if head == "scale" and not domain.ordered:
        found.error("T001", f"`{name}` is a choice, not a scale", span)
    if head == "choice" and domain.ordered:
        found.error("T001", f"`{name}` is a scale, not a choice", span)
    if head == "history of" and any(len(term.id) != 1 or term.id == "?" for term in domain.terms):
        found.error("T002", f"a code of the history of `{name}` is not one character", span)
    return Kind(_OF_DOMAIN[head], domain)


def read_domain(name: str, entry: Entry, found: Diagnostics, *, scale: bool) -> Domain:
    """A choice or a scale: its values, and its better end."""
    entry = check_keys(entry, _SCALE_KEYS if scale else _CHOICE_KEYS, "known here", found)
    values = entry.get("values").each()
    terms = tuple(_term(value, found) for value in values)
    best = entry.get("best").text if scale else None
    if scale and best not in ("first", "last"):
        message = f"the scale `{name}` does not say which end is better"
        found.error("R003", message, entry.where, "write `best: first` or `best: last`")
        best = "first"
    if not 0 < len(terms) <= _MOST_TERMS:
        message = f"`{name}` has {len(terms)} values; 1 to {_MOST_TERMS} are needed"
        found.error("R003", message, entry.where)
    unknown = tuple(item.text for item in entry.get("unknown").each())
    _check_ids(name, terms, [value.span for value in values], found)
    _check_spellings(name, terms, unknown, entry.where, found)
    return Domain(name, label_of(entry), terms, cast("Any", best), unknown)


def _term(entry: Entry, found: Diagnostics) -> Term:
    if not isinstance(entry.value, Mapping):
        return Term(entry.text, Words(entry.text, entry.text))
    entry = check_keys(entry, _TERM_KEYS, "known here", found)
    if not entry.get("id").text:
        advice = "write `{id: CODE, zh: …, en: …}`"
        found.error("R003", "the value has no `id`", entry.span, advice)
    also = tuple(item.text for item in entry.get("also").each())
    return Term(entry.get("id").text, Words(entry.get("zh").text, entry.get("en").text), also)


def _check_ids(name: str, terms: tuple[Term, ...], places: list[Span], found: Diagnostics) -> None:
    seen: dict[str, Span] = {}
    for term, place in zip(terms, places, strict=True):
        if term.id and term.id in seen:
            message = f"`{term.id}` stands twice in `{name}`"
            found.error("N003", message, place, "each value has its own `id`", seen[term.id])
        seen[term.id] = place


def _check_spellings(
    name: str, terms: tuple[Term, ...], unknown: tuple[str, ...], span: Span, found: Diagnostics
) -> None:
    seen = dict.fromkeys(unknown, "unknown")
    for term in terms:
        for word in sorted({term.id, *term.label, *term.also} - {""}):
            if seen.setdefault(word, term.id) != term.id:
                message = f"`{word}` means both `{seen[word]}` and `{term.id}` in `{name}`"
                found.error("N002", message, span)
