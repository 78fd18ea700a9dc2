#!/usr/bin/env bash
# Expected: a date without end ('infinity', as PostgreSQL has it for open-ended contracts) cannot be mistaken for a day.
# Happens:  in DuckDB it is none (isfinite is false, it is after 31 December 9999), but in Python it arrives as that very day.
# Seen:     DuckDB 2.0.1 on 2026-11-30.
# Matters:  an open-ended facility gets a maturity; terms, ages and day counts are worked out from it. What SQL and Python say of one row differs.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore duckdb==2.0.1
venv/bin/python - <<'PYTHON'
from datetime import date

import duckdb

found, finite, same = duckdb.sql(
    "SELECT DATE 'infinity', isfinite(DATE 'infinity'), DATE 'infinity' = DATE '9999-12-31'"
).fetchall()[0]
print(f"in SQL finite: {finite}, the last day: {same}; in Python: {found}")
assert (found, finite, same) == (date(9999, 12, 31), False, False), "both say the same now"
PYTHON
