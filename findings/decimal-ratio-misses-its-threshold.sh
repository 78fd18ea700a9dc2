#!/usr/bin/env bash
# Expected: the quotient of two DECIMAL columns is a DECIMAL, so that 550.55 / 1001.00 is 0.55.
# Happens:  DuckDB divides DECIMAL by DECIMAL as DOUBLE. Of 3,000 pairs whose ratio is exactly 55 %, 1,201 are not >= 0.55.
# Seen:     DuckDB 2.0.1 on 2026-11-30.
# Matters:  55 % is the limit of the debt-to-income ratio of a housing loan in China. Customers who stand exactly on a limit are the ones for
#           whom it is asked. Kefen has no division: ratio(a, b) >= t is a >= t * b.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore duckdb==2.0.1
venv/bin/python - <<'PYTHON'
import duckdb

duckdb.sql(
    "CREATE TABLE pairs AS SELECT CAST(n * 0.55 AS DECIMAL(18, 2)) AS debt, CAST(n AS DECIMAL(18, 2)) AS income"
    " FROM (SELECT CAST(i AS DECIMAL(18, 2)) AS n FROM range(1000, 4000) t(i))"
)
kind = duckdb.sql("SELECT typeof(debt / income) FROM pairs LIMIT 1").fetchall()[0][0]
exact, met = duckdb.sql(
    "SELECT COUNT(*) FILTER (debt = 0.55 * income), COUNT(*) FILTER (debt / income >= 0.55) FROM pairs"
).fetchall()[0]
print(f"the quotient is a {kind}; {exact} ratios are exactly 55 %, of {exact - met} the quotient is below")
assert kind == "DOUBLE" and exact == 3000 and met < exact, "the quotient is exact now"
PYTHON
