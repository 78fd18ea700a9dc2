"""What is written: safe to open, whole or not at all, in three formats."""

from __future__ import annotations

import resource
from contextlib import contextmanager

import duckdb
import openpyxl
import pytest

from kefen import InputError
from kefen.running import Options, run
from kefen.running.files import outputs

TABLE = "customer_id,card_history\n+1+1,4\n-5,4\nA,x\n@b,=x\n"


@contextmanager
def full_disk(size: int):
    """No file may grow beyond a size, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(TABLE)
    return path


def test_a_csv_holds_no_formula(grade):
    done = grade(TABLE)
    assert done.ids == ["'+1+1", "-5"]
    assert [(row["key"], row["value"]) for row in done.quarantine] == [("A", "x"), ("'@b", "'=x")]


def test_an_excel_sheet_holds_no_formula(grades, table, tmp_path):
    run(grades, table, tmp_path / "out.xlsx", Options(lang="zh"))
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("客户号", "个人信用记录等级代码", "个人信用记录等级", "认定状态")
    assert rows[1][:4] == ("+1+1", "BANNED", "禁入", "已认定")
    assert sheet["A2"].data_type == "s"


def test_parquet_holds_ids(grades, table, tmp_path):
    run(grades, table, tmp_path / "out.parquet")
    found = duckdb.connect().execute(f"SELECT * FROM '{tmp_path / 'out.parquet'}'")
    names = [column[0] for column in found.description]
    assert names == ["customer_id", "credit_grade", "credit_grade_label", "status", "marked", "possible",
                     "decisive", "decisive_place", "decisive_title", "missing"]  # fmt: skip
    assert found.fetchone()[:7] == ("+1+1", "BANNED", "禁入", "decided", None, "BANNED", "1.2")


def test_flags_show_every_criterion(grade):
    row = grade("customer_id,card_history\nA,3\n", flags=True).decisions[0]
    assert (row["2.1"], row["1.2"], row["2.2"]) == ("true", "", "")


def test_reasons_are_the_words_of_one_decision(grade, grades):
    from kefen.explaining import explain
    from kefen.explaining.rendering import to_lines

    row = grade("customer_id,card_history\nA,3NN\n", explain=True).decisions[0]
    alone = grades.decide({"customer_id": "A", "card_history": "3NN"})
    assert row["reasons"] == "\n".join(to_lines(explain(alone, "en")))


def test_a_full_disk_leaves_the_old_files_whole(grades, tmp_path):
    big = tmp_path / "in.csv"
    big.write_text("customer_id,card_history\n" + "".join(f"{i},{i % 7}\n" for i in range(20_000)))
    (tmp_path / "out.csv").write_text("old")
    with full_disk(100_000), pytest.raises(InputError) as refused:
        run(grades, big, tmp_path / "out.csv")
    assert "\n" not in str(refused.value)
    assert (tmp_path / "out.csv").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_a_sheet_that_would_be_too_long_is_refused_in_one_line(
    grades, table, tmp_path, monkeypatch
):
    monkeypatch.setattr(outputs, "_EXCEL_ROWS", 2)
    with pytest.raises(InputError, match="an Excel sheet holds 2 rows with its header"):
        run(grades, table, tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize("name", ["out.docx", "out", "absent/out.csv"])
def test_an_output_that_cannot_be_is_refused_before_anything_is_read(grades, table, tmp_path, name):
    with pytest.raises(InputError, match=r"can write|there is no folder"):
        run(grades, table, tmp_path / name)


@pytest.mark.parametrize(
    ("output", "quarantine", "said"),
    [
        ("in.csv", "q.csv", "in.csv is read by this run: write under another name"),
        ("out.csv", "in.csv", "in.csv is read by this run: write under another name"),
        ("out.csv", "out.csv", "out.csv cannot hold the decisions and the quarantine"),
        ("out.csv", "q.xlsx", "q.xlsx: the quarantine is written as .csv"),
        ("out.csv", "nowhere/q.csv", "there is no folder"),
        ("folder.csv", "q.csv", "folder.csv is a folder, not a file"),
    ],
)
def test_nothing_is_written_over_what_is_read_or_written(
    grades, table, tmp_path, output, quarantine, said
):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputError, match=said):
        run(grades, table, tmp_path / output, Options(quarantine=tmp_path / quarantine))
    assert table.read_text() == TABLE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.csv", "in.csv"]


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_a_full_disk_is_told_of_the_file_that_was_asked_for(grades, tmp_path, name):
    big = tmp_path / "in.csv"
    big.write_text("customer_id,card_history\n" + "".join(f"{i},{i % 7}\n" for i in range(20_000)))
    with full_disk(100_000), pytest.raises(InputError) as refused:
        run(grades, big, tmp_path / name)
    assert str(refused.value) == f"{tmp_path / name}: File too large"
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
