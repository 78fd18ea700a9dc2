"""移交登记."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.common.listing import Choice, Column, Days, Listing, Words, declare_listing
from workbench.common.parts import Status, Tone
from workbench.customers.models import Handover, HandoverState, RowState

READ = "handover.read"
TONES = {
    HandoverState.LISTED: Tone.WAIT,
    HandoverState.SIGNED: Tone.WAIT,
    HandoverState.DONE: Tone.GOOD,
    HandoverState.WITHDRAWN: Tone.OFF,
}


def status(handover: Handover) -> Status:
    state = HandoverState(handover.state)
    return Status(state.label, TONES[state])


def _detail(rows: QuerySet[Any]) -> QuerySet[Any]:
    people = rows.select_related("giver", "taker", "supervisor", "branch")
    moving = Count("rows", filter=~Q(rows__state=RowState.STAYS))
    reserved = Count("rows", filter=Q(rows__state=RowState.RESERVED))
    return people.annotate(moving=moving, reserved=reserved)  # type: ignore[no-any-return]


HANDOVERS = declare_listing(
    Listing(
        name="handovers",
        title=_("Hand-overs"),
        rows=lambda actor: Handover.objects.seen_by(actor, READ),
        detail=_detail,
        columns=(
            Column("on", _("Day"), sort="on", url=lambda one: reverse("handover", args=[one.pk])),
            Column("giver", _("Giver"), sort="giver__number"),
            Column("taker", _("Taker"), sort="taker__number"),
            Column("supervisor", _("Supervisor of the hand-over")),
            Column("branch.name", _("Branch")),
            Column("moving", _("Customers")),
            Column("reserved", _("With reservation")),
            Column("state", _("State"), value=status, sort="state"),
        ),
        filters=(
            Words(
                "q",
                _("Staff number or name"),
                ("giver__number", "taker__number", "giver__name", "taker__name"),
            ),
            Choice("state", _("State"), HandoverState.choices, "state"),
            Days("on", _("Day"), "on"),
        ),
        order=("-on",),
        empty=_("Nothing was handed over. A head begins one on the page of the person who gives."),
    )
)
