"""What the parts of an expression are called: facts, fields of the list at hand, parameters, criteria, values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from kefen.compiling.histories import all_codes
from kefen.deciding.trace import Trace
from kefen.language.syntax import Apply, Fact, Item, Meant, Over
from kefen.policy import Policy
from kefen.saying.phrases import listed, say
from kefen.saying.places import say_place
from kefen.saying.third_parties import ThirdParties
from kefen.saying.values import say_value
from kefen.values import NO_WORDS, Kind, Words
from kefen.vocabulary import FactSpec

_SEVERAL = 4


@dataclass(frozen=True)
class Names:
    """The names of one policy in one language.

    ``as_of`` is the day whose values of parameters are said with their names, ``trace`` the decision that is told;
    ``lists`` are those whose items are spoken of, the innermost last, empty for a history.
    """

    policy: Policy
    lang: str
    as_of: date | None = None
    trace: Trace | None = None
    lists: tuple[str, ...] = ()

    def inside(self, node: Over) -> Names:
        """The names for what is asked of an item."""
        return replace(self, lists=(*self.lists, node.source.kind.of))

    def say(self, key: str, **gaps: object) -> str:
        """A phrase of the catalogue."""
        return say(self.lang, key, **gaps)

    @cached_property
    def others(self) -> ThirdParties | None:
        """The third parties behind what was decided."""
        return None if self.trace is None else ThirdParties(self.trace)

    def title(self, id: str) -> str:
        """The title of a criterion, or where it stands; without the words that would tell a third party's facts."""
        clause = self.policy.by_id.get(id)
        if clause is None:
            return id
        clause = self.others.title_of(clause) if self.others else clause
        cited = clause.cited_on(self.as_of) if self.as_of else clause.citation
        return clause.title.said(self.lang) or say_place(cited, self.policy, self.lang)

    def label(self, name: str) -> Words:
        """What a fact, list, parameter, reference list or assumption is called."""
        found = self.policy.vocabulary.label_of(name)
        if found is not None:
            return found
        named = self.policy.every_parameter.get(name) or self.policy.every_assumption.get(name)
        return Words(name, name) if named is None else named.title

    def spec(self, node: Fact | Item) -> FactSpec | None:
        """What the vocabulary says of a fact, or of a field of the item at hand."""
        if isinstance(node, Fact):
            return self.policy.vocabulary.facts.get(node.name)
        listing = self.policy.vocabulary.lists.get(self.lists[-1 - node.depth])
        return listing.fields.get(node.name) if listing is not None else None

    def kind(self, node: Meant) -> Kind:
        """The kind of the value an expression really gives."""
        if isinstance(node, Fact) and self.trace is not None:
            definition = self.trace.tracer.definitions.get(node.name)
            if definition is not None and definition.kind.name == "outcome":
                return definition.kind
        return node.kind

    def unit(self, node: Meant) -> Words:
        """The unit of a fact, or of the first argument of the same kind as the whole."""
        if isinstance(node, Fact | Item):
            spec = self.spec(node)
            return spec.unit if spec is not None else NO_WORDS
        inside: tuple[Meant, ...] = node.args if isinstance(node, Apply) else ()
        units = (self.unit(arg) for arg in inside if arg.kind == node.kind)
        return next(filter(any, units), NO_WORDS)

    def value(self, value: Any, node: Meant, subject: Meant | None = None) -> str:
        """A value as people write it; a bound takes the unit of its subject."""
        kind = self.kind(node)
        if subject is not None and kind.is_number and self.kind(subject).is_number:
            kind = self.kind(subject)
        return say_value(value, kind, self.lang, self.unit(subject or node))

    def codes(self, codes: str, node: Over) -> str:
        """Month codes by their labels, a run of many by its ends."""
        domain = node.source.kind.domain
        assert domain is not None
        labels = [term.label.said(self.lang) for term in domain.terms if term.id in codes]
        if len(labels) > _SEVERAL and codes in all_codes(domain):
            return self.say("run", first=labels[0], last=labels[-1])
        return listed(labels, self.lang)
