"""How fast a command starts, and what it does not load.

python benchmarks/starting.py
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from book import AS_OF, POLICY, ROOT, first_customers
from measuring import Section, take_turns

TURNS = 11
HEAVY = ("duckdb", "sqlglot", "click", "rich", "numpy")
FORBIDDEN = ("duckdb", "sqlglot", "click", "rich")
_LOADED = (
    f"import sys, json; print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
)
_LOAD = f"import kefen; from datetime import date; decider = kefen.load({POLICY!r}, as_of=date({AS_OF.year}, {AS_OF.month}, {AS_OF.day}), audience='staff'); "
_DECIDE = _LOAD + "decider.decide({'customer_id': '1', 'age': 45}).to_json(trace=True); "


def measure(turns: int = TURNS) -> Section:
    """The part of the report."""
    remarks = [
        unloaded("import kefen", "import kefen; "),
        unloaded("loading the pack and deciding", _DECIDE),
    ]
    with tempfile.TemporaryDirectory() as folder:
        facts = Path(folder) / "facts.json"
        facts.write_text(json.dumps(first_customers(100).flat[0]), encoding="utf-8")
        command = [
            "-m",
            "kefen",
            "decide",
            POLICY,
            "--facts",
            str(facts),
            "--as-of",
            AS_OF.isoformat(),
        ]
        starts = {
            "Python alone": ["-c", "pass"],
            "`import kefen`": ["-c", "import kefen"],
            "load the pack and decide one customer": ["-c", _DECIDE],
            "`kefen decide`, from a cold start to the last word": command,
        }
        works = {name: lambda args=args: start(args) for name, args in starts.items()}  # type: ignore[misc]
        take_turns([works])
        times = take_turns([works] * turns)
    rows = [["", "ms"]]
    rows += [[name, f"{times[name].seconds * 1000:.0f}"] for name in starts]
    return Section("Starting", [rows], remarks)


def start(args: list[str]) -> str:
    """A new interpreter with some arguments; what it prints."""
    paths = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths[::-1]))}
    done = subprocess.run(
        [sys.executable, *args], capture_output=True, text=True, check=False, env=environment
    )
    assert not done.returncode, done.stderr
    return done.stdout


def unloaded(what: str, code: str) -> str:
    """That neither the database, the SQL builder nor the command-line framework is loaded."""
    loaded = json.loads(start(["-c", code + _LOADED]))
    wrong = [name for name in loaded if name in FORBIDDEN]
    assert not wrong, f"{what} loads {wrong}"
    return f"{what} loads none of {', '.join(FORBIDDEN)}."


if __name__ == "__main__":
    print(measure().markdown())
