"""What is known of the runs into a table."""

from __future__ import annotations

from kefen.compiling.sql import literal
from kefen.running.databases import DatabaseTable
from kefen.running.known_runs import KnownRun
from kefen.running.postgres.manifest import Manifest, schema_of
from kefen.running.postgres.session import opened


def runs_into(target: DatabaseTable) -> list[KnownRun]:
    """The runs into a table, the newest first; none where no run ever wrote in its schema."""
    with opened(target) as session:
        manifest = Manifest(session, target, schema_of(session, target))
        if not session.value(f"SELECT to_regclass({literal(manifest.runs)}) IS NOT NULL"):
            return []
        minute = "TO_CHAR({}, 'YYYY-MM-DD HH24:MI')"
        sums = "COUNT(p.part), COALESCE(SUM(p.rows), 0), COALESCE(SUM(p.decided), 0), COALESCE(SUM(p.quarantined), 0)"
        rows = session.rows(
            f"SELECT {minute.format('r.started')}, {minute.format('r.finished')}, r.policy, r.version, r.digest,"
            f" r.audience, CAST(r.as_of AS TEXT), r.source, r.parts, {sums} FROM {manifest.runs} AS r"
            f" LEFT JOIN {manifest.done_parts} AS p ON p.run = r.run WHERE r.target = {manifest.named}"
            " GROUP BY r.run ORDER BY r.run DESC"
        )
        return [KnownRun(target.relation, *row[:9], *map(int, row[9:])) for row in rows]
