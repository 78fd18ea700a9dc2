"""Policies that a policy uses: their results and what they read become facts here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kefen.checking.scope import said
from kefen.checking.vocabulary import NAME, RawVocabulary
from kefen.diagnostics import Diagnostics, did_you_mean
from kefen.language.lexer import tokens
from kefen.language.parser import RESERVED
from kefen.language.syntax import Fact, Meant, walk
from kefen.policy import Policy, Use
from kefen.reading.draft import Statement
from kefen.reading.yaml_text import Entry
from kefen.source import Span
from kefen.values import NO_WORDS, Domain, Kind, Words
from kefen.vocabulary import FactSpec, ListSpec

#: how a ring of policies is told, by whoever finds it first
RING = "policies use each other"
#: Finds another pack's policy in force on a day; raises ``KefenError`` when there is none.
Library = Callable[[str, date], Policy]


def names_of_use(entry: Entry, raw: RawVocabulary, found: Diagnostics) -> bool:
    """Whether what a use says of its subject, or of the list whose items are asked, can be."""
    related, each = entry.get("for"), entry.get("for_each")
    if related.text and each.text:
        message = "a use is `for` a related subject or `for_each` item of a list, not both"
        found.error("R002", message, entry.span, "a list of a related subject is `spouse.loans`")
        return False
    if related.text and related.text not in raw.subjects:
        advice = did_you_mean(related.text, raw.subjects)
        found.error("N001", f"no subject `{related.text}`", related.span, advice)
        return False
    return not each.text or _names_of_items(each, entry.get("as"), raw, found)


def _names_of_items(each: Entry, result: Entry, raw: RawVocabulary, found: Diagnostics) -> bool:
    name = each.text
    listed, _, field = result.text.rpartition(".")
    subject, dot, _ = name.partition(".")
    if name in raw.facts:
        found.error("T001", f"`{name}` is {said(raw.facts[name].kind)}, not a list", each.span)
    elif not NAME.fullmatch(name) or name in RESERVED:
        found.error("R002", f"`{name}` cannot be the name of a list", each.span)
    elif dot and subject not in raw.subjects:
        advice = did_you_mean(subject, raw.subjects)
        found.error("N001", f"no subject `{subject}`", each.span, advice)
    elif listed != name or not NAME.fullmatch(field):
        message = f"the result for each of `{name}` is one of its fields"
        found.error("R002", message, result.span, f"write `as: {name}.NAME`")
    else:
        return True
    return False


def use_of(used: Policy, entry: Entry) -> Use:
    """A use as the front matter has it."""
    related = entry.get("for").text
    prefix = f"{related}." if related else ""
    return Use(used, entry.get("as").text, prefix, entry.get("for_each").text)


def adopt(use: Use, raw: RawVocabulary, span: Span, found: Diagnostics) -> None:
    """Make what another policy reads known here: under the related subject's name, or as fields of a list."""
    used = use.policy
    if used.decides is None:
        found.error("P001", f"the policy `{used.name}` decides on no scale", span)
        return
    adoption = _Adoption(use, raw, span, found)
    result = FactSpec(use.field, used.decides.label, Kind("scale", used.decides), span=span)
    if use.field in (use.prefix + name for name in facts_read(used)):
        message = f"`{used.name}` reads `{use.field}`, which is its own result here"
        found.error("N004", message, span, "give the result another name")
    elif use.each:
        adoption.for_each_item(result)
    else:
        adoption.for_a_subject(result)
    for name in used.lists_read():
        raw.reference_lists.setdefault(name, used.vocabulary.reference_lists[name])


