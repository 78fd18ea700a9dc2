#!/usr/bin/env bash
# Expected: laying a statement out for the engine it was written for does not change it.
# Happens:  Spark reads 'it''s' as it's, as the standard has it, since 4.0. sqlglot reads it as two texts side by side, as Spark 3 did, and writes
#           CONCAT('it', 's'): the statement runs and says its. Written with a backslash it stays what it is.
# Seen:     sqlglot 30.30.0 and PySpark 4.3.0 with OpenJDK 17 on 2026-11-30.
# Matters:  names of firms and products have apostrophes; a name that lost its own is on no list. Kefen writes the backslash.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore sqlglot==30.30.0 pyspark==4.3.0
venv/bin/python - <<'PYTHON'
import sqlglot
from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
written = "SELECT 'it''s' AS name"
laid_out = sqlglot.transpile(written, read="spark", write="spark")[0]
before, after = (spark.sql(statement).first().name for statement in (written, laid_out))
spark.stop()
print(f"{written} is {before}; {laid_out} is {after}")
assert before == "it's" and after == "its", "the statement keeps its text now"
PYTHON
