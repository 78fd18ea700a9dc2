"""Several policies over one table of subjects: its files are opened once, each policy has a room for its tables."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kefen.running.duckdb.job import DuckJob, begun, check_order, job_of
from kefen.running.engines import Listener, Order


@dataclass(frozen=True)
class PackJob:
    """The job of one of several policies."""

    job: DuckJob
    room: str

    @property
    def policy(self) -> str:
        return self.job.decider.policy.name

    @contextlib.contextmanager
    def entered(self) -> Iterator[DuckJob]:
        """The job, while the engine looks at its tables."""
        with self.job.space.room(self.room):
            yield self.job


@contextlib.contextmanager
def pack_jobs(orders: Sequence[Order[Path]], listener: Listener | None) -> Iterator[list[PackJob]]:
    """A job for each order, in one engine. ``InputError`` in one line if the files cannot be used."""
    for order in orders:
        check_order(order)
    with begun([order.output for order in orders], orders[0].options, listener) as space:
        jobs = [PackJob(job_of(space, one), f"pack_{n}") for n, one in enumerate(orders)]
        try:
            yield jobs
        finally:
            for one in jobs:
                one.job.leave()
