"""A session of Spark in which a run works: its tables lie in a folder of the run, what stops it is told in one line."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from kefen.compiling.dialects import SPARK
from kefen.compiling.sql import quote
from kefen.errors import InputError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

#: days are those of China; a policy has more columns and longer methods than Spark compiles by default
_SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "Asia/Shanghai",
    "spark.sql.codegen.maxFields": "2000",
    "spark.sql.codegen.hugeMethodLimit": "8000",
}
_ALONE = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
_NO_JAVA = "Spark does not start: it needs Java 17 or newer (JAVA_HOME), and a master that answers"


class Session:
    """A ``Space`` on Spark. A table that is made is a folder of Parquet, so that a lost executor loses none of it."""

    dialect = SPARK

    def __init__(self, spark: SparkSession, folder: str) -> None:
        self.spark, self.folder = spark, folder
        self.schemas: dict[str, Any] = {}
        self._places = count()

    def frame(self, query: str) -> DataFrame:
        """The rows of a query, not worked out yet."""
        return self.spark.sql(SPARK.spelled(query))

    def make(self, table: str, query: str) -> None:
        path = self._new_path()
        self.frame(query).write.parquet(path)
        self.name(table, self.spark.read.parquet(path))

    def begin(self, table: str, columns: Mapping[str, str]) -> None:
        from pyspark.sql.types import StructType

        told = ", ".join(f"{quote(name)} {type_}" for name, type_ in columns.items())
        schema = StructType.fromDDL(SPARK.spelled(told))
        self.schemas[table] = (schema, self._new_path())
        self.name(table, self.spark.createDataFrame([], schema))

    def view(self, name: str, query: str) -> None:
        self.name(name, self.frame(query))

    def name(self, table: str, frame: DataFrame) -> None:
        """Call rows by a name, in the place of what had it."""
        frame.createOrReplaceTempView(SPARK.spelled(quote(table)))

    def add(self, table: str, query: str) -> None:
        schema, _ = self.schemas[table]
        frame = self.frame(query).toDF(*schema.names)
        self._append(
            table, frame.select(*(frame[f"`{n}`"].cast(schema[n].dataType) for n in schema.names))
        )

    def insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self._append(table, self.spark.createDataFrame([*rows], self.schemas[table][0]))

    def _append(self, table: str, frame: DataFrame) -> None:
        schema, path = self.schemas[table]
        frame.write.mode("append").parquet(path)
        self.name(table, self.spark.read.schema(schema).parquet(path))

    def leave_out(self, table: str, column: str, query: str) -> None:
        rows, out = self.frame(f"SELECT * FROM {quote(table)}"), self.frame(query).toDF("=out")
        self.name(table, rows.join(out, rows[column] == out["=out"], "left_anti"))

    def drop(self, table: str) -> None:
        self.spark.catalog.dropTempView(table)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.frame(sql).collect()]

    def value(self, sql: str) -> Any:
        return self.rows(sql)[0][0]

    def _new_path(self) -> str:
        return f"{self.folder}/{next(self._places)}"


@contextlib.contextmanager
def opened(master: str) -> Iterator[SparkSession]:
    """A session of its own; Spark ends with it if it was not there before.

    ``InputError`` in one line when it cannot be had.
    """
    with faults_in_words():
        spark, is_ours = _started(master)
        try:
            own = spark.newSession()
            for name, value in _SETTINGS.items():
                own.conf.set(name, value)
            yield own
        finally:
            if is_ours:
                spark.stop()


def _started(master: str) -> tuple[SparkSession, bool]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pandas, which it is not asked for
        try:
            from pyspark import SparkConf
            from pyspark.sql import SparkSession
        except ImportError:
            raise InputError("Spark needs its library: `pip install 'kefen[spark]'`") from None
        there = SparkSession.getActiveSession()
        if there is not None:
            return there, False
        builder = SparkSession.builder.appName("kefen").config(map=_ALONE)
        known = master or SparkConf().get("spark.master", "local[*]")
        spark = _built(builder.master(str(known)))
    spark.sparkContext.setLogLevel("OFF")
    return spark, True


def _built(builder: Any) -> SparkSession:
    from pyspark.errors import PySparkException

    try:
        session: SparkSession = builder.getOrCreate()
    except (PySparkException, OSError) as error:
        raise InputError(_NO_JAVA) from error
    return session


@contextlib.contextmanager
def faults_in_words() -> Iterator[None]:
    """What Spark refuses, and a cluster that is gone, in one line."""
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
    except ImportError:
        raise InputError("Spark needs its library: `pip install 'kefen[spark]'`") from None
    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise InputError(f"Spark: {said(error)}") from error
    except ConnectionError as error:
        raise InputError("Spark: the connection to it is lost") from error


def said(error: Exception) -> str:
    """The innermost cause, its first line."""
    java = getattr(error, "java_exception", None) or getattr(error, "_origin", None)
    told = ""
    with contextlib.suppress(Exception):
        while java is not None:
            told, java = str(java.getMessage() or told), java.getCause()
    lines: Sequence[str] = (told or str(error)).strip().splitlines()
    return lines[0] if lines else "the connection to it is lost"
