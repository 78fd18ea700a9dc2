"""A run inside PostgreSQL: what it reads, the parts it is done in, the tables it leaves."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from queue import Empty, SimpleQueue

from kefen.compiling.sql import literal, quote
from kefen.errors import InputError
from kefen.running.databases import DatabaseTable
from kefen.running.engines import Listener, Order
from kefen.running.findings import Teller
from kefen.running.gaps import telling_gaps
from kefen.running.known_runs import identity_of
from kefen.running.mapping_file import read_mapping
from kefen.running.postgres.manifest import Manifest, schema_of
from kefen.running.postgres.part import ServerPart
from kefen.running.postgres.reading import ServerReading
from kefen.running.postgres.session import Session, opened
from kefen.running.sql.done import Done
from kefen.running.sql.intake import Part
from kefen.running.sql.part import Work
from kefen.running.sql.results import steps_kept
from kefen.running.sql.summing import summed
from kefen.running.summary import RunSummary

_SESSIONS, _BETWEEN_TELLING = 2, 0.2


@contextmanager
def postgres_job(order: Order[DatabaseTable], listener: Listener | None) -> Iterator[ServerJob]:
    """A job in the database of the source. ``InputError`` in one line for what cannot be done there."""
    _refuse(order)
    with opened(order.source) as control, opened(order.source) as reader:
        yield ServerJob(control, reader, order, listener)


def _refuse(order: Order[DatabaseTable]) -> None:
    options = order.options
    asked = {
        "--explain": options.explain,
        "--holds-until": options.holds,
        "--memory": options.memory,
        "--sheet": options.sheet,
        "--quarantine": options.quarantine,
        "`records`": options.records,
    }
    for name, given in asked.items():
        if given:
            raise InputError(f"{name} is not for a run inside a database: write into a file")
    if order.output.is_query:
        raise InputError("decisions go into a table: name one, not a query")


class ServerJob:
    """The stages of a run: one session rules, others do the parts; all see what the ``reader`` sees, while it waits."""

    def __init__(
        self,
        control: Session,
        reader: Session,
        order: Order[DatabaseTable],
        listener: Listener | None,
    ) -> None:
        self.control, self.reader, self.order, self.listener = control, reader, order, listener
        self.decider = telling_gaps(order.decider)
        self.done: dict[int, Done] = {}

    # --- reading ----------------------------------------------------------------------------------

    def read(self) -> None:
        """Match the columns, and find out whether a run that stopped goes on."""
        order, control = self.order, self.control
        self.schema = schema_of(control, order.output)
        self.manifest = Manifest(control, order.output, self.schema)
        self.manifest.make()
        self.manifest.lock()
        self.reader.do("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        self.snapshot = self.reader.value("SELECT PG_EXPORT_SNAPSHOT()")
        mapping = read_mapping(order.options.mapping, self.decider.policy.vocabulary)
        reading = ServerReading(
            self.reader,
            self.decider,
            order.source,
            self.order.options.tables,
            order.options,
            mapping,
        )
        teller = Teller(self.decider.policy.vocabulary, order.options.lang)
        source, lists = reading.subjects(teller), reading.lists(teller)
        self.rows, fingerprint = reading.fingerprint()
        self.warnings, near = reading.warnings, reading.near(source, lists)
        steps = steps_kept(self.decider, whole=order.options.flags)
        self.work = Work(self.decider, source, lists, order.options, steps, near)
        self.targets = self.named("decisions"), self.named("quarantine")
        self.begin(reading, fingerprint)

    def named(self, what: str = "") -> str:
        """The target, or a table of the run on its way to it."""
        table = self.order.output.parts[-1] + (f"~{what}" if what else "")
        return f"{quote(self.schema)}.{quote(table)}"

    def begin(self, reading: ServerReading, fingerprint: str) -> None:
        """Go on with the run that stopped, if it is this one; else begin."""
        tables = {name: place.relation for name, place in self.order.options.tables.items()}
        self.identity = identity_of(self.order, self.order.source.relation, fingerprint, tables)
        if self.order.options.anew:
            self.manifest.forget()
        found = self.manifest.unfinished()
        if found is None:
            self.refuse_target()
            self.of = reading.parts(self.work.source, self.work.lists, self.rows, self.sessions)
            self.make_tables()
            self.run = self.manifest.begin(self.identity, self.of)
        else:
            self.run, other, self.of = found
            other.refuse_changed(self.order.output.name, self.identity)
            self.done = self.manifest.parts_done(self.run)
        self.control.connection.commit()

    @property
    def sessions(self) -> int:
        return self.order.options.threads or _SESSIONS

    def refuse_target(self) -> None:
        """A table that no run wrote is not replaced."""
        there = self.control.value(f"SELECT to_regclass({literal(self.named())}) IS NOT NULL")
        if there and not self.manifest.is_ours():
            raise InputError(
                f"{self.order.output.name} is there, and was not written by a run: name another table"
            )

    def make_tables(self) -> None:
        for what in ("decisions", "quarantine"):
            self.control.do(f"DROP TABLE IF EXISTS {self.named(what)}")
        ServerPart(self.control, self.work, Part(0, 0), self.targets).make_tables()
        self.control.begin_anew()

    # --- deciding ---------------------------------------------------------------------------------

    def decide(self) -> None:
        """Every part that is not done yet, by several sessions."""
        todo = [Part(place, self.of) for place in range(self.of) if place not in self.done]
        with contextlib.ExitStack() as stack:
            count = min(self.sessions, len(todo))
            sessions = [stack.enter_context(opened(self.order.source)) for _ in range(count)]
            self.share(sessions, todo)

    def share(self, sessions: list[Session], todo: list[Part]) -> None:
        queue: SimpleQueue[Part] = SimpleQueue()
        for part in todo:
            queue.put(part)
        with ThreadPoolExecutor(max(len(sessions), 1)) as pool:
            workers = [pool.submit(self.work_off, one, queue) for one in sessions]
            try:
                self.await_all(workers)
            except BaseException as error:
                while _next(queue):
                    pass
                for one in sessions if isinstance(error, KeyboardInterrupt) else ():
                    one.connection.cancel()
                raise

    def await_all(self, workers: list[Future[None]]) -> None:
        pending = set(workers)
        while pending:
            finished, pending = wait(pending, _BETWEEN_TELLING, "FIRST_COMPLETED")
            for one in finished:
                one.result()
            if self.listener is not None:
                self.listener(len(self.done) / self.of, self.rows)

    def work_off(self, session: Session, queue: SimpleQueue[Part]) -> None:
        """Take parts until there are none, or another session failed; what was begun is finished."""
        while part := _next(queue):
            session.do("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            session.do(f"SET TRANSACTION SNAPSHOT {literal(self.snapshot)}")
            done = ServerPart(session, self.work, part, self.targets).do()
            self.manifest.note(session, self.run, part, done)
            session.connection.commit()
            self.done[part.place] = done

    def weigh(self) -> None:
        """Was done part by part."""

    def hold(self) -> None:
        raise NotImplementedError

    def explain(self) -> None:
        raise NotImplementedError

    # --- writing ----------------------------------------------------------------------------------

    def write(self) -> RunSummary:
        """Put the tables in their places, both or none."""
        control, output = self.control, self.order.output
        key = self.decider.policy.vocabulary.key
        assert key is not None
        quarantine = output.beside("_quarantine")
        done = sum(self.done.values(), Done())
        summary = summed(control, self.work, done, self.warnings, (output, quarantine))
        assert done.rows == self.rows, "every row was read once"
        for what, place in (("decisions", output), ("quarantine", quarantine)):
            control.do(f"DROP TABLE IF EXISTS {quote(self.schema)}.{quote(place.parts[-1])}")
            control.do(f"ALTER TABLE {self.named(what)} RENAME TO {quote(place.parts[-1])}")
        control.do(f"ALTER TABLE {self.named()} ADD PRIMARY KEY ({quote(key.name)})")
        self.manifest.finish(self.run, self.identity)
        control.connection.commit()
        return summary


def _next(queue: SimpleQueue[Part]) -> Part | None:
    """A part that is still to be done."""
    try:
        return queue.get_nowait()
    except Empty:
        return None
