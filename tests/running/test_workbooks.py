"""Workbooks as clerks save them: hidden sheets, error cells, formulas never worked out, numbers and dates of Excel."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter

from kefen import InputError
from kefen.running import draft_mapping
from kefen.running.files.broken_cells import odd_cells
from kefen.running.files.workbooks import cell_text, open_sheet, sheets_of

HEADER = ["customer_id", "card_history"]


@pytest.fixture
def book(tmp_path):
    """Writes in.xlsx from sheets of rows; a cell that begins with = is a formula with the value beside it."""

    def write(sheets, hidden=(), name="in.xlsx", **options):
        made = xlsxwriter.Workbook(tmp_path / name, options)
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        for title, rows in sheets.items():
            sheet = made.add_worksheet(title)
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, tuple):
                        sheet.write_formula(line, place, cell[0], None, cell[1])
                    elif isinstance(cell, date):
                        sheet.write_datetime(line, place, cell, day)
                    else:
                        sheet.write(line, place, cell)
        for title in hidden:
            made.get_worksheet_by_name(title).hide()
        shown = next(title for title in sheets if title not in hidden)
        made.get_worksheet_by_name(shown).activate()
        made.get_worksheet_by_name(shown).set_first_sheet()
        made.close()
        return tmp_path / name

    return write


def rewritten(path, other, change):
    """A workbook with one change in its first sheet."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(*change, 1) if name.endswith("sheet1.xml") else text)


def test_the_styles_of_a_workbook_are_found_wherever_they_stand(tmp_path):
    made = xlsxwriter.Workbook(tmp_path / "in.xlsx")
    made.add_worksheet("s").write(0, 0, 0.65, made.add_format({"num_format": "0%"}))
    made.close()
    with (
        zipfile.ZipFile(tmp_path / "in.xlsx") as old,
        zipfile.ZipFile(tmp_path / "x.xlsx", "w") as new,
    ):
        for name in old.namelist():
            new.writestr(
                name.replace("styles.xml", "format.xml"),
                old.read(name).replace(b"styles.xml", b"format.xml"),
            )
    assert list(open_sheet(tmp_path / "x.xlsx").rows()) == [(1, ["65%"])]


# --- which sheet ----------------------------------------------------------------------------------


def test_the_first_visible_sheet_is_read_and_named(grade, book):
    path = book({"old": [HEADER, ["A", 4]], "new": [HEADER, ["B", 4]]}, hidden=["old"])
    done = grade(path)
    assert done.ids == ["B"]
    assert "read: in.xlsx, sheet `new`, header in line 1" in done.summary.text("en")


def test_a_hidden_sheet_is_read_when_it_is_asked_for(grade, book):
    path = book({"old": [HEADER, ["A", 4]], "new": [HEADER, ["B", 4]]}, hidden=["old"])
    assert grade(path, sheet="old").ids == ["A"]


def test_a_hidden_sheet_called_like_a_list_is_not_read(grade, book):
    accounts = [["customer_id", "state"], ["A", "bad_debt"]]
    path = book({"main": [HEADER, ["A", "N"]], "accounts": accounts}, hidden=["accounts"])
    assert grade(path).summary.lists == ()


ACCOUNTS = [["客户号", "账户种类", "账户状态", "账户还款状态"], ["A", "贷款", "正常", "N" * 24]]


@pytest.mark.parametrize(
    "second", ["信贷账户(2)", "信贷账户 2", "accounts", "信贷账户 副本", "Accounts"]
)
def test_two_sheets_that_are_called_like_one_list_are_refused(second, grade, book):
    path = book({"rows": [HEADER, ["A", 4]], "信贷账户": ACCOUNTS, second: ACCOUNTS})
    with pytest.raises(
        InputError, match=f"`信贷账户` and `{re.escape(second)}` are both the list accounts"
    ):
        grade(path)


@pytest.mark.parametrize("more", [[], ["remark"]])
def test_a_second_sheet_with_the_header_of_the_table_is_refused(more, grade, book):
    """Also when it has a title above and a column more."""
    header = [*HEADER, "a", "b"]
    second = [["Shanghai"], [*header, *more], ["B", 4]]
    path = book({"北京": [header, ["A", 4]], "上海": second})
    with pytest.raises(InputError, match="`北京` and `上海` have the same header"):
        grade(path)


def test_a_second_sheet_with_the_header_of_the_table_is_passed_over_when_one_is_named(grade, book):
    path = book({"北京": [HEADER, ["A", 4]], "上海": [HEADER, ["B", 4]]})
    assert grade(path, sheet="上海").ids == ["B"]


