"""``manage rotate-keys``"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from workbench.common.keyring import keyring
from workbench.common.resealing import reseal


class Command(BaseCommand):
    """A new data key, and everything that older ones sealed sealed by it."""

    help = "Make a new data key and seal by it what older keys sealed. Begun again, it goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--go-on",
            action="store_true",
            help="no new key: go on with a rotation that was stopped",
        )

    def handle(self, *_args: Any, go_on: bool, **_options: Any) -> None:
        if not go_on:
            keyring().rotated().write(Path(settings.KEYRING))
        for name, count in reseal():
            self.stdout.write(f"{name}: {count}")
        self.stdout.write(
            f"everything is sealed by key {keyring().current.hex()}; keep the old keys"
        )
