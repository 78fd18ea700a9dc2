"""``kefen runs``: what was run into a file, a folder or a table, and what stopped half-way."""

from __future__ import annotations

from pathlib import Path

from kefen.cli.json_out import write_json
from kefen.cli.screen import Screen
from kefen.cli.words import say
from kefen.running.databases import DatabaseTable, place_of, refuse_duckdb
from kefen.running.known_runs import KnownRun
from kefen.running.summary import aligned


def show_runs(target: str, screen: Screen, *, as_json: bool) -> int:
    """The runs into a target, the newest first."""
    place = place_of(target)
    refuse_duckdb(place)
    found = _runs_into(place)
    if as_json:
        write_json(screen, [one._asdict() for one in found])
        return 0
    heads = [
        say(screen.lang, f"runs {name}")
        for name in ("begun", "target", "policy", "as of", "rows", "aside", "state")
    ]
    rows = [heads]
    for one in found:
        key = "runs finished" if one.finished else "runs half"
        state = say(screen.lang, key, done=one.parts_done, parts=one.parts)
        policy = f"{one.policy} {one.version}"
        counts = f"{one.rows:,}", f"{one.quarantined:,}"
        rows.append([one.started[:16], one.target, policy, one.as_of, *counts, state])
    for line in aligned(rows) if found else [say(screen.lang, "runs none", name=place.name)]:
        screen.line(line.strip())
    return 0


def _runs_into(place: Path | DatabaseTable) -> list[KnownRun]:
    if isinstance(place, Path):
        from kefen.running.duckdb.manifest import runs_beside

        return runs_beside(place)
    from kefen.running.postgres.runs import runs_into

    return runs_into(place)
