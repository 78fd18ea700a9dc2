"""Who serves a customer, and which branch claims him."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Holding, Staff
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.scoping import below
from workbench.customers.actions.relations import SERVING
from workbench.customers.forms.choices import branches_of
from workbench.customers.forms.deed import NeededReason
from workbench.customers.inputs import Day
from workbench.customers.models import (
    Dispute,
    DisputeState,
    IdentityKind,
    RelationKind,
)


class NewRelation(NeededReason):
    """Who serves from when."""

    kind = forms.ChoiceField(label=_("Relation"), choices=RelationKind.choices)
    since = Day(label=_("From"))

    def prepare(self) -> None:
        self.fields["staff"] = forms.ModelChoiceField(_colleagues(self.actor), label=_("Person"))


class EndedRelation(NeededReason):
    """Whose relation ends."""

    def prepare(self) -> None:
        serving = Staff.objects.filter(
            relations__party=self.party, relations__until=None
        ).distinct()
        self.fields["staff"] = forms.ModelChoiceField(serving, label=_("Person"))


class NewDispute(NeededReason):
    """Whom a branch claims, by the number of his document."""

    identity_kind = forms.ChoiceField(label=_("Document"), choices=IdentityKind.choices)
    identity = forms.CharField(label=_("Number of the document"), max_length=40)

    def prepare(self) -> None:
        self.fields["branch"] = branches_of(self.actor, "dispute.open", _("Claiming branch"))


class GrantedDispute(NeededReason):
    """Who leads from today."""

    def prepare(self) -> None:
        claims = Dispute.objects.unscoped("the claim that is decided").filter(party=self.party)
        claim = claims.filter(state=DisputeState.OPEN).select_related("claiming").first()
        theirs = Holding.objects.filter(Holding.on(clock.today()), post__in=SERVING)
        if claim is not None:
            theirs = theirs.filter(branch__path__startswith=claim.claiming.path)
        self.fields["staff"] = forms.ModelChoiceField(
            _colleagues(self.actor).filter(holdings__in=theirs).distinct(),
            label=_("Who leads from today"),
            initial=claim.claimant_id if claim else None,
        )


def _colleagues(actor: Actor) -> Any:
    """Who holds a post at or below the branches where the actor changes relations."""
    scope = actor.scope("relation.change") or actor.scope("dispute.decide")
    held = below("holdings__branch__path", scope)
    return Staff.objects.filter(held, holdings__post__in=SERVING).distinct()
