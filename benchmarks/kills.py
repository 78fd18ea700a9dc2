"""A run on files that is killed again and again at random moments comes to the same bytes as one that nobody disturbed.

python benchmarks/kills.py [ROWS [KILLS]]
"""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from book import AS_OF, POLICY, book

ROWS, KILLS = 1_000_000, 10


def command(folder: Path, output: Path) -> list[str]:
    """The run as a user starts it."""
    lists = ["--list", f"accounts={folder / 'accounts.parquet'}", "--with", str(folder / "lists")]
    named = ["--as-of", str(AS_OF), "--audience", "staff", "-o", str(output)]
    source = str(folder / "customers.parquet")
    return [sys.executable, "-m", "kefen", "run", POLICY, source, *lists, *named]


def digests(output: Path) -> list[str]:
    """Of the decisions and of the quarantine."""
    files = output, output.with_name(f"{output.stem}.quarantine.csv")
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]


def killed_after(seconds: float, told: list[str]) -> bool:
    """Start a run and kill it, unless it ends before."""
    with subprocess.Popen(told, stdout=subprocess.DEVNULL) as run:
        try:
            run.wait(seconds)
        except subprocess.TimeoutExpired:
            run.kill()
            return True
        assert run.returncode in (0, 3), run.returncode
        return False


def main(rows: int = ROWS, kills: int = KILLS) -> None:
    """Print what came of it; an assertion fails where bytes differ."""
    folder, chance = book(rows), random.Random(1)
    with tempfile.TemporaryDirectory() as place:
        alone, often = Path(place) / "alone.parquet", Path(place) / "often.parquet"
        begun = time.perf_counter()
        killed_after(1e9, command(folder, alone))
        whole, count, resumed = time.perf_counter() - begun, 0, 0
        while count < kills:
            resumed += (Path(place) / ".often.parquet.parts" / "0.json").exists()
            if killed_after(chance.uniform(0.05, 1.0) * whole, command(folder, often)):
                count += 1
            else:
                assert digests(often) == digests(alone)
                often.unlink()
        killed_after(1e9, command(folder, often))
        assert digests(often) == digests(alone), "the bytes differ"
        left = sorted(path.name for path in Path(place).iterdir())
    print(
        f"{rows:,} rows, {whole:.0f} s undisturbed; killed {count} times, {resumed} starts went on with parts that were done"
    )
    print("the same bytes; left behind:", ", ".join(left))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
