#!/usr/bin/env bash
# Expected: a whole number that Python holds exactly is written to a workbook exactly, or refused.
# Happens:  openpyxl and XlsxWriter write it with 16 significant digits at the most, without a word. Excel's own limit of 15 is well known;
#           that the digits are gone before any spreadsheet opens the file is not.
# Seen:     openpyxl 3.1.5, XlsxWriter 3.3.1, on 2026-11-30.
# Matters:  account numbers have 16 to 19 digits, credit codes 18. The file is written and read back by programs alone, and
#           two customers become one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore openpyxl==3.1.5 xlsxwriter==3.3.1
venv/bin/python - <<'PYTHON'
import openpyxl
import xlsxwriter

ONE, OTHER = 6200000000000000001, 6200000000000000002

book = openpyxl.Workbook()
book.active.append([ONE, OTHER])
book.save("openpyxl.xlsx")
book = xlsxwriter.Workbook("xlsxwriter.xlsx")
book.add_worksheet().write_row(0, 0, [ONE, OTHER])
book.close()

for name in ("openpyxl", "xlsxwriter"):
    one, other = next(openpyxl.load_workbook(f"{name}.xlsx").active.values)
    print(f"written by {name}: {one} and {other}")
    assert one == other != ONE, f"{name} keeps the digits now"
PYTHON
