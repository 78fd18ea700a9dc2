"""One subject of a run on files read again: his decision with its facts, what set him aside, the row that the run wrote."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from kefen.compiling.sql import literal, quote
from kefen.deciding import Decider, Decision
from kefen.errors import InputError
from kefen.running.duckdb.faults import Faults
from kefen.running.duckdb.gathering import gather
from kefen.running.duckdb.intake import Stretch
from kefen.running.duckdb.job import DuckJob
from kefen.running.duckdb.manifest import Sources
from kefen.running.duckdb.ownership import KEYS
from kefen.running.duckdb.part import PartWork
from kefen.running.duckdb.reading import nobody
from kefen.running.duckdb.records import packed
from kefen.running.duckdb.retelling import Retelling
from kefen.running.duckdb.sources import EngineTable, open_table
from kefen.running.duckdb.workspace import Workspace, faults_in_words
from kefen.running.engines import Order
from kefen.running.findings import Finding
from kefen.running.options import options_of
from kefen.running.sql.results import Results, lacking


class Differing(NamedTuple):
    """A column of the row that a run wrote, and what comes out now. ``None`` where there is no such row or column."""

    column: str
    stored: str | None
    now: str | None


@dataclass(frozen=True)
class ReadAgain:
    """What is known of a subject of a run: his decision, or what set him aside.

    ``differing`` is where the row that the run wrote is another; ``compared`` is false where it was not looked at.
    """

    decision: Decision | None
    findings: tuple[Finding, ...]
    differing: tuple[Differing, ...]
    compared: bool


def read_again(told: dict[str, Any], output: Path, decider: Decider, subject: str) -> ReadAgain:
    """A subject as the sources of a finished run say him, for the audience of a decider.

    The row that the run wrote is read only for the audience of the run: for another it may tell what that may not know.
    ``InputError`` in one line if a source is gone or does not have the subject.
    """
    options = options_of(told["read_with"])
    order = Order(decider, Path(told["source"]), output, options)
    refuse_gone(told)
    beside = Path(tempfile.gettempdir()) / output.name
    with faults_in_words(order.source), Workspace(beside, options) as space:
        job = _OneSubject(space, order, told["source"], subject)
        job.read_files()
        return job.found(compared=decider.audience == told["audience"])


def _read_by(told: dict[str, Any]) -> tuple[Path, ...]:
    return (Path(told["source"]), *map(Path, told["read_with"]["lists"].values()))


def refuse_gone(told: dict[str, Any]) -> None:
    """``InputError`` for a file that the run read and that is not there."""
    mapping = told["read_with"]["mapping"]
    for path in (*_read_by(told), *([Path(mapping)] if mapping else [])):
        if not path.exists():
            raise InputError(f"{path} is gone, which this run read")


def changed_since(told: dict[str, Any], *, told_all: bool) -> bool:
    """Whether a source was written after the run began, and for who may know all of it, holds something else now."""
    begun = datetime.fromisoformat(told["started"]).timestamp()
    paths = _read_by(told)
    if all(int(path.stat().st_mtime) <= begun for path in paths):  # a run tells its second
        return False
    known = told["fingerprint"] if told_all else ""
    return not known or Sources(paths).fingerprint() != known


class _OneSubject(DuckJob):
    """A run of one subject alone, which leaves nothing to go on with."""

    def found(self, *, compared: bool) -> ReadAgain:
        part = PartWork(self.work(), self.span())
        part.decide()
        decision = next(self.decisions(part), None)
        findings = tuple(self.findings(part)) if decision is None else ()
        compared = compared and decision is not None and not self.of_several_lines
        differing = tuple(self.differing(part)) if compared else ()
        return ReadAgain(decision, findings, differing, compared)

    @property
    def rows_of_subject(self) -> str:
        return f"SELECT row FROM {KEYS} WHERE key = {literal(self.subject)}"

    def span(self) -> Stretch:
        """The rows that may be of the subject."""
        if not self.space.rows(f"{self.rows_of_subject} LIMIT 1"):
            raise nobody(self.subject, self.order.source.name)
        first, last = self.space.rows(f"SELECT MIN(row), MAX(row) FROM {KEYS}")[0]
        return Stretch(first, last + 1)

    def decisions(self, part: PartWork) -> Iterator[Decision]:
        """The decision on the facts that were read, by the engine that explains; none if the subject was set aside."""
        reader = part.deciding.decider.reader
        for _, told in Retelling(part.deciding).each(self.rows_of_subject):
            yield self.order.decider.decide(reader.given(told.facts), strict=False)

    def findings(self, part: PartWork) -> Iterator[Finding]:
        """What set the subject aside."""
        faults = Faults(part.held, self.decider, self.order.options.lang)
        every = faults.findings(part.findings())
        yield from (one for one in every if one.key)

    @property
    def of_several_lines(self) -> bool:
        """Whether cells of a sheet hold several lines, at which the engine gives up the copy of a sheet of one row."""
        return self.writer.suffix == ".xlsx" and self.order.options.explain

    # --- what the run wrote -----------------------------------------------------------------------

    def differing(self, part: PartWork) -> Iterator[Differing]:
        """Where the row that the run wrote is not the one it would write now."""
        made = self.space.folder / f"made{self.writer.suffix}"
        self.writer.write_table(self.made(part), made)
        now = self.cells(open_table(self.space, made))
        stored = self.cells(open_table(self.space, self.order.output))
        for header in dict.fromkeys((*now, *stored)):
            if now.get(header) != stored.get(header):
                yield Differing(header, stored.get(header), now.get(header))

    def made(self, part: PartWork) -> str:
        """The rows as the run would write them, by its own stages."""
        options = self.order.options
        part.add_chosen()
        gather(self.space, self.loaded, part.stretch, options, lacking(self.decider))
        record = partial(packed, self.decider) if options.records else None
        return Results(self.space, self.decider, self.writer.lang, options, record).query()

    def cells(self, table: EngineTable) -> dict[str, str | None]:
        """The row of the subject by header, every cell as text; nothing if there is none."""
        columns = ", ".join(f"CAST({quote(one.name)} AS VARCHAR)" for one in table.columns)
        key = quote(table.columns[0].name)
        written = ", ".join(map(literal, (self.subject, f"'{self.subject}")))
        query = f"SELECT {columns} FROM {table.relation} WHERE {key} IN ({written})"
        found = self.space.rows(query)
        return dict(zip(table.headers, found[0], strict=True)) if found else {}


__all__ = ["Differing", "ReadAgain", "changed_since", "read_again"]
