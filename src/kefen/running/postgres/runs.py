"""What is known of the runs into a table."""

from __future__ import annotations

from typing import NamedTuple

from kefen.compiling.sql import literal
from kefen.running.databases import DatabaseTable
from kefen.running.postgres.manifest import Manifest, schema_of
from kefen.running.postgres.session import opened


class KnownRun(NamedTuple):
    """A run: when it was begun and finished (nothing while it is not), of what, in how many parts, what is done so far."""

    run: int
    started: str
    finished: str | None
    policy: str
    version: str
    digest: str
    audience: str
    as_of: str
    source: str
    parts: int
    parts_done: int
    rows: int
    decided: int
    quarantined: int


def runs_into(target: DatabaseTable) -> list[KnownRun]:
    """The runs into a table, the newest first; none where no run ever wrote in its schema."""
    with opened(target) as session:
        manifest = Manifest(session, target, schema_of(session, target))
        if not session.value(f"SELECT to_regclass({literal(manifest.runs)}) IS NOT NULL"):
            return []
        minute = "TO_CHAR({}, 'YYYY-MM-DD HH24:MI')"
        sums = "COUNT(p.part), COALESCE(SUM(p.rows), 0), COALESCE(SUM(p.decided), 0), COALESCE(SUM(p.quarantined), 0)"
        rows = session.rows(
            f"SELECT r.run, {minute.format('r.started')}, {minute.format('r.finished')}, r.policy, r.version, r.digest,"
            f" r.audience, CAST(r.as_of AS TEXT), r.source, r.parts, {sums} FROM {manifest.runs} AS r"
            f" LEFT JOIN {manifest.done_parts} AS p ON p.run = r.run WHERE r.target = {manifest.named}"
            " GROUP BY r.run ORDER BY r.run DESC"
        )
        return [KnownRun(*row[:10], *map(int, row[10:])) for row in rows]
