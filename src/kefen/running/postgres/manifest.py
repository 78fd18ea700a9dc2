"""What is known of a run beside its target: a run that was cut off goes on where it stood, and nothing is done twice.

Two tables in the schema of the target: ``kefen_runs``, a row for each run, and ``kefen_run_parts``, a row for each part
that is done, written in the transaction that wrote its decisions.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from kefen.compiling.sql import literal, quote
from kefen.errors import InputError
from kefen.running.databases import DatabaseTable
from kefen.running.known_runs import Identity, another_run
from kefen.running.postgres.session import Session
from kefen.running.sql.done import Done, done_of
from kefen.running.sql.intake import Part

_RUNS = """
    run BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, target TEXT NOT NULL, policy TEXT NOT NULL,
    version TEXT NOT NULL, digest TEXT NOT NULL, lists_digest TEXT NOT NULL, audience TEXT NOT NULL,
    as_of DATE NOT NULL, chosen TEXT NOT NULL, source TEXT NOT NULL, fingerprint TEXT NOT NULL, parts INTEGER NOT NULL,
    started TIMESTAMPTZ NOT NULL DEFAULT NOW(), finished TIMESTAMPTZ
"""
_PARTS = """
    run BIGINT NOT NULL, part INTEGER NOT NULL, rows BIGINT NOT NULL, decided BIGINT NOT NULL,
    quarantined BIGINT NOT NULL, checksum TEXT NOT NULL, counts JSON NOT NULL,
    finished TIMESTAMPTZ NOT NULL DEFAULT NOW(), PRIMARY KEY (run, part)
"""


def schema_of(session: Session, target: DatabaseTable) -> str:
    """The schema of a table: as named, else the first one of the user."""
    parts = target.parts
    if len(parts) == 2:
        return parts[0]
    path = "UNNEST(CURRENT_SCHEMAS(FALSE)) AS s WHERE s NOT LIKE 'pg_temp%' LIMIT 1"
    found = session.value(f"SELECT (SELECT s FROM {path})")
    if found is None:
        raise InputError(f"{target.name}: no schema to write in: name one")
    return str(found)


class Manifest:
    """The two tables, as far as they speak of one target."""

    def __init__(self, session: Session, target: DatabaseTable, schema: str) -> None:
        self.session, self.target = session, target
        self.runs, self.done_parts = (
            f"{quote(schema)}.{quote(name)}" for name in ("kefen_runs", "kefen_run_parts")
        )
        self.named = literal(".".join((schema, target.parts[-1])))

    def make(self) -> None:
        """The two tables, where they are not there yet."""
        self.session.do(f"CREATE TABLE IF NOT EXISTS {self.runs} ({_RUNS})")
        self.session.do(f"CREATE TABLE IF NOT EXISTS {self.done_parts} ({_PARTS})")

    def lock(self) -> None:
        """Hold the target until the session ends. ``InputError`` while another run holds it."""
        key = f"HASHTEXTEXTENDED('kefen ' || {self.named}, 0)"
        if not self.session.value(f"SELECT PG_TRY_ADVISORY_LOCK({key})"):
            raise another_run(self.target.name)

    def is_ours(self) -> bool:
        """Whether a run that is finished wrote the target."""
        finished = f"target = {self.named} AND finished IS NOT NULL"
        return bool(
            self.session.value(f"SELECT EXISTS (SELECT 1 FROM {self.runs} WHERE {finished})")
        )

    def unfinished(self) -> tuple[int, Identity, int] | None:
        """The run that stopped half-way: its number, what it was, in how many parts."""
        names = ", ".join(Identity.__dataclass_fields__)
        rows = self.session.rows(
            f"SELECT run, parts, {names.replace('as_of', 'CAST(as_of AS TEXT)')} FROM {self.runs}"
            f" WHERE target = {self.named} AND finished IS NULL ORDER BY run DESC LIMIT 1"
        )
        return (rows[0][0], Identity(*rows[0][2:]), rows[0][1]) if rows else None

    def begin(self, identity: Identity, parts: int) -> int:
        """A new run; its number."""
        values = asdict(identity)
        columns, told = ", ".join(values), ", ".join(map(literal, values.values()))
        return int(
            self.session.value(
                f"INSERT INTO {self.runs} (target, parts, {columns})"
                f" VALUES ({self.named}, {parts}, {told}) RETURNING run"
            )
        )

    def forget(self) -> None:
        """Give up what stands half done."""
        unfinished = f"SELECT run FROM {self.runs} WHERE target = {self.named} AND finished IS NULL"
        self.session.do(f"DELETE FROM {self.done_parts} WHERE run IN ({unfinished})")
        self.session.do(f"DELETE FROM {self.runs} WHERE run IN ({unfinished})")

    def finish(self, run: int, identity: Identity) -> None:
        """Note that a run is finished, with what stays written of it."""
        told = literal(identity.told()["fingerprint"])
        self.session.do(
            f"UPDATE {self.runs} SET finished = CLOCK_TIMESTAMP(), fingerprint = {told} WHERE run = {run}"
        )

    # --- parts ------------------------------------------------------------------------------------

    def note(self, session: Session, run: int, part: Part, done: Done) -> None:
        """Note a part, in the transaction that wrote it."""
        checksum = session.value(
            "SELECT CAST(COALESCE(SUM(HASHTEXTEXTENDED(CAST(d AS TEXT), 0)), 0) AS TEXT) FROM decisions AS d"
        )
        counts = literal(json.dumps(done.as_json()))
        session.do(
            f"INSERT INTO {self.done_parts} (run, part, rows, decided, quarantined, checksum, counts) VALUES ({run},"
            f" {part.place}, {done.rows}, {done.tally.decided}, {done.aside}, {literal(checksum)}, {counts})"
        )

    def parts_done(self, run: int) -> dict[int, Done]:
        """What came of the parts that are done."""
        rows = self.session.rows(f"SELECT part, counts FROM {self.done_parts} WHERE run = {run}")
        return {part: done_of(counts) for part, counts in rows}
