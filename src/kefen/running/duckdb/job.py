"""A run on files with DuckDB, stage by stage: in one piece, or in parts that are done one after the other."""

from __future__ import annotations

import contextlib
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from kefen.compiling.sql import literal, quote
from kefen.errors import InputError
from kefen.running.duckdb.census import Census
from kefen.running.duckdb.faults import Faults
from kefen.running.duckdb.histories import History, read_histories
from kefen.running.duckdb.intake import FactTable, Stretch, emptied, words_for_nothing
from kefen.running.duckdb.lists import ListReader
from kefen.running.duckdb.manifest import Manifest, Sources, held
from kefen.running.duckdb.ownership import Ownership
from kefen.running.duckdb.part import PartWork, Work
from kefen.running.duckdb.quarantine import Quarantine
from kefen.running.duckdb.reading import Reading, read_subjects, taken_in
from kefen.running.duckdb.records import packed
from kefen.running.duckdb.workspace import Workspace, faults_in_words
from kefen.running.duckdb.writing import Writer
from kefen.running.engines import Listener, Order
from kefen.running.files.outputs import STANDARD, format_of, quarantine_of, refuse_places
from kefen.running.findings import Finding
from kefen.running.gaps import telling_gaps
from kefen.running.known_runs import Identity, identity_of
from kefen.running.mapping_file import read_mapping
from kefen.running.options import Options, read_with
from kefen.running.sql.counting import Counting
from kefen.running.sql.done import Done
from kefen.running.sql.results import Results
from kefen.running.sql.weighing import Weighing
from kefen.running.summary import RunSummary
from kefen.running.tables import Origin

_SHOWN = 3


@contextmanager
def duckdb_job(order: Order[Path], listener: Listener | None) -> Iterator[DuckJob]:
    """A job in a folder beside the output. ``InputError`` in one line if the files cannot be used."""
    check_order(order)
    with begun([order.output], order.options, listener) as space:
        job = job_of(space, order)
        try:
            yield job
        finally:
            job.leave()


def check_order(order: Order[Path]) -> None:
    """``InputError`` in one line for what cannot be written, before anything is read."""
    options, output = order.options, order.output
    suffix = format_of(output, options.output_format)
    if options.records and suffix != ".parquet":
        raise InputError(f"{output.name}: compact records are bytes: write .parquet")
    read = [order.source, *options.lists.values(), *filter(None, [options.mapping])]
    refuse_places(output, quarantine_of(output, options), read)


@contextmanager
def begun(
    outputs: Sequence[Path], options: Options, listener: Listener | None
) -> Iterator[Workspace]:
    """An engine beside the outputs, which no other run writes meanwhile."""
    first, files = outputs[0], [one for one in outputs if one != STANDARD]
    beside = first if files else Path(tempfile.gettempdir()) / "-"
    with faults_in_words(first), contextlib.ExitStack() as stack:
        for output in files:
            stack.enter_context(held(output))
        yield stack.enter_context(Workspace(beside, options, listener))


def job_of(space: Workspace, order: Order[Path]) -> DuckJob:
    """The job of an order; standard input is taken in as a file, once."""
    if order.source != STANDARD:
        return DuckJob(space, order, order.known(order.source))
    place = space.folder / f"stdin.{order.options.input_format or 'csv'}"
    file = space.once(STANDARD, lambda: taken_in(place))
    return DuckJob(space, replace(order, source=file), "-")


