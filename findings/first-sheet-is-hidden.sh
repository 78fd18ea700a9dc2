#!/usr/bin/env bash
# Expected: the first sheet of a workbook is the first one that a person sees.
# Happens:  python-calamine's sheet 0 and the default sheet of pandas are the first in the file, hidden or not: last year's list that a
#           clerk has hidden is read instead of the one on the screen.
# Seen:     python-calamine 0.9.1, pandas 3.1.1, openpyxl 3.1.5, on 2026-11-30.
# Matters:  customers are classified by facts of another year, and the file looks right to whoever checks it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore python-calamine==0.9.1 openpyxl==3.1.5 pandas==3.1.1
venv/bin/python - <<'PYTHON'
import warnings

import openpyxl
import pandas
from python_calamine import CalamineWorkbook

warnings.simplefilter("ignore")
book = openpyxl.Workbook()
book.active.title = "2025"
book.active.append(["grade"])
book.active.append(["of last year"])
book.active.sheet_state = "hidden"
shown = book.create_sheet("2026")
shown.append(["grade"])
shown.append(["of this year"])
book.active = 1
book.save("grades.xlsx")

by_calamine = CalamineWorkbook.from_path("grades.xlsx").get_sheet_by_index(0).to_python()[1][0]
by_pandas = pandas.read_excel("grades.xlsx")["grade"][0]
print("python-calamine:", by_calamine, "| pandas:", by_pandas)
assert by_calamine == by_pandas == "of last year", "the hidden sheet is no longer the default"
PYTHON
