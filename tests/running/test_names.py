"""Files and columns whose names mean something to the engine: it reads these files and these columns, no others."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from kefen import InputError
from kefen.running import Options, run

HEADER = "customer_id,card_history\n"
#: a name that is a pattern, and one that fits the pattern
PATTERNS = [("t[1]", "t1"), ("t*", "t2"), ("t?", "t3"), ("[!t]", "u"), ("**", "v"), ("t[", "w")]


def parquet(path: Path, columns: str) -> Path:
    """A table of one row with values for columns, such as ``'A' AS customer_id``."""
    duckdb.sql(f"SELECT {columns}").write_parquet(str(path))
    return path


@pytest.mark.parametrize("end", [".csv", ".parquet"])
@pytest.mark.parametrize(("name", "other"), PATTERNS)
def test_a_name_that_is_a_pattern_means_its_own_file(grades, tmp_path, name, other, end):
    for stem, key in ((other, "OTHER"), (name, "A")):
        path = tmp_path / f"{stem}{end}"
        if end == ".csv":
            path.write_text(f"{HEADER}{key},N\n")
        else:
            parquet(tmp_path / "x.parquet", f"'{key}' AS customer_id, 'N' AS card_history").rename(
                path
            )
    run(grades, tmp_path / f"{name}{end}", tmp_path / f"out {name}.csv", Options(lang="en"))
    assert "\nA," in (tmp_path / f"out {name}.csv").read_text()


def test_so_it_does_in_a_list_and_in_the_folder_of_both(grades, tmp_path):
    folder = tmp_path / "d[1]"
    for place, state in ((tmp_path / "d1", "normal"), (folder, "bad_debt")):
        place.mkdir()
        (place / "in.csv").write_text(f"{HEADER}A,N\n")
        (place / "acc[1].csv").write_text(f"customer_id,kind,state\nA,loan,{state}\n")
    (folder / "acc1.csv").write_text("customer_id,kind,state\nA,loan,normal\n")
    run(
        grades,
        folder / "in.csv",
        folder / "o.csv",
        Options(lists={"accounts": folder / "acc[1].csv"}),
    )
    assert "BANNED" in (folder / "o.csv").read_text()


def test_a_folder_called_like_a_partition_gives_no_column(grade, tmp_path):
    folder = tmp_path / "card_history=4"
    folder.mkdir()
    table = parquet(folder / "t.parquet", "'A' AS customer_id, '3' AS card_history")
    assert [row["credit_grade"] for row in grade(table).decisions] == ["SUBSTANDARD"]


RESERVED = (
    "file_row_number",
    "FILE_ROW_NUMBER",
    "filename",
    "file_index",
    "rowid",
    "=row",
    "=line",
)


@pytest.mark.parametrize("name", RESERVED)
def test_a_column_may_be_called_like_one_of_the_engine(grade, tmp_path, name):
    columns = f"'A' AS customer_id, 'x' AS card_history, 'y' AS \"{name}\""
    done = grade(parquet(tmp_path / "t.parquet", columns))
    assert done.reasons == [("1", "not in domain")]


def test_rows_are_counted_in_a_table_with_such_a_column(grade, tmp_path):
    (tmp_path / "map.yaml").write_text("key: row number\n")
    table = parquet(tmp_path / "t.parquet", "'N' AS card_history, 7 AS file_row_number")
    assert grade(table, mapping=tmp_path / "map.yaml").ids == ["1"]


def test_a_name_may_hold_what_marks_the_line_of_a_row(grade, tmp_path):
    table = parquet(tmp_path / "x=line.parquet", "'A' AS customer_id, 'N' AS card_history")
    assert grade(table).ids == ["A"]


@pytest.mark.parametrize("other", ["customer_id", "customer_id "])
def test_a_header_given_twice_in_parquet_is_refused(grade, tmp_path, other):
    passing = other[:-1] + "*"
    columns = f"'A' AS customer_id, 'B' AS \"{passing}\", 'N' AS card_history"
    path = parquet(tmp_path / "t.parquet", columns)
    path.write_bytes(path.read_bytes().replace(passing.encode(), other.encode()))
    with pytest.raises(InputError, match="`customer_id` is given twice, in columns 1 and 2"):
        grade(path)
