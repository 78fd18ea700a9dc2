"""A table of the server in inside form, in one pass."""

from __future__ import annotations

from dataclasses import dataclass

from kefen.compiling.dialects import POSTGRES
from kefen.compiling.sql import quote
from kefen.running.postgres.columns import as_text
from kefen.running.postgres.conversions import native, plainly
from kefen.running.postgres.session import Session
from kefen.running.sql.intake import ODD, Intake, Part
from kefen.running.sql.space import ROW
from kefen.vocabulary import FactSpec

#: the positive part of a hash
_POSITIVE = 2**63 - 1


@dataclass(frozen=True)
class ServerIntake(Intake):
    """Reads one table of the server."""

    dialect = POSTGRES

    def as_text(self, value: str, type_: str) -> str:
        return as_text(value, type_)

    def native(self, spec: FactSpec, value: str, type_: str) -> str:
        return native(spec, value, type_)

    def plainly(self, spec: FactSpec, value: str, text: str, type_: str) -> str:
        return plainly(spec, value, text, type_)

    def load(self, space: Session, part: Part) -> int:
        raw, inside, named, odd = self.parted(space, part)
        odd = f"CASE WHEN {self.any_odd} THEN ARRAY[{odd}] END AS {quote(ODD)}"
        space.make(
            self.name,
            f"SELECT ROW_NUMBER() OVER () AS {quote(ROW)}, {', '.join((*named, odd))}"
            f" FROM (SELECT {', '.join(inside)} FROM (SELECT {', '.join(raw)} FROM {self.relation} AS source"
            f" {self.where(part)} OFFSET 0) AS raw OFFSET 0) AS inside",
        )
        return int(space.value(f"SELECT COUNT(*) FROM {quote(self.name)}"))

    def where(self, part: Part) -> str:
        if part.of < 2:
            return "" if part.of else "WHERE FALSE"
        hashed = f"HASHTEXTEXTENDED(COALESCE({self.key_text}, ''), 0) & {_POSITIVE}"
        return f"WHERE ({hashed}) % {part.of} = {part.place}"

    def unfolded(self) -> str:
        return (
            f"SELECT {quote(ROW)} AS row, place - 1 AS place, {quote(ODD)}[place] AS given"
            f" FROM {quote(self.name)}, GENERATE_SUBSCRIPTS({quote(ODD)}, 1) AS place"
            f" WHERE {quote(ODD)} IS NOT NULL AND {quote(ODD)}[place] IS NOT NULL"
        )

    def write_back(self, space: Session, places: list[int]) -> None:
        for place in places:
            name = quote(self.given[place].name)
            space.do(
                f"UPDATE {quote(self.name)} AS l SET {name} = CAST(j.value AS {self.type_inside(place)})"
                f" FROM {self.odd} AS o JOIN {self.judged} AS j ON j.place = o.place AND j.given = o.given"
                f" WHERE o.place = {place} AND j.value IS NOT NULL AND l.{quote(ROW)} = o.row"
            )
