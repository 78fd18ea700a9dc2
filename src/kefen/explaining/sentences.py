"""Parts of a trace as sentences: what was read, and what the policy asks of it.

A criterion says what *must* be (``学历为中专，应不低于大专``). The condition of a ban, a floor or a measure
says what *is* (``逾期天数 100 天，高于 90 天``): nobody ought to meet it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial, reduce
from typing import Any, Literal

from kefen.compiling.histories import all_codes, codes_where
from kefen.compiling.to_python import FOREVER
from kefen.deciding.trace import Part, Reading, Trace, label_of
from kefen.language.operators import OBSERVED, ORDERS
from kefen.language.syntax import (
    Apply,
    AsOf,
    Assumed,
    Const,
    Fact,
    Item,
    Meant,
    Over,
    Parameter,
    Step,
)
from kefen.policy import FactSpec
from kefen.saying.third_parties import ThirdParties
from kefen.saying.wording import (
    listed,
    numbered,
    phrase,
    say_mask,
    say_order,
    say_place,
    say_value,
)
from kefen.values import COUNT, NO_WORDS, Kind, Words

Mood = Literal["must", "is"]

_SEVERAL = 4


@dataclass(frozen=True)
class Speaker:
    """Says the parts of one trace in one language."""

    trace: Trace
    lang: str

    def say(self, key: str, **gaps: object) -> str:
        """A phrase of the catalogue."""
        return phrase(key, self.lang, **gaps)

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

    @cached_property
    def others(self) -> ThirdParties:
        """The third parties behind what is said."""
        return ThirdParties(self.trace)

    def third_party(self, part: Part) -> Words | None:
        """Whose facts a part reads that the customer may hear of only as somebody else's condition."""
        return self.others.behind(part.node)

    def of_third_party(self, who: Words, state: bool | None) -> str:
        """That a condition of somebody else holds or not."""
        key = {True: "true", False: "false", None: "unknown"}[state]
        return self.say(f"third party {key}", who=who.said(self.lang))

    def asked(self, part: Part, mood: Mood) -> str:
        """What is asked of the value read, or found of it; nothing where it would only repeat."""
        if part.operator == "in list" and part.readings[1].value is None:
            return self.say("not loaded", name=self.label(part.readings[1].node))
        if self._repeats(part, mood):
            return ""
        if mood == "must":
            return self.required(part)
        if part.state is None:
            return self.say("whether", asked=self.stem(part, part.operator))
        holds = part.state == part.wanted
        if part.operator == "within":
            holds = holds != self._excludes(part)
        if holds:
            return self.say("is", stem=self.stem(part, part.operator))
        if part.operator in ORDERS:
            return self.say("is", stem=self.stem(part, ORDERS[part.operator].contrary))
        return self.contrary(part)

    def contrary(self, part: Part) -> str:
        """The predicate denied: 不为次级, 没有记录."""
        if part.operator in OBSERVED:
            return self.say(f"not {part.operator}")
        key = "is not verb" if part.operator.startswith("includes") else "is not"
        return self.say(key, stem=self.stem(part, _negated(part.operator)))

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
        operator, wanted = part.operator, part.wanted
        if operator == "is":
            return self.say("must", stem=self.say("=", x=self.say("yes" if wanted else "nay")))
        if operator == "within":
            wanted = wanted != self._excludes(part)
        operator = operator if wanted else _negated(operator)
        verb = " verb" if operator.startswith("includes") else ""
        key = ("must" if wanted else "must not") + verb
        return self.say(key, stem=self.stem(part, operator))

    def hoped(self, part: Part) -> str:
        """What would do: 不低于 1,000,000 元."""
        node, wanted = part.node, part.wanted
        who = self.third_party(part)
        if who is not None:
            return self.of_third_party(who, wanted)
        if isinstance(node, Over):
            return self.quantified(node, True, wanted)
        if part.operator == "is":
            return self.say("=", x=self.say("yes" if wanted else "nay"))
        if part.operator == "within":
            wanted = wanted != self._excludes(part)
        if wanted:
            return self.say("is", stem=self.stem(part, part.operator))
        return self.contrary(part)

    # --- what was read ------------------------------------------------------------------------

    def fact(self, reading: Reading) -> str:
        """The subject of a comparison with its value."""
        subject, kind, value = self.words(reading.node), self.kind(reading.node), reading.value
        if value is None or value == (0, FOREVER):
            return self.say("fact unknown", subject=subject)
        said = self.value(reading)
        if kind.name == "outcome" and value.bit_count() > 1:
            return self.say("fact open", subject=subject, value=said)
        if kind.name == "flag":
            return self.say("fact flag", subject=subject, value=said)
        numeric = kind.is_number or kind == COUNT
        return self.say("fact number" if numeric else "fact word", subject=subject, value=said)

    def kind(self, node: Meant) -> Kind:
        """The kind of the value an expression really gives."""
        if isinstance(node, Fact):
            definition = self.trace.tracer.definitions.get(node.name)
            if definition is not None and definition.kind.name == "outcome":
                return definition.kind
        return node.kind

    def value(self, reading: Reading, subject: Meant | None = None) -> str:
        """A value as people write it; a bound takes the unit of its subject."""
        node = reading.node
        kind = self.kind(node)
        if subject is not None and kind.is_number:
            given = self.kind(subject)
            kind = given if given.is_number else kind
        return say_value(reading.value, kind, self.lang, self.unit(subject or node))

    def unit(self, node: Meant) -> Words:
        """The unit of a fact, or of the first fact in an expression."""
        if isinstance(node, Fact):
            spec = self.trace.decision.policy.vocabulary.facts.get(node.name)
            return spec.unit if spec is not None else NO_WORDS
        if isinstance(node, Apply) and node.operator in ("+", "-", "min", "max", "negative"):
            return self.unit(node.args[0])
        return NO_WORDS

    def label(self, node: Meant) -> str:
        """The label of a fact, parameter or list; the title of a criterion."""
        name = getattr(node, "name", "")
        if isinstance(node, Step):
            decision = self.trace.decision
            clause = self.others.title_of(decision.policy.by_id[name])
            cited = clause.cited_on(decision.as_of)
            return clause.title.said(self.lang) or say_place(cited, decision.policy, self.lang)
        return label_of(self.trace.decision, name).said(self.lang)

    # --- what is asked --------------------------------------------------------------------------

    def stem(self, part: Part, operator: str) -> str:
        """The bare predicate: 不低于 1,000,000 元."""
        if operator.startswith("between"):
            low, high = (self.bound(part, place) for place in (1, 2))
            return self.say(operator, low=low, high=high)
        if operator.removeprefix("not ") in ("in set", "includes any", "includes all", "within"):
            return self.several(part, operator)
        if operator in OBSERVED:
            return self.say(operator)
        if operator not in ("=", "in list", *ORDERS):
            return self.condition(part.node)
        subject = part.readings[0].node
        kind, unit = self.kind(subject), self.unit(subject)
        return say_order(operator, self.bound(part, 1), kind, self.lang, unit)

    def bound(self, part: Part, place: int) -> str:
        """What is compared with: a value, or an expression with its value."""
        reading, subject = part.readings[place], part.readings[0].node
        if isinstance(reading.node, Parameter):
            if reading.node.kind.name == "list":
                return self.label(reading.node)
            if reading.value is None:
                return self.say("no value", name=self.label(reading.node))
        if isinstance(reading.node, (Const, Parameter)):
            return self.value(reading, subject)
        if isinstance(reading.node, AsOf):
            return self.words(reading.node)
        value = self.value(reading, subject)
        return self.say("worked out", name=self.words(reading.node), value=value)

    def several(self, part: Part, operator: str) -> str:
        """One of several words, or none of them."""
        node = part.node
        assert isinstance(node, Apply)
        kind, value = self.kind(node.args[0]), getattr(node.args[1], "value", None)
        if part.operator == "within":
            assert kind.domain is not None
            assert isinstance(value, int)
            excluded = self._excludes(part)
            words = say_mask(kind.domain.everything & ~value if excluded else value,
                             kind.domain, self.lang)  # fmt: skip
            operator = "not in set" if excluded else "in set"
        elif isinstance(value, frozenset):
            words = [say_value(one, kind, self.lang) for one in _sorted(value)]
        else:
            assert kind.domain is not None
            words = say_mask(value or 0, kind.domain, self.lang)
        if len(words) == 1:
            return self.say("includes" if operator.startswith("includes") else "=", x=words[0])
        return self.say(operator, items=listed(words, self.lang))

    def _excludes(self, part: Part) -> bool:
        """Whether a test of another policy's result is shorter told by what it excludes."""
        node = part.node
        assert isinstance(node, Apply)
        domain, mask = self.kind(node.args[0]).domain, getattr(node.args[1], "value", 0)
        if domain is None:
            return False
        return (mask & domain.everything).bit_count() * 2 > len(domain.terms)

    # --- assumptions, lists, histories ------------------------------------------------------------

    def assumed(self, part: Part) -> str:
        """The switch of an assumption and its side."""
        assert isinstance(part.node, Assumed)
        assumption = self.trace.tracer.program.plan.assumptions[part.node.name]
        on = self.trace.value(part.node)
        side = self.say("on" if on else "off")
        return self.say("assumed", title=assumption.title.said(self.lang), side=side)

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
        return reduce(partial(numbered, "or", self.lang), words)

    def quantified(self, node: Over, state: bool | None, wanted: bool) -> str:
        """Something about a list or a history: whether one, or every one, is such."""
        months = " months" if node.source.kind.name == "history" else ""
        subject = self.filtered(node)
        if state is None:
            what = self.what(node)
            return self.say(f"maybe {node.operator}{months}", subject=subject, what=what)
        holds = state == wanted
        what = self.occurring(node) if holds and node.operator == "some" else self.what(node)
        none = {"some": "no", "every": "not every"}
        operator = node.operator if holds else none[node.operator]
        return self.say(operator + months, subject=subject, what=what)

    def occurring(self, node: Over) -> str:
        """Of the codes asked for, those that a history really has."""
        value = self.trace.value(node.source) if isinstance(node.source, Fact) else None
        if node.source.kind.name != "history" or not isinstance(value, str):
            return self.what(node)
        found = "".join(code for code in codes_where(node) if code in value)
        return self.codes(found, node) if found else self.what(node)

    def filtered(self, node: Over) -> str:
        """The list with its filter."""
        source = self.words(node.source)
        if node.filter is None or node.source.kind.name == "history":
            return source
        return numbered("filtered", self.lang, source, self.condition(node.filter))

    def what(self, node: Over) -> str:
        """What is asked of an item: for a month the codes, else the condition."""
        domain = node.source.kind.domain
        if node.source.kind.name == "history" and domain is not None:
            codes, every = codes_where(node), all_codes(domain)
            others = "".join(code for code in every if code not in codes)
            if len(codes) > len(others):
                return self.say("other than", items=self.codes(others, node))
            return self.codes(codes, node)
        return self.condition(node.body) if node.body is not None else ""

    def codes(self, codes: str, node: Over) -> str:
        """Month codes by their labels, a run of many by its ends."""
        domain = node.source.kind.domain
        assert domain is not None
        labels = [term.label.said(self.lang) for term in domain.terms if term.id in codes]
        if len(labels) > _SEVERAL and codes in all_codes(domain):
            return self.say("run", first=labels[0], last=labels[-1])
        return listed(labels, self.lang)

    # --- any expression ----------------------------------------------------------------------------

    def words(self, node: Meant) -> str:
        """An expression as a noun."""
        if isinstance(node, Const):
            return say_value(node.value, node.kind, self.lang)
        if isinstance(node, AsOf):
            return self.say("as_of")
        if isinstance(node, Item):
            return self.item(node)
        if isinstance(node, Over):
            return self.over(node)
        if isinstance(node, Apply):
            return self.applied(node)
        return self.label(node)

    def item(self, node: Item) -> str:
        """A field of a list's item."""
        for listing in self.trace.decision.policy.vocabulary.lists.values():
            spec: FactSpec | None = listing.fields.get(node.name)
            if spec is not None:
                return spec.label.said(self.lang)
        return self.say("the item")

    def over(self, node: Over) -> str:
        """A count, sum or extreme over a list."""
        if node.operator == "count":
            if node.source.kind.name == "history":
                what = self.what(node)
                return numbered("count months", self.lang, self.words(node.source), what)
            return numbered("count", self.lang, self.filtered(node))
        if node.operator in ("some", "every"):
            return self.quantified(node, True, True)
        body = self.words(node.body) if node.body is not None else ""
        return numbered(node.operator, self.lang, self.filtered(node), body)

    def applied(self, node: Apply) -> str:
        """Arithmetic, dates, a chosen branch; a test as its condition."""
        chosen = node.operator in ("if", "first")
        if node.kind.name == "flag" and not chosen:
            return self.condition(node)
        words = [self.words(arg) for arg in node.args]
        if chosen:
            return numbered("if", self.lang, *words[:2], words[-1])
        return numbered(node.operator, self.lang, *words)

    def condition(self, node: Meant) -> str:
        """A test as a clause of a sentence: 账户状态为冻结、止付之一."""
        if not isinstance(node, Apply) or node.operator in ("if", "first"):
            return self.words(node)
        if node.operator in ("and", "or"):
            words = self.condition(node.args[0])
            for arg in node.args[1:]:
                words = numbered(node.operator, self.lang, words, self.condition(arg))
            return words
        if node.operator == "not":
            return numbered("not", self.lang, self.condition(node.args[0]))
        readings = tuple(Reading(arg, self._fixed(arg)) for arg in node.args)
        operator = "not =" if node.operator == "!=" else node.operator
        part = Part("leaf", True, node, operator=operator, readings=readings)
        differs = operator == "not =" or (operator == "within" and self._excludes(part))
        stem = self.stem(part, "=" if operator == "not =" else operator)
        stem = self.say("is not", stem=stem) if differs else stem
        return numbered("test", self.lang, self.words(node.args[0]), stem)

    def _fixed(self, node: Meant) -> Any:
        inside = isinstance(node, (Item, Over))
        return None if inside else self.trace.value(node)


def _negated(operator: str) -> str:
    """Predicates that read differently after a not."""
    return "not in set" if operator in ("in set", "within") else operator


def _sorted(values: frozenset[Any]) -> Sequence[Any]:
    return sorted(values)
