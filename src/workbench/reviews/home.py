"""What waits for somebody, as a number on his home page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.common.acting import Actor
from workbench.common.panels import Figure, HomePanel, declare_figure, declare_home_panel
from workbench.common.parts import Link, Tone
from workbench.reviews import listings
from workbench.reviews.models import ProposalState
from workbench.reviews.queries import READ, made_by, stuck, to_do

PANEL = "reviews/home_to_do.html"
SHOWN = 8  # lines on the home page


def count_to_do(actor: Actor) -> int:
    return to_do(actor).count()


def count_returned(actor: Actor) -> int:
    return made_by(actor).filter(state=ProposalState.RETURNED).count()


def first_to_do(actor: Actor) -> dict[str, Any] | None:
    """The oldest that wait for the person, None where nothing does."""
    rows = [*listings.TO_DO.detail(to_do(actor))[:SHOWN]]
    if not rows:
        return None
    lines = [
        (
            Link(row.title, listings.url(row)),
            listings.kind_of(row),
            listings.maker_of(row),
            row.proposed_at,
        )
        for row in rows
    ]
    return {"lines": lines, "all": reverse("reviews")}


declare_home_panel(
    HomePanel("to_do", _("To do"), right=READ, load=first_to_do, template=PANEL, order=10)
)
declare_figure(
    Figure(
        "reviews_to_do",
        _("Waiting for my review"),
        right=READ,
        order=10,
        count=count_to_do,
        url=lambda actor: reverse("reviews"),
        tone=Tone.WAIT,
    )
)
declare_figure(
    Figure(
        "reviews_returned",
        _("Returned to me"),
        right=READ,
        order=11,
        count=count_returned,
        url=lambda actor: reverse("reviews_mine") + "?state=returned",
        tone=Tone.WARN,
    )
)
declare_figure(
    Figure(
        "reviews_stuck",
        _("Proposals that nobody may check"),
        right="proposal.hold",
        order=12,
        count=lambda actor: stuck(actor).count(),
        url=lambda actor: reverse("reviews_stuck"),
        tone=Tone.BAD,
    )
)
