#!/usr/bin/env bash
# Expected: a query that names the file `accounts[1].csv`, as browsers call a second download, reads that file or fails.
# Happens:  the name is a pattern: with `accounts1.csv` beside it, that other file is read, and the named one never is.
#           Without the other file the named one is read, so a test on one file passes.
# Seen:     duckdb 2.0.1, on 2026-11-30.
# Matters:  last month's list of bad debts is joined in place of this month's, and every summary names the right file.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore duckdb==2.0.1
venv/bin/python - <<'PYTHON'
from pathlib import Path

import duckdb


def status() -> str:
    return duckdb.sql("SELECT status FROM read_csv('accounts[1].csv')").fetchall()[0][0]


Path("accounts[1].csv").write_text("customer,status\nK-1,bad\n")
alone = status()
Path("accounts1.csv").write_text("customer,status\nK-1,good\n")
print(f"accounts[1].csv alone: {alone}; with accounts1.csv beside it: {status()}")
assert (alone, status()) == ("bad", "good"), "the file that is named is read now"
PYTHON
