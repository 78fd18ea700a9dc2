"""The one teller of expressions: conditions as sentences and lists of what must hold, values as nouns.

With the trace of a decision what is compared comes with the values that were found, without one parameters come with
their values on a day. The words of an operator stand in its row of the operator table.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Literal

from kefen.compiling.histories import all_codes, codes_where
from kefen.language.joining import rows_of
from kefen.language.operators import OPERATORS
from kefen.language.operators.row import Joint, Noun, Quantifier
from kefen.language.syntax import (
    FALSE,
    TRUE,
    Apply,
    AsOf,
    Assumed,
    Const,
    Item,
    Meant,
    Over,
    Parameter,
    Step,
    is_range,
    upright,
)
from kefen.saying.naming import Names
from kefen.saying.phrases import filled
from kefen.saying.predicates import Predicates, joint
from kefen.saying.values import say_value

Join = Literal["all", "any", "at least", "choice", "if", ""]


@dataclass(frozen=True)
class Said:
    """A condition in words; ``clause`` is the id of a criterion it names, ``parts`` what is below it."""

    text: str
    join: Join = ""
    parts: tuple[Said, ...] = ()
    clause: str = ""


@dataclass(frozen=True)
class Speaker:
    """Says expressions by the names of one policy."""

    names: Names

    @cached_property
    def predicates(self) -> Predicates:
        """Says comparisons without their first argument."""
        return Predicates(self.names, self.bound)

    # --- conditions ---------------------------------------------------------------------------

    def condition(self, node: Meant, *, wanted: bool = True) -> Said:
        """A condition, or its contrary, with negations pushed down to what is compared."""
        if node in (TRUE, FALSE):
            return Said(self.names.say("always" if (node == TRUE) == wanted else "never"))
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
            return self.names.say("if then", condition=said.text, then=self.inline(said.parts[0]))
        parts = [self.inline(part, inside=True) for part in said.parts]
        if said.join in ("all", "any"):
            words = joint("and" if said.join == "all" else "or").inline
            text = reduce(lambda one, two: filled(words, self.names.lang, one, two), parts)
        else:
            text = self.names.say(
                "led list", lead=said.text, items=self.names.say("sentence comma").join(parts)
            )
        return self.names.say("grouped", text=text) if inside else text

    def criterion(self, id: str, *, wanted: bool) -> Said:
        """A criterion by its title."""
        title = self.names.title(id)
        return Said(title if wanted else self.names.say("not met", clause=title), clause=id)

    def several(self, node: Apply, *, wanted: bool) -> Said:
        """All of several things, or any; nested ones of the same kind are drawn together."""
        join: Join = "all" if (node.operator == "and") == wanted else "any"
        parts: list[Said] = []
        for arg in self.between(node) if wanted else node.args:
            said = arg if isinstance(arg, Said) else self.condition(arg, wanted=wanted)
            parts.extend(said.parts if said.join == join else [said])
        lead = filled(joint("and" if join == "all" else "or").lead, self.names.lang)
        return parts[0] if len(parts) == 1 else Said(lead, join, tuple(parts))

    def at_least(self, node: Apply, *, wanted: bool) -> Said:
        """So many of several things."""
        parts = tuple(self.condition(arg) for arg in node.args[1:])
        lead = filled(joint("at least").lead, self.names.lang, self.noun(node.args[0]))
        return Said(lead if wanted else self.denied(lead), "at least", parts)

    def denied(self, text: str) -> str:
        """The contrary of something said."""
        words = joint("not")
        return filled(words.inline if self.names.lists else words.lead, self.names.lang, text)

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
        stem = self.predicates.stem(
            f"between {low.operator} {high.operator}", (*low.args, high.args[1])
        )
        return self.names.say("test", subject=self.noun(low.args[0]), stem=stem)

    def choice(self, node: Apply, *, wanted: bool) -> Said:
        """What is asked in each case; a branch that asks nothing is left out."""
        nothing = TRUE if wanted else FALSE
        tests, values, other = node.args[:-1:2], node.args[1::2], node.args[-1]
        if len(tests) == 1 and values[0] == nothing and other != nothing:
            head = self.names.say("when", x=self.inline(self.condition(tests[0], wanted=False)))
            return Said(head, "if", (self.condition(other, wanted=wanted),))
        branches = [(self.names.say("when", x=self.inline(self.condition(test))), value)
                    for test, value in zip(tests, values, strict=False)]  # fmt: skip
        parts = tuple(
            Said(head, "if", (self.condition(value, wanted=wanted),))
            for head, value in (*branches, (self.names.say("else"), other))
            if value != nothing
        )
        lead = filled(joint("if").lead, self.names.lang)
        return parts[0] if len(parts) == 1 else Said(lead, "choice", parts)

    # --- leaves -------------------------------------------------------------------------------

    def flag(self, node: Meant, *, wanted: bool) -> str:
        """A yes-or-no fact, a switch, or a question about a list."""
        if isinstance(node, Const) and node.value is None:
            return self.names.say("unknown")
        if isinstance(node, Assumed):
            return self.names.say("assumed on" if wanted else "assumed off", x=self.noun(node))
        if isinstance(node, Over):
            return self.quantified(node, holds=wanted)
        return self.noun(node) if wanted else self.denied(self.noun(node))

    def comparison(self, node: Apply, *, wanted: bool) -> str:
        """One comparison: 学历不低于大专."""
        operator, args = upright(node)
        stem = self.predicates.stated(operator, args, wanted=wanted)
        subject = self._enclosed(args[0]) if _is_chosen(args[0]) else self.noun(args[0])
        return self.names.say("test", subject=subject, stem=stem)

    # --- what is compared with ----------------------------------------------------------------

    def bound(self, node: Meant, subject: Meant) -> str:
        """What is compared with: a value in the unit of the subject; an expression with its value if it was found."""
        found = self.names.trace if not self.names.lists else None
        node = node if found is None else found.resolved(node)
        if isinstance(node, Const):
            return self.names.value(node.value, node, subject)
        if isinstance(node, Parameter) and node.kind.name != "list":
            return self.parameter(node, subject)
        if found is None or isinstance(node, AsOf | Parameter):
            return self.noun(node)
        value = self.names.value(found.value(node), node, subject)
        return self.names.say("worked out", name=self.noun(node), value=value)

    def parameter(self, node: Parameter, subject: Meant) -> str:
        """What a parameter came to, or its title with its value on the day."""
        if self.names.trace is not None:
            value = self.names.trace.value(node)
            if value is None:
                return self.names.say("no value", name=self.noun(node))
            return self.names.value(value, node, subject)
        spec = self.names.policy.parameters.get(node.name)
        value = None if spec is None or self.names.as_of is None else spec.on(self.names.as_of)
        if value is None:
            return self.noun(node)
        return self.names.say(
            "worked out", name=self.noun(node), value=self.names.value(value, node, subject)
        )

    # --- expressions --------------------------------------------------------------------------

    def noun(self, node: Meant) -> str:
        """An expression as a noun."""
        if isinstance(node, Const):
            return say_value(node.value, node.kind, self.names.lang)
        if isinstance(node, AsOf):
            return self.names.say("as_of")
        if isinstance(node, Item):
            spec = self.names.spec(node)
            return self.names.say("the item") if spec is None else spec.label.said(self.names.lang)
        if isinstance(node, Over):
            return self.over(node)
        if isinstance(node, Apply):
            return self.applied(node)
        if isinstance(node, Step):
            return self.names.title(node.name)
        return self.names.label(getattr(node, "name", "")).said(self.names.lang)

    def applied(self, node: Apply) -> str:
        """Arithmetic, dates, a chosen branch; a test as its condition."""
        if node.kind.name == "flag":
            return self.inline(self.condition(node))
        if node.operator in ("if", "first"):
            return self.chosen(node)
        words = OPERATORS[node.operator].words
        assert isinstance(words, Noun)
        args = [self._enclosed(arg) for arg in node.args]
        if words.loose and not _is_chosen(node.args[0]):  # a sum is read from the left
            args[0] = self.noun(node.args[0])
        return filled(words.said, self.names.lang, *args)

    def chosen(self, node: Apply) -> str:
        """One of several values, each with its condition."""
        words, text = joint("if").inline, self.noun(node.args[-1])
        for test, value in reversed([*rows_of(node)]):
            condition = self.inline(self.condition(test))
            text = filled(words, self.names.lang, condition, self.noun(value), text)
        return text

    def _enclosed(self, node: Meant) -> str:
        """An argument, in brackets if its words would fall apart."""
        words = OPERATORS[node.operator].words if isinstance(node, Apply) else None
        loose = isinstance(words, Joint) or (isinstance(words, Noun) and words.loose)
        return self.names.say("grouped", text=self.noun(node)) if loose else self.noun(node)

    # --- lists and histories ------------------------------------------------------------------

    def inside(self, node: Over) -> Speaker:
        """The speaker for what is asked of an item."""
        return Speaker(self.names.inside(node))

    def over(self, node: Over) -> str:
        """A count, sum or extreme over a list."""
        words = OPERATORS[node.operator].words
        if isinstance(words, Quantifier):
            return self.quantified(node, holds=True)
        assert isinstance(words, Noun)
        if node.source.kind.name == "history":
            return filled(words.of_months, self.names.lang, self.noun(node.source), self.what(node))
        body = self.inside(node).noun(node.body) if node.body is not None else ""
        return filled(words.said, self.names.lang, self.filtered(node), body)

    def quantified(self, node: Over, *, holds: bool | None, what: str = "") -> str:
        """Whether one item, or every one, is such; ``what`` in place of all that is asked."""
        words = OPERATORS[node.operator].words
        assert isinstance(words, Quantifier)
        if node.source.kind.name == "history":
            assert words.of_months is not None
            words = words.of_months
        said = {True: words.holds, False: words.fails, None: words.open}[holds]
        return filled(
            said, self.names.lang, subject=self.filtered(node), what=what or self.what(node)
        )

    def filtered(self, node: Over) -> str:
        """The list with its filter."""
        source = self.noun(node.source)
        if node.filter is None or node.source.kind.name == "history":
            return source
        inside = self.inside(node)
        what = inside.inline(inside.condition(node.filter))
        return self.names.say("filtered", source=source, what=what)

    def what(self, node: Over) -> str:
        """What is asked of an item: for a month the codes, else the condition."""
        domain = node.source.kind.domain
        if node.source.kind.name != "history" or domain is None:
            inside = self.inside(node)
            return "" if node.body is None else inside.inline(inside.condition(node.body))
        codes, every = codes_where(node), all_codes(domain)
        others = "".join(code for code in every if code not in codes)
        if len(codes) > len(others):
            return self.names.say("other than", items=self.names.codes(others, node))
        return self.names.codes(codes, node)


def _is_chosen(node: Meant) -> bool:
    """Whether a value is one of several, each with its condition."""
    return isinstance(node, Apply) and node.operator in ("if", "first")
