"""Applications in the core: registered here by number and stage, held when the class that they use changes."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from workbench.approvals.models import Application, Stage
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.models import Party
from workbench.decisions.models import Standing
from workbench.journal.actions import action

DAYS_TO_SETTLE = 5
# What a change of the class holds, by the stage that the application has reached. Nothing is refused or re-priced.
HOLDS: dict[str, frozenset[str]] = {
    "recheck": frozenset({Stage.INVESTIGATION, Stage.EXAMINATION, Stage.APPROVED, Stage.SIGNED}),
    "fall_found": frozenset({Stage.EXAMINATION, Stage.APPROVED, Stage.SIGNED}),
    "suspended": frozenset(
        {Stage.INVESTIGATION, Stage.EXAMINATION, Stage.APPROVED, Stage.SIGNED, Stage.PAID}
    ),
    "expired": frozenset(
        {Stage.INVESTIGATION, Stage.EXAMINATION, Stage.APPROVED, Stage.SIGNED, Stage.PAID}
    ),
    "false_material": frozenset(
        {Stage.INVESTIGATION, Stage.EXAMINATION, Stage.APPROVED, Stage.SIGNED, Stage.PAID}
    ),
}


@action(
    "application.registered",
    right="application.register",
    says=_("registered application {number} of {object}"),
    rules=("feed",),
)
def register_application(
    party: Party,
    *,
    by: Actor,
    reason: str,
    number: str,
    product: str,
    stage: Stage,
    accepted_on: date,
    standing: Standing | None = None,
    bundle: str = "",
) -> Application:
    """A thin row: the application itself lives in the core."""
    known = Application.objects.unscoped("a number is registered once")
    if known.filter(number=number).exists():
        raise RefusedError(_("This application is registered already."), field="number")
    return Application.objects.create(
        party=party,
        number=number,
        product=product,
        stage=stage,
        accepted_on=accepted_on,
        standing=standing,
        bundle=bundle,
    )


@action(
    "application.held",
    right="class.suspend",
    says=_("held the applications of {object}"),
    rules=("day_end", "feed", "approvals"),
    api=False,
)
def hold_applications(party: Party, *, by: Actor, reason: str, change: str) -> Party:
    """Those that the change reaches at their stage, each with an owner and a day by which somebody decides."""
    rows = Application.objects.unscoped("the applications of a party whose class changes")
    for one in rows.filter(party=party, stage__in=HOLDS[change], held_since=None):
        one.change(
            held_since=clock.today(),
            held_because=change,
            held_for=_owner(party),
            due_on=clock.today() + timedelta(days=DAYS_TO_SETTLE),
        )
    return party


@action(
    "application.moved",
    right="application.register",
    says=_("application {object} has come to {stage}"),
    rules=("feed",),
)
def move_application(
    application: Application, *, by: Actor, reason: str, stage: Stage
) -> Application:
    """How far it has come in the core. A held one goes nowhere before its approver has released it."""
    if application.held_since is not None:
        raise RefusedError(
            _("This application is held. Its approver releases it first."), field="stage"
        )
    application.change(stage=stage)
    return application


@action(
    "application.released",
    right="application.release",
    says=_("released application {object}"),
    needs_reason=True,
)
def release_application(application: Application, *, by: Actor, reason: str) -> Application:
    """The approver has decided: it goes on."""
    if application.held_since is None:
        raise RefusedError(_("This application is not held."))
    application.change(held_since=None, held_because="", held_for="", due_on=None)
    return application


def _owner(party: Party) -> str:
    lead = party.relations.filter(kind="lead", until=None).select_related("staff").first()
    return lead.staff.number if lead else ""
