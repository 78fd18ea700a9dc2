"""What loading and deciding leave alone: the database, the SQL builder, the command-line framework, the numbers library."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("duckdb", "sqlglot", "click", "rich", "numpy")
IMPORT = "import kefen"
DECIDE = """
import kefen
from datetime import date
decider = kefen.load("psbc-customer-class", as_of=date(2026, 11, 23))
decider.decide({"customer_id": "1", "age": 45}).to_json(trace=True)
decider.answer({"customer_id": "1", "age": 45})
"""


def loaded_by(code: str) -> list[str]:
    """The heavy modules that are there after some code has run."""
    report = f"import sys; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


@pytest.mark.parametrize("code", [IMPORT, DECIDE], ids=["importing", "deciding"])
def test_it_loads_nothing_heavy(code: str) -> None:
    assert loaded_by(code) == []
