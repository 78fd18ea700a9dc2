"""Trees of a trace as reasons: the shortest set of sentences that carries each state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from kefen.compiling.audience import Audience
from kefen.compiling.names_read import fields_read
from kefen.deciding.decide import Decision
from kefen.deciding.parts import Part
from kefen.deciding.trace import Trace
from kefen.explaining.sentences import Mood, Sentences
from kefen.language.syntax import Fact, Meant, Withheld, walk
from kefen.policy import Clause, Use
from kefen.saying.phrases import listed, say
from kefen.saying.places import say_place

_NEAREST = 3
_IN_A_ROW = 4
_NEAR = 2
_ASKED = {True: "met", False: "not met", None: "unknown"}
_LACKS = {True: 0, None: 1, False: 2}


class Distance(NamedTuple):
    """How far a part is from holding: wrong kinds of thing, then what is lacking, less what holds."""

    kinds: int
    lacking: int
    held: int


@dataclass(frozen=True)
class Reason:
    """One clause, criterion or comparison told: its state, where it stands, what it says."""

    state: bool | None
    text: str = ""
    place: str = ""
    title: str = ""
    quote: str = ""
    clause: str = ""
    children: tuple[Reason, ...] = ()

    def said(self, lang: str) -> str:
        """The reason without what is below it: 第八条(二)2 稳健经营的自雇人士：注册资本 …."""
        head = " ".join(filter(None, (self.place, self.title)))
        colon = say(lang, "colon") if head and self.text else ""
        return f"{head}{colon}{self.text}"

    def walk(self) -> Iterator[Reason]:
        """This reason and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Teller:
    """Tells the parts of one trace to those for whom it was decided. An instrument that is not its ``own`` is named."""

    trace: Trace
    lang: str
    own: str = ""
    _distances: dict[int, Distance] = field(default_factory=dict, repr=False, compare=False)
    #: what was told of a part, which is kept lest another one take its place
    _told: dict[tuple[int, Mood], tuple[Part, list[Reason]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def decision(self) -> Decision:
        """The decision that is told."""
        return self.trace.decision

    @property
    def audience(self) -> Audience:
        """Who is told."""
        return self.decision.audience

    @property
    def instrument(self) -> str:
        """The instrument that needs no name: that of the policy asked, also where another one is told."""
        return self.own or self.trace.decision.policy.instrument

    def place(self, clause: Clause) -> str:
        """Where a clause stands."""
        decision = self.trace.decision
        cited = clause.cited_on(decision.as_of)
        return say_place(cited, decision.policy, self.lang, self.instrument)

    @cached_property
    def sentences(self) -> Sentences:
        """Says single comparisons."""
        return Sentences(self.trace, self.lang)

    def clause(self, name: str, mood: Mood = "is") -> Reason:
        """A clause by its id; where nothing of its condition is told, only that the bank's rules say so."""
        part = self.trace.clause(name)
        return self.tell(part, mood) or Reason(part.state, say(self.lang, "by rules"))

    def tell(self, part: Part, mood: Mood) -> Reason | None:
        """A part with what carries its state; nothing if there is nothing to tell."""
        told = self.told(part, mood)
        if not told:
            return None
        if len(told) == 1:
            return told[0]
        joined = self._joined(Reason(part.state), told)
        return joined if joined.text else replace(joined, text=say(self.lang, "all of"))

    def told(self, part: Part, mood: Mood) -> list[Reason]:
        """A part as reasons that may stand beside others; criteria that several clauses read are told once."""
        known = self._told.get((id(part), mood))
        if known is None:
            known = self._told[id(part), mood] = part, self._reasons(part, mood)
        return known[1]

    def _reasons(self, part: Part, mood: Mood) -> list[Reason]:
        if _is_withheld(part):
            return [Reason(part.state, say(self.lang, "by rules"))]
        if part.shape == "leaf":
            text = self.sentences.leaf(part, mood)
            if self.sentences.third_party(part) is not None:
                return [Reason(part.state, text)]
            inner = (*self._used(part), *self._of_items(part))
            return [Reason(part.state, text, children=inner)]
        if part.shape == "fixed":
            return [Reason(part.state, say(self.lang, "always"))]
        if part.shape == "choice":
            return self._choice(part, mood)
        if part.clause is not None and not part.wanted:
            return [self._contrary(part, mood)]
        below = self._below(part, mood)
        if part.clause is None:
            return self._group(part, below)
        return [self._titled(part, below)] if below or not part.children else []

    def _below(self, part: Part, mood: Mood) -> list[Reason]:
        """What is shown of the children, each word of it once: those of an *any* stay apart."""
        shown = self.relevant(part)
        if part.join == "all":
            told = [reason for child in shown for reason in self.told(child, mood)]
        else:
            told = [reason for child in shown if (reason := self.tell(child, mood)) is not None]
        return list(dict.fromkeys(told))

    def _titled(self, part: Part, told: Sequence[Reason]) -> Reason:
        assert part.clause is not None
        clause = self.sentences.others.title_of(part.clause)
        head = Reason(
            part.state, self._lead(part, told), self.place(clause),
            clause.title.said(self.lang), clause.quote, clause.id,
        )  # fmt: skip
        note = clause.fails.said(self.lang)
        if part.state is False and part.wanted and note:
            return replace(head, text=note, children=tuple(told))
        return self._joined(head, () if self._is_far(part) else told)

    def _contrary(self, part: Part, mood: Mood) -> Reason:
        """A criterion of which the contrary is asked: whether it holds, and if not, what of it fails."""
        assert part.clause is not None
        clause = self.sentences.others.title_of(part.clause)
        key = "must not hold" if mood == "must" else f"contrary {_ASKED[part.state]}"
        head = Reason(part.state, say(self.lang, key), self.place(clause),
                      clause.title.said(self.lang), clause.quote, clause.id)  # fmt: skip
        if mood == "must" or part.state is not True:
            return head
        note, below = clause.fails.said(self.lang), self._below(part, mood)
        if note or (_is_plain(below) and len(below) == 1):
            return replace(head, text=note or say(self.lang, "fails", text=below[0].text))
        return replace(head, children=() if self._is_far(part) else tuple(below))

    def _group(self, part: Part, told: list[Reason]) -> list[Reason]:
        lead = self._lead(part, told)
        if lead and told:
            return [Reason(part.state, lead, children=() if self._is_far(part) else tuple(told))]
        if part.join != "any" or len(told) < 2:
            return told
        comma = say(self.lang, "sentence comma")
        if _is_plain(told) and not any(comma in one.text for one in told):
            text = say(self.lang, "or else").join(one.text for one in told)
            return [Reason(part.state, text)]
        return [Reason(part.state, say(self.lang, "any of"), children=tuple(told))]

    def _joined(self, head: Reason, told: Sequence[Reason]) -> Reason:
        """Plain sentences stand in a row, others below."""
        if _is_plain(told) and not head.text and len(told) <= _IN_A_ROW:
            comma = say(self.lang, "sentence comma")
            return replace(head, text=comma.join(one.text for one in told))
        return replace(head, children=tuple(told))

    def _lead(self, part: Part, told: Sequence[Reason]) -> str:
        """How the children shown carry the state, where that is not plain."""
        count = len(part.children)
        if part.join == "at least":
            return say(self.lang, "fewer than", count=count, number=part.number)
        if part.join != "any" or part.state is True or not told:
            return ""
        if not self._is_between_names(part):
            several = part.clause is not None and len(told) > 1
            return say(self.lang, "any of") if several else ""
        if self._is_far(part):
            titles = [self.sentences.others.title_of(one.clause).title.said(self.lang) or self.place(one.clause)
                      for one in part.children if one.clause and self.told(one, "must")]  # fmt: skip
            key = "none of these" if part.state is False else "open of these"
            return say(self.lang, key, items=listed(titles, self.lang))
        if part.state is False:
            return say(self.lang, "none of", count=count)
        return say(self.lang, "open among", count=count) if len(told) > 1 else ""

    def _is_between_names(self, part: Part) -> bool:
        """Whether any of several named criteria would do."""
        return (
            part.join == "any"
            and len(part.children) > 1
            and all(child.clause for child in part.children)
        )

    def _is_far(self, part: Part) -> bool:
        """Whether none of several criteria is near enough to be told in full."""
        if not self._is_between_names(part) or part.state is True:
            return False
        least = min(self._distance(child) for child in part.children if child.state is part.state)
        return least.kinds > 0 if part.state is False else least.lacking > _NEAR

    def _choice(self, part: Part, mood: Mood) -> list[Reason]:
        condition, *branches = part.children
        if len(branches) == 1:
            if branches[0].shape == "fixed":
                text = self.tell(condition, "is")
                if text is None:
                    return []
                said = say(self.lang, "not applicable", text=text.said(self.lang))
                return [Reason(part.state, said)]
            return self.told(branches[0], mood)
        shown = [one for one in branches if one.state is None]
        told = [reason for one in shown for reason in self.told(one, mood)]
        return [*self.told(condition, "is"), *told]

    # --- what to show -----------------------------------------------------------------------------

    def relevant(self, part: Part) -> list[Part]:
        """The children that carry a part's state, in the order of the text."""
        same = [child for child in part.children if child.state is part.state]
        if part.join == "all":
            return [child for child in same if child.shape != "fixed" or child.state is None]
        if part.join == "at least":
            return same
        if part.state is True:
            return sorted(same, key=lambda child: child.operator == "assumed")[:1]
        nearest = sorted(same, key=self._distance)[:_NEAREST]
        if part.state is False:
            least, plain = nearest[0], all(child.clause is None for child in nearest)
            tied = [one for one in nearest if self._distance(one)[:2] == self._distance(least)[:2]]
            nearest = tied if plain else [least]
        return [child for child in same if any(child is one for one in nearest)]

    def _distance(self, part: Part) -> Distance:
        """How far a part is from holding."""
        known = self._distances.get(id(part))
        if known is None:
            known = self._distances[id(part)] = self._measured(part)
        return known

    def _measured(self, part: Part) -> Distance:
        if part.state is True or not part.children:
            held = part.state is True
            return Distance(_is_of_another_kind(part), _LACKS[part.state], -held)
        below = [self._distance(child) for child in part.children]
        if part.join == "any":
            return min(below)
        return Distance(*(sum(one[place] for one in below) for place in range(3)))

    # --- other policies ---------------------------------------------------------------------------

    def _used(self, part: Part) -> Iterator[Reason]:
        """What another policy's result rests on, where it carries a state that disappoints."""
        for reading in part.readings[:1]:
            fact = self._outcome(reading.node)
            inner = self.trace.used(fact) if fact and part.state is not True else None
            if inner is None:
                continue
            if inner.decision.decisive:
                teller = Teller(inner, self.lang, self.instrument)
                yield teller.clause(inner.decision.decisive)

    def _of_items(self, part: Part) -> Iterator[Reason]:
        """How often each result of another policy occurs among the items asked, and why the worst is so."""
        for use in self.trace.tracer.uses.values():
            records = self.trace.fact(use.each) if use.each else None
            if records and (use.each, use.field) in fields_read(part.node):
                field = self.trace.decision.policy.vocabulary.lists[use.each].fields
                place = list(field).index(use.field)
                results = [record[place] for record in records]
                yield Reason(part.state, self.sentences.results(field[use.field], results))
                if part.state is not None:
                    yield from self._worst_item(use, results)

    def _worst_item(self, use: Use, results: Sequence[int]) -> Iterator[Reason]:
        domain = use.policy.decides
        assert domain is not None
        ranks = {1 << place: rank for rank, place in enumerate(domain.by_goodness())}
        ranks[domain.refusal] = len(ranks)
        worst = [max(rank for bit, rank in ranks.items() if bit & mask) for mask in results]
        inner = self.trace.asked_of(use, worst.index(max(worst))) if any(worst) else None
        if inner is not None and inner.decision.decisive:
            teller = Teller(inner, self.lang, self.instrument)
            yield teller.clause(inner.decision.decisive)

    def _outcome(self, node: Meant) -> str:
        """The used policy's fact behind an operand, through definitions that only pick."""
        node = self.trace.resolved(node)
        if not isinstance(node, Fact):
            return ""
        if node.name in self.trace.tracer.uses:
            return node.name
        definition = self.trace.definition(node.name)
        return "" if definition is None else self._outcome(definition)


def _is_withheld(part: Part) -> bool:
    """Whether a comparison rests on a value that this audience may not know."""
    told = part.shape not in ("leaf", "fixed")
    return not told and any(isinstance(one, Withheld) for one in walk(part.node))


def _is_of_another_kind(part: Part) -> bool:
    """Whether a comparison fails because the thing is of another kind, not for want of degree."""
    if part.state is False and part.operator == "assumed":
        return True
    if part.state is not False or part.shape != "leaf" or part.operator not in ("=", "in set"):
        return False
    domain = part.readings[0].node.kind.domain
    return part.wanted and domain is not None and not domain.ordered


def _is_plain(told: Sequence[Reason]) -> bool:
    """Whether all are sentences with nothing below."""
    return all(one.text and not one.children and not one.place for one in told)
