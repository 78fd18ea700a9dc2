"""A run on files with DuckDB, stage by stage."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from kefen.compiling.sql import quote
from kefen.errors import InputError
from kefen.language.syntax import StepId
from kefen.running.duckdb.deciding import Deciding
from kefen.running.duckdb.explaining import tell_reasons
from kefen.running.duckdb.faults import Faults
from kefen.running.duckdb.gathering import gather
from kefen.running.duckdb.histories import History, read_histories
from kefen.running.duckdb.holding import Holding, clock_steps
from kefen.running.duckdb.intake import FactTable, words_for_nothing
from kefen.running.duckdb.lists import ListReader
from kefen.running.duckdb.ownership import Ownership
from kefen.running.duckdb.quarantine import Quarantine
from kefen.running.duckdb.reading import Reading, read_subjects, taken_in
from kefen.running.duckdb.records import packed
from kefen.running.duckdb.workspace import Workspace, faults_in_words
from kefen.running.duckdb.writing import Writer
from kefen.running.engines import Listener, Order
from kefen.running.files.outputs import STANDARD, format_of, quarantine_of, refuse_places
from kefen.running.gaps import telling_gaps
from kefen.running.mapping_file import read_mapping
from kefen.running.sql.counting import Counting
from kefen.running.sql.results import Results, lacking, steps_kept
from kefen.running.sql.weighing import Weighing
from kefen.running.summary import RunSummary

_SHOWN = 3


@contextmanager
def duckdb_job(order: Order[Path], listener: Listener | None) -> Iterator[DuckJob]:
    """A job in a folder beside the output. ``InputError`` in one line if the files cannot be used."""
    options, output, source = order.options, order.output, order.source
    suffix = format_of(output, options.output_format)
    if options.records and suffix != ".parquet":
        raise InputError(f"{output.name}: compact records are bytes: write .parquet")
    read = [source, *options.lists.values(), *filter(None, [options.mapping])]
    refuse_places(output, quarantine_of(output, options), read)
    beside = Path(tempfile.gettempdir()) / "-" if output == STANDARD else output
    with faults_in_words(output), Workspace(beside, options, listener) as space:
        if source == STANDARD:
            file = taken_in(space.folder / f"stdin.{options.input_format or 'csv'}")
            order = replace(order, source=file)
        yield DuckJob(space, order)


class DuckJob:
    """The stages of a run; what each leaves behind is read by those after it."""

    loaded: FactTable
    lists: Sequence[FactTable]
    histories: Sequence[History]
    owned: Sequence[Ownership]
    deciding: Deciding
    held: Quarantine

    def __init__(self, space: Workspace, order: Order[Path]) -> None:
        self.space, self.order, self.decider = space, order, telling_gaps(order.decider)
        self.writer = Writer(space, order.output, order.options)
        self.weighing: Weighing | None = None

    def read(self) -> None:
        options = self.order.options
        mapping = read_mapping(options.mapping, self.decider.policy.vocabulary)
        reading = Reading(self.space, self.decider, self.order.source, options, mapping)
        self.remark, self.warnings = reading.remark, reading.warnings
        self.loaded = read_subjects(reading)
        reader = ListReader(reading, self.loaded.table)
        self.lists = [*reader.read()]
        self.histories = [*read_histories(reading)]
        every = [*self.lists, *(history.loaded for history in self.histories)]
        reader.refuse_others(every)
        more = options.list_covers_more
        self.owned = [Ownership(self.space, one, self.loaded, more) for one in every]

    def decide(self) -> None:
        self.warn_of_lost()
        lost = {owned.loaded.name for owned in self.owned if owned.lost}
        lists = [listed for listed in self.lists if listed.name not in lost]
        histories = {h.spec.name: h for h in self.histories if h.loaded.name not in lost}
        self.deciding = Deciding(self.space, self.decider, self.loaded, lists, histories)
        clocks = clock_steps(self.decider) if self.order.options.holds else ()
        if self.order.options.missing:
            self.weighing = Weighing(self.space, self.decider, self.writer.lang)
        held = self.weighing.reads if self.weighing else ()
        self.deciding.decide(self.steps(), clocks, held)
        self.held = Quarantine(self.space, self.loaded, self.owned)
        self.held.set_aside()
        if self.held.month:
            self.remark("month rows", month=self.held.month, count=f"{self.held.count():,}")

    def warn_of_lost(self) -> None:
        """Lists that are complete for nobody count as not given; so do such histories."""
        for owned in (one for one in self.owned if one.lost):
            shown = ", ".join(map(str, owned.lost[:_SHOWN]))
            shown += ", …" if len(owned.lost) > _SHOWN else ""
            self.remark("incomplete list", list=owned.loaded.name, lines=shown)

    def steps(self) -> tuple[StepId, ...]:
        """The steps that are kept beside the answer."""
        options = self.order.options
        whole = options.flags or options.explain or options.records
        return steps_kept(self.decider, whole=whole)

    def weigh(self) -> None:
        assert self.weighing is not None
        self.weighing.weigh(self.deciding.open_rows())

    def hold(self) -> None:
        Holding(self.space, self.deciding).hold()

    def explain(self) -> None:
        tell_reasons(self.space, self.deciding, self.order.options.lang)

    def write(self) -> RunSummary:
        options = self.order.options
        summary = self.summary()
        self.writer.refuse_long(summary.decided)
        record = partial(packed, self.decider) if options.records else None
        results = Results(self.space, self.decider, self.writer.lang, options, record)
        faults = Faults(self.held, self.decider, options.lang)
        gather(self.space, self.loaded, options, lacking(self.decider))
        quarantine = quarantine_of(self.order.output, options)
        self.writer.write(results.query(), quarantine, faults.findings())
        return summary

    def summary(self) -> RunSummary:
        counting, loaded = Counting(self.decider), self.loaded
        tally = counting.tally(self.space)
        table, rows, aside = (
            tuple(counting.table(tally)),
            loaded.rows + loaded.rejects,
            self.held.count(),
        )
        weighing = self.weighing
        missing, settles = weighing.tally() if weighing else (Counter[int](), Counter[int]())
        summary = RunSummary(
            policy=self.decider.policy,
            as_of=str(self.decider.as_of),
            audience=self.decider.audience,
            rows=rows,
            decided=sum(cell.rows for cell in table),
            quarantined=aside,
            table=table,
            decisive=tuple(counting.decisive(tally)),
            missing=weighing.ranked(missing) if weighing else (),
            settles=weighing.ranked(settles) if weighing else (),
            gaps=tuple(counting.gaps(tally)),
            warnings=tuple(self.warnings),
            output=self.order.output,
            quarantine=quarantine_of(self.order.output, self.order.options),
            source=loaded.table.origin,
            lists=tuple((one.loaded.table.origin, one.count()) for one in self.owned),
            nothing=tuple(self.words_for_nothing()),
        )
        assert summary.decided + aside == rows, "every row is decided or quarantined"
        return summary

    def words_for_nothing(self) -> Iterator[tuple[str, int]]:
        """Columns, and in how many rows a word in them was taken as unknown."""
        yield from words_for_nothing(self.space, self.loaded, "decisions").items()
        for listed in (owned.loaded for owned in self.owned):
            found = words_for_nothing(self.space, listed, quote(listed.name))
            yield from ((f"{listed.name}.{header}", count) for header, count in found.items())
