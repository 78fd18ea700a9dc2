"""A fact of the vocabulary in words: its kind, its values, where it comes from, how old it may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kefen.saying.expressions import Speaker
from kefen.saying.phrases import say
from kefen.vocabulary import FactSpec


@dataclass(frozen=True)
class FactWords:
    """Says facts in one language."""

    words: Speaker

    def say(self, key: str, **gaps: object) -> str:
        """A phrase of the catalogue."""
        return say(self.words.names.lang, key, **gaps)

    def kind_name(self, spec: FactSpec) -> str:
        """The kind in one word."""
        return self.say(f"kind {spec.kind.name}")

    def kind(self, spec: FactSpec) -> str:
        """The kind with its values, or its limits."""
        values = self.values(spec)
        return f"{self.kind_name(spec)}  {values}" if values else self.kind_name(spec)

    def values(self, spec: FactSpec) -> str:
        """What may be entered."""
        if spec.kind.name == "flag":
            return self.say("list comma").join((self.say("yes"), self.say("nay")))
        if spec.kind.domain is not None:
            return self._terms(spec)
        if spec.check == "resident_id":
            return self.say("fact resident id")
        return self._limits(spec)

    def _terms(self, spec: FactSpec) -> str:
        domain, lang = spec.kind.domain, self.words.names.lang
        assert domain is not None
        if spec.kind.name == "history":
            codes = [f"{term.id} {term.label.said(lang)}" for term in domain.terms]
            return self.say("fact history form", values=self.say("list comma").join(codes))
        values = self.say("list comma").join(term.label.said(lang) for term in domain.terms)
        return self.say("fact several", values=values) if spec.kind.name == "set" else values

    def _limits(self, spec: FactSpec) -> str:
        low, high = spec.low, spec.high
        if low is not None and high is not None:
            return self.say("fact between", low=low, high=high)
        if low is not None:
            return self.say("fact from", low=low)
        return self.say("fact up to", high=high) if high is not None else ""

    def age(self, spec: FactSpec) -> str:
        """How old it may be."""
        limit = spec.max_age
        if limit is None:
            return ""
        return (
            self.say("fact day", n=limit.days)
            if limit.days
            else self.say("fact month", n=limit.months)
        )

    def changed_by(self, spec: FactSpec) -> str:
        """Who can change it."""
        return self.say(f"changed by {spec.changed_by}")

    def inference(self, spec: FactSpec) -> str:
        """How the policy works it out, in words; nothing when that takes more than a sentence."""
        node, words = spec.definition, self.words
        if node is None or getattr(node, "operator", "") == "first":
            return ""
        if spec.kind.name == "flag":
            return words.inline(words.condition(node))
        return words.noun(node)

    def derivation(self, spec: FactSpec) -> str:
        """That it may be left empty, and how it is worked out."""
        text = self.inference(spec)
        return (
            self.say("fact derived", x=text, cites=spec.cites)
            if text
            else self.say("fact derived plain")
        )

    def remark(self, spec: FactSpec, *, derived: bool) -> str:
        """Key, required, confidential, derived."""
        parts = [
            self.say(f"fact {key}")
            for key in ("key", "required", "confidential")
            if getattr(spec, key)
        ]
        if derived:
            parts.append(self.derivation(spec))
        return self.say("list comma").join(parts)

    def particulars(self, spec: FactSpec, *, derived: bool) -> Iterator[str]:
        """Unit, source, age and remarks, a line each."""
        lang = self.words.names.lang
        if spec.unit.said(lang):
            yield self.say("fact unit", x=spec.unit.said(lang))
        if spec.source.said(lang):
            yield self.say("fact source", x=spec.source.said(lang))
        if self.age(spec):
            yield self.say("fact age", x=self.age(spec))
        remark = self.remark(spec, derived=derived)
        if remark:
            yield remark
