"""What happens before the door opens: tables as the code needs them, and a demo bank where one is wanted."""

from __future__ import annotations

import sys

import django
from django.core.management import call_command


def open_bank(*, demo: bool, address: str) -> None:
    """Migrates; founds the demo bank if asked and there is none; says where to sign in."""
    django.setup()
    from django.conf import settings

    settings.HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    if demo:
        from workbench.demo.opening import open_demo

        open_demo(say=_say)
    _say(f"Kefen workbench  {address}")


def _say(line: str) -> None:
    print(line, file=sys.stdout, flush=True)  # noqa: T201 -- the edge
