"""What a run in a server or a cluster came to, for its summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kefen.running.databases import Place
from kefen.running.findings import ELSEWHERE
from kefen.running.sql.counting import Counting
from kefen.running.sql.done import Done
from kefen.running.sql.part import Work
from kefen.running.sql.space import Space
from kefen.running.sql.weighing import Weighing
from kefen.running.summary import ListCount, RunSummary
from kefen.running.tables import Origin
from kefen.values import Words


def summed(
    space: Space, work: Work, done: Done, warnings: Sequence[Words], places: tuple[Place, Place]
) -> RunSummary:
    """The summary of all parts; ``places`` are those of the decisions and of the quarantine."""
    tally, counting = done.tally, Counting(work.decider)
    weighing = Weighing(space, work.decider, "")
    summary = RunSummary(
        policy=work.decider.policy,
        as_of=str(work.decider.as_of),
        audience=work.decider.audience,
        rows=done.rows,
        decided=tally.decided,
        quarantined=done.aside,
        table=tuple(counting.table(tally)),
        decisive=tuple(counting.decisive(tally)),
        missing=weighing.ranked(done.missing),
        settles=weighing.ranked(done.settles),
        gaps=tuple(counting.gaps(tally)),
        warnings=tuple(warnings),
        output=places[0],
        quarantine=places[1],
        source=work.source.table.origin,
        lists=tuple(_lists(work, done)),
        nothing=tuple(done.nothing.items()),
    )
    assert summary.decided + done.aside == done.rows, "every row is decided or quarantined"
    return summary


def _lists(work: Work, done: Done) -> Iterator[tuple[Origin, ListCount]]:
    for one in work.lists:
        name = one.wanted.listed
        rows, aside, elsewhere = (done.lists[name, what] for what in ("rows", "aside", ELSEWHERE))
        yield (
            one.table.origin,
            ListCount(name, rows, rows - aside - elsewhere, aside, elsewhere),
        )
