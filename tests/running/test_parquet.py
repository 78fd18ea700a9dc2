"""Columns of Parquet whose type does not say what they hold: moments, bytes, short floats."""

from __future__ import annotations

import base64
import struct
import zlib
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

import kefen
from kefen import InputError
from kefen.running import Options, run
from kefen.running.duckdb.columns import DuckColumns
from kefen.running.duckdb.intake import load
from kefen.running.duckdb.sources import open_table
from kefen.running.duckdb.workspace import Workspace
from kefen.running.mapping import NO_MAPPING, facts_of
from kefen.running.matching import TableSpec, match
from kefen.spelling.china import day_in_china
from tests.running.conftest import AS_OF

#: a file of ``customer_id`` A and B and their ``birth_date`` in INT96, which the engine reads but does not write
INT96 = zlib.decompress(
    base64.b85decode(
        "c-n1{&q~8U5XQfRWhrg1vvgq(x$L5l79;8@mwG4&BE^fxnxui|P!l()zJpKV>-6fy2k<4FD563S^M{%FeSFMvewz>|"
        "q9`W8jU;IRgd8FWIM4fZ$(xkY11G@Cs5k>Y3Jcut-%JAR?<`2@^c)k}7MpULkpPWtI2jeYwyU?LUsY?1>t2Q=&xd*C"
        "yUl8ybtRP0M#m0@#@b5ge-QCnE!4sdt_)iNg-98Y+Ci{bPswlUkK`AWtK8lELdQRddJU9t11>m<n#@1$%5GXT%{24A"
        "evY0>-&XZQbb2v6nI$@A%f0J&jwQeD6A58A=>"
    )
)
_FIRST, _SECOND = map(datetime.fromisoformat, ("1996-11-23T16", "1988-05-31T15"))


def stored(moment: datetime) -> bytes:
    """A moment as INT96: nanoseconds of the day, and the Julian day."""
    nanoseconds = (moment.hour * 3600 + moment.minute * 60 + moment.second) * 10**9
    return struct.pack("<qi", nanoseconds, moment.toordinal() + 1721425)


def int96(folder: Path, first: str, second: str) -> Path:
    content = INT96
    for old, new in ((_FIRST, first), (_SECOND, second)):
        assert stored(old) in content
        content = content.replace(stored(old), stored(datetime.fromisoformat(new)))
    path = folder / "int96.parquet"
    path.write_bytes(content)
    return path


def parquet(folder: Path, *rows: str) -> Path:
    path = folder / "t.parquet"
    duckdb.sql(" UNION ALL ".join(f"SELECT {row}" for row in rows)).write_parquet(str(path))
    return path


@pytest.fixture
def born(grades, tmp_path):
    """The days of birth that a run reads in a file."""

    def days(path: Path) -> list[str]:

        vocabulary = grades.policy.vocabulary
        names = ("customer_id", "birth_date")
        with Workspace(tmp_path / "o", Options()) as space:
            table = open_table(space, path)
            specs = {n: vocabulary.facts[n] for n in names}
            wanted = TableSpec(specs, "customer_id", AS_OF, facts_of(vocabulary), "t")
            load(space, table, match(table, NO_MAPPING, wanted, DuckColumns(space, table)), wanted)
            return [str(day) for (day,) in space.rows("SELECT birth_date FROM t ORDER BY 1")]

    return days


@pytest.mark.parametrize(
    ("moments", "days"),
    [
        (("1996-11-23T16:00", "1988-05-31T15:00"), ["1988-06-01", "1996-11-24"]),
        (("1899-12-31T15:54:17", "1996-11-23T16:00"), ["1900-01-01", "1996-11-24"]),
        (("1996-11-24T00:00", "1988-06-01T00:00"), ["1988-06-01", "1996-11-24"]),
        (("1996-11-24T09:30", "1988-06-01T14:59:59"), ["1988-06-01", "1996-11-24"]),
    ],
)
def test_moments_in_int96_are_days_where_both_readings_agree_or_all_are_midnights(
    born, tmp_path, moments, days
):
    assert born(int96(tmp_path, *moments)) == days


