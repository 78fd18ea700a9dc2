"""The files of a run to facts: the table of the subjects, what all tables are read with, what is worth a warning."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kefen.deciding import Decider
from kefen.errors import InputError
from kefen.running.duckdb.columns import DuckColumns
from kefen.running.duckdb.intake import FactTable, open_rows, shared_numbers
from kefen.running.duckdb.narrowing import narrowed
from kefen.running.duckdb.sources import EngineTable, FileReading, open_table
from kefen.running.duckdb.workspace import Workspace
from kefen.running.line_names import names_of
from kefen.running.mapping import TableMapping, discretion_of, facts_of
from kefen.running.matching import SKIP, Match, TableSpec, match, without
from kefen.running.options import Options
from kefen.running.wanting import key_of, read_directly, subjects_wanted, warning_of_absent
from kefen.saying.phrases import both
from kefen.values import Words
from kefen.vocabulary import FactSpec, Vocabulary


@dataclass
class Reading:
    """What all tables of a run are read with; ``warnings`` gather as they go by."""

    space: Workspace
    decider: Decider
    source: Path
    options: Options
    mapping: TableMapping
    warnings: list[Words] = field(default_factory=list)
    #: the one whose rows are read; all without it
    subject: str = ""

    @property
    def vocabulary(self) -> Vocabulary:
        return self.decider.policy.vocabulary

    @property
    def key(self) -> FactSpec:
        """The fact that names a subject."""
        return key_of(self.decider)

    @property
    def lists_read(self) -> list[str]:
        """The lists that the policy reads."""
        return [one.name for one in self.decider.program.plan.inputs if one.is_list]

    def remark(self, name: str, **gaps: object) -> None:
        """Take note of a warning."""
        self.warnings.append(both(f"warning {name}", **gaps))

    def match(self, table: EngineTable, mapping: TableMapping, wanted: TableSpec) -> Match:
        """The facts of a table, with what is worth a warning about its columns."""
        found = match(table, mapping, wanted, DuckColumns(self.space, table))
        self.warnings += found.warnings
        return found

    def narrowed(self, table: EngineTable, found: Match, wanted: TableSpec) -> EngineTable:
        """A table, or where one subject is asked for what of it may be his."""
        if not self.subject:
            return table
        return narrowed(self.space, table, found, wanted, self.subject)

    def warn_of_table(self, table: EngineTable, found: Match) -> None:
        """Warnings about how a file was read: an encoding that may be another, columns of dates of two kinds."""
        name, origin = table.path.name, table.origin
        if origin.doubtful:
            self.remark("doubtful encoding", file=name, encoding=origin.encoding)
        read = {given.header for given in found.given}
        for header, dates in table.dates.items():
            if header in read:
                key = "swapped dates" if dates.may_be_swapped else "mixed dates"
                self.remark(key, file=name, header=header, **vars(dates))


def taken_in(place: Path) -> Path:
    """Standard input as a file."""
    with place.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    return place


# --- the table of the subjects --------------------------------------------------------------------


def read_subjects(reading: Reading) -> FactTable:
    """The table of the subjects. ``InputError`` when it has no key, or a fact comes from two places."""
    mapping, space = reading.mapping, reading.space
    table = open_table(space, reading.source, _how(reading))
    wanted = subjects_wanted(reading.decider)
    found = reading.match(table, mapping, wanted)
    given = {one.name: one.header for one in found.given}
    for name in (name for name in mapping.rows if name in given):
        file, header = table.path.name, given[name]
        raise InputError(f"{file}: `{header}` and `month rows` are both the fact {name}")
    _check_columns(reading, table, wanted.facts, {*mapping.rows, *given})
    reading.warn_of_table(table, found)
    loaded = open_rows(space, reading.narrowed(table, found, wanted), found, wanted)
    _check_rows(reading, loaded)
    for number in shared_numbers(space, loaded):
        label, keys = reading.vocabulary.facts[number.fact].label, ", ".join(number.keys)
        reading.remark(
            "shared number", zh=label.zh, en=label.en, count=f"{number.values:,}", keys=keys
        )
    return loaded


def _how(reading: Reading) -> FileReading:
    options, mapping = reading.options, reading.mapping
    skip = options.skip_lines or max(mapping.header - 1, 0)
    if mapping.header and skip != mapping.header - 1:
        raise InputError(
            f"the mapping says that the header stands in line {mapping.header},"
            f" and --skip-lines that it stands in line {skip + 1}"
        )
    names = names_of(reading.vocabulary, mapping, reading.lists_read)
    return FileReading(options.sheet, skip, discretion_of(reading.decider, mapping), names)


def _check_columns(
    reading: Reading, table: EngineTable, specs: Mapping[str, FactSpec], found: Collection[str]
) -> None:
    """Absent columns: an error for what must be there, one warning for all others."""
    for spec in specs.values():
        if spec.name not in found and (spec.key or spec.required):
            raise without(table, spec, facts_of(reading.vocabulary), remedy=SKIP)
    names = [name for name in read_directly(reading.decider) if name not in found]
    absent = (specs[name] for name in names if name in specs)
    reading.warnings += warning_of_absent("absent", absent)


def nobody(subject: str, name: str) -> InputError:
    """A subject that is asked for and does not stand in the file."""
    return InputError(f"{name} has no `{subject}`")


def _check_rows(reading: Reading, loaded: FactTable) -> None:
    name, rejects = reading.source.name, loaded.table.rejects
    if reading.subject and not loaded.rows:
        raise nobody(reading.subject, name)
    if loaded.rows + len(rejects) == 0:
        raise InputError(f"{name} has a header and no rows")
    if reading.mapping.counted and rejects:
        raise InputError(
            f"{name}: the rows cannot be counted, for some lines are none:"
            f" the first is line {rejects[0].line}"
        )
