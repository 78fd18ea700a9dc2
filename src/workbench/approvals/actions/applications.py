"""Applications in the core: registered here by number and stage, held when the class that they use changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.accounts.queries import rule_actor
from workbench.approvals.models import Application, Stage
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.actions.restrictions import ON_BEGIN, open_restriction
from workbench.customers.following import moved
from workbench.customers.models import Party
from workbench.decisions.standings import ClassHeld, Use, class_for
from workbench.journal.actions import action
from workbench.policies.queries import bundle_for
from workbench.policies.scales import CUSTOMER_CLASS
from workbench.policies.vocabulary import results_of

DAYS_TO_SETTLE = 5
NO_CLASS = _("No class counts for lending: it is classified, lifted or ended first.")
#: stages that an applicant may reach before he has a class
BEFORE_CLASS = (Stage.INVESTIGATION, Stage.EXAMINATION)
_RELEASED: dict[str, Any] = {
    "held_since": None,
    "held_because": "",
    "held_for": "",
    "due_on": None,
}
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
    "transferred": frozenset(
        {Stage.INVESTIGATION, Stage.EXAMINATION, Stage.APPROVED, Stage.SIGNED, Stage.PAID}
    ),
    "identification": frozenset(
        {Stage.INVESTIGATION, Stage.EXAMINATION, Stage.APPROVED, Stage.SIGNED}
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
) -> Application:
    """A thin row: the application itself lives in the core. The class that it uses is the one that counts for lending
    today, and the bundle the one in force: nobody chooses them.
    """
    known = Application.objects.unscoped("a number is registered once")
    if known.filter(number=number).exists():
        raise RefusedError(_("This application is registered already."), field="number")
    if accepted_on > clock.today():
        raise RefusedError(_("The day lies in the future."), field="accepted_on")
    held = lending_class(party)
    if held is None and stage not in BEFORE_CLASS:
        raise RefusedError(NO_CLASS, field="stage")
    made = Application.objects.create(
        party=party,
        number=number,
        product=product,
        stage=stage,
        accepted_on=accepted_on,
        klass=held.klass if held else "",
        standing=held.standing if held else None,
        bundle=bundle_for(clock.today(), party.branch).digest,
    )
    moved(party)
    if open_restriction(party) is not None:
        hold_for_identification(party)
        made.refresh_from_db(from_queryset=known.all())
    return made


@action(
    "application.held",
    right="class.suspend",
    says=_("held the applications of {object}"),
    rules=("day_end", "feed", "approvals"),
    api=False,
)
def hold_applications(party: Party, *, by: Actor, reason: str, change: str) -> Party:
    """Those that the change reaches at their stage, each with an owner and a day by which somebody decides. What is
    only being investigated under a lower class found goes on by that class.
    """
    rows = Application.objects.unscoped("the applications of a party whose class changes")
    for one in rows.filter(party=party, stage__in=HOLDS[change], held_since=None):
        one.change(
            held_since=clock.today(),
            held_because=change,
            held_for=_owner(party),
            due_on=clock.today() + timedelta(days=DAYS_TO_SETTLE),
        )
    if change == "fall_found":
        held = lending_class(party)
        for one in rows.filter(party=party, stage=Stage.INVESTIGATION):
            one.change(**_used(held))
    return party


def hold_for_identification(party: Party) -> None:
    """While his identity is established anew, the approver decides on each that is pending or comes."""
    rows = Application.objects.unscoped("what a customer has pending, whoever looks")
    if not rows.filter(party=party, stage__in=HOLDS["identification"], held_since=None).exists():
        return
    hold_applications(
        party,
        by=rule_actor("approvals"),
        reason=str(_("continued identification")),
        change="identification",
    )


ON_BEGIN.append(hold_for_identification)


@action(
    "application.moved",
    right="application.register",
    says=_("application {object} has come to {stage}"),
    rules=("feed",),
)
def move_application(
    application: Application, *, by: Actor, reason: str, stage: Stage
) -> Application:
    """How far it has come in the core. A held one goes nowhere before its approver has released it, except that the
    core may have closed it; without a class that counts nothing is approved, signed or paid out.
    """
    if stage == Stage.CLOSED:
        application.change(stage=stage, **_RELEASED)
    elif application.held_since is not None:
        raise RefusedError(
            _("This application is held. Its approver releases it first."), field="stage"
        )
    else:
        application.change(stage=stage, **_class_now(application, stage))
    moved(application.party)
    return application


@action(
    "application.released",
    right="application.release",
    says=_("released application {object}"),
    needs_reason=True,
)
def release_application(application: Application, *, by: Actor, reason: str) -> Application:
    """The approver has decided: it goes on by the class that counts for lending now, under watch the class found."""
    if application.held_since is None:
        raise RefusedError(_("This application is not held."))
    held = lending_class(application.party)
    if held is None:
        raise RefusedError(NO_CLASS)
    application.change(**_RELEASED, **_used(held))
    return application


def lending_class(party: Party) -> ClassHeld | None:
    """The class by which he is lent to today."""
    return class_for(party, clock.today(), party.branch.city_branch, Use.LENDING)


def _class_now(application: Application, stage: Stage) -> dict[str, Any]:
    """A better class does not come to it by itself: that is asked for, and approved again."""
    held = lending_class(application.party)
    if held is None:
        if stage not in BEFORE_CLASS:
            raise RefusedError(NO_CLASS, field="stage")
        return {}
    order = results_of(CUSTOMER_CLASS)
    used = application.klass
    better = bool(used) and order.index(held.klass) < order.index(used)
    return {} if better else _used(held)


def _used(held: ClassHeld | None) -> dict[str, Any]:
    return {"klass": held.klass if held else "", "standing": held.standing if held else None}


def _owner(party: Party) -> str:
    lead = party.relations.filter(kind="lead", until=None).select_related("staff").first()
    return lead.staff.number if lead else ""
