"""The one teller of expressions: conditions as sentences and lists of what must hold, values as nouns.

With the trace of a decision what is compared comes with the values that were found, without one parameters come with
their values on a day. The words of an operator stand in its row of the operator table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, reduce
from typing import Any, Literal

from kefen.compiling.histories import all_codes, codes_where
from kefen.deciding.trace import Trace
from kefen.language.operators import OPERATORS
from kefen.language.operators.row import Joint, Noun, Predicate, Quantifier
from kefen.language.syntax import (
    FALSE,
    TRUE,
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
    is_range,
    upright,
)
from kefen.policy import FactSpec, Policy
from kefen.saying.phrases import filled, listed, say
from kefen.saying.places import say_place
from kefen.saying.third_parties import ThirdParties
from kefen.saying.values import say_mask, say_value
from kefen.values import NO_WORDS, Kind, Words

Join = Literal["all", "any", "at least", "choice", "if", ""]
_SEVERAL = 4


@dataclass(frozen=True)
class Said:
    """A condition in words; ``clause`` is the id of a criterion it names, ``parts`` what is below it."""

    text: str
    join: Join = ""
    parts: tuple[Said, ...] = ()
    clause: str = ""


@dataclass(frozen=True)
class Speaker:
    """Says the expressions of one policy in one language.

    ``as_of`` is the day whose values of parameters are said with their names; ``lists`` are those whose items are spoken
    of, the innermost last, empty for a history.
    """

    policy: Policy
    lang: str
    as_of: date | None = None
    trace: Trace | None = None
    lists: tuple[str, ...] = ()

    def say(self, key: str, **gaps: object) -> str:
        """A phrase of the catalogue."""
        return say(self.lang, key, **gaps)

    @cached_property
    def others(self) -> ThirdParties | None:
        """The third parties behind what was decided."""
        return None if self.trace is None else ThirdParties(self.trace)

    # --- conditions ---------------------------------------------------------------------------

    def condition(self, node: Meant, *, wanted: bool = True) -> Said:
        """A condition, or its contrary, with negations pushed down to what is compared."""
        if node in (TRUE, FALSE):
            return Said(self.say("always" if (node == TRUE) == wanted else "never"))
        if isinstance(node, Step):
            return self.criterion(node.name, wanted=wanted)
        if not isinstance(node, Apply):
            return Said(self.flag(node, wanted=wanted))
        if node.operator == "not":
            return self.condition(node.args[0], wanted=not wanted)
        if node.operator in ("and", "or"):
            return self.several(node, wanted=wanted)
        if node.operator == "at least":
            return self.at_least(node, wanted=wanted)
        if node.operator in ("if", "first"):
            return self.choice(node, wanted=wanted)
        return Said(self.comparison(node, wanted=wanted))

    def inline(self, said: Said, *, inside: bool = False) -> str:
        """A condition in one line, in brackets where it stands ``inside`` another and would fall apart."""
        if not said.parts:
            return said.text
        if said.join == "if":
            return self.say("if then", condition=said.text, then=self.inline(said.parts[0]))
        parts = [self.inline(part, inside=True) for part in said.parts]
        if said.join in ("all", "any"):
            words = self._joint("and" if said.join == "all" else "or").inline
            text = reduce(lambda one, two: filled(words, self.lang, one, two), parts)
        else:
            text = self.say(
                "led list", lead=said.text, items=self.say("sentence comma").join(parts)
            )
        return self.say("grouped", text=text) if inside else text

    def _joint(self, operator: str) -> Joint:
        words = OPERATORS[operator].words
        assert isinstance(words, Joint)
        return words

    def criterion(self, id: str, *, wanted: bool) -> Said:
        """A criterion by its title."""
        title = self.title(id)
        return Said(title if wanted else self.say("not met", clause=title), clause=id)

    def title(self, id: str) -> str:
        """The title of a criterion, or where it stands; without the words that would tell a third party's facts."""
        clause = self.policy.by_id.get(id)
        if clause is None:
            return id
        clause = self.others.title_of(clause) if self.others else clause
        cited = clause.cited_on(self.as_of) if self.as_of else clause.citation
        return clause.title.said(self.lang) or say_place(cited, self.policy, self.lang)

    def several(self, node: Apply, *, wanted: bool) -> Said:
        """All of several things, or any; nested ones of the same kind are drawn together."""
        join: Join = "all" if (node.operator == "and") == wanted else "any"
        parts: list[Said] = []
        for arg in self.between(node) if wanted else node.args:
            said = arg if isinstance(arg, Said) else self.condition(arg, wanted=wanted)
            parts.extend(said.parts if said.join == join else [said])
        lead = filled(self._joint("and" if join == "all" else "or").lead, self.lang)
        return parts[0] if len(parts) == 1 else Said(lead, join, tuple(parts))

    def at_least(self, node: Apply, *, wanted: bool) -> Said:
        """So many of several things."""
        parts = tuple(self.condition(arg) for arg in node.args[1:])
        lead = filled(self._joint("at least").lead, self.lang, self.noun(node.args[0]))
        return Said(lead if wanted else self.denied(lead), "at least", parts)

    def denied(self, text: str) -> str:
        """The contrary of something said."""
        words = self._joint("not")
        return filled(words.inline if self.lists else words.lead, self.lang, text)

    def between(self, node: Apply) -> list[Meant | Said]:
        """The arguments, with two bounds of the same thing said as one range."""
        args: list[Meant | Said] = []
        for arg in node.args:
            last = args[-1] if args else None
            if node.operator == "and" and is_range(last, arg):
                assert isinstance(last, Apply)
                assert isinstance(arg, Apply)
                args[-1] = Said(self.range(last, arg))
            else:
                args.append(arg)
        return args

    def range(self, low: Apply, high: Apply) -> str:
        """``x in [a..b]`` in words."""
        stem = self.stem(f"between {low.operator} {high.operator}", (*low.args, high.args[1]))
        return self.say("test", subject=self.noun(low.args[0]), stem=stem)

    def choice(self, node: Apply, *, wanted: bool) -> Said:
        """What is asked in each case; a branch that asks nothing is left out."""
        nothing = TRUE if wanted else FALSE
        tests, values, other = node.args[:-1:2], node.args[1::2], node.args[-1]
        if len(tests) == 1 and values[0] == nothing and other != nothing:
            head = self.say("when", x=self.inline(self.condition(tests[0], wanted=False)))
            return Said(head, "if", (self.condition(other, wanted=wanted),))
        branches = [(self.say("when", x=self.inline(self.condition(test))), value)
                    for test, value in zip(tests, values, strict=False)]  # fmt: skip
        parts = tuple(
            Said(head, "if", (self.condition(value, wanted=wanted),))
            for head, value in (*branches, (self.say("else"), other))
            if value != nothing
        )
        lead = filled(self._joint("if").lead, self.lang)
        return parts[0] if len(parts) == 1 else Said(lead, "choice", parts)

    # --- leaves -------------------------------------------------------------------------------

    def flag(self, node: Meant, *, wanted: bool) -> str:
        """A yes-or-no fact, a switch, or a question about a list."""
        if isinstance(node, Const) and node.value is None:
            return self.say("unknown")
        if isinstance(node, Assumed):
            return self.say("assumed on" if wanted else "assumed off", x=self.noun(node))
        if isinstance(node, Over):
            return self.quantified(node, holds=wanted)
        return self.noun(node) if wanted else self.denied(self.noun(node))

    def comparison(self, node: Apply, *, wanted: bool) -> str:
        """One comparison: 学历不低于大专."""
        operator, args = upright(node)
        stem = self.stated(operator, args, wanted=wanted)
        chosen = isinstance(args[0], Apply) and args[0].operator in ("if", "first")
        subject = self._enclosed(args[0]) if chosen else self.noun(args[0])
        return self.say("test", subject=subject, stem=stem)

    def stated(self, operator: str, args: Sequence[Meant], *, wanted: bool) -> str:
        """What is said of the first argument, or its contrary: 不低于大专, 不为次级."""
        if wanted != self._excludes(operator, args):
            return self.stem(operator, args)
        comparison = OPERATORS[operator].comparison if operator in OPERATORS else None
        if comparison is not None and comparison.contrary:
            return self.stem(comparison.contrary, args)
        return self.stem(operator, args, "contrary")

    def demanded(self, operator: str, args: Sequence[Meant], *, wanted: bool) -> str:
        """What is asked of the first argument: 应不低于 1,000,000 元."""
        wanted = wanted != self._excludes(operator, args)
        words = self._predicate(operator)
        key = ("must" if wanted else "must not") + (" verb" if words.verb else "")
        return self.say(key, stem=self.stem(operator, args, "stem" if wanted else "denied"))

    def stem(self, operator: str, args: Sequence[Meant],
             form: Literal["stem", "denied", "contrary"] = "stem") -> str:  # fmt: skip
        """The bare predicate: 不低于 1,000,000 元."""
        if operator.startswith("between"):
            return self._between(operator, args, form)
        words, items = self._predicate(operator), self._members(operator, args)
        if items is not None and len(items) == 1 and words.single is not None:
            words = words.single
        x = self._objects(args) if items is None else listed(items, self.lang)
        said = words.of(self.kind(args[0]), self.unit(args[0]))
        if form == "contrary":
            said = words.contrarily
        elif form == "denied" and any(words.denied):
            said = words.denied
        return filled(said, self.lang, x=x)

    def _between(self, operator: str, args: Sequence[Meant], form: str) -> str:
        """Two bounds: in a range with both its ends, else the one bound and the other."""
        _, low, high = operator.split()
        subject, *ends = args
        if form != "stem" or (low, high) == (">=", "<="):
            words = self._predicate("in range")
            said = words.contrarily if form == "contrary" else words.stem
            low_end, high_end = (self.bound(end, subject) for end in ends)
            return filled(said, self.lang, low=low_end, high=high_end)
        stems = [self.stem(one, (subject, end)) for one, end in zip((low, high), ends, strict=True)]
        return filled(self._joint("and").inline, self.lang, *stems)

    def _predicate(self, operator: str) -> Predicate:
        name = "in range" if operator.startswith("between") else operator
        words = OPERATORS[name].words
        assert isinstance(words, Predicate)
        return words

    def _objects(self, args: Sequence[Meant]) -> str:
        """What the first argument is compared with."""
        return listed([self.bound(arg, args[0]) for arg in args[1:]], self.lang)

    def _members(self, operator: str, args: Sequence[Meant]) -> list[str] | None:
        """The words of a set of values; nothing if something else is compared with."""
        value = getattr(args[1], "value", None) if len(args) > 1 else None
        kind = self.kind(args[0])
        if isinstance(value, frozenset):
            return [say_value(one, kind, self.lang) for one in sorted(value)]
        if kind.domain is None or not isinstance(value, int) or kind.name not in ("set", "outcome"):
            return None
        excluded = self._excludes(operator, args)
        return say_mask(
            kind.domain.everything & ~value if excluded else value, kind.domain, self.lang
        )

    def _excludes(self, operator: str, args: Sequence[Meant]) -> bool:
        """Whether a test of another policy's result is shorter told by what it excludes."""
        domain = self.kind(args[0]).domain
        if operator != "within" or domain is None:
            return False
        mask = getattr(args[1], "value", 0)
        return (mask & domain.everything).bit_count() * 2 > len(domain.terms)

    # --- what is compared with ----------------------------------------------------------------

    def bound(self, node: Meant, subject: Meant) -> str:
        """What is compared with: a value in the unit of the subject; an expression with its value if it was found."""
        found = self.trace if not self.lists else None
        node = node if found is None else found.resolved(node)
        if isinstance(node, Const):
            return self.value(node.value, node, subject)
        if isinstance(node, Parameter) and node.kind.name != "list":
            return self.parameter(node, subject)
        if found is None or isinstance(node, AsOf | Parameter):
            return self.noun(node)
        value = self.value(found.value(node), node, subject)
        return self.say("worked out", name=self.noun(node), value=value)

    def parameter(self, node: Parameter, subject: Meant) -> str:
        """What a parameter came to, or its title with its value on the day."""
        if self.trace is not None:
            value = self.trace.value(node)
            if value is None:
                return self.say("no value", name=self.noun(node))
            return self.value(value, node, subject)
        spec = self.policy.parameters.get(node.name)
        value = None if spec is None or self.as_of is None else spec.on(self.as_of)
        if value is None:
            return self.noun(node)
        return self.say("worked out", name=self.noun(node), value=self.value(value, node, subject))

    def value(self, value: Any, node: Meant, subject: Meant | None = None) -> str:
        """A value as people write it; a bound takes the unit of its subject."""
        kind = self.kind(node)
        if subject is not None and kind.is_number and self.kind(subject).is_number:
            kind = self.kind(subject)
        return say_value(value, kind, self.lang, self.unit(subject or node))

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

    def spec(self, node: Fact | Item) -> FactSpec | None:
        """What the vocabulary says of a fact, or of a field of the item at hand."""
        if isinstance(node, Fact):
            return self.policy.vocabulary.facts.get(node.name)
        listing = self.policy.vocabulary.lists.get(self.lists[-1 - node.depth])
        return listing.fields.get(node.name) if listing is not None else None

    # --- expressions --------------------------------------------------------------------------

    def noun(self, node: Meant) -> str:
        """An expression as a noun."""
        if isinstance(node, Const):
            return say_value(node.value, node.kind, self.lang)
        if isinstance(node, AsOf):
            return self.say("as_of")
        if isinstance(node, Item):
            spec = self.spec(node)
            return self.say("the item") if spec is None else spec.label.said(self.lang)
        if isinstance(node, Over):
            return self.over(node)
        if isinstance(node, Apply):
            return self.applied(node)
        if isinstance(node, Step):
            return self.title(node.name)
        return self.label(getattr(node, "name", "")).said(self.lang)

    def label(self, name: str) -> Words:
        """What a fact, list, parameter, reference list or assumption is called."""
        found = self.policy.vocabulary.label_of(name)
        if found is not None:
            return found
        named = self.policy.every_parameter.get(name) or self.policy.every_assumption.get(name)
        return Words(name, name) if named is None else named.title

    def applied(self, node: Apply) -> str:
        """Arithmetic, dates, a chosen branch; a test as its condition."""
        if node.kind.name == "flag":
            return self.inline(self.condition(node))
        if node.operator in ("if", "first"):
            return self.chosen(node)
        words = OPERATORS[node.operator].words
        assert isinstance(words, Noun)
        return filled(words.said, self.lang, *map(self._enclosed, node.args))

    def chosen(self, node: Apply) -> str:
        """One of several values, each with its condition."""
        words, text = self._joint("if").inline, self.noun(node.args[-1])
        for test, value in reversed(list(zip(node.args[:-1:2], node.args[1::2], strict=False))):
            condition = self.inline(self.condition(test))
            text = filled(words, self.lang, condition, self.noun(value), text)
        return text

    def _enclosed(self, node: Meant) -> str:
        """An argument, in brackets if its words would fall apart."""
        words = OPERATORS[node.operator].words if isinstance(node, Apply) else None
        loose = isinstance(words, Joint) or (isinstance(words, Noun) and words.loose)
        return self.say("grouped", text=self.noun(node)) if loose else self.noun(node)

    # --- lists and histories ------------------------------------------------------------------

    def inside(self, node: Over) -> Speaker:
        """The speaker for what is asked of an item."""
        return replace(self, lists=(*self.lists, node.source.kind.of))

    def over(self, node: Over) -> str:
        """A count, sum or extreme over a list."""
        words = OPERATORS[node.operator].words
        if isinstance(words, Quantifier):
            return self.quantified(node, holds=True)
        assert isinstance(words, Noun)
        if node.source.kind.name == "history":
            return filled(words.of_months, self.lang, self.noun(node.source), self.what(node))
        body = self.inside(node).noun(node.body) if node.body is not None else ""
        return filled(words.said, self.lang, self.filtered(node), body)

    def quantified(self, node: Over, *, holds: bool | None, what: str = "") -> str:
        """Whether one item, or every one, is such; ``what`` in place of all that is asked."""
        words = OPERATORS[node.operator].words
        assert isinstance(words, Quantifier)
        if node.source.kind.name == "history":
            assert words.of_months is not None
            words = words.of_months
        said = {True: words.holds, False: words.fails, None: words.open}[holds]
        return filled(said, self.lang, subject=self.filtered(node), what=what or self.what(node))

    def filtered(self, node: Over) -> str:
        """The list with its filter."""
        source = self.noun(node.source)
        if node.filter is None or node.source.kind.name == "history":
            return source
        inside = self.inside(node)
        what = inside.inline(inside.condition(node.filter))
        return self.say("filtered", source=source, what=what)

    def what(self, node: Over) -> str:
        """What is asked of an item: for a month the codes, else the condition."""
        domain = node.source.kind.domain
        if node.source.kind.name != "history" or domain is None:
            inside = self.inside(node)
            return "" if node.body is None else inside.inline(inside.condition(node.body))
        codes, every = codes_where(node), all_codes(domain)
        others = "".join(code for code in every if code not in codes)
        if len(codes) > len(others):
            return self.say("other than", items=self.codes(others, node))
        return self.codes(codes, node)

    def codes(self, codes: str, node: Over) -> str:
        """Month codes by their labels, a run of many by its ends."""
        domain = node.source.kind.domain
        assert domain is not None
        labels = [term.label.said(self.lang) for term in domain.terms if term.id in codes]
        if len(labels) > _SEVERAL and codes in all_codes(domain):
            return self.say("run", first=labels[0], last=labels[-1])
        return listed(labels, self.lang)
