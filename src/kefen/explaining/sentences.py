"""Parts of a trace as sentences: what was read, and what the policy asks of it.

A criterion says what *must* be (``学历为中专，应不低于大专``). The condition of a ban, a floor or a measure
says what *is* (``逾期天数 100 天，高于 90 天``): nobody ought to meet it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Literal

from kefen.compiling.answers import FOREVER
from kefen.compiling.histories import codes_where
from kefen.deciding.parts import Part, Reading
from kefen.deciding.trace import Trace
from kefen.language.syntax import Assumed, Fact, Meant, Over
from kefen.saying.expressions import Speaker
from kefen.saying.naming import Names
from kefen.saying.phrases import listed, say
from kefen.saying.third_parties import ThirdParties
from kefen.saying.values import say_day, say_mask
from kefen.values import COUNT, Words
from kefen.vocabulary import FactSpec

Mood = Literal["must", "is"]


@dataclass(frozen=True)
class Sentences:
    """Says the parts of one trace in one language."""

    trace: Trace
    lang: str

    def say(self, key: str, **gaps: object) -> str:
        """A phrase of the catalogue."""
        return say(self.lang, key, **gaps)

    @cached_property
    def speaker(self) -> Speaker:
        """Says the expressions in the parts."""
        decision = self.trace.decision
        return Speaker(Names(decision.policy, self.lang, decision.as_of, self.trace))

    @cached_property
    def others(self) -> ThirdParties:
        """The third parties behind what is said."""
        return ThirdParties(self.trace)

    def leaf(self, part: Part, mood: Mood = "must") -> str:
        """One comparison."""
        who = self.third_party(part)
        if who is not None:
            return self.of_third_party(who, part.state)
        if part.operator == "assumed":
            return self.assumed(part)
        if isinstance(part.node, Over):
            return self.quantified(part.node, part.state, part.wanted)
        fact = self.fact(part.readings[0])
        asked = self.asked(part, mood)
        return self.say("and asked", fact=fact, asked=asked) if asked else fact

    def third_party(self, part: Part) -> Words | None:
        """Whose facts a part reads that the customer may hear of only as somebody else's condition."""
        return self.others.behind(part.node)

    def of_third_party(self, who: Words, state: bool | None) -> str:
        """That a condition of somebody else holds or not."""
        key = {True: "true", False: "false", None: "unknown"}[state]
        return self.say(f"third party {key}", who=who.said(self.lang))

    # --- what is asked ------------------------------------------------------------------------

    def asked(self, part: Part, mood: Mood) -> str:
        """What is asked of the value read, or found of it; nothing where it would only repeat."""
        if part.operator == "in list" and part.readings[1].value is None:
            return self.say("not loaded", name=self.speaker.noun(part.readings[1].node))
        if self._repeats(part, mood):
            return ""
        if mood == "must":
            return self.required(part)
        if part.state is None:
            return self.say(
                "whether", asked=self.speaker.predicates.stem(part.operator, _nodes(part))
            )
        return self.speaker.predicates.stated(
            part.operator, _nodes(part), wanted=part.state == part.wanted
        )

    def _repeats(self, part: Part, mood: Mood) -> bool:
        """Whether the value read already says all: 正式编制：是; 信用等级为次级."""
        if part.operator == "is":
            return part.state is True or mood == "is"
        if mood == "is" and part.state is None:
            return part.readings[0].is_open
        if part.state is not True:
            return False
        if mood == "must":
            return part.operator == "=" and part.wanted
        return part.operator in ("=", "in set", "within")

    def required(self, part: Part) -> str:
        """What a part asks of its subject: 应不低于 1,000,000 元."""
        if part.operator == "is":
            return self.say("must", stem=self._flag(part.wanted))
        return self.speaker.predicates.demanded(part.operator, _nodes(part), wanted=part.wanted)

    def hoped(self, part: Part) -> str:
        """What would do: 不低于 1,000,000 元."""
        who = self.third_party(part)
        if who is not None:
            return self.of_third_party(who, part.wanted)
        if isinstance(part.node, Over):
            return self.quantified(part.node, True, part.wanted)
        if part.operator == "is":
            return self._flag(part.wanted)
        return self.speaker.predicates.stated(part.operator, _nodes(part), wanted=part.wanted)

    def _flag(self, value: bool) -> str:
        return self.say("flag", value=self.say("yes" if value else "nay"))

    # --- what was read ------------------------------------------------------------------------

    def fact(self, reading: Reading) -> str:
        """The subject of a comparison with its value."""
        subject, value = self.speaker.noun(reading.node), reading.value
        kind = self.speaker.names.kind(reading.node)
        if value is None or value == (0, FOREVER):
            return self.unknown(reading.node, subject)
        said = self.speaker.names.value(value, reading.node)
        if kind.name == "outcome" and value.bit_count() > 1:
            return self.say("fact open", subject=subject, value=said)
        if kind.name == "flag":
            return self.say("fact flag", subject=subject, value=said)
        numeric = kind.is_number or kind == COUNT
        return self.say("fact number" if numeric else "fact word", subject=subject, value=said)

    def unknown(self, node: Meant, subject: str) -> str:
        """That nothing is known of a subject, or what is known is too old."""
        facts, name = self.trace.decision.facts, getattr(node, "name", "")
        if name in facts.stale:
            day = say_day(dict(facts.dated)[name], self.lang)
            return self.say("fact stale", subject=subject, day=day)
        return self.say("fact unknown", subject=subject)

    def assumed(self, part: Part) -> str:
        """The switch of an assumption and its side."""
        assert isinstance(part.node, Assumed)
        side = self.say("on" if self.trace.value(part.node) else "off")
        return self.say("assumed", title=self.speaker.noun(part.node), side=side)

    # --- lists and histories ------------------------------------------------------------------

    def results(self, spec: FactSpec, results: Sequence[int]) -> str:
        """How often each result occurs among the items of a list: 逐笔风险分类：正常 2 笔、次级 1 笔."""
        domain = spec.kind.domain
        assert domain is not None
        told = [
            self.say(
                "items of result", result=self.one_of(say_mask(mask, domain, self.lang)), count=n
            )
            for mask, n in sorted(Counter(results).items())
        ]
        counts = listed(told, self.lang)
        return self.say("items by result", label=spec.label.said(self.lang), counts=counts)

    def one_of(self, words: Sequence[str]) -> str:
        """One of several words: 关注或次级."""
        return reduce(lambda one, other: self.say("one or other", one=one, other=other), words)

    def quantified(self, node: Over, state: bool | None, wanted: bool) -> str:
        """Something about a list or a history: whether one, or every one, is such."""
        if state is None:
            return self.speaker.quantified(node, holds=None)
        holds = state == wanted
        found = self._occurring(node) if holds and node.operator == "some" else ""
        return self.speaker.quantified(node, holds=holds, what=found)

    def _occurring(self, node: Over) -> str:
        """Of the codes asked for, those that a history really has; empty where all that is asked is to be told."""
        value = self.trace.value(node.source) if isinstance(node.source, Fact) else None
        if node.source.kind.name != "history" or not isinstance(value, str):
            return ""
        found = "".join(code for code in codes_where(node) if code in value)
        return self.speaker.names.codes(found, node) if found else ""


def _nodes(part: Part) -> tuple[Meant, ...]:
    """What a comparison compared."""
    return tuple(reading.node for reading in part.readings)
