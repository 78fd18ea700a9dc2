"""Several files of Parquet as one table: a folder, a pattern."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kefen import InputError
from kefen.running import Options, run
from kefen.running.duckdb import workspace
from kefen.running.duckdb.job import DuckJob
from tests.running.conftest import rows_of

KEYS = "customer_id, DATE '1990-01-01' AS birth_date, REPEAT('N', n % 8 + 1) AS loan_history"


def write(path: Path, first: int, end: int, columns: str = KEYS) -> Path:
    path.parent.mkdir(exist_ok=True)
    rows = f"SELECT 'C' || n AS customer_id, n FROM RANGE({first}, {end}) AS r(n)"
    duckdb.sql(f"SELECT {columns} FROM ({rows})").write_parquet(str(path))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "in" / "part-00000.snappy.parquet", 0, 150)
    write(tmp_path / "in" / "part-00001.snappy.parquet", 150, 151)
    write(tmp_path / "in" / "part-00002.snappy.parquet", 151, 330)
    (tmp_path / "in" / "_SUCCESS").touch()
    return tmp_path / "in"


@pytest.fixture
def graded(grades: Any, tmp_path: Path) -> Callable[..., bytes]:
    def done(source: Path, **options: Any) -> bytes:
        run(grades, source, tmp_path / "out.csv", Options(lang="en", **options))
        return (tmp_path / "out.csv").read_bytes()

    return done


@pytest.mark.parametrize(
    "name", ["in", "in/*.parquet", "i?/part-*.parquet", "in/../*/part*.parquet"]
)
@pytest.mark.parametrize("parted", [False, True])
def test_the_files_of_a_folder_or_a_pattern_are_one_table(
    name: str, parted: bool, folder: Path, graded: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    whole = graded(write(tmp_path / "whole.parquet", 0, 330))
    if parted:
        monkeypatch.setattr(workspace, "ROW_GROUP", 100)
        monkeypatch.setattr(workspace, "_FEWEST_GROUPS", 1)
        monkeypatch.setattr(workspace, "_GROUPS_OF_THREAD", 0)
    assert graded(tmp_path / name) == whole


def test_a_key_given_in_two_files_is_set_aside_in_both(folder: Path, graded: Any) -> None:
    write(folder / "part-00003.parquet", 7, 8)
    graded(folder)
    lines = [row["key"] for row in rows_of(folder.parent / "out.quarantine.csv")]
    assert lines == ["C7", "C7"]


def test_files_with_other_columns_are_refused(folder: Path, graded: Any) -> None:
    write(folder / "part-00003.parquet", 400, 401, "customer_id, '1' AS birth_date")
    with pytest.raises(InputError, match=r"part-00003.* has other columns than .*: `birth_date`"):
        graded(folder)


@pytest.mark.parametrize(
    ("name", "said"),
    [("_temporary", "holds `_temporary`"), ("dt=2026-11-30", "holds folders: name one of them")],
)
def test_a_folder_of_which_not_all_is_one_table_is_refused(
    name: str, said: str, folder: Path, graded: Any
) -> None:
    write(folder / name / "part-00000.parquet", 0, 1)
    with pytest.raises(InputError, match=said):
        graded(folder)


def test_a_pattern_of_other_files_is_refused(folder: Path, graded: Any) -> None:
    (folder / "a.csv").write_text("customer_id\nA\n")
    with pytest.raises(InputError, match="several files at once must be Parquet"):
        graded(folder / "*.csv")
    with pytest.raises(InputError, match="names no file"):
        graded(folder / "z*.parquet")


def test_nothing_is_written_among_the_files_that_are_read(folder: Path, grades: Any) -> None:
    for source in (folder, folder / "*.parquet"):
        with pytest.raises(InputError, match="is read by this run"):
            run(grades, source, folder / "out.parquet")


def test_a_file_added_while_they_are_read_ends_the_run(
    folder: Path, graded: Any, monkeypatch: Any
) -> None:
    real = DuckJob.weigh

    def weigh(job: DuckJob) -> None:
        write(folder / "part-00009.parquet", 500, 501)
        real(job)

    monkeypatch.setattr(DuckJob, "weigh", weigh)
    with pytest.raises(InputError, match=r"part-00009.parquet changed while it was read"):
        graded(folder)
    assert not (folder.parent / "out.csv").exists()
