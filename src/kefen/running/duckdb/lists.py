"""The lists of a run: files of their own, sheets of the workbook, or records that stand inside the subjects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kefen.compiling.sql import quote
from kefen.diagnostics import nearest
from kefen.errors import InputError
from kefen.running.duckdb.intake import FactTable, load
from kefen.running.duckdb.reading import Reading
from kefen.running.duckdb.sources import EngineTable, FileReading, open_table
from kefen.running.files.sheets import refuse_alike, sheets_called, sheets_in
from kefen.running.line_names import fields_of, of_items
from kefen.running.mapping import NO_MAPPING, TableMapping, discretion_of
from kefen.running.matching import Match, TableSpec, without
from kefen.running.wanting import fields_absent, records_wanted, warning_of_absent


@dataclass(frozen=True)
class ListReader:
    """Reads the lists beside a table of subjects."""

    reading: Reading
    subjects: EngineTable

    def read(self) -> Iterator[FactTable]:
        """Files first, then lists in the lines of JSON, then sheets."""
        reading, mapping = self.reading, self.reading.mapping
        files = {n: p for n, p in reading.options.lists.items() if n not in mapping.rows}
        for name in files:
            self.refuse_strange(name)
        for name, path in files.items():
            if name in reading.vocabulary.lists:
                yield self.load(name, self.open(name, Path(path)), self.mapping_of(name))
        for name, table in self.subjects.lists.items():
            yield self.load(name, table, of_items(mapping, name, reading.key.name))
        for name, sheet in self.sheets().items():
            table = self.open(name, reading.source, sheet)
            loaded = self.load(name, table, self.mapping_of(name))
            if loaded.rows:
                yield loaded
            else:
                reading.remark("empty sheet", sheet=sheet, list=name)

    def mapping_of(self, name: str) -> TableMapping:
        return self.reading.mapping.lists.get(name, NO_MAPPING)

    def refuse_strange(self, name: str) -> None:
        """``InputError`` for a file that is no list, or of a list that is given already."""
        vocabulary = self.reading.vocabulary
        spec = vocabulary.facts.get(name)
        if spec is not None and spec.kind.name == "history":
            raise InputError(
                f"`{name}` is a history: say in a mapping which columns of its file are"
                " `key`, `month` and `status`"
            )
        if name not in vocabulary.lists and name not in vocabulary.withheld.get("", ()):
            near = nearest(name, vocabulary.lists)
            hint = f"; did you mean `{near}`?" if near else ""
            raise InputError(f"there is no list `{name}`" + hint)
        if name in self.subjects.lists:
            file = self.reading.source.name
            raise InputError(f"the list `{name}` stands in {file}: leave out `--list {name}=…`")

    # --- sheets ---------------------------------------------------------------------------------------

    def sheets(self) -> dict[str, str]:
        """The sheets of the input that are called like a list it reads, except lists given as files."""
        options, source = self.reading.options, self.reading.source
        sheets = sheets_in(source)
        others = [sheet for sheet in sheets if sheet != (options.sheet or sheets[0])]
        wanted = (name for name in self.reading.lists_read if name not in options.lists)
        found = sheets_called(others, {name: self.spellings(name) for name in wanted})
        for name, called in found.items():
            if len(called) > 1:
                raise InputError(
                    f"{source.name}: the sheets `{called[0]}` and `{called[1]}` are both the list {name}: put their"
                    f" rows into one, or give a file with `--list {name}=FILE`"
                )
        return {name: called[0] for name, called in found.items()}

    def spellings(self, name: str) -> tuple[str, ...]:
        """What a list may be called."""
        return (name, *self.reading.vocabulary.lists[name].label)

    def refuse_others(self, others: Sequence[FactTable]) -> None:
        """No sheet is passed over that has the header of one that is read, but where the sheet of the table is named."""
        vocabulary, source = self.reading.vocabulary, self.reading.source
        lists = {name: self.spellings(name) for name in vocabulary.lists}
        lists[""] = tuple(vocabulary.withheld.get("", ()))
        called = sheets_called(sheets_in(source), lists).values()
        passed = {(source, sheet) for sheets in called for sheet in sheets}
        named = self.reading.options.sheet
        if named:
            passed.add((source, named))
        subjects = [] if named else [self.subjects]
        refuse_alike([*subjects, *(one.table for one in others)], passed)

    # --- one list -------------------------------------------------------------------------------------

    def open(self, name: str, path: Path, sheet: str = "") -> EngineTable:
        mapping = self.mapping_of(name)
        discretion = discretion_of(self.reading.decider, mapping, name)
        names = fields_of(self.reading.vocabulary, name, mapping)
        how = FileReading(sheet, max(mapping.header - 1, 0), discretion, names)
        return open_table(self.reading.space, path, how)

    def load(self, name: str, table: EngineTable, mapping: TableMapping) -> FactTable:
        reading = self.reading
        wanted = records_wanted(reading.decider, name)
        found = reading.match(table, mapping, wanted)
        if found.named(wanted.key) is None:
            sheet = table.origin.sheet if table.path == reading.source else ""
            raise without(table, wanted.facts[wanted.key], wanted.spellings, sheet=sheet)
        reading.warn_of_table(table, found)
        absent = fields_absent(reading.decider, name, {given.name for given in found.given})
        reading.warnings += warning_of_absent("absent in list", absent, list=name)
        return self.held(reading.narrowed(table, found, wanted), found, wanted)

    def held(self, table: EngineTable, found: Match, wanted: TableSpec) -> FactTable:
        """The records in inside form: what another policy reads alike is held for both."""
        space = self.reading.space
        room, loaded = space.once(
            ("list", table, found.given, wanted),
            lambda: (space.home, load(space, table, found, wanted)),
        )
        if room != space.home:
            name = quote(loaded.name)
            space.do(f"CREATE VIEW {name} AS SELECT * FROM {room}.{name}")
        return loaded
