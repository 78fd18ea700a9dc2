"""What waits for somebody, as a number on his home page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.common.acting import Actor
from workbench.common.panels import Figure, declare_figure
from workbench.common.parts import Tone
from workbench.reviews.models import ProposalState
from workbench.reviews.queries import READ, made_by, to_do


def count_to_do(actor: Actor) -> int:
    return to_do(actor).count()


def count_returned(actor: Actor) -> int:
    return made_by(actor).filter(state=ProposalState.RETURNED).count()


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
