"""A run on Spark: one piece, whose tasks Spark does again when an executor is lost; its folders appear as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from kefen.errors import InputError
from kefen.running.databases import SCHEMES, ClusterTable
from kefen.running.engines import Order
from kefen.running.findings import Teller
from kefen.running.gaps import telling_gaps
from kefen.running.known_runs import identity_of
from kefen.running.mapping_file import read_mapping
from kefen.running.spark.reading import SparkReading
from kefen.running.spark.session import Session, faults_in_words, opened
from kefen.running.spark.target import Target
from kefen.running.sql.intake import Part
from kefen.running.sql.part import PartWork, Work
from kefen.running.sql.results import steps_kept
from kefen.running.sql.summing import summed
from kefen.running.summary import RunSummary

_DATABASES = tuple(f"{scheme}://" for scheme in SCHEMES)
#: the options that a run on Spark does not know, by what a command calls them
_NOT_THERE = {
    "--explain": "explain",
    "--holds-until": "holds",
    "--memory": "memory",
    "--threads": "threads",
    "--sheet": "sheet",
    "--skip-lines": "skip_lines",
    "--encoding": "encoding",
    "--delimiter": "delimiter",
    "--input-format": "input_format",
    "--output-format": "output_format",
    "--quarantine": "quarantine",
    "`records`": "records",
}


@contextmanager
def spark_job(order: Order[ClusterTable]) -> Iterator[SparkJob]:
    """A job on Spark. ``InputError`` in one line for what cannot be done there."""
    _refuse(order)
    with opened(order.options.master) as spark, faults_in_words():
        target = Target(spark, order.output)
        target.claim(anew=order.options.anew)
        try:
            yield SparkJob(Session(spark, f"{target.work}/tables"), target, order)
        finally:
            target.leave()


def _refuse(order: Order[ClusterTable]) -> None:
    for name, option in _NOT_THERE.items():
        if getattr(order.options, option):
            raise InputError(f"{name} is not for a run on Spark")
    if order.options.tables or order.source.given.startswith(_DATABASES):
        raise InputError(
            "a run on Spark reads folders of Parquet and spark:TABLE, no other database"
        )
    if order.output.table or order.output.given.startswith(_DATABASES):
        raise InputError("on Spark decisions go into a folder of Parquet: name one")


class SparkJob:
    """The stages of a run."""

    def __init__(self, session: Session, target: Target, order: Order[ClusterTable]) -> None:
        self.session, self.target, self.order = session, target, order
        self.decider = telling_gaps(order.decider)
        self.started = _now()

    def read(self) -> None:
        """Match the columns."""
        options, decider = self.order.options, self.decider
        mapping = read_mapping(options.mapping, decider.policy.vocabulary)
        reading = SparkReading(
            self.session, decider, self.order.source, self.lists, options, mapping
        )
        teller = Teller(decider.policy.vocabulary, options.lang)
        source, listed = reading.subjects(teller), reading.lists(teller)
        near = reading.near(source, listed)
        steps = steps_kept(decider, whole=options.flags)
        self.warnings = reading.warnings
        self.part = PartWork(
            self.session, Work(decider, source, listed, options, steps, near), Part()
        )

    @property
    def lists(self) -> dict[str, ClusterTable]:
        """Where the lists are."""
        options = self.order.options
        files = {name: ClusterTable(str(path)) for name, path in options.lists.items()}
        return files | dict(options.clusters)

    def decide(self) -> None:
        """All of it; what is missing too."""
        self.answers = self.part.answers()

    def weigh(self) -> None:
        """Was done with the decisions."""

    def hold(self) -> None:
        raise NotImplementedError

    def explain(self) -> None:
        raise NotImplementedError

    def write(self) -> RunSummary:
        """The folders, all of them or none."""
        session, target = self.session, self.target
        quarantine = target.quarantine
        found, decisions, _ = target.places
        for path, query in ((found, "SELECT * FROM found"), (decisions, self.answers)):
            session.frame(query).write.parquet(path)
        places = self.order.output, quarantine
        summary = summed(session, self.part.work, self.part.done, self.warnings, places)
        target.publish(self.told(decisions))
        return summary

    def told(self, decisions: str) -> dict[str, Any]:
        """What is told of the run beside what it wrote."""
        self.session.name("written", self.session.spark.read.parquet(decisions))
        checksum = self.session.value(
            "SELECT CAST(SUM(CAST(XXHASH64(*) AS DECIMAL(38, 0))) AS STRING) FROM written"
        )
        done = self.part.done
        part = {"part": 0, "rows": done.rows, "decided": done.tally.decided, "quarantined": done.aside,
                "checksum": checksum}  # fmt: skip
        lists = {name: place.given for name, place in self.lists.items()}
        identity = identity_of(self.order, self.order.source.given, "", lists)
        return {
            "output": self.order.output.name, **identity.told(), "started": self.started, "finished": _now(),
            "checksum": checksum, "parts": [part],
        }  # fmt: skip


def _now() -> str:
    return datetime.now().astimezone().isoformat(" ", "seconds")
