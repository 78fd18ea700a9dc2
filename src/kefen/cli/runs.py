"""``kefen runs``: what was run into a database, and what stopped half-way."""

from __future__ import annotations

from kefen.cli.inputs import WrongUsageError
from kefen.cli.json_out import write_json
from kefen.cli.screen import Screen
from kefen.cli.words import say
from kefen.running.databases import DatabaseTable, place_of
from kefen.running.summary import aligned


def show_runs(target: str, screen: Screen, *, as_json: bool) -> int:
    """The runs into a table of a database, the newest first."""
    place = place_of(target)
    if not isinstance(place, DatabaseTable):
        raise WrongUsageError(say(screen.lang, "no database", name=target), "kefen runs")
    from kefen.running.postgres.runs import runs_into

    found = runs_into(place)
    if as_json:
        write_json(screen, [one._asdict() for one in found])
        return 0
    heads = [
        say(screen.lang, f"runs {name}")
        for name in ("begun", "policy", "as of", "rows", "aside", "state")
    ]
    rows = [heads]
    for one in found:
        key = "runs finished" if one.finished else "runs half"
        state = say(screen.lang, key, done=one.parts_done, parts=one.parts)
        policy = f"{one.policy} {one.version}"
        rows.append(
            [one.started, policy, one.as_of, f"{one.rows:,}", f"{one.quarantined:,}", state]
        )
    for line in aligned(rows) if found else [say(screen.lang, "runs none", name=place.name)]:
        screen.line(line.strip())
    return 0
