"""A folder or a table of Spark in inside form, in one pass."""

from __future__ import annotations

from dataclasses import dataclass

from kefen.compiling.dialects import SPARK
from kefen.compiling.sql import quote
from kefen.running.spark.columns import as_text
from kefen.running.spark.conversions import native, plainly
from kefen.running.spark.session import Session
from kefen.running.sql.intake import ODD, Intake, Part
from kefen.running.sql.space import ROW
from kefen.vocabulary import FactSpec


@dataclass(frozen=True)
class SparkIntake(Intake):
    """Reads one table on Spark, all of it."""

    dialect = SPARK

    def as_text(self, value: str, type_: str) -> str:
        return as_text(value, type_)

    def native(self, spec: FactSpec, value: str, type_: str) -> str:
        return native(spec, value, type_)

    def plainly(self, spec: FactSpec, value: str, text: str, type_: str) -> str:
        return native(spec, value, type_) or plainly(spec, text)

    @property
    def read(self) -> str:
        """What is plain, before what is odd is settled."""
        return f"=read {self.name}"

    def load(self, space: Session, part: Part) -> int:
        raw, inside, named, odd = self.parted(space, part)
        odd = f"CASE WHEN {self.any_odd} THEN ARRAY({odd}) END AS {quote(ODD)}"
        space.make(
            self.read,
            f"SELECT MONOTONICALLY_INCREASING_ID() AS {quote(ROW)}, {', '.join((*named, odd))}"
            f" FROM (SELECT {', '.join(inside)} FROM (SELECT {', '.join(raw)}"
            f" FROM {self.relation} AS source) AS raw) AS inside",
        )
        space.view(self.name, f"SELECT * FROM {quote(self.read)}")
        return int(space.value(f"SELECT COUNT(*) FROM {quote(self.name)}"))

    def unfolded(self) -> str:
        exploded = (
            f"SELECT {quote(ROW)} AS row, POSEXPLODE({quote(ODD)}) AS (place, given)"
            f" FROM {quote(self.name)} WHERE {quote(ODD)} IS NOT NULL"
        )
        return f"SELECT row, place, given FROM ({exploded}) AS o WHERE given IS NOT NULL"

    def write_back(self, space: Session, places: list[int]) -> None:
        joins = " ".join(
            f"LEFT JOIN {self.judged} AS j{n} ON j{n}.place = {n} AND j{n}.given = GET(l.{quote(ODD)}, {n})"
            for n in places
        )
        columns = ", ".join(self.settled(n, n in places) for n, _ in enumerate(self.given))
        space.view(
            self.name,
            f"SELECT l.{quote(ROW)}, {columns}, l.{quote(ODD)} FROM {quote(self.read)} AS l {joins}",
        )

    def settled(self, n: int, judged: bool) -> str:
        """A column with what was accepted of its odd values, if any was."""
        name = quote(self.given[n].name)
        if not judged:
            return f"l.{name}"
        return f"COALESCE(l.{name}, CAST(j{n}.value AS {self.type_inside(n)})) AS {name}"
