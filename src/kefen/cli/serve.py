"""``kefen serve``: starts the workbench, a program of its own."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

from kefen.cli.screen import Screen
from kefen.cli.words import say
from kefen.errors import InputError

NEEDED = ("workbench", "django", "ninja", "waitress", "cryptography")


def serve(host: str, port: int, *, demo: bool, screen: Screen) -> int:
    """Becomes the workbench, so that a signal reaches it and not a parent that waits for it."""
    if any(find_spec(name) is None for name in NEEDED):
        raise InputError(say(screen.lang, "no workbench"))
    command = ["-m", "workbench", "serve", "--host", host, "--port", str(port)]
    sys.stdout.flush()
    os.environ.setdefault("KEFEN_LANG", screen.lang)
    os.execv(sys.executable, [sys.executable, *command, *(["--demo"] if demo else [])])
