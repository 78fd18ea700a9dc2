"""The reasons of every decision as text, by the same words as for one customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kefen.compiling.answers import OUTCOME
from kefen.compiling.sql import quote
from kefen.deciding import Decider, Facts
from kefen.deciding.trace import decision_from_row
from kefen.explaining import explain
from kefen.explaining.rendering import to_lines
from kefen.running.duckdb.faults import records_of
from kefen.running.duckdb.intake import FactTable
from kefen.running.duckdb.workspace import Workspace
from kefen.running.sql.space import ROW


@dataclass(frozen=True)
class Explaining:
    """A table ``reasons``, made from the facts and the traced steps of the decisions."""

    space: Workspace
    decider: Decider
    lists: Sequence[FactTable]
    lang: str

    def explain(self) -> None:
        """Make the table."""
        self.space.do(f"CREATE TABLE reasons ({quote(ROW)} BIGINT, reasons VARCHAR)")
        self.space.insert("reasons", self.reasons())

    def reasons(self) -> Iterator[tuple[int, str]]:
        """The number of each row, and its reasons."""
        program, key = self.decider.program, self.decider.policy.vocabulary.key
        assert key is not None
        inputs, names = program.plan.inputs, (*OUTCOME, *program.traced)
        facts = ", ".join(f"f.{quote(one.name if one.spec else key.name)}" for one in inputs)
        steps = ", ".join(f"d.{quote(name)}" for name in names)
        joined = f"facts f JOIN decisions d USING ({quote(ROW)})"
        lists = {listed.name: listed for listed in self.lists}
        for row, *cells in self.space.each(
            f"SELECT d.{quote(ROW)}, {facts}, {steps} FROM {joined} ORDER BY 1"
        ):
            values = cells[: len(inputs)]
            for place, one in enumerate(inputs):
                if one.spec is None:
                    listed, subject = lists.get(one.name), values[place]
                    values[place] = records_of(self.space, listed, subject) if listed else None
            found = dict(zip(names, cells[len(inputs) :], strict=True))
            decision = decision_from_row(
                self.decider, Facts(tuple(values)), found, self.decider.as_of
            )
            yield row, "\n".join(to_lines(explain(decision, self.lang)))
