"""What a policy is, once it is sound: vocabulary, articles, clauses, parameters, assumptions.

Only ``checking.check`` makes a ``Policy``; only a ``Policy`` can be compiled.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Any, Literal

from kefen.citation import Citation, Instrument
from kefen.diagnostics import Diagnostic
from kefen.language.syntax import Meant, Parameter, StepId, walk
from kefen.source import NOWHERE, Span
from kefen.values import NO_WORDS, Domain, Kind, Words
from kefen.vocabulary import ReferenceList, Vocabulary, digest_of_lists

#: what a clause may collect beside the result
MEASURES = ("allow", "require", "do", "limit")
#: stands between the citations of a fact that cites one place after the other
BESIDE = "；"


Act = Literal[
    "criterion",
    "define",
    "value",
    "grade",
    "otherwise",
    "base",
    "at least",
    "at most",
    "exactly",
    "adjust",
    "ban",
    "points",
    "band",
    "allow",
    "require",
    "do",
    "limit",
]


@dataclass(frozen=True)
class Clause:
    """One clause: what it concludes (``act``), when (``test``), under which article.

    ``place`` is a value of the decided scale; ``amount`` points, steps or a band's first score;
    ``target`` a fact, measure or factor; ``among`` the grades an adjustment starts from;
    ``bound`` what a limit limits to. ``citations`` stand in the order of their days.
    """

    id: str
    act: Act
    title: Words
    citations: tuple[Citation, ...]
    quote: str = ""
    test: Meant | None = None
    place: int | None = None
    amount: Decimal = Decimal(0)
    target: str = ""
    among: tuple[int, ...] = ()
    bound: Meant | None = None
    comparison: str = ""
    note: Words = NO_WORDS
    fails: Words = NO_WORDS
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def is_numbered(self) -> bool:
        """Whether the text gives it an id of its own, such as 8.2.3."""
        return self.id[0].isdigit()

    @property
    def citation(self) -> Citation:
        """What it cites now: the last of its citations."""
        return self.citations[-1]

    @property
    def expressions(self) -> tuple[Meant, ...]:
        """Its condition, and what it limits to, as far as it has them."""
        return tuple(node for node in (self.test, self.bound) if node is not None)

    @property
    def untitled(self) -> Clause:
        """Without the words of its author, which may say what its condition is about."""
        return replace(self, title=NO_WORDS, quote="", fails=NO_WORDS, note=NO_WORDS)

    def cited_on(self, day: date) -> Citation:
        """What it cites on a day; the first citation on days before any."""
        begun = [one for one in self.citations if one.since <= day]
        return begun[-1] if begun else self.citations[0]


@dataclass(frozen=True)
class DatedValue:
    """A value from a day on, until (exclusive) another, with its citation."""

    value: Any
    since: date
    until: date | None
    cites: str = ""


@dataclass(frozen=True)
class ParameterSpec:
    """A number or word that a bank chooses or that changes by date."""

    name: str
    title: Words
    kind: Kind
    values: tuple[DatedValue, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    def on(self, day: date) -> Any:
        """The value on a day, unknown (``None``) if there is none."""
        for dated in reversed(self.values):
            if dated.since <= day and (dated.until is None or day < dated.until):
                return dated.value
        return None

    def ahead(self, day: date) -> tuple[Any, ...]:
        """The different known values on a day and after it."""
        later = (self.on(dated.since) for dated in self.values if dated.since > day)
        values = dict.fromkeys((self.on(day), *later))
        return tuple(value for value in values if value is not None)


@dataclass(frozen=True)
class Assumption:
    """A reading the text does not settle: both sides, the reason, and the side chosen; off but from a day until another."""

    name: str
    title: Words
    on: Words
    off: Words
    because: Words
    holds: bool
    article: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    since: date = date.min
    until: date | None = None


@dataclass(frozen=True)
class Use:
    """Another policy whose result is a fact here, of the subject or of a related one.

    With ``each`` it is asked of every record of a list, and its result is a field: ``loans.category``.
    """

    policy: Policy
    fact: str
    prefix: str = ""
    each: str = ""

    @property
    def field(self) -> str:
        """What the result is called where it is read: a fact, or a field of the list."""
        return self.fact.removeprefix(f"{self.each}.") if self.each else self.fact


@dataclass(frozen=True)
class Policy:
    """A sound policy: one version of a pack, ready to be compiled.

    ``in_doubt`` is where its text asks to propose the worst of the possible results while a decision is undetermined.
    """

    name: str
    version: str
    title: Words
    since: date
    until: date | None
    subject: Words
    decides: Domain | None = field(repr=False)
    vocabulary: Vocabulary = field(repr=False)
    instruments: Mapping[str, Instrument] = field(repr=False)
    instrument: str
    clauses: tuple[Clause, ...] = field(repr=False)
    order: tuple[StepId, ...] = field(repr=False)
    parameters: Mapping[str, ParameterSpec] = field(repr=False)
    assumptions: Mapping[str, Assumption] = field(repr=False)
    uses: tuple[Use, ...] = field(repr=False)
    digest: str
    in_doubt: Citation | None = None
    warnings: tuple[Diagnostic, ...] = field(default=(), compare=False, repr=False)

    @cached_property
    def by_id(self) -> dict[str, Clause]:
        """Clauses by id."""
        return {clause.id: clause for clause in self.clauses}

    @cached_property
    def every_parameter(self) -> dict[str, ParameterSpec]:
        """Its own parameters, and those of the policies it uses as ``FACT/NAME``."""
        return dict(self.parameters) | {
            f"{use.fact}/{name}": spec
            for use in self.uses
            for name, spec in use.policy.every_parameter.items()
        }

    @cached_property
    def every_assumption(self) -> dict[str, Assumption]:
        """Its own assumptions, and those of the policies it uses as ``FACT/NAME``."""
        return dict(self.assumptions) | {
            f"{use.fact}/{name}": made
            for use in self.uses
            for name, made in use.policy.every_assumption.items()
        }

    @property
    def lists_loaded(self) -> tuple[ReferenceList, ...]:
        """The reference lists that the bank keeps, by name; each has a digest of its own."""
        lists = self.vocabulary.reference_lists.values()
        return tuple(
            sorted((one for one in lists if one.entries is not None), key=lambda one: one.name)
        )

    @cached_property
    def lists_digest(self) -> str:
        """Over all reference lists that are loaded; empty when none is."""
        return digest_of_lists({one.name: one.digest for one in self.lists_loaded})

    def expression_of(self, step: StepId) -> Meant:
        """What works out a fact, or the condition of a clause."""
        is_fact = step.role == "fact"
        node = (
            self.vocabulary.facts[step.name].definition if is_fact else self.by_id[step.name].test
        )
        assert node is not None, step
        return node

    def conditions(self) -> Iterator[Meant]:
        """The conditions of clauses, and what limits limit to."""
        return chain.from_iterable(clause.expressions for clause in self.clauses)

    def lists_read(self) -> list[str]:
        """The reference lists that are asked, and those of the policies it uses."""
        definitions = (spec.definition for spec in self.vocabulary.facts.values())
        nodes = [*self.conditions(), *(node for node in definitions if node is not None)]
        parts = (part for node in nodes for part in walk(node))
        known = self.vocabulary.reference_lists
        names = [one.name for one in parts if isinstance(one, Parameter) and one.name in known]
        names += [name for use in self.uses for name in use.policy.lists_read()]
        return list(dict.fromkeys(names))

    def acts(self, *acts: str) -> tuple[Clause, ...]:
        """The clauses of certain kinds, in the order of the text."""
        return tuple(clause for clause in self.clauses if clause.act in acts)

    @cached_property
    def _citing_days(self) -> list[date]:
        """The days from which some clause cites something else."""
        return sorted({cited.since for clause in self.clauses for cited in clause.citations})

    def cited_since(self, day: date) -> date:
        """The day from which every clause has cited what it cites on a day."""
        days = self._citing_days
        return days[max(bisect_right(days, day) - 1, 0)] if days else date.min

    def in_force(self, day: date) -> bool:
        """Whether this version speaks on a day."""
        return self.since <= day and (self.until is None or day < self.until)

    def silent_on(self, day: date) -> Policy | None:
        """This version, or one it uses, if it does not speak on a day."""
        if not self.in_force(day):
            return self
        return next(filter(None, (use.policy.silent_on(day) for use in self.uses)), None)
