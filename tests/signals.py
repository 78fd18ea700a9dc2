"""What tests that send signals to a process share."""

from __future__ import annotations

import signal


def hears() -> None:
    """A process hears an interrupt even where the tests run in the background, which ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
