"""A party decided; a stored decision recomputed; papers issued."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.common.keyring import fingerprint, keyring
from workbench.common.resealing import declare_sealed_column
from workbench.customers.models import Party, PartyNow
from workbench.decisions.deciding import answers_of
from workbench.decisions.gathering import Asked
from workbench.decisions.keeping import Recomputed, keep, recomputed
from workbench.decisions.models import BranchRun, Decision, IssuedPaper, RunState
from workbench.decisions.papers.barring import demand_reachable
from workbench.decisions.papers.contents import Draft, sheet_of
from workbench.decisions.papers.kinds import PaperKind
from workbench.decisions.papers.printing import printed
from workbench.decisions.running.quarantine import quarantine_of
from workbench.decisions.running.storing import Run, keep_results
from workbench.journal.actions import action
from workbench.policies.vocabulary import policy_label

RULES = ("facts", "day_end", "approvals", "demo")


@action(
    "decision.made",
    right="decision.make",
    says=_("had customer {object} decided on all scales"),
    rules=RULES,
)
def decide(party: Party, *, by: Actor, reason: str, as_of: date | None = None) -> list[Decision]:
    """All scales of a party as of a day, today if none is given, on what is known now. Returns what is new.

    Where secrets are on record, the true decision is stored beside the one on the visible facts.
    """
    day = as_of or clock.today()
    if day > clock.today():
        raise RefusedError(_("A decision is of today or of a day before."), field="as_of")
    asked = Asked(party, day, clock.now(), party.branch.city_branch)
    made = keep(answers_of(asked))
    if PartyNow.objects.filter(party=party).exclude(secrets={}).exists():
        keep(answers_of(Asked(party, day, clock.now(), party.branch.city_branch, secrets=True)))
    return made


@action(
    "decision.recomputed",
    right="decision.recompute",
    says=_("recomputed decision {object}"),
    labels={"object": policy_label},
    api=False,
)
def recompute(decision: Decision, *, by: Actor, reason: str) -> Recomputed:
    """The same facts by the same text once more: equal, or where it differs."""
    return recomputed(decision)


@action(
    "paper.issued",
    right="paper.issue",
    says=_("issued {kind} {result} on decision {object}"),
    labels={"object": policy_label},
    rules=("day_end", "approvals", "demo"),
    api=False,
)
def issue_paper(decision: Decision, *, by: Actor, reason: str, kind: PaperKind) -> IssuedPaper:
    """A paper on a decision, printed, numbered, sealed and kept.

    Refused where it would have nothing to say, and where it would go to somebody whose death was reported.
    """
    if PaperKind(kind) != PaperKind.FORM:
        demand_reachable(decision.party)
    number = f"{clock.today():%Y%m%d}-{secrets.token_hex(4).upper()}"
    body = printed(sheet_of(Draft(PaperKind(kind), number, decision, by)))
    return IssuedPaper.objects.create(
        number=number,
        kind=kind,
        party=decision.party,
        decision=decision,
        issued_at=clock.now(),
        issued_by=by.key,
        sha256=fingerprint(body),
        body=keyring().seal(body, about=f"paper {number}"),
    )


@action(
    "paper.opened",
    right="decision.read",
    says=_("opened {object}"),
    api=False,
)
def open_paper(paper: IssuedPaper, *, by: Actor, reason: str) -> bytes:
    """The paper as it was given out."""
    return keyring().unseal(bytes(paper.body), about=f"paper {paper.number}")


@action("run.started", right="run.start", says=_("had {object} and below decided as a whole"))
def start_run(branch: Branch, *, by: Actor, reason: str) -> BranchRun:
    """All customers of a branch and below, decided in the background. One run of a branch at a time."""
    going = BranchRun.objects.unscoped("one run at a time").filter(
        branch=branch, state__in=[RunState.WAITING, RunState.RUNNING]
    )
    if going.exists():
        raise RefusedError(_("A run of this branch is under way."))
    run = BranchRun.objects.create(
        branch=branch, as_of=clock.today(), started_by=by.key, started_at=clock.now()
    )
    transaction.on_commit(lambda: _enqueue(run.pk))
    return run


@action(
    "run.ended",
    right="run.start",
    says=_("decided {object} as a whole"),
    rules=("run", "day_end"),
    api=False,
    unsaid=("found",),
)
def keep_run(run: BranchRun, *, by: Actor, reason: str, found: Run) -> BranchRun:
    """What every scale said, stored by set, with the counts and the lines set aside."""
    run.counts = keep_results(found)
    run.quarantine = keyring().seal(quarantine_of(found.results), about=f"run {run.pk}")
    run.rows_in = sum(1 for one in found.subjects if not one.secrets)
    run.state, run.share, run.stage, run.ended_at = RunState.DONE, 1.0, "", clock.now()
    run.save()
    return run


@action(
    "run.quarantine_fetched",
    right="run.read",
    says=_("fetched the lines set aside of {object}"),
    api=False,
)
def fetch_quarantine(run: BranchRun, *, by: Actor, reason: str) -> bytes:
    """The lines set aside, as CSV."""
    if run.state != RunState.DONE:
        raise RefusedError(_("The run has not ended yet."))
    return keyring().unseal(bytes(run.quarantine), about=f"run {run.pk}")


def _enqueue(key: int) -> None:
    from workbench.decisions.tasks import decide_branch

    decide_branch.enqueue(key)


declare_sealed_column(IssuedPaper, "body", lambda paper: f"paper {paper.number}")
declare_sealed_column(BranchRun, "quarantine", lambda run: f"run {run.pk}")
