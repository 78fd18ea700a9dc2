#!/usr/bin/env bash
# Expected: a formula that nobody has worked out yet has no value, and a reader says so.
# Happens:  XlsxWriter stores 0 as the value of every formula it writes. Until a person opens the workbook in a spreadsheet and saves
#           it, every reader of values reads 0: arrears of 258,000 yuan are no arrears.
# Seen:     XlsxWriter 3.3.1, python-calamine 0.9.1, openpyxl 3.1.5, on 2026-11-30.
# Matters:  branches send workbooks that a program has made. A zero that nobody wrote is decided as a customer without debt.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore xlsxwriter==3.3.1 python-calamine==0.9.1 openpyxl==3.1.5
venv/bin/python - <<'PYTHON'
import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

book = xlsxwriter.Workbook("arrears.xlsx")
sheet = book.add_worksheet()
sheet.write_row(0, 0, ["customer", "arrears", "principal", "interest"])
sheet.write(1, 0, "C-1")
sheet.write_formula(1, 1, "=SUM(C2:D2)")
sheet.write_row(1, 2, [250000, 8000])
book.close()

by_calamine = CalamineWorkbook.from_path("arrears.xlsx").get_sheet_by_index(0).to_python()[1][1]
by_openpyxl = openpyxl.load_workbook("arrears.xlsx", data_only=True).active["B2"].value
print("arrears read by python-calamine:", by_calamine, " by openpyxl:", by_openpyxl)
assert by_calamine == 0 and by_openpyxl == 0, "the formula no longer reads as 0"
PYTHON
