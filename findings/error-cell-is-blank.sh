#!/usr/bin/env bash
# Expected: a cell that shows #REF! or #N/A, and a formula whose value was never stored, are told apart from an empty cell.
# Happens:  python-calamine gives the empty text for all three. A reader of rows cannot see that something stood there.
# Seen:     python-calamine 0.9.1 on a workbook of openpyxl 3.1.5, on 2026-11-30.
# Matters:  an empty cell is an unknown fact and may leave a decision standing; a broken reference is a fault that must be
#           sent back. Kefen therefore looks at the sheet's own XML for such cells.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore python-calamine==0.9.1 openpyxl==3.1.5
venv/bin/python - <<'PYTHON'
import openpyxl
from python_calamine import CalamineWorkbook

book = openpyxl.Workbook()
sheet = book.active
for row in (["customer", "overdue"], ["error", "#REF!"], ["formula", "=1+1"], ["empty", None]):
    sheet.append(row)
sheet["B2"].data_type = "e"
book.save("cells.xlsx")

rows = dict(CalamineWorkbook.from_path("cells.xlsx").get_sheet_by_index(0).to_python()[1:])
print(rows)
assert rows == {"error": "", "formula": "", "empty": ""}, "the three cells are told apart now"
PYTHON
