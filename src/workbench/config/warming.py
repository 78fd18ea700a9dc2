"""What every page needs and costs seconds once: read while the first person signs in."""

from __future__ import annotations

import logging
import threading

from django.db import connection

from workbench.common import clock
from workbench.common.errors import WorkbenchError
from workbench.policies.queries import decider_for
from workbench.policies.scales import SCALES
from workbench.policies.vocabulary import party_words

log = logging.getLogger("workbench.warming")


def warm_up() -> threading.Thread:
    """Reads the vocabulary and compiles the policies of today beside the server; nobody waits for it."""
    thread = threading.Thread(target=_read, name="warming", daemon=True)
    thread.start()
    return thread


def _read() -> None:
    try:
        with clock.moment(clock.read_clock()):
            party_words()
            for scale in SCALES:
                decider_for(scale.pack, clock.today())
    except WorkbenchError as error:
        log.info("nothing to warm up: %s", error)
    finally:
        connection.close()