class DuckJob:
    """The stages of a run; what each leaves behind is read by those after it. ``source`` is what the run is known by."""

    loaded: FactTable
    lists: Sequence[FactTable]
    histories: Sequence[History]
    owned: Sequence[Ownership]
    census: Census
    manifest: Manifest
    #: the one part of a small run
    whole: PartWork | None = None
    #: what is wrong with rows, once all is gathered
    wrong: Iterable[Finding] | None = None

    def __init__(
        self, space: Workspace, order: Order[Path], source: str, subject: str = ""
    ) -> None:
        self.space, self.order, self.decider = space, order, telling_gaps(order.decider)
        self.writer, self.source = Writer(space, order.output, order.options), source
        self.subject = subject
        self.sources = Sources((order.source, *map(Path, order.options.lists.values())))

    # --- reading ----------------------------------------------------------------------------------

    def read(self) -> None:
        self.read_files()
        self.begin()

    def read_files(self) -> None:
        options = self.order.options
        self.sources.note()
        mapping = read_mapping(options.mapping, self.decider.policy.vocabulary)
        reading = Reading(
            self.space, self.decider, self.order.source, options, mapping, subject=self.subject
        )
        self.remark, self.warnings = reading.remark, reading.warnings
        self.loaded = read_subjects(reading)
        reader = ListReader(reading, self.loaded.table)
        self.lists = [*reader.read()]
        self.histories = [*read_histories(reading)]
        every = [*self.lists, *(history.loaded for history in self.histories)]
        reader.refuse_others(every)
        more = options.list_covers_more
        self.owned = [Ownership(self.space, one, self.loaded, more) for one in every]
        self.warn_of_lost()
        self.census = Census(self.space, self.loaded, self.owned)
        self.census.take()

    def warn_of_lost(self) -> None:
        """Lists that are complete for nobody count as not given; so do such histories."""
        for owned in (one for one in self.owned if one.lost):
            shown = ", ".join(map(str, owned.lost[:_SHOWN]))
            shown += ", …" if len(owned.lost) > _SHOWN else ""
            self.remark("incomplete list", list=owned.loaded.name, lines=shown)

    def begin(self) -> None:
        """Go on with the run that stopped, if it is this one; else begin."""
        self.manifest = Manifest(
            self.order.output, self.identity(), read_with=read_with(self.order.options)
        )
        if self.order.options.anew:
            self.manifest.forget()
        if not self.manifest.resume():
            rows = self.space.rows_at_once()
            self.manifest.begin(_parts(self.loaded.rows, rows), rows)

    def identity(self) -> Identity:
        options = self.order.options
        given = (
            options.sheet,
            options.encoding,
            options.delimiter,
            options.skip_lines,
            options.input_format,
        )
        lists = {name: self.order.known(Path(path)) for name, path in options.lists.items()}
        beside = (options.explain, options.holds, options.records, self.writer.suffix)
        return identity_of(
            self.order, self.source, self.sources.fingerprint(), *map(repr, given), lists, *beside
        )

    # --- deciding ---------------------------------------------------------------------------------

    def work(self) -> Work:
        """What every part is done with."""
        lost = {owned.loaded.name for owned in self.owned if owned.lost}
        lists = [listed for listed in self.lists if listed.name not in lost]
        histories = {h.spec.name: h for h in self.histories if h.loaded.name not in lost}
        return Work(
            self.space, self.decider, self.order.options, self.writer.lang, self.census, lists, histories
        )  # fmt: skip

    def decide(self) -> None:
        """The whole table, or every part that is not done yet."""
        work = self.work()
        if self.manifest.of == 1:
            self.whole = PartWork(work, Stretch(0, self.loaded.rows))
            self.whole.decide()
            return
        for place in range(self.manifest.of):
            if place not in self.manifest.done:
                self.space.tell_share(place / self.manifest.of, self.loaded.rows)
                self.do_part(PartWork(work, self.stretch(place)), place)
        self.space.tell_share(None)

    def stretch(self, place: int) -> Stretch:
        first = place * self.manifest.rows
        last = place == self.manifest.of - 1
        return Stretch(first, self.loaded.rows if last else first + self.manifest.rows)

    def do_part(self, part: PartWork, place: int) -> None:
        """One of several parts, from its facts to its answers on the disk."""
        with self.space.shelf():
            part.take_lists()
            part.decide()
            part.add_chosen()
            done = part.gather()
            self.manifest.keep_findings(place, part.findings())
            columns = ", ".join(_stored(*one) for one in self.space.columns("answers"))
            path = literal(str(self.manifest.answers_of(place).absolute()))
            self.space.do(f"COPY (SELECT {columns} FROM answers) TO {path} (FORMAT parquet)")
        self.sources.refuse_changed()
        self.manifest.note(place, done)

    def weigh(self) -> None:
        if self.whole:
            self.whole.weigh()

    def hold(self) -> None:
        if self.whole:
            self.whole.hold()

    def explain(self) -> None:
        if self.whole:
            self.whole.explain()

    # --- writing ----------------------------------------------------------------------------------

    def write(self) -> RunSummary:
        options, manifest = self.order.options, self.manifest
        of_rows = self.gather()
        self.sources.refuse_changed()
        done = sum(manifest.done.values(), Done())
        if self.census.month:
            count = f"{done.aside + self.loaded.rejects:,}"
            self.remark("month rows", month=self.census.month, count=count)
        summary = self.summary(done)
        self.writer.refuse_long(summary.decided)
        record = partial(packed, self.decider) if options.records else None
        results = Results(self.space, self.decider, self.writer.lang, options, record)
        faults = Faults(Quarantine(self.census), self.decider, options.lang)
        quarantine = quarantine_of(self.order.output, options)
        self.writer.write(results.query(), quarantine, faults.findings(of_rows), manifest)
        manifest.forget()
        return summary

    def gather(self) -> Iterable[Finding]:
        """Bring together what was decided, once; all that it was made of is gone then. What was found wrong with rows."""
        if self.wrong is None:
            self.wrong = self.gathered()
        return self.wrong

    def gathered(self) -> Iterable[Finding]:
        """Make the table ``answers`` of all parts; what was found wrong with their rows."""
        if self.whole:
            self.manifest.done[0] = self.whole.gather()
            return self.whole.findings()
        files = ", ".join(
            literal(str(self.manifest.answers_of(place).absolute()))
            for place in range(self.manifest.of)
        )
        relation = f"read_parquet([{files}])"
        columns = ", ".join(_taken(*one) for one in self.space.columns(relation))
        self.space.do(f"CREATE VIEW answers AS SELECT {columns} FROM {relation}")
        return self.manifest.findings()

    def leave(self) -> None:
        """However it ends: what is of no use for going on is gone."""
        if "manifest" in vars(self):
            self.manifest.leave()

    def summary(self, done: Done) -> RunSummary:
        counting, loaded = Counting(self.decider), self.loaded
        weighing = Weighing(self.space, self.decider, self.writer.lang)
        rows, aside = loaded.rows + loaded.rejects, done.aside + loaded.rejects
        summary = RunSummary(
            policy=self.decider.policy,
            as_of=str(self.decider.as_of),
            audience=self.decider.audience,
            rows=rows,
            decided=done.tally.decided,
            quarantined=aside,
            table=tuple(counting.table(done.tally)),
            decisive=tuple(counting.decisive(done.tally)),
            missing=weighing.ranked(done.missing),
            settles=weighing.ranked(done.settles),
            gaps=tuple(counting.gaps(done.tally)),
            warnings=tuple(self.warnings),
            output=self.order.output,
            quarantine=quarantine_of(self.order.output, self.order.options),
            source=self.origin(loaded.table.origin),
            lists=tuple((self.origin(o.loaded.table.origin), o.count()) for o in self.owned),
            nothing=tuple(self.words_for_nothing(done).items()),
        )
        assert summary.decided + aside == rows, "every row is decided or quarantined"
        return summary

    def origin(self, read: Origin) -> Origin:
        """Where a table is from: what its file was taken out of."""
        taken = self.order.taken.get(read.path) if isinstance(read.path, Path) else None
        return replace(read, path=taken) if taken else read

    def words_for_nothing(self, done: Done) -> Counter[str]:
        """Columns, and in how many rows a word in them was taken as unknown."""
        found = Counter(dict(emptied(self.space, self.loaded))) + done.nothing
        for listed in (owned.loaded for owned in self.owned):
            name = quote(listed.name)
            of_list = Counter(dict(emptied(self.space, listed)))
            of_list += Counter(words_for_nothing(self.space, listed, name))
            found += Counter(
                {f"{listed.name}.{header}": count for header, count in of_list.items()}
            )
        return found


def _parts(rows: int, at_once: int) -> int:
    """In how many parts rows are decided. Each is planned anew: a rest of a quarter of one goes with the part before."""
    return max(-(-(4 * rows - at_once) // (4 * at_once)), 1)


#: a whole number wider than Parquet has one
_WIDE, _KEPT_WIDE = "HUGEINT", "DECIMAL(38,0)"


def _stored(name: str, type_: str) -> str:
    """A column of answers as Parquet keeps it whole."""
    if type_ == _WIDE:
        return f"CAST({quote(name)} AS {_KEPT_WIDE}) AS {quote(name)}"
    return quote(name)


def _taken(name: str, type_: str) -> str:
    """The same column as it was."""
    if type_ == _KEPT_WIDE:
        return f"CAST({quote(name)} AS {_WIDE}) AS {quote(name)}"
    return quote(name)
