"""Plant faults in the engine, as many as the minutes allow, and count those that a test notices.

    python tools/mutate.py MINUTES [PATTERN]

mutmut copies the sources to ``mutants/`` with every fault in place and learns which tests reach which function; that is
done once, takes as long as the tests, and counts as a part of the minutes. In what is left of them each fault of a sample is
met by the tests that reach it. The sample is the same for the same minutes, so that two scores can be compared; a pattern
such as ``kefen.compiling.*`` narrows it. What survives is named: ``mutmut show NAME`` prints it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from fnmatch import fnmatch
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
MUTMUT = Path(sys.executable).with_name("mutmut")
LEARNING = "kefen.compiling.program.*__mutmut_1"
FAULTS_A_MINUTE = 10
SURVIVED, NOT_REACHED, NO_TEST = 0, None, 33


def main() -> None:
    minutes, pattern = int(sys.argv[1]), [*sys.argv[2:], "*"][0]
    end = time.monotonic() + 60 * minutes
    if not mutmut(LEARNING, end=end):
        sys.exit(f"{minutes} minutes are not enough to learn which tests reach what: give more")
    names = sorted(name for name in faults() if fnmatch(name, pattern))
    sample = Random(1).sample(names, min(len(names), minutes * FAULTS_A_MINUTE))
    mutmut(*sample, end=end)
    tell(sample, len(names))


def mutmut(*names: str, end: float) -> bool:
    """Meet some faults, and whether all were met until the end; stopped there, what was found is kept."""
    workers = str(max((os.cpu_count() or 2) - 1, 1))
    command = [MUTMUT, "run", "--max-children", workers, *names]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            process.wait(max(end - time.monotonic(), 1))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            return False
    if process.returncode and names == (LEARNING,):
        sys.exit(
            f"mutmut found the tests failing or could not start: `{MUTMUT} run '{LEARNING}'` says why"
        )
    return True


def faults() -> dict[str, int | None]:
    """Every fault by its name, and what came of it: an exit code of pytest, or one of mutmut's own."""
    metas = (ROOT / "mutants" / "src").rglob("*.meta")
    return {
        k: v for meta in metas for k, v in json.loads(meta.read_text())["exit_code_by_key"].items()
    }


def tell(sample: list[str], total: int) -> None:
    found = faults()
    met = [name for name in sample if found[name] is not NOT_REACHED]
    unseen = [name for name in met if found[name] in (SURVIVED, NO_TEST)]
    for name in unseen:
        print(name, "no test reaches it" if found[name] == NO_TEST else "survived")
    share = 100 * (len(met) - len(unseen)) / len(met) if met else 0
    print(
        f"{len(met) - len(unseen)} of {len(met)} faults noticed ({share:.1f} %), of {total} that could be planted"
    )


if __name__ == "__main__":
    main()
