"""What a cell shows by its number format is what it says, as in a file of texts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import openpyxl
import pytest

from kefen.running.files.workbooks import open_sheet

DAY = date(1996, 11, 30)


@pytest.fixture
def shown(tmp_path):
    """The text that a cell comes to, by its value and its format."""

    def text(value, form, builtin=None):
        book = openpyxl.Workbook()
        cell = book.active.cell(2, 2, value)
        cell.number_format = form
        book.save(tmp_path / "in.xlsx")
        return next(open_sheet(tmp_path / "in.xlsx").rows()).cells[0]

    return text


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("yyyy\"年\"m\"月\"", "1996年11月"), ("mmm-yy", "1996-11"), ("mmm yyyy", "Nov 1996"), ("yyyy", "1996"),
        ("m\"月\"d\"日\"", "11月30日"), ("[$-804]e\"年\"m\"月\";@", "1996-11"), ("yyyy-mm hh:mm", "1996-11 00:00"),
        ("[DBNum1][$-804]yyyy\"年\"m\"月\"", "1996年11月"), ("d-mmm", "30-Nov"), ("yyyy\\-mm", "1996-11"),
        ("yyyy/mm", "1996/11"), ("yyyymm", "199611"), ("dddd, mmmm yyyy", "Nov 1996"),
    ],
)  # fmt: skip
def test_a_date_that_shows_no_day_is_what_it_shows(form, text, shown):
    assert shown(DAY, form) == text


@pytest.mark.parametrize(
    "form",
    ["yyyy-mm-dd", "yyyy/m/d", "mm-dd-yy", "d-mmm-yy", "yyyy\"年\"m\"月\"d\"日\"", "yyyymmdd",
     "[$-804]yyyy\"年\"m\"月\"d\"日\";@", "m/d/yy h:mm", "dddd, mmmm dd, yyyy", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy"],
)  # fmt: skip
def test_a_date_that_shows_its_day_is_that_day(form, shown):
    assert shown(DAY, form) == "1996-11-30"


def test_minutes_are_no_months(shown):
    assert (
        shown(datetime(1996, 11, 30, 9, 5, tzinfo=UTC).replace(tzinfo=None), "yyyy d h:mm")
        == "1996 30 09:05"
    )


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.65, "0%", "65%"), (0.6543, "0.0%", "65.43%"), (-0.05, "0.00%;[Red]-0.00%", "-5%"), (65, '0.00"%"', "65%"),
        (60, '0.00"万元"', "60万元"), (60.5, "#,##0.0 万", "60.5万"), (60, '"$"#,##0', "$60"), (60, "[$USD] #,##0", "USD60"),
        (30, '0"天"', "30天"), (123, "00000000", "00000123"), (-7, "000", "-007"), (1, '[=1]"是";[=0]"否"', "是"),
        (0, '0;-0;"未知"', "未知"), (60, '[>=10000]0!.0,"万";0', "60"), (60, '0"0000"', "600000"),
    ],
)  # fmt: skip
def test_a_number_is_given_with_what_its_format_adds(value, form, text, shown):
    assert shown(value, form) == text


@pytest.mark.parametrize(
    ("value", "form"),
    [(80000, '0!.0,"万"'), (80000, "#,##0,"), (80000, "0.00,,"), (1234567, "000-0000"), (60, ";;;"), (35399, "aaaa"),
     (80000, '[>=10000]0!.0,"万";0'), (-1, '0;""')],
)  # fmt: skip
def test_a_number_whose_digits_are_not_shown_is_marked(value, form, shown):
    assert shown(value, form) == f"{value} [shown: {form}]"


@pytest.mark.parametrize(
    "form",
    ["General", "0", "0.00", "#,##0.00", "#,##0.00_);(#,##0.00)", "0_);[Red]\\(0\\)", "@", "0.00E+00", "# ?/?", "# ##0",
     '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', "[$¥-804]#,##0.00", '0.00"元"', "0;-0;;@", "[Red][<0]0;0"],
)  # fmt: skip
@pytest.mark.parametrize("value", [60, -60, 0])
def test_a_number_in_a_common_format_is_the_number(value, form, shown):
    assert shown(value, form) == str(value)


def test_a_text_is_the_text_whatever_its_format(shown):
    assert shown("60", '0.00"万元"') == "60"
