"""Every kind of file a bank sends, and those that cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from kefen import InputError

GOOD = "customer_id,card_history\nA,4\nB,3\n"
CHINESE = "客户号,信用卡24个月还款状态\nA,4\nB,3\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_chinese_headers_are_read_in_every_usual_encoding(grade, encoding):
    done = grade(CHINESE.encode(encoding))
    assert [row["credit_grade"] for row in done.decisions] == ["BANNED", "SUBSTANDARD"]


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u3000", "\u200b", "\u2060"])
def test_blanks_around_a_header_are_no_part_of_it(grade, blank):
    done = grade(f"{blank}客户号{blank},{blank}card_history{blank}\nA,4\nB,3\n")
    assert [row["credit_grade"] for row in done.decisions] == ["BANNED", "SUBSTANDARD"]


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u00ad", "\u200e"])
def test_a_sign_that_nobody_sees_is_no_part_of_a_header_or_of_a_mapping(grade, sign, tmp_path):
    (tmp_path / "map.yaml").write_text(
        f'columns:\n  "编{sign}号": customer_id\n  "X{sign}": card_history\n'
    )
    assert grade(f"编号{sign},{sign}X\nA,4\n", mapping=tmp_path / "map.yaml").ids == ["A"]
    assert grade(f"客户{sign}号,card_{sign}history\nA,4\n").ids == ["A"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(grade, delimiter):
    assert grade(GOOD.replace(",", delimiter)).ids == ["A", "B"]


def test_windows_line_ends_and_a_last_line_without_one_are_read(grade):
    assert grade(GOOD.rstrip().replace("\n", "\r\n")).ids == ["A", "B"]


@pytest.mark.parametrize("ends", [("\r\n", "\n"), ("\n", "\r\n"), ("\n", "\r"), ("\r", "\n")])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_whose_lines_end_in_different_ways_is_read(grade, ends, encoding):
    text = "客户号,card_history{0}A,4{0}B,x{1}C,y{1}".format(*ends)
    done = grade(text.encode(encoding))
    assert done.ids == ["A"]
    assert done.reasons == [("3", "not in domain"), ("4", "not in domain")]


def test_chinese_and_english_headers_may_be_mixed(grade):
    assert grade("客户号,loan_history,出生日期\nA,4,1990-01-01\n").ids == ["A"]


def test_a_header_given_twice_is_refused(grade):
    with pytest.raises(InputError, match="`客户号` is given twice, in columns 1 and 3"):
        grade("客户号,card_history,客户号\nA,4,A\n")


def test_two_names_of_one_fact_are_refused(grade):
    with pytest.raises(
        InputError, match="`客户号` and `customer_id` are both the fact customer_id"
    ):
        grade("客户号,customer_id\nA,A\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "in.csv is empty"),
        (b"customer_id,card_history\n", "has a header and no rows"),
        (b"\n\n", "has no header in its first line"),
        (b"\xff\xff\x81,\n", "is neither UTF-8 nor GB18030"),
        (b"name,card_history\nA,4\n", "has no column `customer_id` or `客户号`"),
    ],
)
def test_a_useless_file_is_refused_in_one_line(grade, content, said):
    with pytest.raises(InputError, match=said) as refused:
        grade(content)
    assert "\n" not in str(refused.value)


def test_a_wrong_encoding_that_was_asked_for_is_refused(grade):
    with pytest.raises(InputError, match="is not UTF-8"):
        grade(CHINESE.encode("gb18030"), encoding="utf-8")


def test_other_files_are_refused_by_name(grade, tmp_path):
    (tmp_path / "x.docx").write_text("")
    with pytest.raises(InputError, match=r"can read .csv, .xlsx, .parquet and .jsonl, not `.docx`"):
        grade(tmp_path / "x.docx")
    with pytest.raises(InputError, match="there is no file"):
        grade(tmp_path / "absent.csv")


def test_a_broken_parquet_or_excel_file_is_refused_in_one_line(grade, tmp_path):
    for name, kind, begin in (
        ("x.parquet", "Parquet", b"PAR1"),
        ("x.xlsx", "Excel", b"PK\x03\x04"),
    ):
        (tmp_path / name).write_bytes(begin + b"nonsense")
        with pytest.raises(InputError, match=f"{name} cannot be read as {kind}") as refused:
            grade(tmp_path / name)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.csv", b"PK\x03\x04\x14", "x.csv holds a workbook: name it `.xlsx`"),
        ("x.csv", b"PAR1\x15", "x.csv holds Parquet: name it `.parquet`"),
        ("x.xls", b"PK\x03\x04\x14", "x.xls holds a workbook: name it `.xlsx`"),
        ("x.xls", GOOD.encode(), "x.xls holds no workbook: if it is text, name it `.csv`"),
        ("x.xls", b"\xd0\xcf\x11\xe0", "no error .* in a `.xls`: save it as `.xlsx`"),
        ("x.xlsb", b"PK\x03\x04\x14", "no error .* in a `.xlsb`: save it as `.xlsx`"),
        ("x.ods", b"PK\x03\x04\x14", "no error .* in a `.ods`: save it as `.xlsx`"),
        ("x.xlsx", b"\xd0\xcf\x11\xe0", "x.xlsx has a password or is old"),
        ("x.csv", b"\xd0\xcf\x11\xe0", "x.csv has a password or is old"),
        ("x.xlsx", GOOD.encode(), "x.xlsx holds no workbook: if it is text, name it `.csv`"),
        ("x.csv", CHINESE.encode("utf-16-le"), "x.csv is not text, or is UTF-16"),
        ("x.csv", b"\xff\x81", "; save it as UTF-8 or GB18030"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_told_by_its_content(
    grade, tmp_path, name, content, said
):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=said):
        grade(tmp_path / name)


def test_excel_dates_and_whole_floats_are_read_as_people_see_them(grade, tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "in.xlsx")
    sheet = book.add_worksheet("客户")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ["客户号", "出生日期", "信用卡24个月还款状态", "有异常状态账户"])
    sheet.write_row(2, 0, [10001.0, None, 4, False])
    sheet.write_datetime(2, 1, date(1990, 2, 3), day)
    sheet.write_row(3, 0, [10002, "1990-02-30", 3, "是"])
    book.close()
    done = grade(tmp_path / "in.xlsx", sheet="客户")
    assert done.ids == ["10001"]
    assert done.reasons == [("4", "no such day")]


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(grade, tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "in.xlsx")
    book.add_worksheet("客户").write(0, 0, "客户号")
    book.close()
    with pytest.raises(InputError, match="has no sheet `账户`; it has 客户"):
        grade(tmp_path / "in.xlsx", sheet="账户")


def test_parquet_is_read_in_its_own_types(classes, tmp_path):
    from kefen.running import Options, run

    duckdb.connect().execute(
        "COPY (SELECT 'A' AS customer_id, DATE '1990-01-01' AS birth_date, 36.0::DOUBLE AS age,"
        " TRUE AS full_capacity, ['lawyer', 'auditor'] AS qualifications, 0.25::DOUBLE AS shareholding,"
        " 12.5::DECIMAL(10, 4) AS registered_capital, NULL::VARCHAR AS education"
        " UNION ALL SELECT 'B', NULL, 20.5, NULL, [], 1.5, -1, 'bachelor'"
        f") TO '{tmp_path / 'in.parquet'}'"
    )
    summary = run(classes, tmp_path / "in.parquet", tmp_path / "out.parquet", Options(lang="en"))
    found = (tmp_path / "out.quarantine.csv").read_text("utf-8-sig").splitlines()[1:]
    assert (summary.decided, summary.quarantined) == (1, 1)
    assert [line.split(",")[:5] for line in found] == [
        ["2", "B", "age", "20.5", "not whole"],
        ["2", "B", "shareholding", "1.5", "too large"],
        ["2", "B", "registered_capital", "-1.0000", "negative"],
    ]


def test_lines_are_right_in_a_file_with_line_feeds_in_its_texts(grade):
    done = grade('customer_id,note,card_history\nA,"one\ntwo",4\n\nB,,x\nC,,y\n')
    assert done.ids == ["A"]
    assert done.reasons == [("5", "not in domain"), ("6", "not in domain")]


def test_lines_with_too_many_or_too_few_columns_are_quarantined(grade):
    done = grade("customer_id,card_history\nA,4\nB\nC,4,4\nD,x\n")
    assert done.ids == ["A"]
    assert done.reasons == [("3", "columns"), ("4", "columns"), ("5", "not in domain")]
    assert done.summary.rows == 4


def test_nothing_is_left_behind_beside_the_files(grade, tmp_path: Path):
    grade(CHINESE.encode("gb18030"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "in.csv",
        "out.csv",
        "out.csv.run.json",
        "out.quarantine.csv",
    ]
