#!/usr/bin/env bash
# Expected: 0.10 < 0.10000001, whatever DECIMAL types the two numbers have.
# Happens:  Spark compares two decimals in one type of at most 38 digits. Where whole digits and places together need more it keeps the whole
#           digits and rounds the places away, without an error and in ANSI mode too: 0.10 as DECIMAL(38, 2) is not below 0.10000001.
# Seen:     PySpark 4.3.0 with OpenJDK 17 on 2026-11-30.
# Matters:  a sum or product of money soon has the type DECIMAL(38, 2), and a rate has eight places: a limit that is missed by little counts as
#           met. DuckDB and PostgreSQL say true. Kefen casts what it compares to a type that holds both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore pyspark==4.3.0
venv/bin/python - <<'PYTHON'
from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
below = spark.sql(
    "SELECT CAST(0.10 AS DECIMAL(38, 2)) < CAST(0.10000001 AS DECIMAL(18, 8)) AS wide,"
    " CAST(0.10 AS DECIMAL(18, 2)) < CAST(0.10000001 AS DECIMAL(18, 8)) AS narrow"
).first()
spark.stop()
print(f"0.10 < 0.10000001 is {below.wide} in 38 digits, {below.narrow} in 18")
assert below.narrow and not below.wide, "the comparison is exact now"
PYTHON
