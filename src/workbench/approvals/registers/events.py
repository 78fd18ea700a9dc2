"""The register of events."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from workbench.approvals.actions.events import EventKind, told_kinds
from workbench.approvals.models import Event
from workbench.approvals.registers.columns import (
    BRANCH,
    CUSTOMER,
    NAME,
    NONE,
    SOUGHT,
    links_for,
    person,
    whose,
)
from workbench.common.acting import Actor
from workbench.common.listing import Choice, Column, Days, Listing, declare_listing
from workbench.common.parts import Link, Status, Tone


def event_status(row: Event) -> Status:
    """Reversed ones stay on record."""
    if row.reversed_at:
        return Status(_("Reversed"), Tone.OFF)
    return Status(_("Counts"), Tone.WARN)


def _event_links(row: Event, actor: Actor) -> Sequence[Link]:
    if row.reversed_at or row.recorded_by in actor.persons:
        return ()
    return links_for(row, actor, "reverse")


EVENTS = declare_listing(
    Listing(
        name="events",
        title=_("Register of events"),
        rows=lambda actor: Event.objects.seen_by(actor, "event.read"),
        detail=whose("recorded_by"),
        columns=(
            CUSTOMER,
            NAME,
            Column("kind", _("What happened"), value=lambda row: EventKind(row.kind).label),
            Column("happened_on", _("Happened on"), sort="happened_on"),
            Column("known_at", _("Known at"), sort="known_at"),
            Column("told", _("Named in the policy"), value=lambda row: row.kind in told_kinds()),
            Column("words", _("Words"), wraps=True, absent=NONE),
            person("recorded_by", _("Recorded by")),
            Column("state", _("State"), value=event_status),
            Column("reversed_because", _("Reversed because"), wraps=True, absent=NONE, shown=False),
            BRANCH,
        ),
        filters=(
            SOUGHT,
            Choice("kind", _("What happened"), EventKind.choices, "kind"),
            Days("happened", _("Happened on"), "happened_on"),
        ),
        order=("-known_at",),
        links=_event_links,
        export="customer.export",
        empty=_("No event is recorded. One is recorded on the page of the customer."),
    )
)
