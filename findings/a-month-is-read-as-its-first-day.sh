#!/usr/bin/env bash
# Expected: a workbook cell that shows 1996年11月, as a form with a month only has it, is read as a month, or at least as
#           something a program can tell from a day.
# Happens:  the three usual readers give 1 November 1996, the same value as of a cell that shows the whole date; the number
#           format, which alone tells them apart, is passed over by python-calamine and pandas.
# Seen:     python-calamine 0.9.1, openpyxl 3.1.5, pandas 3.0.1 as readers, XlsxWriter 3.3.1 as writer, on 2026-11-30.
# Matters:  half a date becomes a whole one: an age that decides a class, a term or a retirement is counted from the first
#           of the month, up to thirty days too early, and nobody is told.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore xlsxwriter==3.3.1 python-calamine==0.9.1 openpyxl==3.1.5 pandas==3.0.1
venv/bin/python - <<'PYTHON'
from datetime import date

import openpyxl
import pandas
import xlsxwriter
from python_calamine import CalamineWorkbook

book = xlsxwriter.Workbook("born.xlsx")
sheet = book.add_worksheet()
for column, shown in enumerate(('yyyy"年"m"月"', "yyyy-mm-dd")):
    sheet.write_datetime(0, column, date(1996, 11, 1), book.add_format({"num_format": shown}))
book.close()

found = {
    "python-calamine": CalamineWorkbook.from_path("born.xlsx").get_sheet_by_index(0).to_python()[0],
    "openpyxl": next(openpyxl.load_workbook("born.xlsx").active.iter_rows(values_only=True)),
    "pandas": pandas.read_excel("born.xlsx", header=None, engine="calamine").iloc[0].tolist(),
}
for reader, (month, day) in found.items():
    print(f"{reader}: the month is {month!r}, the day {day!r}")
    assert month == day, f"{reader} tells a month from a day now"
PYTHON
