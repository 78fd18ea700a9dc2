"""Policies that a policy uses: their results and what they read become facts here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from kefen.checking.vocabulary import RawVocabulary
from kefen.diagnostics import Diagnostics
from kefen.language.lexer import tokens
from kefen.language.syntax import Fact, Meant, Parameter, walk
from kefen.policy import FactSpec, ListSpec, Policy, Use
from kefen.reading.draft import Statement
from kefen.source import Span
from kefen.values import NO_WORDS, Kind, Words

#: how a ring of policies is told, by whoever finds it first
RING = "policies use each other"
#: Finds another pack's policy in force on a day; raises ``KefenError`` when there is none.
Library = Callable[[str, date], Policy]


def adopt(use: Use, raw: RawVocabulary, span: Span, found: Diagnostics) -> None:
    """Make what another policy reads known here, under the related subject's name."""
    used = use.policy
    vocabulary = used.vocabulary
    related = raw.subjects.get(use.prefix[:-1], NO_WORDS)
    if used.decides is None:
        found.error("P001", f"the policy `{used.name}` decides on no scale", span)
        return
    for name in facts_read(used):
        if name in vocabulary.lists:
            listed = vocabulary.lists[name]
            label = _related_label(listed.label, related)
            made = ListSpec(use.prefix + name, label, listed.fields)
            raw.lists.setdefault(use.prefix + name, made)
        elif name in vocabulary.facts:
            _adopt_fact(
                _related(vocabulary.facts[name], use.prefix, related), use, raw, span, found
            )
    for name in lists_read(used):
        raw.reference_lists.setdefault(name, vocabulary.reference_lists[name])
    result = FactSpec(use.fact, used.decides.label, Kind("scale", used.decides), span=span)
    _adopt_fact(result, use, raw, span, found)


def _adopt_fact(
    spec: FactSpec, use: Use, raw: RawVocabulary, span: Span, found: Diagnostics
) -> None:
    known = raw.facts.setdefault(spec.name, spec)
    if _plain(known.kind) != _plain(spec.kind):
        message = f"`{spec.name}` is {known.kind} here and {spec.kind} in `{use.policy.name}`"
        found.error("N002", message, span, other=raw.places.get(spec.name))
    elif spec.kind.name == "outcome":
        raw.facts[spec.name] = replace(known, kind=spec.kind)


def _plain(kind: Kind) -> Kind:
    return Kind("scale", kind.domain) if kind.name == "outcome" else kind


def _related(spec: FactSpec, prefix: str, related: Words) -> FactSpec:
    label = _related_label(spec.label, related)
    return replace(
        spec, name=prefix + spec.name, label=label, key=False, required=False, definition=None
    )


def _related_label(label: Words, related: Words) -> Words:
    if not related.zh:
        return label
    en = f"{related.en or related.zh}'s {label.en[:1].lower()}{label.en[1:]}"
    return Words(related.zh + label.zh, en)


# --- what a policy reads --------------------------------------------------------------------------


def facts_read(policy: Policy) -> list[str]:
    """The facts and lists a policy's conclusions rest on, given or derived, in text order."""
    waiting = [name for node in _conditions(policy) for name in _facts_in(node)]
    for use in policy.uses:
        waiting += [use.fact, *(use.prefix + name for name in facts_read(use.policy))]
    met: dict[str, None] = {}
    while waiting:
        name = waiting.pop(0)
        if name in met:
            continue
        met[name] = None
        spec = policy.vocabulary.facts.get(name)
        if spec is not None and spec.definition is not None:
            waiting += _facts_in(spec.definition)
    return list(met)


def lists_read(policy: Policy) -> list[str]:
    """The reference lists a policy asks, and those of the policies it uses."""
    definitions = (spec.definition for spec in policy.vocabulary.facts.values())
    nodes = [*_conditions(policy), *(node for node in definitions if node is not None)]
    parts = (part for node in nodes for part in walk(node))
    known = policy.vocabulary.reference_lists
    names = [part.name for part in parts if isinstance(part, Parameter) and part.name in known]
    names += [name for use in policy.uses for name in lists_read(use.policy)]
    return list(dict.fromkeys(names))


def _conditions(policy: Policy) -> Iterator[Meant]:
    for clause in policy.clauses:
        yield from (node for node in (clause.test, clause.bound) if node is not None)


def _facts_in(node: Meant) -> list[str]:
    return [part.name for part in walk(node) if isinstance(part, Fact)]


# --- results that are sets of possible values -----------------------------------------------------


def mark_outcomes(raw: RawVocabulary, uses: Iterable[Use], statements: Iterable[Statement]) -> None:
    """Another policy's result, and what is defined from it, is a set of possible outcomes."""
    marked = {use.fact for use in uses}
    spans = dict(raw.definitions)
    for statement in statements:
        if statement.keyword in ("define", "value") and statement.expression is not None:
            spans[statement.parts["name"]] = statement.expression
    names = raw.sealed().names
    words = {names.get(name, ""): _words(span, names) for name, span in spans.items()}
    size = -1
    while size != len(marked):
        size = len(marked)
        for name, read in words.items():
            domains = {raw.facts[fact].kind.domain for fact in read & marked}
            if name in raw.facts and raw.facts[name].kind.domain in domains - {None}:
                marked.add(name)
    for name in marked:
        spec = raw.facts[name]
        raw.facts[name] = replace(spec, kind=Kind("outcome", spec.kind.domain))


def _words(span: Span, names: dict[str, str]) -> set[str]:
    """The facts an expression names; what is wrong with it is said elsewhere."""
    written = tokens(span.source, span.start, span.end, Diagnostics())
    return {names[token.text] for token in written if token.text in names}
