"""The worker: runs queued tasks and due jobs until it is told to stop."""

from __future__ import annotations

import logging
import signal
import threading

from django.db import OperationalError, close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from workbench.common import clock
from workbench.common.jobs import run_due
from workbench.decisions.tasks import end_cut_off
from workbench.policies.offering import offer_shipped

log = logging.getLogger("workbench.worker")
PAUSE_SECONDS = 1.0


def work() -> None:
    """Until SIGTERM or SIGINT. A task or job that fails is recorded, and the loop goes on."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    _begin()
    while not stop.is_set():
        try:
            turn()
        except OperationalError:
            log.exception("the database does not answer; trying again")
        finally:
            close_old_connections()
        stop.wait(PAUSE_SECONDS)


def _begin() -> None:
    """Runs that were cut off say so; policies of a newer version wait as drafts for whoever releases them."""
    try:
        with clock.moment(clock.read_clock()):
            end_cut_off()
            offer_shipped()
    except (OperationalError, OSError):
        log.exception("not all was done with which the worker begins")
    finally:
        close_old_connections()


def turn() -> None:
    """One turn of the loop: every task that waits, every job that is due."""
    with clock.moment(clock.read_clock()):
        _tasks().run()
        run_due()


def _tasks() -> Worker:
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="workbench",
        excluded_queue_names=[],
    )
