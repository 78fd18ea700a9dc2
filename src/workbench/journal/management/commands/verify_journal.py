"""``manage verify-journal``"""

from typing import Any

from django.core.management.base import BaseCommand

from workbench.common import clock
from workbench.journal.checking import demand_sound


class Command(BaseCommand):
    """Names every fault of the journal; the exit code is 1 where there is one."""

    help = "Verify signatures, chains and seals of the journal, and the rows that name its entries."

    def handle(self, *_args: Any, **_options: Any) -> None:
        with clock.moment(clock.read_clock()):
            entries = demand_sound()
        self.stdout.write(f"the journal of {entries} entries is whole")
