"""A clause of a woven page: where it stands, what it concludes, and when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from html import escape

from kefen.language.syntax import Fact, Meant
from kefen.policy import Clause
from kefen.publishing.woven import Woven, anchor
from kefen.publishing.woven_cases import WovenCases
from kefen.saying.expressions import Said, Speaker
from kefen.saying.naming import Names
from kefen.saying.places import say_place

_ONE_LINE = 44


@dataclass(frozen=True)
class WovenClauses:
    """The clauses of a page."""

    woven: Woven

    @cached_property
    def words(self) -> Speaker:
        """Says conditions and values."""
        return Speaker(Names(self.woven.policy, self.woven.lang, self.woven.weaving.as_of))

    @cached_property
    def cases(self) -> WovenCases:
        """The cases below the clauses."""
        return WovenCases(self.woven)

    def clause(self, clause: Clause) -> str:
        body = self.conclusion(clause)
        notes = "".join(
            f'<p class="note">{self.woven.said(words)}</p>'
            for words in (clause.note,)
            if words.zh or words.en
        )
        title = self.woven.said(clause.title)
        return (
            f'<article id="{anchor(clause.id)}" class="{clause.act.replace(" ", "-")}">'
            f"<h5>{self.place(clause)}<span>{title}</span>{self.identifier(clause)}</h5>"
            f"{body}{notes}{self.cases.cases_of(clause)}</article>"
        )

    def place(self, clause: Clause) -> str:
        places = self.woven.say("list comma").join(
            filter(None, map(self.woven.dated_place, clause.citations))
        )
        return f'<b class="place">{escape(places)}</b> ' if places else ""

    def identifier(self, clause: Clause) -> str:
        shown = clause.id if clause.is_numbered else clause.target
        return f" <code>{escape(shown)}</code>" if shown else ""

    def conclusion(self, clause: Clause) -> str:
        """What a clause concludes, then when."""
        lead = self.lead(clause)
        if clause.test is None:
            return f"<p>{lead}</p>" if lead else ""
        if clause.act in ("define", "value") and not _is_condition(clause.test):
            return self.defined_value(clause)
        said = self.words.condition(clause.test)
        if not lead:
            return self.condition(said)
        return f'<p class="lead">{lead}</p>' + self.condition(
            said, led=said.join in ("all", "choice")
        )

    def defined_value(self, clause: Clause) -> str:
        if getattr(clause.test, "operator", "") == "first":
            return f"<p>{self.woven.say('table below')}</p>"
        assert clause.test is not None
        return f"<p>{escape(self.words.noun(clause.test), quote=False)}</p>"

    def lead(self, clause: Clause) -> str:
        decides = self.woven.policy.decides
        value = ""
        if decides is not None and clause.place is not None:
            value = escape(decides.said(clause.place, self.woven.lang), quote=False)
        gaps = {"value": value, "amount": abs(clause.amount), "target": self.target(clause)}
        if clause.act == "otherwise" and clause.place is None:
            return self.woven.say("lead otherwise refuse")
        if clause.act == "adjust":
            way = "down" if clause.amount > 0 else "up"
            return self.woven.say(f"lead adjust {way}", among=self.among(clause), **gaps)
        if clause.act == "limit" and clause.bound is not None:
            quantity = Fact(clause.bound.kind, clause.target)
            bound = self.words.predicates.stem(clause.comparison, (quantity, clause.bound))
            return self.woven.say("lead limit", bound=escape(bound, quote=False), **gaps)
        act = "forbid" if clause.target in self.woven.policy.vocabulary.forbids else clause.act
        return self.woven.say(f"lead {act}", **gaps) if act != "criterion" else ""

    def target(self, clause: Clause) -> str:
        vocabulary, name = self.woven.policy.vocabulary, clause.target
        words = vocabulary.forbids.get(name) or vocabulary.measures.get(name)
        return self.woven.said(words or self.words.names.label(name))

    def among(self, clause: Clause) -> str:
        decides = self.woven.policy.decides
        if decides is None or not clause.among:
            return self.woven.say("any grade")
        return escape(
            self.woven.say("list comma").join(
                decides.said(p, self.woven.lang) for p in clause.among
            )
        )

    def condition(self, said: Said, *, led: bool = False) -> str:
        """A condition as nested lists; one that is led in already needs no "all of"."""
        if not said.parts:
            return f"<p>{self.link(said)}</p>"
        items = "".join(f"<li>{self.item(part)}</li>" for part in said.parts)
        shown = said.text and not led
        head = f'<p class="join">{escape(said.text, quote=False)}</p>' if shown else ""
        return f'{head}<ul class="{said.join.replace(" ", "-")}">{items}</ul>'

    def item(self, said: Said) -> str:
        if not said.parts:
            return self.link(said)
        if _is_short(said):
            joint = self.woven.say(f"joint {said.join}")
            return joint.join(escape(part.text, quote=False) for part in said.parts)
        if said.join != "if":
            return self.condition(said)
        inner = said.parts[0]
        lead = f"{escape(said.text, quote=False)}{self.woven.say('page comma')}"
        if not inner.parts:
            return lead + self.link(inner)
        head = f'<span class="join">{lead}{escape(inner.text, quote=False)}</span>'
        return head + self.condition(inner, led=True)

    def link(self, said: Said) -> str:
        text = escape(said.text, quote=False)
        if not said.clause:
            return text
        clause = self.woven.policy.by_id.get(said.clause)
        place = (
            escape(say_place(clause.citation, self.woven.policy, self.woven.lang)) if clause else ""
        )
        return f'<a href="#{anchor(said.clause)}"><b class="place">{place}</b> {text}</a>'


def _is_condition(node: Meant) -> bool:
    """Whether something is said as a condition; a table of yes and no is shown, and is none."""
    return node.kind.name == "flag" and getattr(node, "operator", "") != "first"


def _is_short(said: Said) -> bool:
    """A few plain comparisons, which read better in one line."""
    plain = said.join in ("all", "any") and not any(
        part.parts or part.clause for part in said.parts
    )
    return plain and sum(len(part.text) for part in said.parts) <= _ONE_LINE
