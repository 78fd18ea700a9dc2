"""The register of what customers asked for, with its clocks: a list, a figure on the home page."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.approvals.models import RequestKind, RightsRequest
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
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.listing import Choice, Column, Days, Listing, View, declare_listing
from workbench.common.panels import Figure, declare_figure
from workbench.common.parts import Link, Status, Tone


def request_status(row: RightsRequest) -> Status:
    """Open, past its day, or what came of it."""
    if row.answered_on is not None:
        return Status(row.get_outcome_display(), Tone.GOOD)
    if row.due_on < clock.today():
        return Status(_("Past its day"), Tone.BAD)
    return Status(_("To be answered"), Tone.WAIT)


def _links(row: RightsRequest, actor: Actor) -> Sequence[Link]:
    had_part = {row.taken_by, row.proposed_by, row.approved_by} & actor.persons
    return () if row.answered_on or had_part else links_for(row, actor, "answer")


def open_count(actor: Actor) -> int:
    """Requests that wait for an answer."""
    rows = RightsRequest.objects.seen_by(actor, "request.read")
    return int(rows.filter(answered_on=None).count())


REQUESTS = declare_listing(
    Listing(
        name="requests",
        title=_("Requests of customers"),
        rows=lambda actor: RightsRequest.objects.seen_by(actor, "request.read"),
        detail=whose("answered_by"),
        columns=(
            CUSTOMER,
            NAME,
            Column("kind", _("Asked for"), value=lambda row: row.get_kind_display()),
            Column("words", _("In his words"), wraps=True),
            Column("asked_on", _("Received on"), sort="asked_on"),
            Column("due_on", _("To be answered by"), sort="due_on"),
            Column("state", _("State"), value=request_status),
            Column("answer", _("Answer"), wraps=True, absent=NONE),
            person("answered_by", _("Answered by")),
            Column("answered_on", _("Answered on"), sort="answered_on", absent=NONE),
            BRANCH,
        ),
        filters=(
            SOUGHT,
            Choice("kind", _("Asked for"), RequestKind.choices, "kind"),
            Choice(
                "open",
                _("State"),
                (("1", _("To be answered")), ("0", _("Answered"))),
                by=lambda rows, value: rows.filter(answered_on__isnull=value == "1"),
            ),
            Days("due", _("To be answered by"), "due_on", folded=True),
        ),
        order=("due_on",),
        views=(View("open", _("To be answered"), "open=1"),),
        links=_links,
        export="customer.export",
        empty=_("Nothing was asked for. A request is taken on the page of the customer."),
    )
)

declare_figure(
    Figure(
        "requests_open",
        _("Requests to be answered"),
        right="request.answer",
        order=62,
        count=open_count,
        url=lambda actor: reverse("requests") + "?open=1",
        tone=Tone.WAIT,
    )
)
