"""A whole table: file to facts, facts to decisions, decisions to a file, and what it all came to."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from kefen.compiling.answers import (
    DECISIVE,
    MARKED,
    MARKS,
    OUTCOME,
    PROVISIONAL,
    RESULT,
    STATUS,
    STATUSES,
)
from kefen.compiling.audience import titles_told
from kefen.compiling.plan import fields_read
from kefen.compiling.sql import PROBLEM, SQL_TYPES, Tables, quote, to_sql
from kefen.deciding import Decider, Facts
from kefen.diagnostics import nearest
from kefen.errors import InputError
from kefen.language.syntax import Fact, StepId, walk
from kefen.policy import FactSpec
from kefen.running.duckdb.columns import (
    HEADER,
    SKIP,
    Matched,
    Wanted,
    header_hint,
    lower_header,
    match,
    near_header,
)
from kefen.running.duckdb.factors import make_factors
from kefen.running.duckdb.intake import (
    ROW,
    Asked,
    Loaded,
    load,
    open_rows,
    shared_numbers,
    words_for_nothing,
)
from kefen.running.duckdb.measures import Collected
from kefen.running.duckdb.month_rows import History, asked_of, match_months, put_together
from kefen.running.duckdb.other_sheets import refuse_alike, sheets_called
from kefen.running.duckdb.quarantine import MONTH_ROWS, Quarantine, records_of
from kefen.running.duckdb.results import Results, gap_told, lacking
from kefen.running.duckdb.sources import Table, open_table, sheets_in
from kefen.running.duckdb.workspace import BATCH, Workspace, faults_in_words
from kefen.running.duckdb.writing import (
    STANDARD,
    Outputs,
    format_of,
    refuse_long_sheet,
    refuse_places,
    write_csv,
    write_table,
)
from kefen.running.evidence import Awaited, awaited, evidence_program
from kefen.running.files.json_lines import Names
from kefen.running.files.sifting import LINE
from kefen.running.line_names import fields_of, names_of, of_items
from kefen.running.mapping import NO_MAPPING, TableMapping, discretion_of, facts_of, read_mapping
from kefen.running.options import Options
from kefen.running.summary import Cell, Counted, RunSummary
from kefen.running.wording import HEADERS, SUMMARY, said, warning
from kefen.values import Words

_SHOWN = 3
_FINDING = ("line", "key", "column", "value", "reason", "words")


def run(
    decider: Decider, source: Path | str, output: Path | str, options: Options | None = None
) -> RunSummary:
    """Decide every row of a file. ``InputError`` in one line if the files cannot be used; nothing is left half written."""
    chosen = options or Options()
    target, given = Path(output), Path(source)
    format_of(target, chosen.output_format)
    read = [given, *chosen.lists.values(), *filter(None, [chosen.mapping])]
    refuse_places(target, quarantine_of(target, chosen), read)
    beside = Path(tempfile.gettempdir()) / "-" if target == STANDARD else target
    with faults_in_words(target), Workspace(beside, chosen) as space:
        if given == STANDARD:
            given = taken_in(space.folder / f"stdin.{chosen.input_format or 'csv'}")
        return _Run(space, decider, given, target, chosen).summary()


def quarantine_of(output: Path, options: Options) -> Path:
    """Where rows go that are not accepted: as chosen, else beside the output."""
    name = "decisions" if output == STANDARD else output.name
    stem = name.removesuffix(".gz").rpartition(".")[0] or name
    return options.quarantine or output.with_name(f"{stem}.quarantine.csv")


def taken_in(place: Path) -> Path:
    """Standard input as a file."""
    with place.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    return place


def given_out(file: Path) -> None:
    """A file on standard output."""
    with file.open("rb") as rows:
        shutil.copyfileobj(rows, sys.stdout.buffer)
    sys.stdout.buffer.flush()


@dataclass
class _Run:
    space: Workspace
    decider: Decider
    source: Path
    output: Path
    options: Options

    def __post_init__(self) -> None:
        self.program = self.decider.program
        self.settings = self.program.settings(self.decider.as_of)
        self.vocabulary = self.decider.policy.vocabulary
        self.warnings: list[Words] = []
        self.missing: tuple[Awaited, ...] = ()
        if self.vocabulary.key is None:
            raise InputError(f"the vocabulary of {self.decider.policy.name} has no key fact")
        self.key: FactSpec = self.vocabulary.key

    def summary(self) -> RunSummary:
        with self.stage("reading"):
            mapping = read_mapping(self.options.mapping, self.vocabulary)
            loaded = self.load_facts(mapping)
            lists = tuple(self.load_lists(mapping, loaded.table))
            self.histories = {one.spec.name: one for one in self.load_histories(mapping)}
            rows = [history.loaded for history in self.histories.values()]
            self.refuse_other_sheets(loaded, (*lists, *rows))
        with self.stage("deciding"):
            more = self.options.list_covers_more
            held = Quarantine(
                self.space, self.decider, loaded, (*lists, *rows), self.options.lang, more
            )
            lists = self.complete(lists, held)
            self.decide(loaded, lists, held.carried)
            held.set_aside()
            if held.month:
                count = f"{held.count():,}"
                self.warnings.append(warning("month rows", month=held.month, count=count))
        if self.options.missing:
            with self.stage("weighing"):
                self.seek_evidence(loaded)
        if self.options.explain:
            with self.stage("explaining"):
                self.explain(lists)
        with self.stage("writing"):
            summary = self.summed(loaded, held)
            self.write(held, summary)
        return summary

    def stage(self, name: str) -> AbstractContextManager[None]:
        return self.space.stage(said(SUMMARY[name], self.options.lang))

    # --- reading -----------------------------------------------------------------------------------

    def load_facts(self, mapping: TableMapping) -> Loaded:
        skip = self.options.skip_lines or max(mapping.header - 1, 0)
        if mapping.header and skip != mapping.header - 1:
            raise InputError(
                f"the mapping says that the header stands in line {mapping.header},"
                f" and --skip-lines that it stands in line {skip + 1}"
            )
        discretion = discretion_of(self.decider, mapping)
        read = [one.name for one in self.program.plan.inputs if one.is_list]
        names = names_of(self.vocabulary, mapping, read)
        table = open_table(self.space, self.source, self.options.sheet, skip, discretion, names)
        specs = {one.name: one.spec for one in self.program.plan.inputs if one.spec is not None}
        wanted = Wanted(facts_of(self.vocabulary), frozenset(specs), self.key.name)
        matched = match(table, mapping, wanted, self.space.teach)
        self.warnings += matched.warnings
        found = {given.name: given.header for given in matched.given}
        if twice := next((name for name in mapping.rows if name in found), ""):
            raise InputError(
                f"{table.path.name}: `{found[twice]}` and `{MONTH_ROWS}` are both the fact {twice}"
            )
        self.check_columns(table, {*mapping.rows, *found}, specs, wanted.facts)
        self.warn_of_table(table, matched)
        asked = Asked(specs, self.key.name, self.decider.as_of)
        loaded = open_rows(self.space, table, matched, asked, "loaded")
        if loaded.rows + loaded.rejects == 0:
            raise InputError(f"{self.source.name} has a header and no rows")
        self.warn_of_shared_numbers(loaded)
        if mapping.counted and loaded.rejects:
            raise InputError(
                f"{self.source.name}: the rows cannot be counted, for some lines are none:"
                f" the first is line {loaded.table.aside[0].line}"
            )
        return loaded

    def check_columns(
        self,
        table: Table,
        found: set[str],
        specs: dict[str, FactSpec],
        known: Collection[str],
    ) -> None:
        """Absent columns: an error for what must be there, one warning for all others."""
        for spec in specs.values():
            if spec.name not in found and (spec.key or spec.required):
                raise _without(table, spec, known, SKIP)
        absent = [
            specs[name] for name in self.read_directly() if name in specs and name not in found
        ]
        if absent:
            labels = "、".join(f"“{spec.label.zh}”" for spec in absent)
            self.warnings.append(
                warning("absent", zh=labels, en=", ".join(spec.name for spec in absent))
            )

    def read_directly(self) -> list[str]:
        """The facts that a clause or derivation reads and that nothing else can give."""
        plan = self.program.plan
        read = {
            part.name for s in plan.steps for part in walk(s.expression) if isinstance(part, Fact)
        }
        return [one.name for one in plan.inputs if one.name in read and not one.derived]

    def load_lists(self, mapping: TableMapping, source: Table) -> Iterator[Loaded]:
        files = {n: p for n, p in self.options.lists.items() if n not in mapping.rows}
        for name in files:
            self.refuse_strange_list(name)
            if name in source.lists:
                raise InputError(
                    f"the list `{name}` stands in {self.source.name}: leave out `--list {name}=…`"
                )
        for name, path in files.items():
            if name in self.vocabulary.lists:
                own = mapping.lists.get(name, NO_MAPPING)
                yield self.load_list(name, self.open_list(name, Path(path), "", own), own)
        for name, table in source.lists.items():
            yield self.load_list(name, table, of_items(mapping, name, self.key.name))
        for name, sheet in self.list_sheets().items():
            own = mapping.lists.get(name, NO_MAPPING)
            table = self.open_list(name, self.source, sheet, own)
            loaded = self.load_list(name, table, own)
            if loaded.rows:
                yield loaded
            else:
                self.warnings.append(warning("empty sheet", sheet=sheet, list=name))

    def refuse_strange_list(self, name: str) -> None:
        spec = self.vocabulary.facts.get(name)
        if spec is not None and spec.kind.name == "history":
            raise InputError(
                f"`{name}` is a history: say in a mapping which columns of its file are"
                " `key`, `month` and `status`"
            )
        if name not in self.vocabulary.lists and name not in self.vocabulary.withheld.get("", ()):
            near = nearest(name, self.vocabulary.lists)
            hint = f"; did you mean `{near}`?" if near else ""
            message = f"there is no list `{name}`"
            raise InputError(message + hint)

    def list_sheets(self) -> dict[str, str]:
        """The sheets of the input that are called like a list it reads, except lists given as files."""
        sheets = sheets_in(self.source)
        others = [sheet for sheet in sheets if sheet != (self.options.sheet or sheets[0])]
        wanted = (i.name for i in self.program.plan.inputs if i.is_list)
        spellings = {n: self.spellings(n) for n in wanted if n not in self.options.lists}
        found = sheets_called(others, spellings)
        for name, called in found.items():
            if len(called) > 1:
                raise InputError(
                    f"{self.source.name}: the sheets `{called[0]}` and `{called[1]}` are both the list {name}: put their"
                    f" rows into one, or give a file with `--list {name}=FILE`"
                )
        return {name: called[0] for name, called in found.items()}

    def spellings(self, listed: str) -> tuple[str, ...]:
        """What a list may be called."""
        return (listed, *self.vocabulary.lists[listed].label)

    def refuse_other_sheets(self, loaded: Loaded, others: Sequence[Loaded]) -> None:
        """No sheet is passed over that has the header of one that is read, but where the sheet of the table is named."""
        lists = {name: self.spellings(name) for name in self.vocabulary.lists}
        lists[""] = tuple(self.vocabulary.withheld.get("", ()))
        called = sheets_called(sheets_in(self.source), lists).values()
        passed = {(self.source, sheet) for sheets in called for sheet in sheets}
        if self.options.sheet:
            passed.add((self.source, self.options.sheet))
        tables = [one.table for one in (*([] if self.options.sheet else [loaded]), *others)]
        refuse_alike(tables, passed)

    def open_list(self, name: str, path: Path, sheet: str, mapping: TableMapping) -> Table:
        discretion = discretion_of(self.decider, mapping, name)
        names = fields_of(self.vocabulary, name, mapping)
        return open_table(self.space, path, sheet, max(mapping.header - 1, 0), discretion, names)

    def load_list(self, name: str, table: Table, mapping: TableMapping) -> Loaded:
        # a key that no subject can have is kept as it stands, so that the subject it may mean is found
        key = replace(self.key, key=False)
        fields = {**self.vocabulary.lists[name].fields, self.key.name: key}
        wanted = Wanted(facts_of(self.vocabulary, name), frozenset(fields), self.key.name)
        matched = match(table, mapping, wanted, self.space.teach)
        self.warnings += matched.warnings
        if matched.named(self.key.name) is None:
            sheet = table.origin.sheet if table.path == self.source else ""
            raise _without(table, self.key, wanted.facts, sheet=sheet)
        self.warn_of_table(table, matched)
        self.warn_of_absent_fields(name, {given.name for given in matched.given})
        asked = Asked(fields, self.key.name, self.decider.as_of)
        return load(self.space, table, matched, asked, name)

    def load_histories(self, mapping: TableMapping) -> Iterator[History]:
        """The histories that come from rows, put together."""
        read = {one.name for one in self.program.plan.inputs}
        for name in (name for name in mapping.rows if name in read):
            if name not in self.options.lists:
                raise InputError(
                    f"the mapping makes `{name}` from rows: give their file with `--list {name}=FILE`"
                )
            rows, spec = mapping.rows[name], self.vocabulary.facts[name]
            discretion = discretion_of(self.decider, NO_MAPPING)
            used = dict.fromkeys((rows.key, rows.month, rows.status), False)
            path, names = Path(self.options.lists[name]), Names(mapped=used, key_header=rows.key)
            table = open_table(self.space, path, "", 0, discretion, names)
            asked = asked_of(spec, self.key, self.decider.as_of)
            matched = match_months(table, rows, asked, self.space.teach)
            self.warn_of_table(table, matched)
            loaded = load(self.space, table, matched, asked, f"{name} rows")
            history = History(spec, loaded, rows)
            self.warnings += put_together(self.space, history)
            yield history

    def warn_of_table(self, table: Table, matched: Matched) -> None:
        """Warnings about how a file was read: an encoding that may be another, columns of dates of two kinds."""
        name = table.path.name
        if table.origin.doubtful:
            self.warnings.append(
                warning("doubtful encoding", file=name, encoding=table.origin.encoding)
            )
        read = {given.header for given in matched.given}
        for header, dates in table.dates.items():
            if header in read:
                key = "swapped dates" if dates.may_be_swapped else "mixed dates"
                gaps = {"real": dates.real, "texts": dates.texts, "example": dates.example}
                self.warnings.append(warning(key, file=name, header=header, **gaps))

    def warn_of_shared_numbers(self, loaded: Loaded) -> None:
        """A resident number that several customers have: one person twice, or a number typed for another."""
        for number in shared_numbers(self.space, loaded):
            label = self.vocabulary.facts[number.fact].label
            gaps = {"count": f"{number.values:,}", "keys": ", ".join(number.keys)}
            self.warnings.append(warning("shared number", zh=label.zh, en=label.en, **gaps))

    def warn_of_absent_fields(self, listed: str, found: set[str]) -> None:
        """One warning for the columns of a list that only the file could give."""
        plan, fields = self.program.plan, self.vocabulary.lists[listed].fields
        work = plan.records.get(listed)
        nodes = [step.expression for step in plan.steps]
        read = {field for node in nodes for name, field in fields_read(node) if name == listed}
        parts = (part for step in work.steps for part in walk(step.expression)) if work else ()
        read |= {part.name for part in parts if isinstance(part, Fact)}
        derived = work.derived if work else frozenset()
        absent = [spec for name, spec in fields.items() if name in read - found - derived]
        if absent:
            labels = "、".join(f"“{spec.label.zh}”" for spec in absent)
            names = ", ".join(spec.name for spec in absent)
            self.warnings.append(warning("absent in list", list=listed, zh=labels, en=names))

    # --- deciding ------------------------------------------------------------------------------------

    def complete(self, lists: Sequence[Loaded], held: Quarantine) -> tuple[Loaded, ...]:
        """The lists without those that are complete for nobody, which count as not given; so do such histories."""
        for owned in (one for one in held.owned if one.lost):
            shown = ", ".join(map(str, owned.lost[:_SHOWN]))
            shown += ", …" if len(owned.lost) > _SHOWN else ""
            self.warnings.append(warning("incomplete list", list=owned.loaded.name, lines=shown))
        lost = held.incomplete
        self.histories = {n: h for n, h in self.histories.items() if h.loaded.name not in lost}
        return tuple(one for one in lists if one.name not in lost)

    def decide(self, loaded: Loaded, lists: Sequence[Loaded], carried: tuple[str, ...]) -> None:
        self.space.do(f"CREATE VIEW facts AS {self.facts(loaded)}")
        for listed in lists:
            fields = [n for n in listed.asked.specs if n not in listed.columns]
            absent = "".join(f", {_nothing(listed.asked.specs[n])} AS {quote(n)}" for n in fields)
            self.space.do(
                f"CREATE VIEW {quote(f'list {listed.name}')} AS SELECT *{absent} FROM {quote(listed.name)}"
            )
        views = {listed.name: f"list {listed.name}" for listed in lists}
        self.tables = Tables("facts", self.key.name, views, carried)
        every = self.options.flags or self.options.explain
        gaps = (StepId("gap", name) for name in self.program.gaps)
        shown = self.program.traced if every else (*Collected(self.decider, "").steps, *gaps)
        script = to_sql(self.program, self.settings, self.tables, (PROBLEM, *shown))
        make_factors(self.space, script, self.tables.factors)
        self.space.do(f"CREATE TABLE decisions AS {script.query()}")

    def facts(self, loaded: Loaded, only: str = "") -> str:
        """Every input of the plan, of all rows or some; what the file does not give is unknown."""
        columns = [quote(ROW), *map(quote, (*loaded.masks, *loaded.word_masks))]
        columns += [quote(LINE)] if loaded.table.has_lines else []
        for one in self.program.plan.inputs:
            if one.name in self.histories:
                value = self.histories[one.name].value(quote(self.key.name))
                columns.append(f"{value} AS {quote(one.name)}")
            elif one.spec is not None:
                given = one.name in loaded.columns
                columns.append(
                    quote(one.name) if given else f"{_nothing(one.spec)} AS {quote(one.name)}"
                )
        return f"SELECT {', '.join(columns)} FROM {loaded.numbered(only)}"

    def seek_evidence(self, loaded: Loaded) -> None:
        """What each open decision waits for, worked out for these rows only."""
        program = evidence_program(self.program, self.settings)
        self.missing = tuple(awaited(program))
        is_open = f"SELECT {quote(ROW)} FROM decisions WHERE {quote(STATUS)} >= {PROVISIONAL}"
        self.space.do(f"CREATE VIEW open AS {self.facts(loaded, is_open)}")
        tables = Tables("open", self.key.name, self.tables.lists, (ROW,))
        script = to_sql(
            program, self.settings, tables, (PROBLEM, *(one.step for one in self.missing))
        )
        make_factors(self.space, script, tables.factors)
        marks = "".join(f", {quote(one.step)}" for one in self.missing)
        self.space.do(f"CREATE TABLE missing AS SELECT {quote(ROW)}{marks} FROM ({script.query()})")

    # --- explaining ----------------------------------------------------------------------------------

    def explain(self, lists: tuple[Loaded, ...]) -> None:
        """The reasons of every decision as text, by the same words as for one customer."""
        self.space.do(f"CREATE TABLE reasons ({quote(ROW)} BIGINT, reasons VARCHAR)")
        batch: list[tuple[int, str]] = []
        for told in self.reasons(lists):
            batch.append(told)
            if len(batch) == BATCH:
                self.keep_reasons(batch)
        self.keep_reasons(batch)

    def keep_reasons(self, batch: list[tuple[int, str]]) -> None:
        rows, texts = [row for row, _ in batch], [text for _, text in batch]
        self.space.do("INSERT INTO reasons SELECT UNNEST($1), UNNEST($2)", [rows, texts])
        batch.clear()

    def reasons(self, lists: tuple[Loaded, ...]) -> Iterator[tuple[int, str]]:
        from kefen.deciding.trace import decision_from_row
        from kefen.explaining import explain
        from kefen.explaining.rendering import to_lines

        inputs, names = self.program.plan.inputs, (*OUTCOME, *self.program.traced)
        facts = ", ".join(
            f"f.{quote(one.name)}" if one.spec else f"f.{quote(self.key.name)}" for one in inputs
        )
        flags = ", ".join(f"d.{quote(name)}" for name in names)
        joined = f"facts f JOIN decisions d USING ({quote(ROW)})"
        for row, *cells in self.space.each(
            f"SELECT d.{quote(ROW)}, {facts}, {flags} FROM {joined} ORDER BY 1"
        ):
            values, found = cells[: len(inputs)], cells[len(inputs) :]
            for place, one in enumerate(inputs):
                if one.spec is None:
                    listed = next((item for item in lists if item.name == one.name), None)
                    values[place] = (
                        records_of(self.space, listed, values[place]) if listed else None
                    )
            decision = decision_from_row(
                self.decider,
                Facts(tuple(values)),
                dict(zip(names, found, strict=True)),
                self.decider.as_of,
            )
            yield row, "\n".join(to_lines(explain(decision, self.options.lang)))

    # --- writing ---------------------------------------------------------------------------------------

    def write(self, held: Quarantine, summary: RunSummary) -> None:
        suffix = format_of(self.output, self.options.output_format)
        lang = "" if suffix in (".parquet", ".jsonl") else self.options.lang
        to_standard = self.output == STANDARD
        target = self.space.folder / "stdout" if to_standard else self.output
        if suffix == ".xlsx":
            refuse_long_sheet(summary.decided)
        flags = tuple(self.flag_names()) if self.options.flags else ()
        results = Results(self.space, self.decider, lang, flags, self.missing, self.options.explain)
        with Outputs(self.space.folder).kept() as outputs:
            partial = outputs.beside(target)
            write_table(self.space, results.query(), partial, suffix)
            headers = [said(HEADERS[name], self.options.lang) for name in _FINDING]
            write_csv(outputs.beside(summary.quarantine), headers, held.findings())
            if to_standard:
                given_out(partial)

    def flag_names(self) -> Iterator[str]:
        """Criteria and clauses of the policy itself."""
        return (str(step) for step in self.program.traced if step.role == "clause")

    # --- summing up ------------------------------------------------------------------------------------

    def summed(self, loaded: Loaded, held: Quarantine) -> RunSummary:
        rows, aside = loaded.rows + loaded.rejects, held.count()
        missing, settles = self.counted_missing()
        table = tuple(self.table())
        quarantine = quarantine_of(self.output, self.options)
        unmet = tuple(self.counted_gaps())
        summary = RunSummary(
            self.decider.policy, str(self.decider.as_of), self.decider.audience,
            rows, sum(cell.rows for cell in table), aside, table, tuple(self.decisive()), missing,
            settles, unmet, tuple(self.warnings), self.output, quarantine,
            loaded.table.origin, tuple((one.loaded.table.origin, one.count()) for one in held.owned),
            tuple(self.words_for_nothing(loaded, [one.loaded for one in held.owned])),
        )  # fmt: skip
        assert summary.decided + aside == rows, "every row is decided or quarantined"
        return summary

    def words_for_nothing(
        self, loaded: Loaded, lists: Sequence[Loaded]
    ) -> Iterator[tuple[str, int]]:
        """Columns, and in how many rows a word in them was taken as unknown."""
        yield from words_for_nothing(self.space, loaded, "decisions").items()
        for listed in lists:
            found = words_for_nothing(self.space, listed, quote(listed.name))
            yield from ((f"{listed.name}.{header}", count) for header, count in found.items())

    def table(self) -> Iterator[Cell]:
        scale = self.decider.policy.decides
        columns = ", ".join(map(quote, (RESULT, STATUS, MARKED)))
        for place, status, marked, count in self.space.rows(
            f"SELECT {columns}, COUNT(*) FROM decisions GROUP BY ALL ORDER BY ALL"
        ):
            result = None if place is None or scale is None else scale.terms[place].id
            yield Cell(result, STATUSES[status], MARKS[marked], count)

    def decisive(self) -> Iterator[Counted]:
        column = quote(DECISIVE)
        found = self.space.rows(
            f"SELECT {column}, {lacking(self.decider)}, COUNT(*) AS n FROM decisions"
            f" WHERE {column} IS NOT NULL GROUP BY 1, 2 ORDER BY n DESC, 1, 2"
        )
        titles = titles_told(self.decider.policy, self.decider.audience)
        for place, lacks, count in found:
            clause = self.decider.policy.by_id[self.program.plan.conclusions.clauses[place]]
            place = clause.cited_on(self.decider.as_of).place
            yield Counted(clause.id, place, titles[clause.id], count, lacks)

    def counted_gaps(self) -> Iterator[Counted]:
        """How often no row of a value table was met."""
        for clause in self.decider.policy.acts("define", "value"):
            if clause.target in self.program.gaps:
                told = gap_told(self.decider, clause.target)
                count = int(self.space.rows(f"SELECT COUNT(*) FROM decisions d WHERE {told}")[0][0])
                if count:
                    label = self.decider.policy.vocabulary.facts[clause.target].label
                    yield Counted(
                        clause.id, clause.cited_on(self.decider.as_of).place, label, count
                    )

    def counted_missing(self) -> tuple[tuple[Counted, ...], tuple[Counted, ...]]:
        """How often each fact is missing, and how often it is the only one."""
        if not self.missing:
            return (), ()
        names = [quote(one.step) for one in self.missing]
        counted = self.space.rows(
            f"SELECT {', '.join(f'COUNT_IF({name})' for name in names)} FROM missing"
        )[0]
        number = " + ".join(f"CAST({name} IS TRUE AS INTEGER)" for name in names)
        which = " ".join(f"WHEN {name} THEN {place}" for place, name in enumerate(names))
        alone = dict(
            self.space.rows(
                f"SELECT CASE {which} END, COUNT(*) FROM missing WHERE {number} = 1 GROUP BY 1"
            )
        )
        settling = [alone.get(place, 0) for place in range(len(names))]
        return self.ranked([int(count or 0) for count in counted]), self.ranked(settling)

    def ranked(self, counts: list[int]) -> tuple[Counted, ...]:
        found = [
            Counted(one.name, "", one.label, count)
            for one, count in zip(self.missing, counts, strict=True)
            if count
        ]
        return tuple(sorted(found, key=lambda item: -item.rows))


def _without(
    table: Table, spec: FactSpec, known: Collection[str], remedy: str = HEADER, sheet: str = ""
) -> InputError:
    """One line for a table that has no column for a fact, with the header or the line that may be meant."""
    names = (spec.label.zh, spec.name)
    near = next(filter(None, (near_header(table, name, known) for name in names)), "")
    line = lower_header(table, (spec.name, *spec.label))
    hint = f"; is it `{near}`?" if near and not line else header_hint(table, line, remedy)
    where = sheet or table.path.name
    return InputError(f"{where} has no column `{spec.name}` or `{spec.label.zh}`" + hint)


def _nothing(spec: FactSpec) -> str:
    return f"CAST(NULL AS {SQL_TYPES[spec.kind.name]})"
