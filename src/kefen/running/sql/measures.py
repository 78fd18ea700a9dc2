"""What a policy collects and works out beside its result, as columns of the answer.

What is allowed or to be done is listed when proven, what is required unless disproved; a measure whose condition is unknown
is listed once more as open. A limit is the tightest of those that may apply, and unknown as soon as one of these is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from kefen.compiling.audience import private_to
from kefen.compiling.dialects import DUCKDB
from kefen.compiling.sql import literal, quote
from kefen.deciding import Decider
from kefen.language.syntax import StepId
from kefen.policy import MEASURES, Clause
from kefen.running.sql.space import Space, case
from kefen.running.wording import SPACED, column_name
from kefen.saying.phrases import say
from kefen.values import Domain, Words

Named = TypeVar("Named", bound=Hashable)

_PROVEN = ("allow", "do")
_BOUNDS = {"<=": ("at_most", "LEAST"), ">=": ("at_least", "GREATEST")}


class Measures:
    """The values, measures and limits of a policy. ``lang`` is empty for ids."""

    def __init__(self, decider: Decider, lang: str) -> None:
        self.decider = decider
        self.lang = lang
        self.vocabulary = decider.policy.vocabulary
        self.made = set(decider.program.traced)
        #: what the customer's table does not hold: numbers that may rest on facts of third parties
        self.private = private_to(decider.policy, decider.audience)
        values = _once(clause.target for clause in decider.policy.acts("value"))
        self.values = [name for name in values if name not in self.private]
        self.measures = decider.policy.acts(*MEASURES)

    @property
    def steps(self) -> tuple[StepId, ...]:
        """The steps of the program that the columns are made of."""
        steps = [StepId("fact", name) for name in self.values]
        steps += [step for clause in self.measures for step in (_condition(clause), _bound(clause))]
        return tuple(step for step in steps if step in self.made)

    def columns(self, space: Space) -> Iterator[tuple[str, str]]:
        """Header and value of each column, read from the answers ``d``."""
        for name in self.values:
            yield from self.shown(space, name)
        for act in ("allow", "require", "do"):
            yield from self.listed(act, self.acts(act))
        yield from self.listed("open", [c for c in self.measures if c.act != "limit"])
        limits = self.acts("limit")
        private = {(c.target, c.comparison) for c in limits if c.id in self.private}
        for limited in _once((c.target, c.comparison) for c in limits):
            if limited not in private:
                yield self.limit(*limited)

    def acts(self, act: str) -> list[Clause]:
        """The clauses of an act."""
        return [clause for clause in self.measures if clause.act == act]

    def header(self, name: str, label: Words) -> str:
        """A fact's id, or what people call it."""
        return label.said(self.lang) if self.lang == "zh" else name

    # --- values -----------------------------------------------------------------------------------

    def shown(self, space: Space, name: str) -> Iterator[tuple[str, str]]:
        """A value in its column; a word of a domain in two, its id beside its label."""
        spec = self.vocabulary.facts[name]
        header = self.header(name, spec.label)
        if spec.kind.domain is None or spec.kind.name == "history":
            yield header, self.told(space, name)
            return
        for key, lang in (("shown", ""), ("shown_label", self.lang or "zh")):
            named = column_name(self.lang, key, label=header)
            yield named, Measures(self.decider, lang).told(space, name)

    def told(self, space: Space, name: str) -> str:
        """A value as people or programs read it."""
        kind, column = self.vocabulary.facts[name].kind, StepId("fact", name)
        domain = kind.domain
        if domain is None or kind.name == "history":
            return f"d.{quote(column)}"
        if kind.name in ("set", "outcome"):
            masks = space.rows(f"SELECT DISTINCT {quote(column)} FROM answers")
            return case(
                space.dialect,
                column,
                {m: self.several(domain, m) for (m,) in masks if m is not None},
            )
        places = range(len(domain.terms))
        return case(space.dialect, column, {place: self.word(domain, place) for place in places})

    def word(self, domain: Domain, place: int) -> str:
        """A word of a domain."""
        return domain.said(place, self.lang) if self.lang else domain.terms[place].id

    def several(self, domain: Domain, mask: int) -> str:
        """The words of a set, or of the results still possible; a refusal is one of these."""
        words = [
            self.word(domain, domain.places[id]) if id in domain.places else self.refusal(id)
            for id in domain.ids(mask)
        ]
        return SPACED[self.lang].join(words)

    def refusal(self, id: str) -> str:
        """What a policy that was asked says when it gives no result."""
        return say(self.lang, "no class") if self.lang else id

    # --- measures ---------------------------------------------------------------------------------

    def listed(self, header: str, clauses: Sequence[Clause]) -> Iterator[tuple[str, str]]:
        """The measures that apply, one after the other; or those that are open."""
        if not clauses:
            return
        words = []
        for target in _once(clause.target for clause in clauses):
            states = [self.state(clause) for clause in clauses if clause.target == target]
            applies = _any_of(states, "open" if header == "open" else clauses[0].act)
            words.append(f"CASE WHEN {applies} THEN {literal(self.name(target))} END")
        joined = f"CONCAT_WS({literal(SPACED[self.lang])}, {', '.join(words)})"
        yield column_name(self.lang, header), f"NULLIF({joined}, '')"

    def name(self, target: str) -> str:
        """A measure's id, or what people call it."""
        words = self.vocabulary.measures.get(target)
        return words.said(self.lang) if words and self.lang else target

    def state(self, clause: Clause) -> str:
        """Whether the condition of a clause holds; without one it always does."""
        condition = _condition(clause)
        return f"d.{quote(condition)}" if condition in self.made else "TRUE"

    # --- limits -----------------------------------------------------------------------------------

    def limit(self, target: str, comparison: str) -> tuple[str, str]:
        """The tightest limit on a quantity that may apply."""
        word, pick = _BOUNDS[comparison]
        limits = [c for c in self.acts("limit") if (c.target, c.comparison) == (target, comparison)]
        bounds = [(f"{self.state(c)} IS NOT FALSE", self.bound(c)) for c in limits]
        unknown = " OR ".join(f"({applies} AND {bound} IS NULL)" for applies, bound in bounds)
        tightest = ", ".join(f"CASE WHEN {applies} THEN {bound} END" for applies, bound in bounds)
        label = self.vocabulary.label_of(target) or Words(target, target)
        header = column_name(self.lang, word, label=self.header(target, label))
        return header, f"CASE WHEN NOT ({unknown}) THEN {pick}({tightest}) END"

    def bound(self, clause: Clause) -> str:
        """What a limit limits to: a step, or a constant."""
        if _bound(clause) in self.made:
            return f"d.{quote(_bound(clause))}"
        assert clause.bound is not None
        type_ = DUCKDB.types[clause.bound.kind.name]
        return literal(getattr(clause.bound, "value", None), type_)


def _once(names: Iterable[Named]) -> list[Named]:
    return list(dict.fromkeys(names))


def _condition(clause: Clause) -> StepId:
    return StepId("clause", clause.id)


def _bound(clause: Clause) -> StepId:
    return StepId("bound", clause.id)


def _any_of(states: Sequence[str], act: str) -> str:
    """Granted when one clause is proven, demanded unless all are disproved, open when one is unknown and none is proven."""
    proven = " OR ".join(f"{state} IS TRUE" for state in states)
    unknown = " OR ".join(f"{state} IS NULL" for state in states)
    if act == "open":
        return f"({unknown}) AND NOT ({proven})"
    return f"({proven})" if act in _PROVEN else f"({proven} OR {unknown})"
