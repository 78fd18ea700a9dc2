"""The product's own settings with a clock that a journey can set: tomorrow, day 60, the night.

KEFEN_JOURNEY_CLOCK names the file of the clock. Only this module puts it in the place of the machine's, and only the
journeys name this module in DJANGO_SETTINGS_MODULE: the product's settings know neither the file nor the variable, and
tests are not in the wheel.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tests.journeys.clocks import Clock
from workbench.common import clock
from workbench.config.settings import *  # noqa: F403

clock.read_clock = Clock(Path(os.environ["KEFEN_JOURNEY_CLOCK"])).read

# named by content and never changed: kept between runs, since reading all packs anew takes ten seconds
BUNDLES = Path(tempfile.gettempdir()) / f"kefen-tests-{os.getuid()}" / "bundles"
