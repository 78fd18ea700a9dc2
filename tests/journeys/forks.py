"""A process that has read the product once, and of which the processes of a bank are forks: `python -m tests.journeys.forks`.

The product's own web server and worker run in it, with the words they are started with, but the modules are imported and
the policies of the day compiled before: seconds of each start that say nothing about the bank. One line asks, one answers:
`start web 5` gives the number of a process, `stop 4711` its exit code once it has ended.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from time import monotonic, sleep

import django
from django.db import connections

WAIT_SECONDS = 60.0


def main() -> None:
    """Until nobody asks any more."""
    warm()
    _say("ready")
    for line in sys.stdin:
        deed, *words = line.split()
        _say(DEEDS[deed](*words))


def warm() -> None:
    """What a web server and a worker read when they start; the database is let go, since no child may share it."""
    django.setup()
    import_module("workbench.config.wsgi")
    import_module("workbench.config.worker")
    import_module("workbench.config.warming").warm_up().join()
    connections.close_all()


def start(*words: str) -> int:
    """Runs `python -m workbench WORDS` in a fork."""
    number = os.fork()
    return number or _become(words)


def stop(number: str) -> int:
    """Tells it to end, and waits."""
    os.kill(int(number), signal.SIGTERM)
    last = monotonic() + WAIT_SECONDS
    while monotonic() < last:
        ended, status = os.waitpid(int(number), os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        sleep(0.02)
    os.kill(int(number), signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(int(number), 0)[1])


def _say(answer: object) -> None:
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


def _become(words: tuple[str, ...]) -> int:
    """The child says nothing to who asks: its output goes where errors go."""
    code: object = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        from workbench.__main__ import main as run

        code = run(list(words))
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001 -- the outermost edge of the child
        traceback.print_exc()
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


DEEDS: dict[str, Callable[..., int]] = {"start": start, "stop": stop}

if __name__ == "__main__":
    main()