@dataclass(frozen=True)
class _Adoption:
    use: Use
    raw: RawVocabulary
    span: Span
    found: Diagnostics

    def for_a_subject(self, result: FactSpec) -> None:
        use, raw, vocabulary = self.use, self.raw, self.use.policy.vocabulary
        related = raw.subjects.get(use.prefix[:-1], NO_WORDS)
        for name in facts_read(use.policy):
            if name in vocabulary.lists:
                listed = vocabulary.lists[name]
                label = _related_label(listed.label, related)
                self.add_fields(use.prefix + name, label, listed.fields.values())
            elif name in vocabulary.facts:
                spec = _related(vocabulary.facts[name], use.prefix, related)
                self.add(spec, raw.facts, raw.places.get(spec.name))
        self.add(result, raw.facts, raw.places.get(result.name))

    def for_each_item(self, result: FactSpec) -> None:
        used, vocabulary = self.use.policy, self.use.policy.vocabulary
        fields = []
        for name in facts_read(used):
            if name in vocabulary.lists:
                message = f"`{used.name}` reads the list `{name}`, and an item of a list has none"
                advice = "let it read a fact that says of the item what the list is asked for"
                self.found.error("P007", message, self.span, advice)
            elif name in vocabulary.facts:
                fields.append(_related(vocabulary.facts[name], "", NO_WORDS))
        each, subject = self.use.each, used.subject
        label = subject if any(subject) else Words(each, each)
        outcome = replace(result, kind=Kind("outcome", used.decides))
        self.add_fields(each, label, [*fields, outcome])

    def add_fields(self, name: str, label: Words, fields: Iterable[FactSpec]) -> None:
        """Fields of a list; one that is not known yet is made."""
        known = self.raw.lists.get(name)
        table = {} if known is None else dict(known.fields)
        for spec in fields:
            self.add(spec, table, table[spec.name].span if spec.name in table else None)
        meant: dict[str, str] = {}
        for spec in table.values():
            for word in sorted({spec.name, *spec.label} - {""}):
                if meant.setdefault(word, spec.name) != spec.name:
                    both = f"both `{meant[word]}` and `{spec.name}` of the list `{name}`"
                    self.found.error("N002", f"`{word}` means {both}", self.span)
        made = ListSpec(name, label, table)
        self.raw.lists[name] = made if known is None else replace(known, fields=table)

    def add(self, spec: FactSpec, table: dict[str, FactSpec], place: Span | None) -> None:
        known = table.setdefault(spec.name, spec)
        here, there = _plain(known.kind), _plain(spec.kind)
        if here != there:
            message = f"`{spec.name}` is {here} here and {there} in `{self.use.policy.name}`"
            self.found.error("N002", message, self.span, other=place)
        elif spec.kind.name == "outcome":
            table[spec.name] = replace(known, kind=spec.kind)


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
    waiting = [name for node in policy.conditions() for name in _facts_in(node)]
    for use in policy.uses:
        read = (use.prefix + name for name in facts_read(use.policy))
        waiting += [use.each] if use.each else [use.fact, *read]
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


def _facts_in(node: Meant) -> list[str]:
    return [part.name for part in walk(node) if isinstance(part, Fact)]


# --- results that are sets of possible values -----------------------------------------------------


def mark_outcomes(raw: RawVocabulary, uses: Iterable[Use], statements: Iterable[Statement]) -> None:
    """Another policy's result, and what is defined from it, is a set of possible outcomes."""
    marked = {use.fact for use in uses if use.fact in raw.facts}
    spans = dict(raw.definitions)
    for statement in statements:
        if statement.keyword in ("define", "value") and statement.expression is not None:
            spans[statement.parts["name"]] = statement.expression
    names = raw.sealed().names
    words = {names.get(name, ""): _words(span) for name, span in spans.items()}
    of_items = {
        name: {domain for listed in raw.lists.values() for domain in _results(listed, read)}
        for name, read in words.items()
    }
    size = -1
    while size != len(marked):
        size = len(marked)
        for name, read in words.items():
            facts = {names[word] for word in read if word in names}
            domains = {raw.facts[fact].kind.domain for fact in facts & marked} | of_items[name]
            if name in raw.facts and raw.facts[name].kind.domain in domains - {None}:
                marked.add(name)
    for name in marked:
        spec = raw.facts[name]
        raw.facts[name] = replace(spec, kind=Kind("outcome", spec.kind.domain))


def _words(span: Span) -> set[str]:
    """The words of an expression; what is wrong with it is said elsewhere."""
    return {token.text for token in tokens(span.source, span.start, span.end, Diagnostics())}


def _results(listed: ListSpec, words: set[str]) -> Iterator[Domain]:
    """The scales of the results for each item that an expression reads of a list."""
    if words.isdisjoint({listed.name, *listed.label}):
        return
    plain = {word.rpartition(".")[2] for word in words}
    for spec in listed.fields.values():
        read = not plain.isdisjoint({spec.name, *spec.label})
        if read and spec.kind.name == "outcome" and spec.kind.domain is not None:
            yield spec.kind.domain
