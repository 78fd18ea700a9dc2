"""Forms of what is done in a file: they read what was typed; what may be is said by the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workbench.common.acting import Actor
from workbench.common.parts import Item
from workbench.customers.inputs import Papers
from workbench.customers.models import (
    Evidence,
    EvidenceState,
    Party,
)

_USABLE = (EvidenceState.UNVERIFIED, EvidenceState.VERIFIED, EvidenceState.DOUBTFUL)


class DeedForm(forms.Form):
    """`party` is in whose file something is done, `actor` who does it. Reasons stand last."""

    reason_needed = False
    reason_label: Any = _("Reason")
    rests_on: tuple[Item, ...] = ()  # what it is about, shown above the fields

    def __init__(self, party: Party | None, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party, self.actor = party, actor
        self.prepare()
        self.fields["reason"] = forms.CharField(
            label=self.reason_label, max_length=200, required=self.reason_needed
        )

    def prepare(self) -> None:
        """Fields and choices that depend on the file."""

    def _evidence(self, *, required: bool = False) -> forms.ModelChoiceField[Any]:
        mine = Evidence.objects.seen_by(self.actor, "customer.read").filter(party=self.party)
        return Papers(
            mine.filter(state__in=_USABLE), label=_("Evidence"), required=required, empty_label=""
        )


class Reason(DeedForm):
    """Nothing but a reason, which may be left out."""


class NeededReason(DeedForm):
    """Nothing but a reason."""

    reason_needed = True
