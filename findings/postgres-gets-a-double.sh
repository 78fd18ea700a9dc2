#!/usr/bin/env bash
# Expected: translating DuckDB's a / b for PostgreSQL keeps numbers exact: PostgreSQL divides NUMERIC exactly.
# Happens:  sqlglot writes CAST(a AS DOUBLE PRECISION) / b unless it knows the types of the columns, to keep DuckDB's meaning. Money becomes
#           floating point on the engine that was chosen because it is exact.
# Seen:     sqlglot 30.30.0 on 2026-11-30.
# Matters:  ratios at their limits come out differently from what the same text does by hand. Kefen's SQL has no division to translate.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore sqlglot==30.30.0
venv/bin/python - <<'PYTHON'
import sqlglot

written = sqlglot.transpile("SELECT debt / income FROM t", read="duckdb", write="postgres")[0]
print(written)
assert "DOUBLE PRECISION" in written, "the quotient stays exact now"
PYTHON
