#!/usr/bin/env bash
# Expected: code IN (SELECT code FROM listed) is NULL for a code that is NULL, in SQL everywhere: nobody knows whether it is on the list.
# Happens:  Spark says so in WHERE and for a list of constants. As a column of SELECT the same test of a table is false, and NOT IN is false too.
# Seen:     PySpark 4.3.0 with OpenJDK 17 on 2026-11-30.
# Matters:  a customer whose employer nobody knows is decided to be on no list, neither of state enterprises nor of exclusions: provisional
#           answers become final ones. DuckDB and PostgreSQL say NULL. Kefen asks first whether the code is known.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore pyspark==4.3.0
venv/bin/python - <<'PYTHON'
from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
spark.sql("CREATE TEMP VIEW listed AS SELECT * FROM VALUES (\"A1\"), (\"B2\") AS t(code)")
spark.sql("CREATE TEMP VIEW customers AS SELECT * FROM VALUES (\"A1\"), (\"C3\"), (NULL) AS t(code)")
rows = spark.sql(
    "SELECT code, code IN (SELECT code FROM listed) AS of_table, code NOT IN (SELECT code FROM listed) AS off_table,"
    " code IN (\"A1\", \"B2\") AS of_constants FROM customers"
).collect()
spark.stop()
(unknown,) = (row for row in rows if row.code is None)
print(f"an unknown code: in the table {unknown.of_table}, not in it {unknown.off_table}, in constants {unknown.of_constants}")
assert unknown.of_constants is None
assert unknown.of_table is False and unknown.off_table is False, "an unknown code is unknown now"
PYTHON
