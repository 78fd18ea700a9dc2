"""Little memory, old facts, words that a terminal can line up."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefen import InputError
from kefen.compiling.program import is_stale
from kefen.running.sql.accepted import first_fresh_day
from kefen.running.summary import aligned
from kefen.vocabulary import Age

AGES = st.builds(Age, st.integers(0, 60), st.just(0)) | st.builds(
    Age, st.just(0), st.integers(1, 800)
)


@given(AGES, st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_the_first_fresh_day_is_where_age_begins_to_count(limit, as_of):
    day = first_fresh_day(limit, as_of)
    assert not is_stale(day, limit, as_of)
    assert is_stale(day - timedelta(days=1), limit, as_of)


def test_many_rows_are_decided_in_little_memory(grade):
    rows = "".join(f"{n},{'N' * 24},{'/' * 24},{n % 7 + 1}\n" for n in range(100_000))
    done = grade("customer_id,loan_history,x,card_history\n" + rows, memory="200MiB", missing=False)
    assert done.summary.decided == 100_000


def test_a_memory_that_is_none_is_refused_in_one_line(grade):
    with pytest.raises(InputError, match="memory `much`"):
        grade("customer_id\nA\n", memory="much")


def test_columns_of_a_summary_line_up_in_both_scripts():
    assert list(aligned([["一类", "1"], ["none", "1,000"]])) == ["  一类       1", "  none   1,000"]


INTERACTIVE = """
from pathlib import Path
from kefen.running.options import Options
from kefen.running.duckdb.workspace import Workspace
with Workspace(Path("out.csv"), Options()) as space:
    print(space.value("SELECT CURRENT_SETTING('enable_progress_bar')"))
"""


def test_the_engine_draws_no_bar_of_its_own_for_an_interactive_caller(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", INTERACTIVE],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "False\n"


def test_a_run_draws_no_bar_unless_on_a_terminal(grade, capfd):
    grade("customer_id,card_history\nA,4\n")
    assert capfd.readouterr() == ("", "")


def test_a_run_without_room_to_load_its_libraries_is_told_of_memory_and_leaves_nothing(tmp_path):
    (tmp_path / "in.csv").write_text("customer_id,card_history\nA,4\n")
    command = (
        f"ulimit -v 400000; {sys.executable} -m kefen run credit-grade in.csv -o out.csv --lang en"
    )
    told = subprocess.run(
        command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert told.stderr.splitlines()[-1].startswith("error: not enough memory or disk")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
