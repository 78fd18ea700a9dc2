#!/usr/bin/env bash
# Expected: whether people in China work on a day of 2028 is not known before the State Council announces that year's days, at the end of 2027; a library
#           that is asked says so.
# Happens:  holidays answers for 2028 as for any other year: the public holidays on their statutory days, no day off exchanged, and no Saturday or Sunday that
#           is worked. Each of the years 2014 to 2026 that were announced has several of both. Nothing marks the answer as a guess.
#           chinese_calendar refuses the year.
# Seen:     holidays 0.109, chinese_calendar 1.11.0, on 2026-11-30; they agree on every day of 2014 to 2026.
# Matters:  an answer within 20 working days, a report due on the next one: a clock that runs into such a year ends on a day that moves when the year is announced,
#           and until then nobody sees that it may.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --root-user-action=ignore holidays==0.109 chinese_calendar==1.11.0
venv/bin/python - <<'PYTHON'
from datetime import date, timedelta

import chinese_calendar
import holidays

china = holidays.country_holidays("CN")


def days(year):
    first = date(year, 1, 1)
    return [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]


def exchanged(year):
    worked = [day for day in days(year) if day.weekday() >= 5 and china.is_working_day(day)]
    off = [day for day in days(year) if "substituted" in china.get(day, "")]
    return len(worked), len(off)


announced = {year: exchanged(year) for year in range(2014, 2027)}
print("weekend days worked, days off for them:", announced, "2028:", exchanged(2028))
assert all(worked and off for worked, off in announced.values())
assert exchanged(2028) == (0, 0), "2028 was announced"
assert all(china.is_working_day(day) == chinese_calendar.is_workday(day) for year in announced for day in days(year))
try:
    chinese_calendar.is_workday(date(2028, 2, 5))
    raise SystemExit("chinese_calendar knows 2028 now")
except NotImplementedError as refused:
    print("chinese_calendar:", refused)
PYTHON
