"""Where the processes of a bank come from: forks of one that has read the product (`forks.py`)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Nursery:
    """`asked("start work")` gives the number of a process, `asked("stop 4711")` its exit code when it has ended."""

    process: subprocess.Popen[str]

    def asked(self, line: str) -> int:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return int(self.answer())

    def answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@contextmanager
def nursery(environ: Mapping[str, str], log: Path, door: int) -> Iterator[Nursery]:
    """One for the bank that `environ` names, with the socket `door`; what it has started ends with it."""
    path = os.pathsep.join((str(ROOT), str(ROOT / "src")))
    command = [sys.executable, "-m", "tests.journeys.forks"]
    with (
        log.open("ab") as said,
        subprocess.Popen(
            command,
            env={**os.environ, "PYTHONPATH": path, **environ},
            pass_fds=(door,),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            cwd=ROOT,
            text=True,
        ) as process,
    ):
        made = Nursery(process)
        assert made.answer() == "ready", log.read_text()
        yield made
