"""``manage backup FOLDER``"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from workbench.common import clock
from workbench.common.backup import make_backup
from workbench.journal.models import Seal


class Command(BaseCommand):
    """Database, evidence, texts, exports and seals into a new folder; the keyring is kept elsewhere."""

    help = "Write a backup into a new folder. It is opened by this folder and the keyring together."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:
        with clock.moment(clock.read_clock()):
            count = make_backup(folder, f"SELECT max(number) FROM {Seal._meta.db_table}")
        self.stdout.write(f"backup: {count} files in {folder}; keep the keyring apart from it")
