#!/usr/bin/env bash
# Expected: a count is a number: COUNT_IF over a customer without a loan is 0, as COUNT is, and as COUNT_IF is in Spark.
# Happens:  COUNT_IF is a sum underneath: NULL for no rows, and NULL where the test is unknown in every row, while
#           COUNT(*) FILTER over the same rows is 0. DuckDB documents it among the utilities, as a sum; up to 1.2 it was 0.
# Seen:     duckdb 2.0.1, on 2026-11-30.
# Matters:  "at most two instalments in arrears" drops the customers who never had a loan, and those whose loans were joined
#           and not found: the best ones and the unknown ones go the same way, without a word.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore duckdb==2.0.1
venv/bin/python - <<'PYTHON'
import duckdb

engine = duckdb.connect()
engine.execute("CREATE TABLE customers AS SELECT * FROM (VALUES ('A'), ('B'), ('C')) AS t (id)")
engine.execute("CREATE TABLE loans AS SELECT * FROM (VALUES ('A', 40), ('B', 0)) AS t (customer, days)")
query = """SELECT id, COUNT_IF(days > 30), COUNT(*) FILTER (WHERE days > 30)
           FROM customers LEFT JOIN loans ON customer = id GROUP BY id ORDER BY id"""
for row in (found := engine.execute(query).fetchall()):
    print("customer %s: COUNT_IF %s, COUNT(*) FILTER %s" % row)
assert found == [("A", 1, 1), ("B", 0, 0), ("C", None, 0)], "COUNT_IF counts now"
of_none = engine.execute("SELECT COUNT_IF(days > 30), COUNT(*) FILTER (WHERE days > 30) FROM loans WHERE FALSE")
assert of_none.fetchone() == (None, 0), "COUNT_IF over no rows is a number now"
PYTHON
