"""Run the tests part by part and say at the end how long each took.

    python tools/test.py [PART ...]

A part that fails does not keep the next from running.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = ["tests", "src/kefen", "--ignore=tests/workbench"]
PARTS = {
    "library": [*LIBRARY, "-m", "not engine"],
    "engines": [*LIBRARY, "-m", "engine"],
    "workbench": ["tests/workbench", "src/workbench"],
}


def main() -> None:
    ran = {part: run(PARTS[part]) for part in sys.argv[1:] or PARTS}
    for part, (failed, seconds) in ran.items():
        print(f"{part}: {'failed' if failed else 'passed'} in {seconds:.0f} s")
    sys.exit(any(failed for failed, _ in ran.values()))


def run(given: list[str]) -> tuple[bool, float]:
    """Whether tests failed, and the seconds they took."""
    begun = monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", *given]
    done = subprocess.run(command, cwd=ROOT, check=False)
    return done.returncode != 0, monotonic() - begun


if __name__ == "__main__":
    main()
