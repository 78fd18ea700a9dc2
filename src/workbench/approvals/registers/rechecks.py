"""The register of re-checks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.approvals import causes
from workbench.approvals.models import Recheck, RecheckState
from workbench.approvals.registers.columns import (
    BRANCH,
    CUSTOMER,
    NAME,
    NONE,
    SOUGHT,
    person,
    whose,
)
from workbench.approvals.shown import OPEN_CASE
from workbench.common import clock
from workbench.common.listing import Choice, Column, Days, Listing, View, declare_listing
from workbench.common.parts import Status, Tone

_TONES = {
    RecheckState.OPEN: Tone.WAIT,
    RecheckState.PROPOSED: Tone.WAIT,
    RecheckState.DONE: Tone.GOOD,
    RecheckState.LAPSED: Tone.OFF,
}


def recheck_status(row: Recheck) -> Status:
    """Its state; late when its day is over."""
    if row.state in OPEN_CASE and row.due_on < clock.today():
        return Status(_("Past its day"), Tone.BAD)
    return Status(row.get_state_display(), _TONES[RecheckState(row.state)])


RECHECKS = declare_listing(
    Listing(
        name="rechecks",
        title=_("Re-checks"),
        rows=lambda actor: Recheck.objects.seen_by(actor, "recheck.read"),
        detail=whose("done_by"),
        columns=(
            CUSTOMER,
            NAME,
            Column(
                "because",
                _("Because of"),
                value=lambda row: causes.told(row.because),
                wraps=True,
                absent=NONE,
            ),
            Column("opened_on", _("Begun on"), sort="opened_on"),
            Column("due_on", _("Due on"), sort="due_on"),
            Column("state", _("State"), value=recheck_status),
            Column("done_on", _("Done on"), sort="done_on", absent=NONE),
            person("done_by", _("Closed by")),
            BRANCH,
        ),
        filters=(
            SOUGHT,
            Choice("state", _("State"), RecheckState.choices, "state"),
            Days("due", _("Due on"), "due_on"),
        ),
        order=("due_on",),
        views=(
            View("open", _("Not done"), "state=open"),
            View("done", _("Done"), "state=done"),
        ),
        export="customer.export",
        empty=_("No re-check is open. One is opened by an event, by its calendar or by a person."),
    )
)
