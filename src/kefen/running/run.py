"""A whole table, whatever engine decides it: the stages of a run in their order, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from kefen.deciding import Decider
from kefen.running.duckdb.job import duckdb_job
from kefen.running.engines import Engine, Job, Order
from kefen.running.options import Options
from kefen.running.summary import RunSummary

Stage = Literal["reading", "deciding", "weighing", "holding", "explaining", "writing"]


class Progress(NamedTuple):
    """How far a run is: its stage, and the share from 0 to 1 of the work at hand, where the engine knows it."""

    stage: Stage
    share: float | None = None


def run(  # noqa: PLR0913 - two files, and what may be chosen
    decider: Decider,
    source: Path | str,
    output: Path | str,
    options: Options | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    engine: Engine = duckdb_job,
) -> RunSummary:
    """Decide every row of a file. ``InputError`` in one line if the files cannot be used; nothing is left half written.

    ``progress`` is called at the beginning of each stage and, in the same thread, about five times a second while the
    engine works. What it raises ends the run, which then leaves nothing behind.
    """
    chosen = options or Options()
    order = Order(decider, Path(source), Path(output), chosen)
    teller = _Teller(progress)
    with engine(order, teller.hear if progress else None) as job:
        for stage, work in _stages(job, chosen):
            teller.begin(stage)
            work()
        teller.begin("writing")
        return job.write()


def _stages(job: Job, options: Options) -> Iterator[tuple[Stage, Callable[[], None]]]:
    yield "reading", job.read
    yield "deciding", job.decide
    if options.missing:
        yield "weighing", job.weigh
    if options.holds:
        yield "holding", job.hold
    if options.explain:
        yield "explaining", job.explain


@dataclass
class _Teller:
    """Knows the stage of which an engine tells how far it is."""

    progress: Callable[[Progress], None] | None
    stage: Stage = "reading"

    def begin(self, stage: Stage) -> None:
        self.stage = stage
        self.hear(None)

    def hear(self, share: float | None) -> None:
        if self.progress is not None:
            self.progress(Progress(self.stage, share))
