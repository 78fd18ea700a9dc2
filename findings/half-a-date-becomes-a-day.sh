#!/usr/bin/env bash
# Expected: '2024-12' is a month; whoever asks for a day gets an error.
# Happens:  three libraries give three days. dateutil takes the day of the month on which the program happens to run, pandas the first,
#           zen-engine the first; nobody says that the day was made up.
# Seen:     python-dateutil 2.9.0.post0, pandas 3.1.1, zen-engine 2.1.3, on 2026-11-30.
# Matters:  hired in 2024-12, two years of service needed: the answer depends on a day that nobody wrote, with dateutil on the
#           day of the run. Kefen sets such a row aside: a month without a day.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore python-dateutil==2.9.0.post0 pandas==3.1.1 zen-engine==2.1.3
venv/bin/python - <<'PYTHON'
from datetime import datetime

import pandas
import zen
from dateutil.parser import parse

runs = [parse("2024-12", default=datetime(2026, 11, day)) for day in (3, 30)]
print("dateutil, run on the 3rd:", runs[0].date(), " run on the 30th:", runs[1].date())
print("pandas:", pandas.to_datetime("2024-12").date(), " zen:", zen.evaluate_expression("d('2024-12')", {}))
assert parse("2024-12").day == min(datetime.now().day, 31), "dateutil no longer takes the day of the run"
assert runs[0] != runs[1] and pandas.to_datetime("2024-12").day == 1
assert str(zen.evaluate_expression("d('2024-12')", {})).startswith("2024-12-01")
PYTHON
