"""A death that was reported: letters stop that day, and the class is closed by two on the certificate."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.accounts.queries import rule_actor
from workbench.approvals.models import Event
from workbench.common.errors import RefusedError
from workbench.customers.actions.parties import change_state
from workbench.customers.models import Party, PartyState
from workbench.decisions.papers.barring import declare_bar

DEATH = "death"


def reported(party: Party) -> bool:
    """Whether a report of his death stands."""
    rows = Event.objects.unscoped("whether a party lives").filter(party=party, kind=DEATH)
    return bool(rows.filter(reversed_at=None).exists())


def demand_certificate(party: Party, evidence: list[int] | None) -> None:
    """Who closes a class on a death names the paper that proves it."""
    if reported(party) and not evidence:
        raise RefusedError(
            _("A death is confirmed by its certificate: take it as evidence and name it."),
            field="evidence",
        )


def confirm(party: Party, reason: str) -> None:
    """Two have closed the class on a reported death: from now on he is deceased on every page."""
    if reported(party) and party.state != PartyState.DEAD:
        change_state(party, by=rule_actor("approvals"), reason=reason, state=PartyState.DEAD)


def _no_letters(party: Party) -> Any:
    return _("His death was reported: no letter goes out.") if reported(party) else ""


declare_bar(_no_letters)
