"""Decisions as columns people and programs read: ids in Parquet, words in CSV and Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kefen.compiling.answers import (
    DECISIVE,
    MARKED,
    MARKS,
    POSSIBLE,
    PROVISIONAL,
    RESULT,
    STATUS,
    STATUSES,
    possible_ids,
)
from kefen.compiling.audience import basis_of, titles_told
from kefen.compiling.dialects import DUCKDB
from kefen.compiling.sql import literal, quote
from kefen.deciding import Decider
from kefen.explaining.clocks import clockwork_of
from kefen.explaining.outcomes import LACKABLE
from kefen.language.syntax import StepId
from kefen.running.gaps import Gap, gaps_of
from kefen.running.options import Options
from kefen.running.sql.measures import Measures
from kefen.running.sql.space import Space, case
from kefen.running.wording import SPACED, column_name
from kefen.saying.phrases import say
from kefen.saying.places import say_place

#: whether the decisive clause is what is lacking
LACKS = quote("=lacks")


@dataclass(frozen=True)
class Results:
    """The answer of a run, from its table ``answers``: decisions, what is beside them, and ``LACKS``.

    ``lang`` is empty for ids; ``options`` say what is beside the decisions. ``record`` gives the compact record in
    SQL by the day until which it holds; none if it is not wanted.
    """

    space: Space
    decider: Decider
    lang: str
    options: Options
    record: Callable[[str], str] | None = None

    def query(self) -> str:
        """Every decision of ``answers``."""
        columns = ", ".join(f"{sql} AS {quote(header)}" for header, sql in self.columns())
        return f"SELECT {columns} FROM answers d"

    def columns(self) -> Iterator[tuple[str, str]]:
        """Header and value of each column."""
        key = self.decider.policy.vocabulary.key
        assert key is not None
        yield (key.label.said(self.lang) if self.lang == "zh" else key.name), f"d.{quote(key.name)}"
        yield from self.outcome()
        yield from self.basis()
        yield from self.clause()
        yield from Measures(self.decider, self.lang).columns(self.space)
        if self.options.holds:
            yield self.header("holds until"), self.holds_until()
        if self.options.missing:
            yield self.header("missing"), "d.missing"
        if gaps_of(self.decider):
            yield self.header("gaps"), self.unmet()
        if self.record:
            yield "record", self.record(self.recorded_until())
        for name in self.flags():
            yield name, f"d.{quote(name)}"
        if self.options.explain:
            yield self.header("reasons"), "d.reasons"

    def flags(self) -> Iterator[str]:
        """Criteria and clauses of the policy itself, if they are wanted."""
        traced = self.decider.program.traced if self.options.flags else ()
        return (str(step) for step in traced if step.role == "clause")

    def basis(self) -> Iterator[tuple[str, str]]:
        """That decisions are on the visible facts, in every row: rows are copied."""
        basis = basis_of(self.decider.audience)
        if basis == "visible":
            yield self.header("basis"), literal(say(self.lang, basis) if self.lang else basis)

    def header(self, name: str) -> str:
        scale = self.decider.policy.decides
        named = scale.label.zh if scale and self.lang == "zh" else scale.name if scale else "result"
        return column_name(self.lang, name, scale=named)

    def outcome(self) -> Iterator[tuple[str, str]]:
        scale = self.decider.policy.decides
        if scale is not None:
            places = range(len(scale.terms))
            yield (
                self.header("result"),
                case(self.space.dialect, RESULT, {p: scale.terms[p].id for p in places}),
            )
            label = {p: scale.said(p, self.lang or "zh") for p in places}
            yield self.header("label"), case(self.space.dialect, RESULT, label)
        yield (
            self.header("status"),
            case(self.space.dialect, STATUS, dict(enumerate(map(self.status, STATUSES)))),
        )
        yield (
            self.header("marked"),
            case(self.space.dialect, MARKED, dict(enumerate(map(self.mark, MARKS)))),
        )
        yield self.header("possible"), self.possible()

    def status(self, name: str) -> str:
        return say(self.lang, f"status {name}") if self.lang else name

    def mark(self, name: str) -> str:
        return say(self.lang, f"marked {name}") if self.lang and name else name

    def possible(self) -> str:
        """The outcomes not excluded; as many texts as there are different masks."""
        masks = [
            row[0] for row in self.space.rows(f"SELECT DISTINCT {quote(POSSIBLE)} FROM answers")
        ]
        scale = self.decider.policy.decides
        texts = {}
        for mask in masks:
            ids = possible_ids(mask, scale)
            words = [self.outcome_word(one) for one in ids] if self.lang else ids
            texts[mask] = SPACED[self.lang].join(words)
        return case(self.space.dialect, POSSIBLE, texts)

    def outcome_word(self, id: str) -> str:
        scale = self.decider.policy.decides
        if scale is None:
            return say(self.lang, "admitted" if id == "admitted" else "not admitted")
        places = {term.id: place for place, term in enumerate(scale.terms)}
        if id in places:
            return scale.said(places[id], self.lang)
        return say(self.lang, "not admitted" if self.decider.policy.acts("ban") else "no class")

    def clause(self) -> Iterator[tuple[str, str]]:
        policy, lang = self.decider.policy, self.lang or "zh"
        clauses = [policy.by_id[id] for id in self.decider.program.plan.conclusions.clauses]
        told = titles_told(policy, self.decider.audience)
        ids, titles = [one.id for one in clauses], [told[one.id].said(lang) for one in clauses]
        cited = [one.cited_on(self.decider.as_of) for one in clauses]
        places = case(
            self.space.dialect,
            DECISIVE,
            {n: say_place(one, policy, lang) for n, one in enumerate(cited)},
        )
        if self.lang:
            mark = literal(say(lang, "lacking"))
            places = f"CASE WHEN d.{LACKS} THEN {mark} ELSE '' END || {places}"
        yield self.header("decisive"), case(self.space.dialect, DECISIVE, dict(enumerate(ids)))
        yield self.header("decisive_place"), places
        yield (
            self.header("decisive_title"),
            case(self.space.dialect, DECISIVE, dict(enumerate(titles))),
        )

    def holds_until(self, never: date | None = None) -> str:
        """The first day of another answer, at the latest the one on which the version ends, else ``never``.

        Nothing where a third party's condition brings it.
        """
        last = clockwork_of(self.decider).end or never
        until = f"COALESCE(d.until, {literal(last, DUCKDB.types['date'])})"
        return f"CASE WHEN d.by_others IS NOT TRUE THEN {until} END"

    def recorded_until(self) -> str:
        """The same as a compact record has it: the end of the calendar where there is none."""
        return self.holds_until(date.max) if self.options.holds else "CAST(NULL AS DATE)"

    def unmet(self) -> str:
        """The value tables that have no row for a subject, each by its place and its fact."""
        lang = self.lang or "zh"
        words = []
        for gap in gaps_of(self.decider):
            place = say_place(gap.clause.cited_on(self.decider.as_of), gap.policy, lang)
            label = gap.policy.vocabulary.facts[gap.clause.target].label.said(lang)
            shown = f"{place} {label}" if self.lang else gap.clause.target
            words.append(f"CASE WHEN {gap_told(gap)} THEN {literal(shown)} END")
        return f"NULLIF(CONCAT_WS({literal(SPACED[self.lang])}, {', '.join(words)}), '')"


def steps_kept(decider: Decider, *, whole: bool) -> tuple[StepId, ...]:
    """The steps that are kept beside the answer: those that results are told of, or the whole trace."""
    gaps = tuple(gap.step for gap in gaps_of(decider))
    told = decider.program.traced if whole else Measures(decider, "").steps
    return tuple(dict.fromkeys((*told, *gaps)))


def gap_told(gap: Gap) -> str:
    """Whether a table has no row for a subject, and that is to be told: it is shown, or the decision is open."""
    unmet = f"d.{quote(gap.step)}"
    return unmet if gap.shown else f"{unmet} AND d.{quote(STATUS)} >= {PROVISIONAL}"


def lacking(decider: Decider) -> str:
    """Whether the decisive clause is what the lowest grade lacks: at the end of a ladder none is met."""
    policy, clauses = decider.policy, decider.program.plan.conclusions.clauses
    grades = {clause.place for clause in policy.acts("grade")}
    ends = {clause.place for clause in policy.acts("otherwise")} - grades - {None}
    ended = "".join(f" OR {quote(RESULT)} = {place}" for place in ends)
    places = [str(n) for n, id in enumerate(clauses) if policy.by_id[id].act in LACKABLE]
    if not places:
        return "FALSE"
    named = f"{quote(DECISIVE)} IN ({', '.join(places)})"
    return f"{named} AND ({quote(RESULT)} IS NULL{ended})"