def test_a_second_sheet_of_other_columns_is_no_matter(grade, book):
    path = book({"北京": [HEADER, ["A", 4]], "说明": [["customer_id", "note"], ["B", "-"]]})
    assert grade(path).ids == ["A"]


def test_a_second_sheet_with_the_header_of_a_list_is_refused(grade, book):
    path = book({"rows": [HEADER, ["A", 4]], "信贷账户": ACCOUNTS, "more": ACCOUNTS})
    with pytest.raises(InputError, match="`信贷账户` and `more` have the same header"):
        grade(path, sheet="rows")


def test_a_chart_is_no_sheet(grade, tmp_path):
    made = xlsxwriter.Workbook(tmp_path / "in.xlsx")
    chart = made.add_chart({"type": "line"})
    made.add_chartsheet("chart").set_chart(chart)
    sheet = made.add_worksheet("rows")
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["A", 4])
    chart.add_series({"values": "=rows!$B$2:$B$2"})
    made.close()
    assert grade(tmp_path / "in.xlsx").ids == ["A"]
    assert sheets_of(tmp_path / "in.xlsx") == ["rows"]
    with pytest.raises(InputError, match="has no sheet `chart`; it has rows"):
        grade(tmp_path / "in.xlsx", sheet="chart")


# --- cells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!"]
)
def test_an_error_cell_reaches_the_reader_as_its_word(grade, book, word):
    done = grade(book({"s": [HEADER, ["A", ("=B9", word)], ["B", 4]]}))
    assert done.ids == ["B"]
    assert [(row["line"], row["column"], row["value"]) for row in done.quarantine] == [
        ("2", "card_history", word)
    ]


def test_a_formula_without_a_stored_value_reaches_the_reader_as_its_text(grade, tmp_path):
    made = openpyxl.Workbook()
    for row in ([*HEADER], ["A", "=1+3"], ["B", 4]):
        made.active.append(row)
    made.save(tmp_path / "in.xlsx")
    done = grade(tmp_path / "in.xlsx")
    assert done.ids == ["B"]
    assert [(row["line"], row["value"]) for row in done.quarantine] == [("2", "'=1+3")]


def test_a_row_of_nothing_but_formulas_without_values_is_not_lost(tmp_path):
    made = openpyxl.Workbook()
    for row in ([*HEADER], ["A", 4], ["=A1", "=B1"]):
        made.active.append(row)
    made.save(tmp_path / "in.xlsx")
    assert list(open_sheet(tmp_path / "in.xlsx").rows())[-1] == (3, ["=A1", "=B1"])


def test_a_formula_with_its_value_is_its_value(grade, book):
    assert grade(book({"s": [HEADER, [("=A9", "A"), ("=1+3", 4)]]})).ids == ["A"]


def test_a_formula_that_came_to_an_empty_text_is_empty(book, tmp_path):
    path = book({"s": [HEADER, ["A", ('=""', "")]]})
    rewritten(path, tmp_path / "x.xlsx", (b'<c r="B2">', b'<c r="B2" t="str">'))
    assert odd_cells(path, "s").broken == {2: {1: '=""'}}
    assert odd_cells(tmp_path / "x.xlsx", "s").broken == {}


def test_an_error_in_a_sheet_that_begins_further_down_stands_in_its_own_row(book):
    path = book({"s": [[], [], ["", "", *HEADER], ["", "", "A", ("=B9", "#REF!")]]})
    assert list(open_sheet(path).rows()) == [(3, HEADER), (4, ["A", "#REF!"])]


def test_a_sheet_whose_errors_cannot_be_looked_for_is_refused(book, tmp_path):
    """The reader of workbooks does not mind how the name of a part is spelled."""
    path = book({"s": [HEADER, ["A", ("=B9", "#REF!")]]})
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "x.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("worksheets/sheet1", "Worksheets/sheet1"), old.read(name))
    with pytest.raises(InputError, match=r"x.xlsx cannot be read as Excel: .*sheet1"):
        list(open_sheet(tmp_path / "x.xlsx").rows())


