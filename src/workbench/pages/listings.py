"""The list of one's own files."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.common.acting import Actor
from workbench.common.listing import LISTINGS, Choice, Column, Listing, declare_listing
from workbench.common.listing.showing import TAKE_AWAY
from workbench.common.parts import Link, Status, Tone
from workbench.pages.models import Export, ExportState

TONES = {
    ExportState.WAITING: Tone.WAIT,
    ExportState.READY: Tone.GOOD,
    ExportState.FAILED: Tone.BAD,
}


def _status(export: Export) -> Status:
    return Status(ExportState(export.state).label, TONES[ExportState(export.state)])


def _title(export: Export) -> object:
    declared = LISTINGS.get(export.listing)
    return declared.title if declared else export.listing


def _links(export: Export, actor: Actor) -> Sequence[Link]:
    if export.state != ExportState.READY:
        return ()
    return (Link(_("Fetch"), reverse("export_file", args=[export.key])),)


EXPORTS = declare_listing(
    Listing(
        name="exports",
        title=_("My exports"),
        rows=lambda actor: Export.objects.seen_by(actor, TAKE_AWAY),
        columns=(
            Column("asked_at", _("Asked at"), sort="asked_at"),
            Column("listing", _("Which list"), value=_title),
            Column("kind", _("File"), value=lambda export: export.get_kind_display()),
            Column("rows", _("Rows"), absent="—"),
            Column("state", _("State"), value=_status),
            Column("reason", _("What for"), wraps=True),
        ),
        filters=(Choice("state", _("State"), ExportState.choices, "state"),),
        order=("-asked_at",),
        links=_links,
        empty=_("Nothing was exported. Open a list and press Export: the file appears here."),
    )
)
