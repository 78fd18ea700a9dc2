"""A whole table, whatever engine decides it: the stages of a run in their order, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from kefen.deciding import Decider
from kefen.errors import InputError
from kefen.running.databases import ClusterTable, DatabaseTable, place_of, refuse_duckdb
from kefen.running.duckdb.taking import file_job
from kefen.running.engines import Job, Listener, Order
from kefen.running.options import Options
from kefen.running.summary import RunSummary

Stage = Literal["reading", "deciding", "weighing", "holding", "explaining", "writing"]


class Progress(NamedTuple):
    """How far a run is: its stage, and the share from 0 to 1 of the work at hand, where the engine knows it.

    ``policy`` is the one at work where several are run in one pass. With ``rows`` the share is that of so many rows; a run
    that is done in one piece, and stages of single statements, have none.
    """

    stage: Stage
    share: float | None = None
    policy: str = ""
    rows: int = 0

    @property
    def rows_done(self) -> int:
        """About how many of the rows are done."""
        return round(self.rows * (self.share or 0))


def run(
    decider: Decider,
    source: Path | str,
    output: Path | str,
    options: Options | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
) -> RunSummary:
    """Decide every row of a table. ``InputError`` in one line if what is named cannot be used.

    Nothing is left half written. ``source`` and ``output`` are files, or both
    ``postgresql://…#TABLE`` of one database, where the policy then runs. A source may be ``duckdb:///FILE#TABLE``;
    on Spark both are folders of Parquet, or tables that it knows.
    ``progress`` is called at the beginning of each stage and, in the same thread, about five times a second while the
    engine works. What it raises ends the run, which then leaves nothing behind.
    """
    chosen = options or Options()
    teller = Teller(progress)
    listener = teller.hear if progress else None
    with _job(decider, (source, output), chosen, listener) as job:
        for stage, work in stages(job, chosen):
            teller.begin(stage)
            work()
        teller.begin("writing")
        return job.write()


def _job(
    decider: Decider,
    given: tuple[Path | str, Path | str],
    options: Options,
    listener: Listener | None,
) -> AbstractContextManager[Job]:
    """The job of the engine that reads what is named."""
    if options.engine == "spark":
        from kefen.running.spark.job import spark_job

        there = [ClusterTable(str(one)) for one in given]
        return spark_job(Order(decider, there[0], there[1], options))
    if options.master:
        raise InputError("`--master` goes with `--engine spark`")
    return _job_of_places(decider, (place_of(given[0]), place_of(given[1])), options, listener)


def _job_of_places(
    decider: Decider,
    places: tuple[Path | DatabaseTable, Path | DatabaseTable],
    options: Options,
    listener: Listener | None,
) -> AbstractContextManager[Job]:
    """The job on files, or inside a database."""
    source, output = places
    refuse_duckdb(output)
    files = [isinstance(one, Path) or bool(one.file) for one in (source, *options.tables.values())]
    if isinstance(output, Path) and all(files):
        return file_job(decider, source, output, options, listener)
    if isinstance(output, Path) and files[0]:
        raise InputError("a list in a database goes with subjects there: name their table")
    if isinstance(source, Path) or isinstance(output, Path) or options.lists or any(files):
        raise InputError(
            "a run is on files, or inside one database: source, lists and target are of one kind"
        )
    if source.url != output.url:
        raise InputError("source and target are two databases: a run is inside one")
    from kefen.running.postgres.job import postgres_job

    return postgres_job(Order(decider, source, output, options), listener)


def stages(job: Job, options: Options) -> Iterator[tuple[Stage, Callable[[], None]]]:
    """The stages of a job in their order, but for the writing."""
    yield "reading", job.read
    yield "deciding", job.decide
    if options.missing:
        yield "weighing", job.weigh
    if options.holds:
        yield "holding", job.hold
    if options.explain:
        yield "explaining", job.explain


@dataclass
class Teller:
    """Knows the stage of which an engine tells how far it is."""

    progress: Callable[[Progress], None] | None
    stage: Stage = "reading"
    policy: str = ""

    def begin(self, stage: Stage, policy: str = "") -> None:
        """A stage is begun, of one of several policies or of the only one."""
        self.stage, self.policy = stage, policy
        self.hear(None)

    def hear(self, share: float | None, rows: int = 0) -> None:
        """The engine tells how far it is."""
        if self.progress is not None:
            self.progress(Progress(self.stage, share, self.policy, rows))
