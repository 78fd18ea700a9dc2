"""One part of a run: rows one after the other, decided, set aside, weighed; as small as the memory asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kefen.compiling.sql import quote
from kefen.deciding import Decider
from kefen.language.syntax import StepId
from kefen.running.duckdb.census import Census
from kefen.running.duckdb.deciding import Deciding
from kefen.running.duckdb.explaining import tell_reasons
from kefen.running.duckdb.faults import Faults
from kefen.running.duckdb.gathering import gather
from kefen.running.duckdb.histories import History
from kefen.running.duckdb.holding import Holding, clock_steps
from kefen.running.duckdb.intake import FactTable, Stretch, words_for_nothing
from kefen.running.duckdb.ownership import KEYS
from kefen.running.duckdb.quarantine import Quarantine
from kefen.running.duckdb.workspace import Workspace
from kefen.running.findings import Finding
from kefen.running.options import Options
from kefen.running.sql.counting import Counting
from kefen.running.sql.done import Done
from kefen.running.sql.results import lacking, steps_kept
from kefen.running.sql.weighing import Weighing


@dataclass(frozen=True)
class Work:
    """What every part is done with. ``lang`` is empty for ids; lists and histories are those that are complete."""

    space: Workspace
    decider: Decider
    options: Options
    lang: str
    census: Census
    lists: Sequence[FactTable]
    histories: Mapping[str, History]

    @property
    def loaded(self) -> FactTable:
        return self.census.loaded


class PartWork:
    """The stages of a part; what each leaves behind is read by those after it."""

    deciding: Deciding

    def __init__(self, work: Work, stretch: Stretch) -> None:
        self.work, self.stretch, self.space = work, stretch, work.space
        self.weighing: Weighing | None = None
        self.held = Quarantine(work.census)
        self.faults = Faults(self.held, work.decider, work.options.lang)

    def add_chosen(self) -> None:
        """To decisions what was chosen beside them: what each open one waits for, until when it holds, its reasons."""
        options = self.work.options
        if options.missing:
            self.weigh()
        if options.holds:
            self.hold()
        if options.explain:
            self.explain()

    def take_lists(self) -> None:
        """Take from the lists what is of the subjects of this part."""
        home = self.space.home
        mine = f"SELECT key FROM {home}.{KEYS} WHERE {self.stretch.holds('row')}"
        tables = {quote(one.name): quote(one.wanted.key) for one in self.work.lists}
        tables |= {one.table: "subject" for one in self.work.histories.values()}
        for table, key in tables.items():
            self.space.do(
                f"CREATE TABLE part.{table} AS SELECT * FROM {home}.{table} WHERE {key} IN ({mine})"
            )

    def decide(self) -> None:
        work, options = self.work, self.work.options
        self.deciding = Deciding(
            work.space, work.decider, work.loaded, work.lists, work.histories, stretch=self.stretch
        )
        clocks = clock_steps(work.decider) if options.holds else ()
        if options.missing:
            self.weighing = Weighing(self.space, work.decider, work.lang)
        held = self.weighing.reads if self.weighing else ()
        self.deciding.decide(self.steps(), clocks, held)
        self.held.set_aside()

    def steps(self) -> tuple[StepId, ...]:
        """The steps that are kept beside the answer."""
        options = self.work.options
        whole = options.flags or options.explain or options.records
        return steps_kept(self.work.decider, whole=whole)

    def weigh(self) -> None:
        assert self.weighing is not None
        self.weighing.weigh(self.deciding.open_rows())

    def hold(self) -> None:
        Holding(self.space, self.deciding).hold()

    def explain(self) -> None:
        tell_reasons(self.space, self.deciding, self.work.options.lang)

    def gather(self) -> Done:
        """What it came to; the table ``answers`` is made of all that was before."""
        work, weighing = self.work, self.weighing
        missing, settles = weighing.tally() if weighing else (Counter[int](), Counter[int]())
        done = Done(
            rows=self.stretch.rows,
            aside=self.held.count(),
            tally=Counting(work.decider).tally(self.space),
            missing=missing,
            settles=settles,
            nothing=Counter(words_for_nothing(self.space, work.loaded, "decisions")),
        )
        assert done.tally.decided + done.aside == done.rows, "every row is decided or set aside"
        gather(self.space, work.loaded, self.stretch, work.options, lacking(work.decider))
        return done

    def findings(self) -> Iterator[Finding]:
        """What is wrong with its rows."""
        return self.faults.of_rows()
