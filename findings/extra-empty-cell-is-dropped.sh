#!/usr/bin/env bash
# Expected: read_csv with explicit columns refuses a row that has more cells than there are columns, in strict mode anyway.
# Happens:  it does when the cell beyond holds anything; empty ones at the end are dropped in silence. A row whose amount
#           is an unquoted `1,000` and whose note is empty has one cell too many, the last empty: the amount is read as 1.
# Seen:     duckdb 2.0.1, on 2026-11-30.
# Matters:  income of 1 yuan instead of 1,000, without an error and not among the rejects. Kefen sets such a line aside.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore duckdb==2.0.1
venv/bin/python - <<'PYTHON'
from pathlib import Path

import duckdb

READ = "FROM read_csv('in.csv', auto_detect=false, strict_mode=true, header=true, delim=',', quote='\"', escape='\"', columns={})"
COLUMNS = "{'customer': 'VARCHAR', 'income': 'VARCHAR', 'note': 'VARCHAR'}"


def rows(line):
    Path("in.csv").write_text(f"customer,income,note\nA,500,new\n{line}\n", encoding="utf-8")
    return duckdb.sql(READ.format(COLUMNS)).fetchall()


try:
    rows("B,1,000,old")
    raise SystemExit("a full cell beyond the columns is accepted now")
except duckdb.InvalidInputException as error:
    print("full:  refused,", str(error).splitlines()[0])
found = rows("B,1,000,")
print("empty:", found)
assert found == [("A", "500", "new"), ("B", "1", "000")], "an empty cell beyond the columns is no longer dropped"
PYTHON
