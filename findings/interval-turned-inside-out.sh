#!/usr/bin/env bash
# Expected: ]22..60[ is an open interval, as in DMN and in every schoolbook of the countries that write it so: 30 lies in it, 10 does not.
# Happens:  zen-engine reads it as everything outside: 10 and 70 lie in it, 30 does not. No error, no warning.
# Seen:     zen-engine 2.1.3 on 2026-11-30. (In DMN's grammar "(" and "]" both open an interval whose end is not in it.)
# Matters:  a table exported from another DMN tool admits exactly those whom it should refuse.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore zen-engine==2.1.3
venv/bin/python - <<'PYTHON'
import zen

ages = (10, 22, 30, 60, 70)
outward = [zen.evaluate_expression("age in ]22..60[", {"age": age}) for age in ages]
round_ = [zen.evaluate_expression("age in (22..60)", {"age": age}) for age in ages]
print("]22..60[", dict(zip(ages, outward)))
print("(22..60)", dict(zip(ages, round_)))
assert outward == [True, True, False, True, True] and round_ == [False, False, True, False, False]
PYTHON