def test_a_workbook_with_a_document_type_is_refused(book, tmp_path):
    path = book({"s": [HEADER, ["A", ("=B9", "#REF!")]]})
    kind = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'
    rewritten(path, tmp_path / "x.xlsx", (b"<worksheet", kind))
    with pytest.raises(InputError, match="declares no document type"):
        odd_cells(tmp_path / "x.xlsx", "s")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (3.3000000000000003, "3.3"),
        (0.1 + 0.2, "0.3"),
        (10001.0, "10001"),
        (-5.0, "-5"),
        (0.00001, "0.00001"),
        (999999999999999.0, "999999999999999"),
        (1e15, "1E+15"),
        (919900000000000011.0, "9.199E+17"),
        (-123456789012345678.0, "-1.23456789012346E+17"),
        (1234567890123456789, "1.23456789012346E+18"),
        (True, "true"),
        (date(2026, 5, 3), "2026-05-03"),
        (datetime.fromisoformat("2026-05-03"), "2026-05-03"),
        (datetime.fromisoformat("2026-05-03T13:05"), "2026-05-03 13:05:00"),
        (" x\n", "x"),
        (None, ""),
    ],
)
def test_a_cell_is_the_text_a_bank_would_type(cell, text):
    assert cell_text(cell) == text


def test_days_counted_from_1904_are_the_same_days(book):
    path = book({"s": [["d"], [date(2026, 5, 3)]]}, date_1904=True)
    assert list(open_sheet(path).rows())[-1].cells == ["2026-05-03"]


def test_lines_above_the_header_of_a_sheet_are_skipped_when_told(grade, book):
    path = book({"s": [["a title"], HEADER, ["A", 4], ["B", "x"], ["合计", 2]]})
    with pytest.raises(InputError, match=r"`a title \| column 2`; line 2 looks .* --skip-lines 1"):
        grade(path)
    done = grade(path, skip_lines=1)
    assert done.ids == ["A"]
    assert ("4", "not in domain") in done.reasons
    assert ("5", "total") in done.reasons


def merged(path, places, sheet="rows"):
    book = openpyxl.load_workbook(path)
    for place in places.split():
        book[sheet].merge_cells(place)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("place", "lines"), [("A2:A3", [2, 3]), ("B3:B4", [3, 4]), ("B3:C3", [3]), ("A3:B3", [3])]
)
def test_a_merged_cell_below_the_header_is_accepted_by_no_reader(place, lines, grade, book):
    rows = [[*HEADER, "x", "y"], *([key, "N" * 24, "", 1] for key in "ABC")]
    done = grade(merged(book({"rows": rows}), place))
    assert {*done.reasons} == {(str(line), "merged") for line in lines}


def test_a_merged_note_below_the_rows_and_a_merged_title_are_no_matter(grade, book):
    rows = [["Title", ""], HEADER, ["A", "N" * 24], ["合计", ""]]
    done = grade(merged(book({"rows": rows}), "A1:B1 A4:B4"), skip_lines=1)
    assert (done.ids, done.reasons) == (["A"], [("4", "total")])


def test_a_header_cell_that_is_merged_with_the_line_above_is_what_stands_there(grade, book):
    rows = [["customer_id", "histories"], ["", "card_history"], ["A", "N" * 24]]
    assert grade(merged(book({"rows": rows}), "A1:A2"), skip_lines=1).ids == ["A"]


def test_a_column_below_another_person_is_not_read(grade, book):
    rows = [["", "", "配偶"], [*HEADER, "loan_history"], ["A", "N" * 24, "N" * 24]]
    told = grade(book({"rows": rows}), skip_lines=1).summary.warnings
    assert any("`loan_history` stands below `配偶`" in words.en for words in told)


def test_columns_without_a_name_and_without_values_are_none(grade, grades, book):
    rows = [[*HEADER, *[""] * 16381, " "], ["A", "N" * 24]]
    path = book({"rows": rows})
    assert len(grade(path).summary.warnings) == 1
    assert draft_mapping(path, grades).count("\n") < 6


def test_a_header_cell_with_a_line_break_is_one_name(grade, book):
    assert grade(book({"s": [["客户\n号", "card_history"], ["A", 4]]})).ids == ["A"]


# --- dates of two kinds ---------------------------------------------------------------------------

DATES = ["customer_id", "card_history", "出生日期"]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([date(1990, 1, 13), "1990-02-03"], "check month and day of both"),
        ([date(1990, 1, 12), "13/05/1990"], "Excel has probably swapped day and month"),
    ],
)
def test_a_column_of_real_dates_and_texts_is_told(grade, book, days, said):
    rows = [[key, 4, day] for key, day in zip("AB", days, strict=True)]
    done = grade(book({"s": [DATES, *rows]}))
    assert any(said in words.en for words in done.summary.warnings)


def test_a_column_of_one_kind_of_dates_is_not_told(grade, book):
    done = grade(book({"s": [DATES, ["A", 4, date(1990, 1, 2)], ["B", 4, date(1990, 1, 3)]]}))
    assert not any("出生日期" in words.zh for words in done.summary.warnings)
