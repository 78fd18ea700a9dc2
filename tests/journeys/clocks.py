"""A clock in a file, which a journey sets and the processes of its bank read."""

from __future__ import annotations

import json
import os
import time
from datetime import datetime, timedelta
from pathlib import Path


class Clock:
    """`{"moment": …, "set": …}`: an aware time, and the second of the machine at which it was set, from which it runs on.

    With `set` null it stands still.
    """

    def __init__(self, file: Path) -> None:
        self.file = file

    def read(self) -> datetime:
        told = json.loads(self.file.read_text())
        gone = 0.0 if told["set"] is None else time.time() - told["set"]
        return datetime.fromisoformat(told["moment"]) + timedelta(seconds=gone)

    def set(self, moment: datetime, *, runs: bool = True) -> None:
        told = {"moment": moment.isoformat(), "set": time.time() if runs else None}
        half = self.file.with_suffix(".half")
        half.write_text(json.dumps(told))
        os.replace(half, self.file)  # noqa: PTH105 -- whole or not at all: others are reading
