#!/usr/bin/env bash
# Expected: the years between two days are those completed, as an age is.
# Happens:  DuckDB's date_diff('year', ...) counts how often the calendar year changes: somebody born on 31 December 2008 is 18 on 1 January 2026, at 17
#           years and one day. sqlglot takes it over as such for PostgreSQL.
# Seen:     DuckDB 2.0.1, sqlglot 30.30.0, on 2026-11-30. (DuckDB has date_sub for what is meant.)
# Matters:  age, years of service and years past due decide a class. The wrong function is right for nearly every day one tries.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore duckdb==2.0.1 sqlglot==30.30.0
venv/bin/python - <<'PYTHON'
import duckdb
import sqlglot

days = "DATE '2008-12-31', DATE '2026-01-01'"
age, meant = duckdb.sql(f"SELECT date_diff('year', {days}), date_sub('year', {days})").fetchall()[0]
print(f"date_diff: {age}, date_sub: {meant}")
print(sqlglot.transpile("SELECT DATE_DIFF('year', born, day)", read="duckdb", write="postgres")[0])
assert (age, meant) == (18, 17), "the years are completed years now"
PYTHON
