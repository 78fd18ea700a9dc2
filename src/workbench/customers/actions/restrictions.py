"""客户身份持续识别: begun and ended by the office against money laundering, whatever gave cause."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.models import Party, Restriction
from workbench.journal.actions import action

#: what apps above do when it begins, as a rule of their own: all alike, whatever gave cause
ON_BEGIN: list[Callable[[Party], None]] = []


@action(
    "restriction.begun",
    right="restriction.change",
    says=_("put customer {object} under continued identification"),
    secret=("reason_why",),
)
def begin_restriction(party: Party, *, by: Actor, reason: str, reason_why: str = "") -> Restriction:
    """From today, for a routine refresh as for a suspicion: what is asked of the bank then waits for the superior.
    `reason_why` is sealed. Asked again while it lasts, it stays as it is, so that the asking tells nothing.
    """
    held = open_restriction(party)
    if held is None:
        held = Restriction.objects.create(party=party, since=clock.today())
        for follow in ON_BEGIN:
            follow(party)
    return held


@action(
    "restriction.ended",
    right="restriction.change",
    says=_("ended the continued identification of customer {object}"),
    secret=("reason_why",),
)
def end_restriction(party: Party, *, by: Actor, reason: str, reason_why: str = "") -> Restriction:
    """Only by the office that knows every cause: nobody else can tell by ending it whether there was another."""
    held = open_restriction(party)
    if held is None:
        raise RefusedError(_("He is not under continued identification."))
    held.change(until=clock.today())
    return held


def open_restriction(party: Party) -> Restriction | None:
    """The one that lasts today."""
    rows = Restriction.objects.unscoped("whether a customer is restricted, whoever asks")
    found: Restriction | None = rows.filter(party=party, until=None).first()
    return found