@pytest.mark.parametrize("other", ["1988-06-01T00:00", "1988-06-01T23:59", "1988-05-31T16:00"])
def test_other_moments_in_int96_are_refused(born, tmp_path, other):
    with pytest.raises(InputError, match="`birth_date` holds moments that are other days"):
        born(int96(tmp_path, "1996-11-23T16:00", other))


@pytest.mark.parametrize("kind", ["TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"])
def test_a_clock_that_always_shows_the_beginning_of_a_day_in_china_is_refused(born, tmp_path, kind):
    rows = [f"'{k}' AS customer_id, CAST('{at}' AS {kind}) AS birth_date"
            for k, at in (("A", "1996-11-23 16:00:00"), ("B", "1988-05-31 15:00:00"))]  # fmt: skip
    with pytest.raises(InputError, match="`birth_date` holds moments"):
        born(parquet(tmp_path, *rows))


def test_any_other_clock_shows_its_day(born, tmp_path):
    rows = [f"'{k}' AS customer_id, TIMESTAMP '{at}' AS birth_date"
            for k, at in (("A", "1996-11-23 16:00:00"), ("B", "1988-05-31 23:10:00"))]  # fmt: skip
    assert born(parquet(tmp_path, *rows)) == ["1988-05-31", "1996-11-23"]


def test_a_moment_with_a_zone_is_its_day_in_china_in_the_summers_of_then_too(born, tmp_path):
    rows = [f"'{k}' AS customer_id, TIMESTAMPTZ '{at}' AS birth_date"
            for k, at in (("A", "1988-05-31 15:00:00+00"), ("B", "1995-05-31 15:00:00+00"))]  # fmt: skip
    assert born(parquet(tmp_path, *rows)) == ["1988-06-01", "1995-05-31"]


def test_a_column_of_moments_that_is_not_read_stops_nothing(grade, tmp_path):
    row = "'A' AS customer_id, 'N' AS card_history, TIMESTAMP '1996-11-23 16:00:00' AS loaded_at"
    assert grade(parquet(tmp_path, row)).ids == ["A"]


def test_the_engine_and_the_reader_agree_on_the_day_in_china():
    hours = "SELECT UNNEST(GENERATE_SERIES(TIMESTAMP '1899-12-25', TIMESTAMP '1993-01-01', INTERVAL 7 HOUR)) AS moment"
    china = "CAST(TIMEZONE('Asia/Shanghai', TIMEZONE('UTC', moment)) AS DATE)"
    for at, day in duckdb.sql(f"SELECT moment, {china} FROM ({hours})").fetchall():
        assert day_in_china(at) == day, at


def test_bytes_that_are_texts_are_read_and_others_refused(grade, tmp_path):
    row = "{}::BLOB AS customer_id, 'N' AS card_history"
    assert grade(parquet(tmp_path, row.format("ENCODE('客1')"))).ids == ["客1"]
    with pytest.raises(InputError, match="`customer_id` holds bytes that are no text in UTF-8"):
        grade(parquet(tmp_path, row.format("ENCODE('A')"), row.format(r"'\xBF\xCD1'")))


@pytest.mark.parametrize("key", ["123456789", "16777217", "0.5"])
def test_a_key_that_a_short_float_has_cut_is_refused(grade, tmp_path, key):
    rows = [f"{k}::FLOAT AS customer_id, 'N' AS card_history" for k in (key, "100001")]
    with pytest.raises(InputError, match="`customer_id` is stored as FLOAT, which keeps 7 digits"):
        grade(parquet(tmp_path, *rows))


def test_amounts_in_short_floats_are_read_where_they_are_exact(tmp_path):
    tiers = kefen.load("value-tier", as_of=AS_OF)

    def income(*values: str) -> int:
        rows = [f"'C{n}' AS customer_id, {v}::FLOAT AS annual_income" for n, v in enumerate(values)]
        path = parquet(tmp_path, *rows)
        return run(tiers, path, tmp_path / "o.csv", Options()).decided

    assert income("600000", "16777215", "'NaN'") == 2
    assert income("1234.56") == 1
    with pytest.raises(InputError, match="`annual_income` is stored as FLOAT"):
        income("600000.55")
    with pytest.raises(InputError, match="`annual_income` is stored as FLOAT"):
        income("16777216", "1")
