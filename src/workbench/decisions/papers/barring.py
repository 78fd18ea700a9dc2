"""What stops papers to a customer: apps above declare what they know of; a state of the file that ends letters is here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.common.errors import RefusedError
from workbench.customers.models import Party, PartyState

#: says why nothing goes out to a party, "" where it may
Bar = Callable[[Party], Any]
BARS: list[Bar] = []


def declare_bar(bar: Bar) -> None:
    """Called once, when the apps are ready."""
    BARS.append(bar)


def demand_reachable(party: Party) -> None:
    """Raises `RefusedError` where no paper goes out to him."""
    for bar in BARS:
        if said := bar(party):
            raise RefusedError(said)


def _deceased(party: Party) -> Any:
    return _("He is deceased: no letter goes out.") if party.state == PartyState.DEAD else ""


declare_bar(_deceased)
