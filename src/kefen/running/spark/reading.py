"""What a run on Spark is to read."""

from __future__ import annotations

from dataclasses import dataclass

from kefen.compiling.sql import quote
from kefen.running.databases import ClusterTable
from kefen.running.findings import Teller
from kefen.running.mapping import TableMapping
from kefen.running.matching import TableSpec, match
from kefen.running.spark.columns import ClusterColumns, SparkColumns, table_of
from kefen.running.spark.intake import SparkIntake
from kefen.running.spark.session import Session
from kefen.running.sql.intake import Intake
from kefen.running.sql.reading import Reading
from kefen.running.tables import Discretion


@dataclass
class SparkReading(Reading[ClusterTable]):
    """Folders and tables on Spark."""

    space: Session

    def table_of(self, place: ClusterTable, discretion: Discretion) -> ClusterColumns:
        return table_of(self.space, place, discretion)

    def intake_of(
        self, table: ClusterColumns, mapping: TableMapping, wanted: TableSpec, teller: Teller
    ) -> Intake:
        columns, name = SparkColumns(table), f"=source {wanted.listed}"
        found = match(table, mapping, wanted, columns)
        self.space.name(name, table.frame)
        return SparkIntake(table, quote(name), found, wanted, teller, columns.recodings)
