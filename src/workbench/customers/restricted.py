"""业务管控登记簿: who is and was under continued identification. It has no column for the cause."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.common.listing import Column, Days, Listing, Words, declare_listing, show
from workbench.common.parts import Status, Tone
from workbench.customers.models import Restriction


def _state(row: Restriction) -> Status:
    if row.until is None:
        return Status(_("Lasts"), Tone.WARN)
    return Status(_("Ended"), Tone.OFF)


def _page(row: Restriction) -> Any:
    return reverse("customer", args=[row.party.number])


RESTRICTIONS = declare_listing(
    Listing(
        name="restrictions",
        title=_("Customers under continued identification"),
        rows=lambda actor: Restriction.objects.seen_by(actor, "customer.read"),
        detail=lambda rows: rows.select_related("party__branch"),
        columns=(
            Column("party.number", _("Customer no."), url=_page),
            Column("party.name", _("Name")),
            Column("since", _("Since"), sort="since"),
            Column("until", _("Until"), sort="until", absent="—"),
            Column("state", _("State"), value=_state),
            Column("party.branch.name", _("Branch")),
        ),
        filters=(
            Words("q", _("Customer no."), ("party__number",)),
            Days("since", _("Since"), "since"),
        ),
        order=("-since",),
        export="customer.export",
        empty=_("Nobody is under continued identification."),
    )
)


def restrictions(request: HttpRequest) -> HttpResponse:
    """The register."""
    return show(request, RESTRICTIONS)
