"""What a mapping makes of a text before the reader sees it; what it cannot, it marks so that the reader refuses it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kefen.running.reshaping import DateForm, Recoding, Reshaping
from kefen.spelling import NotAccepted, convert_to
from kefen.values import NO_WORDS, Kind
from kefen.vocabulary import FactSpec

YEARLY = Reshaping(times=Decimal(12))
TEN_THOUSANDS = Reshaping(units=("万元", "万"), times=Decimal(10000))
MONTHS = Reshaping(units=("months", "month"))
BACK = Reshaping(before=date(2018, 12, 31))


def form(text: str, day: str = "") -> Reshaping:
    return Reshaping(form=DateForm(text, day))


@pytest.mark.parametrize(
    ("how", "given", "read"),
    [
        (YEARLY, "3000.50", "36006"),
        (YEARLY, " 0 ", "0"),
        (Reshaping(times=Decimal("0.0001")), "999999999999.123456", "99999999.9999123456"),
        (TEN_THOUSANDS, "31万元", "310000"),
        (TEN_THOUSANDS, "31.5 万", "315000"),
        (MONTHS, " 36 months", "36"),
        (Reshaping(percent=True), "4.35", "4.35%"),
        (Reshaping(percent=True), "13.56%", "13.56%"),
        (form("%d/%m/%Y"), "03/12/2016", "2016-12-03"),
        (form("%d/%m/%Y"), "3/2/2016", "2016-02-03"),
        (form("%b-%Y", "last"), "Feb-2016", "2016-02-29"),
        (form("%B %Y", "first"), "february 2016", "2016-02-01"),
        (form("%Y%m", "last"), "201612", "2016-12-31"),
        (form("%Y年%m月", "first"), "2016年3月", "2016-03-01"),
        (form("%d.%m.%Y %H:%M"), "31.12.2016 23:59", "2016-12-31"),
        (BACK, "-1", "2018-12-30"),
        (BACK, "-365.0", "2017-12-31"),
        (BACK, "0", "2018-12-31"),
        (Reshaping(times=Decimal(12), kind="money"), "￥3,000元", "36000"),
        (TEN_THOUSANDS, "３１ 万元\u3000", "310000"),
        (YEARLY, "", ""),
        (YEARLY, None, ""),
        (YEARLY, "NULL", "NULL"),
        (YEARLY, "#REF!", "#REF!"),
        (YEARLY, "=A1*12", "=A1*12"),
        (form("%Y%m", "last"), "-", "-"),
    ],
)
def test_a_text_becomes_what_the_reader_takes(how, given, read):
    assert Recoding({}, how.kind, how).text(given) == read


@pytest.mark.parametrize(
    ("how", "given", "marked"),
    [
        (YEARLY, "about 5", "about 5 [times: 12]"),
        (YEARLY, "5%", "5% [times: 12]"),
        (TEN_THOUSANDS, "310000", "310000 [unit: 万元, 万]"),
        (TEN_THOUSANDS, "万元", "万元 [unit: 万元, 万]"),
        (MONTHS, "3 years", "3 years [unit: months, month]"),
        (form("%d/%m/%Y"), "2016-12-03", "2016-12-03 [format: %d/%m/%Y]"),
        (form("%d/%m/%Y"), "30/02/2016", "30/02/2016 [format: %d/%m/%Y]"),
        (form("%d/%m/%Y"), "03/12/16", "03/12/16 [format: %d/%m/%Y]"),
        (form("%Y%m%d"), "2016121", "2016121 [format: %Y%m%d]"),
        (form("%b-%Y", "last"), "Fub-2016", "Fub-2016 [format: %b-%Y]"),
        (form("%b-%Y", "last"), "13-2016", "13-2016 [format: %b-%Y]"),
        (BACK, "365243", "365243 [days_before: 2018-12-31]"),
        (BACK, "-1.5", "-1.5 [days_before: 2018-12-31]"),
        (BACK, "-999999999", "-999999999 [days_before: 2018-12-31]"),
    ],
)
def test_what_cannot_be_done_is_marked_and_no_number_or_date_reads_so(how, given, marked):
    assert Recoding({}, how.kind, how).text(given) == marked
    for kind in ("integer", "decimal", "money", "rate", "date"):
        with pytest.raises(NotAccepted):
            convert_to(FactSpec("x", NO_WORDS, Kind(kind), negative=True))(marked)


@pytest.mark.parametrize("times", ["12", "10000", "0.01", "1.95583"])
def test_a_product_is_exact(times):
    given = "123456789012.345678"
    assert Decimal(Reshaping(times=Decimal(times)).text(given)) == Decimal(given) * Decimal(times)


@pytest.mark.parametrize(
    ("kind", "code", "spelled"),
    [
        ("money", "9999", "9,999.00"),
        ("integer", "-1", " -1.0"),
        ("rate", "0.5", ".50"),
        ("flag", "1", "1.0"),
        ("flag", "2", "２"),
        ("date", "9999-12-31", "9999/12/31"),
        ("date", "1900-01-01", "19000101"),
        ("choice", "01", "01\u3000"),
        ("choice", "1", '="1"'),
        ("choice", "A", "\ufeffＡ"),
        ("text", "N/A", "N/A\t"),
    ],
)
def test_a_code_is_met_in_every_spelling_that_the_reader_takes_for_it(kind, code, spelled):
    assert Recoding({code: None}, kind).text(spelled) is None
    assert Recoding({code: "word"}, kind).text(spelled) == "word"


@pytest.mark.parametrize(
    ("kind", "code", "other"),
    [("choice", "1", "01"), ("text", "1", "1.0"), ("date", "2026-01-01", "2026-01-02")],
)
def test_another_value_is_no_code(kind, code, other):
    assert Recoding({code: None}, kind).text(other) == other
