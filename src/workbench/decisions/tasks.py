"""What decisions do in the background: a branch decided as a whole, telling how far it is."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django_tasks import task

from kefen import KefenError
from workbench.accounts.queries import rule_actor
from workbench.common import clock
from workbench.common.errors import WorkbenchError
from workbench.decisions.actions import keep_run
from workbench.decisions.models import BranchRun, RunState
from workbench.decisions.running import decide_pack, facts_of_branch, scales_run
from workbench.policies.providers import AsOf

log = logging.getLogger("workbench.runs")
_WHY = "the worker does what somebody started"


@task()
def decide_branch(key: int) -> None:
    """Decides the branch of a run on every scale of persons. A run that fails says so and leaves nothing behind."""
    run = BranchRun.objects.unscoped(_WHY).select_related("branch").get(pk=key)
    with clock.moment(clock.read_clock()):
        try:
            _tell(key, state=RunState.RUNNING)
            persons = facts_of_branch(run.branch, AsOf(run.as_of, clock.now()))
            results, scales = [], scales_run()
            for place, scale in enumerate(scales):
                _tell(key, stage=scale.pack, share=place / len(scales))
                results.append(decide_pack(scale, persons, run.branch))
            keep_run(run, by=rule_actor("run"), reason="", results=results, persons=persons)
        except (WorkbenchError, KefenError, DatabaseError, OSError):
            log.exception("the run %s failed", key)
            _tell(key, state=RunState.FAILED, ended_at=clock.now())


def _tell(key: int, **changed: object) -> None:
    BranchRun.objects.unscoped(_WHY).filter(pk=key).update(**changed)
