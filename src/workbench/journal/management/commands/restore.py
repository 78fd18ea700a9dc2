"""``manage restore FOLDER``"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from workbench.common import clock
from workbench.common.backup import restore_backup
from workbench.journal.checking import demand_sound


class Command(BaseCommand):
    """Fills an empty home and database from a backup, then verifies the journal."""

    help = "Fill an empty home and an empty database from a backup, and verify its journal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:
        with clock.moment(clock.read_clock()):
            count = restore_backup(folder)
            entries = demand_sound()
        self.stdout.write(f"restored: {count} files; the journal of {entries} entries is whole")
