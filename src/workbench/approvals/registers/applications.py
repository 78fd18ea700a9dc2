"""The register of applications in the core."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workbench.approvals.models import Application, Stage
from workbench.approvals.registers.columns import (
    BRANCH,
    CUSTOMER,
    NAME,
    NONE,
    class_label,
    links_for,
    person,
    whose,
)
from workbench.common.acting import Actor
from workbench.common.listing import Choice, Column, Listing, View, Words, declare_listing
from workbench.common.parts import Link, Status, Tone

CHANGES: dict[str, Any] = {
    "recheck": _("re-check opened"),
    "fall_found": _("lower class found"),
    "suspended": _("class suspended"),
    "expired": _("class lapsed"),
    "transferred": _("passed to another branch"),
    "identification": _("continued identification"),
    "false_material": _("false material"),
}


def held_status(row: Application) -> Status:
    """Held, with what holds it, or under way."""
    if row.held_since is None:
        return Status(_("Under way"), Tone.GOOD)
    return Status(_("Held"), Tone.BAD)


def change_label(row: Application) -> Any:
    """What holds it."""
    return CHANGES.get(row.held_because, NONE)


def _application_links(row: Application, actor: Actor) -> Sequence[Link]:
    return links_for(row, actor, "release" if row.held_since else "move")


APPLICATIONS = declare_listing(
    Listing(
        name="applications",
        title=_("Register of applications"),
        rows=lambda actor: Application.objects.seen_by(actor, "application.read"),
        detail=whose("held_for"),
        columns=(
            Column("number", _("Application no."), sort="number"),
            CUSTOMER,
            NAME,
            Column("product", _("Product")),
            Column("stage", _("Stage"), value=lambda row: Stage(row.stage).label),
            Column("accepted_on", _("Accepted on"), sort="accepted_on", shown=False),
            Column(
                "klass",
                _("Class used"),
                value=lambda row: class_label(row.klass),
            ),
            Column("state", _("State"), value=held_status),
            Column("because", _("Held because"), value=change_label),
            person("held_for", _("Task of")),
            Column("due_on", _("Due on"), sort="due_on", absent=NONE),
            BRANCH,
        ),
        filters=(
            Words("q", _("Application or customer no."), ("number", "party__number")),
            Choice("stage", _("Stage"), Stage.choices, "stage"),
            Choice(
                "held",
                _("State"),
                (("1", _("Held")), ("0", _("Under way"))),
                by=lambda rows, value: rows.filter(held_since__isnull=value == "0"),
            ),
        ),
        order=("-accepted_on",),
        views=(View("held", _("Held"), "held=1"),),
        links=_application_links,
        export="customer.export",
        empty=_("No application is registered. One is registered on the page of the customer."),
    )
)


def held_count(actor: Actor) -> int:
    """Applications that wait for somebody to decide."""
    rows = Application.objects.seen_by(actor, "application.read")
    return rows.filter(~Q(held_since=None)).count()
