"""What a run in a server or a cluster is to read: the columns of its tables, matched with facts, before any row is read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic

from kefen.deciding import Decider
from kefen.diagnostics import nearest
from kefen.errors import InputError
from kefen.running.engines import P
from kefen.running.findings import Teller
from kefen.running.mapping import NO_MAPPING, TableMapping, discretion_of
from kefen.running.matching import TableSpec, without
from kefen.running.options import Options
from kefen.running.sql.accepted import loosely
from kefen.running.sql.intake import Intake
from kefen.running.sql.space import Space
from kefen.running.tables import Discretion, Table
from kefen.running.wanting import (
    fields_absent,
    read_directly,
    records_wanted,
    subjects_wanted,
    warning_of_absent,
)
from kefen.saying.phrases import both
from kefen.values import Words
from kefen.vocabulary import Vocabulary


@dataclass
class Reading(ABC, Generic[P]):
    """The tables of a run, that of the subjects first; they and ``warnings`` gather as they go by."""

    space: Space
    decider: Decider
    source: P
    places: Mapping[str, P]
    options: Options
    mapping: TableMapping
    warnings: list[Words] = field(default_factory=list)
    found: list[Intake] = field(default_factory=list)

    @abstractmethod
    def table_of(self, place: P, discretion: Discretion) -> Table:
        """The columns of what is named. ``InputError`` if it is not there."""

    @abstractmethod
    def intake_of(
        self, table: Any, mapping: TableMapping, wanted: TableSpec, teller: Teller
    ) -> Intake:
        """A table, its columns matched with facts."""

    def __post_init__(self) -> None:
        mapping = self.mapping
        of_lists = mapping.lists.values()
        if any(one.rows or one.header or one.counted for one in (mapping, *of_lists)):
            raise InputError(
                "in a database a mapping says nothing of header lines, row numbers or rows of months:"
                " give a query that has a row for each subject"
            )

    @property
    def vocabulary(self) -> Vocabulary:
        return self.decider.policy.vocabulary

    def subjects(self, teller: Teller) -> Intake:
        """The table of the subjects. ``InputError`` when it has no key."""
        wanted = subjects_wanted(self.decider)
        table = self.table_of(self.source, discretion_of(self.decider, self.mapping))
        intake = self.matched(table, self.mapping, wanted, teller)
        specs = wanted.facts
        for spec in specs.values():
            if spec.name not in intake.columns and (spec.key or spec.required):
                raise without(table, spec, wanted.spellings, remedy="")
        absent = [n for n in read_directly(self.decider) if n not in intake.columns]
        self.warnings += warning_of_absent("absent", (specs[n] for n in absent if n in specs))
        return intake

    def matched(
        self, table: Table, mapping: TableMapping, wanted: TableSpec, teller: Teller
    ) -> Intake:
        intake = self.intake_of(table, mapping, wanted, teller)
        self.found.append(intake)
        self.warnings += intake.matched.warnings
        return intake

    # --- lists ------------------------------------------------------------------------------------

    def lists(self, teller: Teller) -> list[Intake]:
        """The tables of records that are complete, each for every subject; of any other a warning."""
        found = [self.listed(name, place, teller) for name, place in self.places.items()]
        return [one for one in found if not self.is_lost(one)]

    def listed(self, name: str, place: P, teller: Teller) -> Intake:
        vocabulary = self.vocabulary
        if name not in vocabulary.lists:
            near = nearest(name, vocabulary.lists)
            raise InputError(
                f"there is no list `{name}`" + (f"; did you mean `{near}`?" if near else "")
            )
        mapping = self.mapping.lists.get(name, NO_MAPPING)
        wanted = records_wanted(self.decider, name)
        table = self.table_of(place, discretion_of(self.decider, mapping, name))
        intake = self.matched(table, mapping, wanted, teller)
        if intake.matched.named(wanted.key) is None:
            raise without(table, wanted.facts[wanted.key], wanted.spellings)
        absent = fields_absent(self.decider, name, {*intake.columns})
        self.warnings += warning_of_absent("absent in list", absent, list=name)
        return intake

    def is_lost(self, listed: Intake) -> bool:
        """Whether a record is nobody's: then the list is complete for nobody, and counts as not given."""
        relation = listed.relation
        count = int(
            self.space.value(
                f"SELECT COUNT(*) FROM {relation} AS source WHERE {listed.key_text} IS NULL"
            )
        )
        if count:
            told = {"list": listed.wanted.listed, "lines": f"{count:,} × NULL"}
            self.warnings.append(both("warning incomplete list", **told))
        return count > 0

    def near(self, source: Intake, lists: Sequence[Intake]) -> frozenset[str]:
        """The keys of subjects that a record of another key may mean: they differ as two systems write one key."""
        found: set[str] = set()
        ours, theirs = (loosely(key, self.space.dialect) for key in ("s.key", "o.key"))
        for listed in lists:
            pairs = (
                f"WITH subjects AS (SELECT DISTINCT {source.key_text} AS key FROM {source.relation} AS source),"
                f" strange AS (SELECT DISTINCT {listed.key_text} AS key FROM {listed.relation} AS source)"
                " SELECT s.key FROM subjects s JOIN strange o"
                f" ON {ours} = {theirs} AND s.key <> o.key"
                " WHERE NOT EXISTS (SELECT 1 FROM subjects AS k WHERE k.key = o.key)"
            )
            found |= {key for (key,) in self.space.rows(pairs)}
        return frozenset(found)
