#!/usr/bin/env bash
# Expected: a column of a file holds what the file says, wherever the file lies.
# Happens:  below a folder called `status=good` every row of a file is `good`, though the file has a column `status` that says
#           `bad`: names of folders are taken for partitions without being asked, and win over the file.
# Seen:     duckdb 2.0.1, read_csv and read_parquet, on 2026-11-30.
# Matters:  exports are laid down by day, branch or status; a grade, a status or a branch of the folder replaces the one that was
#           recorded for each customer, without a word.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore duckdb==2.0.1
venv/bin/python - <<'PYTHON'
from pathlib import Path

import duckdb

place = Path("status=good")
place.mkdir()
(place / "customers.csv").write_text("customer,status\nK-1,bad\n")
duckdb.sql("COPY (SELECT 'K-1' AS customer, 'bad' AS status) TO 'status=good/customers.parquet'")
for reader, file in (("read_csv", "customers.csv"), ("read_parquet", "customers.parquet")):
    query = f"SELECT status FROM {reader}('status=good/{file}'%s)"
    found, asked = (duckdb.sql(query % more).fetchall()[0][0] for more in ("", ", hive_partitioning=false"))
    print(f"{reader}: the file says {asked}, the query {found}")
    assert (found, asked) == ("good", "bad"), f"{reader} reads what the file says now"
PYTHON
