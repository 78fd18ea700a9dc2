"""What a run inside PostgreSQL is to read: the columns of its tables, matched with facts, before any row is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kefen.compiling.sql import literal
from kefen.deciding import Decider
from kefen.diagnostics import nearest
from kefen.errors import InputError
from kefen.running.databases import DatabaseTable
from kefen.running.findings import Teller
from kefen.running.mapping import NO_MAPPING, TableMapping, discretion_of
from kefen.running.matching import Match, TableSpec, match, without
from kefen.running.options import Options
from kefen.running.postgres.columns import ServerColumns, ServerTable, table_of
from kefen.running.postgres.intake import Intake
from kefen.running.postgres.session import Session
from kefen.running.sql.accepted import loosely
from kefen.running.wanting import (
    fields_absent,
    read_directly,
    records_wanted,
    subjects_wanted,
    warning_of_absent,
)
from kefen.saying.phrases import both
from kefen.spelling import PLAIN
from kefen.values import Words
from kefen.vocabulary import Vocabulary

#: rows of a part at most, and parts of a session: each part reads the whole table and takes its share of the keys
_ROWS, _MOST = 250_000, 8


@dataclass
class Reading:
    """The tables of a run, that of the subjects first; they and ``warnings`` gather as they go by."""

    session: Session
    decider: Decider
    source: DatabaseTable
    options: Options
    mapping: TableMapping
    warnings: list[Words] = field(default_factory=list)
    tables: list[ServerTable] = field(default_factory=list)

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
        table = table_of(self.session, self.source, discretion_of(self.decider, self.mapping))
        intake = self.matched(table, self.mapping, wanted, teller)
        specs = wanted.facts
        for spec in specs.values():
            if spec.name not in intake.columns and (spec.key or spec.required):
                raise without(table, spec, wanted.spellings, remedy="")
        absent = [n for n in read_directly(self.decider) if n not in intake.columns]
        self.warnings += warning_of_absent("absent", (specs[n] for n in absent if n in specs))
        return intake

    def matched(
        self, table: ServerTable, mapping: TableMapping, wanted: TableSpec, teller: Teller
    ) -> Intake:
        self.tables.append(table)
        columns = ServerColumns(table)
        found: Match = match(table, mapping, wanted, columns)
        self.warnings += found.warnings
        return Intake(table, found, wanted, teller, columns.recodings)

    # --- lists ------------------------------------------------------------------------------------

    def lists(self, teller: Teller) -> list[Intake]:
        """The tables of records that are complete, each for every subject; of any other a warning."""
        found = [self.listed(name, place, teller) for name, place in self.options.tables.items()]
        return [one for one in found if not self.is_lost(one)]

    def listed(self, name: str, place: DatabaseTable, teller: Teller) -> Intake:
        vocabulary = self.vocabulary
        if name not in vocabulary.lists:
            near = nearest(name, vocabulary.lists)
            raise InputError(
                f"there is no list `{name}`" + (f"; did you mean `{near}`?" if near else "")
            )
        mapping = self.mapping.lists.get(name, NO_MAPPING)
        wanted = records_wanted(self.decider, name)
        table = table_of(self.session, place, discretion_of(self.decider, mapping, name))
        intake = self.matched(table, mapping, wanted, teller)
        if intake.matched.named(wanted.key) is None:
            raise without(table, wanted.facts[wanted.key], wanted.spellings)
        absent = fields_absent(self.decider, name, {*intake.columns})
        self.warnings += warning_of_absent("absent in list", absent, list=name)
        return intake

    def is_lost(self, listed: Intake) -> bool:
        """Whether a record is nobody's: then the list is complete for nobody, and counts as not given."""
        relation = listed.table.relation
        count = int(
            self.session.value(
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
        for listed in lists:
            pairs = (
                f"WITH subjects AS (SELECT DISTINCT {source.key_text} AS key FROM {source.table.relation} AS source),"
                f" strange AS (SELECT DISTINCT {listed.key_text} AS key FROM {listed.table.relation} AS source)"
                " SELECT s.key FROM subjects s JOIN strange o"
                f" ON {loosely('s.key')} = {loosely('o.key')} AND s.key <> o.key"
                " WHERE o.key NOT IN (SELECT key FROM subjects WHERE key IS NOT NULL)"
            )
            found |= {key for (key,) in self.session.rows(pairs)}
        return frozenset(found)

    # --- parts ------------------------------------------------------------------------------------

    def fingerprint(self) -> tuple[int, str]:
        """How many rows there are, and a number that another content would not have.

        Of a table it is made of the versions of its rows, which cost little to read; of a query of all its values.
        """
        counts, sums = [], []
        for table in self.tables:
            row = "(source.xmin, source.ctid)" if self.is_stored(table) else "source"
            count, number = self.session.rows(
                f"SELECT COUNT(*), CAST(SUM(HASHTEXTEXTENDED(CAST({row} AS TEXT), 0)) AS TEXT)"
                f" FROM {table.relation} AS source"
            )[0]
            counts.append(int(count))
            sums.append(f"{count}:{number}")
        return counts[0], " ".join(sums)

    def is_stored(self, table: ServerTable) -> bool:
        """Whether it is a table with rows of its own, not a view or a query."""
        if table.relation.startswith("("):
            return False
        kind = f"SELECT relkind FROM pg_catalog.pg_class WHERE oid = to_regclass({literal(table.relation)})"
        return bool(self.session.value(f"SELECT ({kind}) IN ('r', 'm')"))

    def parts(self, source: Intake, lists: Sequence[Intake], rows: int, sessions: int) -> int:
        """How many parts; one where a key is not plain, since two spellings of one key belong into one part."""
        for one in (source, *lists):
            odd = f"{one.key_text} !~ {literal(f'^({PLAIN.pattern})$')}"
            relation = one.table.relation
            if self.session.value(
                f"SELECT EXISTS (SELECT 1 FROM {relation} AS source WHERE {odd})"
            ):
                return 1
        each = -(-rows // (sessions * _ROWS))
        return sessions * min(max(each, 1), _MOST) if rows > sessions else 1
