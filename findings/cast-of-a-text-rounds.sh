#!/usr/bin/env bash
# Expected: TRY_CAST of a text to INTEGER or DECIMAL(18,2) gives NULL for what is no such number: it is used to find bad values.
# Happens:  DuckDB rounds. '2.5' is the integer 3, '1.005' is 1.01, '1_000' is 1000, '1e3' is 1000.
# Seen:     DuckDB 2.0.1 on 2026-11-30.
# Matters:  "twice and a half overdue" is a fault of the file; as 3 it meets a threshold of three times. A validator made of TRY_CAST accepts it.
#           Kefen asks a pattern first and casts afterwards.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore duckdb==2.0.1
venv/bin/python - <<'PYTHON'
import duckdb

SEEN = {
    "TRY_CAST('2.5' AS INTEGER)": 3,
    "TRY_CAST('1_000' AS INTEGER)": 1000,
    "TRY_CAST('1e3' AS INTEGER)": 1000,
    "CAST(TRY_CAST('1.005' AS DECIMAL(18, 2)) AS VARCHAR)": "1.01",
}
for sql, seen in SEEN.items():
    value = duckdb.sql(f"SELECT {sql}").fetchall()[0][0]
    print(sql, "=", value)
    assert value == seen, "the cast is strict now"
PYTHON
