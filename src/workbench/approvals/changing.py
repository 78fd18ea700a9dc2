"""What time alone will change, among the customers whom one reaches: each number with the list that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workbench.approvals.models import AdjustedGrade
from workbench.approvals.registers.columns import BRANCH, NAME, SOUGHT
from workbench.approvals.shown import COUNTS, SCALE
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.listing import Column, Days, Listing, declare_listing
from workbench.customers.models import CustomerRow, Party
from workbench.decisions.models import LastDecided, Standing, StandingState

SPANS = (30, 90)


def changing(actor: Actor) -> QuerySet[Any]:
    """What was last decided of the customers whom the actor reaches."""
    reached = Party.objects.seen_by(actor, "class.read")
    return LastDecided.objects.filter(party__in=reached.values("pk")).exclude(holds_until=None)


CHANGING = declare_listing(
    Listing(
        name="decisions_changing",
        title=_("Decisions that time changes"),
        rows=changing,
        detail=lambda rows: rows.select_related("party__branch"),
        columns=(
            Column(
                "party.number",
                _("Customer no."),
                sort="party__number",
                url=lambda row: reverse("customer", args=[row.party.number]) + "?tab=decisions",
            ),
            NAME,
            Column("as_of", _("Decided as of"), sort="as_of"),
            Column("holds_until", _("Time changes it on"), sort="holds_until"),
            BRANCH,
        ),
        filters=(SOUGHT, Days("holds", _("Time changes it on"), "holds_until")),
        order=("holds_until",),
        export="customer.export",
        empty=_("No decision changes by time alone."),
    )
)


@dataclass(frozen=True)
class Change:
    """What time alone brings: how many within each span, each with the list that shows them."""

    label: Any
    numbers: tuple[tuple[int, str], ...]


def by_time(actor: Actor) -> list[Change]:
    """In the actor's scope; nothing is decided for it, only days that stand on record are counted."""
    seen = Standing.objects.seen_by(actor, "class.read").filter(
        scale=SCALE, recorded_until=None, superseded=False
    )
    rows = CustomerRow.objects.seen_by(actor, "customer.read")
    grades = AdjustedGrade.objects.seen_by(actor, "grade.read").dated(clock.today())
    grades = grades.filter(is_over=False)
    ending = seen.filter(state__in=COUNTS)
    falling = seen.filter(state=StandingState.WATCH)
    customers = reverse("customers")
    return [
        _change(_("Classes that end"), ending, "valid_until", _list("classes_ending", "until")),
        _change(
            _("Watches that end in a fall"),
            falling,
            "watch_until",
            _list("classes_watched", "falls"),
        ),
        _change(
            _("Re-checks that become due"), rows, "next_recheck_on", f"{customers}?recheck_to="
        ),
        _change(
            _("Decisions that time changes"),
            changing(actor),
            "holds_until",
            _list("decisions_changing", "holds"),
        ),
        _change(
            _("Adjusted grades that end"),
            grades,
            "until",
            reverse("adjusted_grades") + "?state=counts&until_to=",
        ),
        _change(
            _("Identity documents that end"),
            rows,
            "party__identity_until",
            f"{customers}?document_to=",
        ),
    ]


def _list(name: str, days: str) -> str:
    return f"{reverse(name)}?{days}_to="


def _change(label: Any, rows: Any, field: str, url: str) -> Change:
    """`url` lacks only the last day of the span."""
    ends = [clock.today() + timedelta(days=span) for span in SPANS]
    return Change(
        label, tuple((rows.filter(**{f"{field}__lte": day}).count(), f"{url}{day}") for day in ends)
    )


def heads() -> list[str]:
    """Of the columns of spans."""
    return [gettext("within %s days") % span for span in SPANS]
