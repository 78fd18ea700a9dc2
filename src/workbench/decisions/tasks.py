"""What decisions do in the background: a branch decided as a whole, telling how far it is."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django_tasks import task

from workbench.accounts.queries import rule_actor
from workbench.common import clock
from workbench.decisions.actions import keep_run
from workbench.decisions.models import BranchRun, RunState
from workbench.decisions.running.deciding import decide_scale, scales_run, texts_for
from workbench.decisions.running.storing import Run
from workbench.decisions.running.subjects import Decidable, facts_of_branch
from workbench.policies.providers import AsOf

log = logging.getLogger("workbench.runs")
_WHY = "the worker does what somebody started"


@task()
def decide_branch(key: int) -> None:
    """Decides the branch of a run on every scale, as of the day on which it begins.

    A run that fails says so and leaves nothing behind.
    """
    run = BranchRun.objects.unscoped(_WHY).select_related("branch").get(pk=key)
    with clock.moment(clock.read_clock()):
        try:
            run.as_of = clock.today()
            _tell(key, state=RunState.RUNNING, as_of=run.as_of)
            at = AsOf(run.as_of, clock.now())
            found = _decided(key, facts_of_branch(run.branch, at), at)
            keep_run(run, by=rule_actor("run"), reason="", found=found)
        except Exception:
            log.exception("the run %s failed", key)
            _tell(key, state=RunState.FAILED, ended_at=clock.now())


def end_cut_off() -> int:
    """Called when the worker starts: what runs now was cut off with the last one. Gives how many there were."""
    cut = BranchRun.objects.unscoped(_WHY).filter(state=RunState.RUNNING)
    return cut.update(state=RunState.FAILED, ended_at=clock.now())


def _decided(key: int, subjects: list[Decidable], at: AsOf) -> Run:
    texts, scales = texts_for(subjects, at.day), scales_run()
    results = []
    for place, scale in enumerate(scales):
        tell = _Teller(key, scale.pack, place / len(scales), 1 / len(scales))
        tell(0.0)
        results.append(decide_scale(scale, subjects, texts, at.day, tell))
    return Run(subjects, texts, at, results)


@dataclass
class _Teller:
    """Writes how far a run is, a whole per cent at a time: `start` and `share` are those of the scale at work."""

    key: int
    stage: str
    start: float
    share: float
    told: int = -1

    def __call__(self, done: float) -> None:
        share = self.start + self.share * done
        if round(share * 100) > self.told:
            self.told = round(share * 100)
            _tell(self.key, stage=self.stage, share=share)


def _tell(key: int, **changed: object) -> None:
    BranchRun.objects.unscoped(_WHY).filter(pk=key).update(**changed)
