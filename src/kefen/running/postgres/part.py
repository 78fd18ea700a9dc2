"""One part of a run in one session: a transaction of its own, and what it adds to the tables of the run."""

from __future__ import annotations

from kefen.compiling.sql import quote
from kefen.running.postgres.session import Session
from kefen.running.sql.done import Done
from kefen.running.sql.intake import Part
from kefen.running.sql.part import FOUND, PartWork, Work


class ServerPart(PartWork):
    """A part, and the tables of ``decisions`` and ``quarantine`` that it adds to."""

    def __init__(self, session: Session, work: Work, part: Part, targets: tuple[str, str]) -> None:
        super().__init__(session, work, part)
        self.session = session
        self.decisions, self.quarantine = targets

    def do(self) -> Done:
        """All of it, without a commit."""
        self.session.begin_anew()
        rows = self.answers()
        self.session.do(f"INSERT INTO {self.decisions} {rows}")
        self.session.do(f"INSERT INTO {self.quarantine} SELECT * FROM found")
        return self.done

    def make_tables(self) -> None:
        """The tables of the run, of which this is a part without rows."""
        self.session.begin_anew()
        rows, columns = self.answers(), ", ".join(f"{quote(name)} TEXT" for name in FOUND)
        self.session.do(f"CREATE TABLE {self.decisions} AS {rows} WITH NO DATA")
        self.session.do(f"CREATE TABLE {self.quarantine} ({columns})")
