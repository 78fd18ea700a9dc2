#!/usr/bin/env bash
# Expected: 31 January 2024, 23:59:59.999999, written to a workbook and read again, is in January.
# Happens:  the serial number is cut to 16 digits and rounded on the way back: every reader gives 1 February 2024, 00:00.
# Seen:     openpyxl 3.1.5 and XlsxWriter 3.3.1 as writers, python-calamine 0.9.1 and openpyxl as readers, on 2026-11-30.
# Matters:  "end of day" is stored as the last microsecond by many systems. A due date moves into the next month, one day
#           past due less, and a classification at the end of a quarter with it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore openpyxl==3.1.5 xlsxwriter==3.3.1 python-calamine==0.9.1
venv/bin/python - <<'PYTHON'
from datetime import datetime

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

last = datetime(2024, 1, 31, 23, 59, 59, 999999)
book = openpyxl.Workbook()
book.active.append([last])
book.save("openpyxl.xlsx")
book = xlsxwriter.Workbook("xlsxwriter.xlsx")
book.add_worksheet().write_datetime(0, 0, last, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
book.close()

for name in ("openpyxl", "xlsxwriter"):
    found = CalamineWorkbook.from_path(f"{name}.xlsx").get_sheet_by_index(0).to_python()[0][0]
    again = openpyxl.load_workbook(f"{name}.xlsx").active["A1"].value
    print(f"written by {name}: {found} by python-calamine, {again} by openpyxl")
    assert found == again == datetime(2024, 2, 1), "the last moment stays in its month now"
PYTHON
