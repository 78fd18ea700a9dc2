"""Conditions as a reader of the law would write them: sentences, and lists of what must all or partly hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kefen.compiling.histories import all_codes, codes_where
from kefen.language.operators import COMPARISONS, OBSERVED
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
)
from kefen.policy import FactSpec, ParameterSpec, Policy
from kefen.saying.wording import listed, numbered, phrase, say_mask, say_order, say_value
from kefen.values import NO_WORDS, Words

Join = Literal["all", "any", "at least", "choice", "if", ""]
_SEVERAL = 6

_OWN: dict[str, tuple[str, str]] = {
    "all": ("同时具备", "all of"),
    "any": ("具备下列之一", "any of"),
    "at least": ("具备下列至少 {n} 项", "at least {n} of"),
    "choice": ("按情形", "as the case may be"),
    "when": ("{x}的", "if {x}"),
    "else": ("否则", "otherwise"),
    "yes": ("{x}", "{x}"),
    "no": ("不是：{x}", "not: {x}"),
    "not met": ("不符合：{x}", "not met: {x}"),
    "assumed on": ("采用假设“{x}”", "the assumption “{x}” is made"),
    "assumed off": ("不采用假设“{x}”", "the assumption “{x}” is not made"),
    "not in set": ("不为{items}", "none of {items}"),
    "not in list": ("不在{x}内", "not on the {x}"),
    "not includes": ("不包括{x}", "do not include {x}"),
    "not includes any": ("不包括{items}", "include none of {items}"),
    "!=": ("不为{x}", "other than {x}"),
    "always": ("无条件", "always"),
    "never": ("永不", "never"),
}


@dataclass(frozen=True)
class Said:
    """A condition in words; ``clause`` is the id of a criterion it names, ``parts`` what is below it."""

    text: str
    join: Join = ""
    parts: tuple[Said, ...] = ()
    clause: str = ""


@dataclass(frozen=True)
class ClauseWords:
    """Says the conditions of one policy in one language."""

    policy: Policy
    lang: str
    as_of: date | None = None
    """The day whose values of parameters are said with their names."""

    def own(self, key: str, **gaps: object) -> str:
        """A phrase of this module."""
        return Words(*_OWN[key]).said(self.lang).format(**gaps)

    # --- conditions ----------------------------------------------------------------------------------

    def condition(self, node: Meant, *, wanted: bool = True) -> Said:
        """A condition, or its contrary, with negations pushed down to what is compared."""
        if node in (TRUE, FALSE):
            return Said(self.own("always" if (node == TRUE) == wanted else "never"))
        if isinstance(node, Step):
            return self.criterion(node.name, wanted=wanted)
        if not isinstance(node, Apply):
            return Said(self.flag(node, wanted=wanted))
        if node.operator == "not":
            return self.condition(node.args[0], wanted=not wanted)
        if node.operator in ("and", "or"):
            return self.several(node, wanted=wanted)
        if node.operator == "at least":
            parts = tuple(self.condition(arg) for arg in node.args[1:])
            text = self.own("at least", n=self.noun(node.args[0]))
            return Said(text if wanted else self.own("no", x=text), "at least", parts)
        if node.operator == "if":
            return self.choice(node, wanted=wanted)
        return Said(self.comparison(node, wanted=wanted))

    def criterion(self, id: str, *, wanted: bool) -> Said:
        """A criterion by its place and title."""
        clause = self.policy.by_id.get(id)
        title = clause.title.said(self.lang) if clause else id
        return Said(title if wanted else self.own("not met", x=title), clause=id)

    def several(self, node: Apply, *, wanted: bool) -> Said:
        """All of several things, or any; nested ones of the same kind are drawn together."""
        join: Join = "all" if (node.operator == "and") == wanted else "any"
        parts: list[Said] = []
        for arg in self.between(node) if wanted else node.args:
            said = arg if isinstance(arg, Said) else self.condition(arg, wanted=wanted)
            parts.extend(said.parts if said.join == join else [said])
        return parts[0] if len(parts) == 1 else Said(self.own(join), join, tuple(parts))

    def between(self, node: Apply) -> list[Meant | Said]:
        """The arguments, with two bounds of the same thing said as one range."""
        args: list[Meant | Said] = []
        for arg in node.args:
            last = args[-1] if args else None
            if node.operator == "and" and _is_range(last, arg):
                assert isinstance(last, Apply)
                assert isinstance(arg, Apply)
                args[-1] = Said(self.range(last, arg))
            else:
                args.append(arg)
        return args

    def range(self, low: Apply, high: Apply) -> str:
        """``x in [a..b]`` in words."""
        subject = low.args[0]
        stem = phrase(
            f"between {low.operator} {high.operator}", self.lang,
            low=self.bound(low.args[1], subject), high=self.bound(high.args[1], subject),
        )  # fmt: skip
        return numbered("test", self.lang, self.noun(subject), stem)

    def choice(self, node: Apply, *, wanted: bool) -> Said:
        """``if``: what is asked in each case; a branch that asks nothing is left out."""
        test, then, other = node.args
        when = self.own("when", x=self.inline(self.condition(test)))
        branches = [(when, then), (self.own("else"), other)]
        parts = tuple(
            Said(head, "if", (self.condition(branch, wanted=wanted),))
            for head, branch in branches
            if branch != (TRUE if wanted else FALSE)
        )
        if len(parts) == 1 and other != (TRUE if wanted else FALSE):
            when = self.own("when", x=self.inline(self.condition(test, wanted=False)))
            return Said(when, "if", parts[0].parts)
        return parts[0] if len(parts) == 1 else Said(self.own("choice"), "choice", parts)

    def inline(self, said: Said) -> str:
        """A condition in one line."""
        if not said.parts:
            return said.text
        word = phrase("sentence comma", self.lang)
        joined = word.join(self.inline(part) for part in said.parts)
        if said.join in ("all", "choice", ""):
            return joined
        colon = phrase("colon", self.lang)
        return f"{said.text}{colon}{joined}"

    # --- leaves ----------------------------------------------------------------------------------------

    def flag(self, node: Meant, *, wanted: bool) -> str:
        """A yes-or-no fact, a switch, or a question about a list."""
        if isinstance(node, Assumed):
            assumption = self.policy.assumptions.get(node.name)
            title = assumption.title.said(self.lang) if assumption else node.name
            return self.own("assumed on" if wanted else "assumed off", x=title)
        if isinstance(node, Over):
            return self.quantified(node, wanted=wanted)
        return self.own("yes" if wanted else "no", x=self.noun(node))

    def comparison(self, node: Apply, *, wanted: bool) -> str:
        """One comparison: 学历不低于大专."""
        operator = node.operator
        comparison = COMPARISONS.get(operator)
        if not wanted and comparison and comparison.contrary:
            operator, wanted = comparison.contrary, True
        stem = self.stem(node, operator, wanted=wanted)
        return numbered("test", self.lang, self.noun(node.args[0]), stem)

    def stem(self, node: Apply, operator: str, *, wanted: bool) -> str:
        """What is said of the subject."""
        subject, value = node.args[0], node.args[-1]
        if operator in OBSERVED:
            return phrase(operator if wanted else f"not {operator}", self.lang)
        if operator == "in list":
            name = self.noun(value)
            return (
                phrase("in list", self.lang, x=name) if wanted else self.own("not in list", x=name)
            )
        if operator in ("in set", "within", "includes any", "includes all"):
            return self.members(node, wanted=wanted)
        bound = self.bound(value, subject)
        if operator == "!=":
            return self.own("!=", x=bound)
        return say_order(operator, bound, subject.kind, self.lang, self.unit(subject))

    def members(self, node: Apply, *, wanted: bool) -> str:
        """One of several words, or none of them."""
        kind, value = node.args[0].kind, getattr(node.args[1], "value", None)
        domain = kind.domain
        if isinstance(value, int) and domain is not None:
            told = (value & domain.everything).bit_count()
            if node.operator == "within" and told * 2 > len(domain.terms):
                value, wanted = domain.everything & ~value, not wanted
            words = say_mask(value, domain, self.lang)
        else:
            words = [say_value(one, kind, self.lang) for one in sorted(value or ())]
        items = listed(words, self.lang)
        includes = node.operator.startswith("includes")
        if len(words) == 1:
            yes, no = ("includes", "not includes") if includes else ("=", "!=")
            return phrase(yes, self.lang, x=items) if wanted else self.own(no, x=items)
        if includes:
            key = phrase(node.operator, self.lang, items=items)
            return key if wanted else self.own("not includes any", items=items)
        return (
            phrase("in set", self.lang, items=items)
            if wanted
            else self.own("not in set", items=items)
        )

    def bound(self, node: Meant, subject: Meant) -> str:
        """What is compared with: a value in the unit of the subject, a parameter with its value."""
        if isinstance(node, Const):
            kind = subject.kind if subject.kind.is_number and node.kind.is_number else node.kind
            value = Decimal(node.value) if kind.name == "rate" else node.value
            return say_value(value, kind, self.lang, self.unit(subject))
        if isinstance(node, Parameter) and node.name in self.policy.parameters:
            return self.parameter(self.policy.parameters[node.name], subject)
        return self.noun(node)

    def parameter(self, parameter: ParameterSpec, subject: Meant) -> str:
        """A parameter by its title, with its value on the day."""
        title = parameter.title.said(self.lang)
        value = None if self.as_of is None else parameter.on(self.as_of)
        if value is None:
            return title
        said = say_value(value, parameter.kind, self.lang, self.unit(subject))
        return phrase("worked out", self.lang, name=title, value=said)

    def unit(self, node: Meant) -> Words:
        """The unit of a fact, or of the first fact in an expression."""
        if isinstance(node, Fact):
            spec = self.policy.vocabulary.facts.get(node.name)
            return spec.unit if spec is not None else NO_WORDS
        return self.unit(node.args[0]) if isinstance(node, Apply) and node.args else NO_WORDS

    # --- expressions -------------------------------------------------------------------------------------

    def noun(self, node: Meant) -> str:
        """An expression as a noun."""
        if isinstance(node, Const):
            return say_value(node.value, node.kind, self.lang)
        if isinstance(node, AsOf):
            return phrase("as_of", self.lang)
        if isinstance(node, Item):
            return self.item(node)
        if isinstance(node, Over):
            return self.over(node)
        if isinstance(node, Apply):
            return self.applied(node)
        if isinstance(node, Step):
            return self.criterion(node.name, wanted=True).text
        return self.label(getattr(node, "name", "")).said(self.lang)

    def label(self, name: str) -> Words:
        """What a fact, list, parameter or reference list is called."""
        found = self.policy.vocabulary.label_of(name)
        if found is not None:
            return found
        parameter = self.policy.parameters.get(name)
        return Words(name, name) if parameter is None else parameter.title

    def item(self, node: Item) -> str:
        """A field of a list's item."""
        for listing in self.policy.vocabulary.lists.values():
            spec: FactSpec | None = listing.fields.get(node.name)
            if spec is not None:
                return spec.label.said(self.lang)
        return phrase("the item", self.lang)

    def applied(self, node: Apply) -> str:
        """Arithmetic, dates, a chosen branch; a test as its condition."""
        if node.kind.name == "flag":
            return self.inline(self.condition(node))
        if node.operator in ("if", "first"):
            test = self.inline(self.condition(node.args[0]))
            return numbered(
                "if", self.lang, test, self.noun(node.args[1]), self.noun(node.args[-1])
            )
        if node.operator == "mask":
            return self.noun(node.args[0])
        return numbered(node.operator, self.lang, *(self.noun(arg) for arg in node.args))

    def over(self, node: Over) -> str:
        """A count, sum or extreme over a list."""
        history = node.source.kind.name == "history"
        if node.operator == "count":
            if history:
                return numbered("count months", self.lang, self.noun(node.source), self.what(node))
            return numbered("count", self.lang, self.filtered(node))
        if node.operator in ("some", "every"):
            return self.quantified(node, wanted=True)
        body = self.noun(node.body) if node.body is not None else ""
        return numbered(node.operator, self.lang, self.filtered(node), body)

    def quantified(self, node: Over, *, wanted: bool) -> str:
        """Whether one, or every one, is such."""
        months = " months" if node.source.kind.name == "history" else ""
        operator = node.operator if wanted else {"some": "no", "every": "not every"}[node.operator]
        return phrase(
            operator + months, self.lang, subject=self.filtered(node), what=self.what(node)
        )

    def filtered(self, node: Over) -> str:
        """The list with its filter."""
        source = self.noun(node.source)
        if node.filter is None or node.source.kind.name == "history":
            return source
        return numbered("filtered", self.lang, source, self.inline(self.condition(node.filter)))

    def what(self, node: Over) -> str:
        """What is asked of an item: for a month the codes, else the condition."""
        domain = node.source.kind.domain
        if node.source.kind.name != "history" or domain is None:
            return self.inline(self.condition(node.body)) if node.body is not None else ""
        codes, every = codes_where(node), all_codes(domain)
        others = "".join(code for code in every if code not in codes)
        if len(codes) > len(others):
            return phrase("other than", self.lang, items=self.codes(others, node))
        return self.codes(codes, node)

    def codes(self, codes: str, node: Over) -> str:
        """Month codes by their labels; a run of many by its ends."""
        domain = node.source.kind.domain
        assert domain is not None
        labels = [term.label.said(self.lang) for term in domain.terms if term.id in codes]
        if len(labels) > _SEVERAL and codes in all_codes(domain):
            return phrase("run", self.lang, first=labels[0], last=labels[-1])
        return listed(labels, self.lang)


def _is_range(low: Meant | Said | None, high: Meant) -> bool:
    """Whether two comparisons bound the same thing from below and above by numbers."""
    return (
        isinstance(low, Apply)
        and isinstance(high, Apply)
        and low.operator in (">", ">=")
        and high.operator in ("<", "<=")
        and low.args[0] == high.args[0]
        and low.args[0].kind.is_number
    )


__all__ = ["ClauseWords", "Said"]
