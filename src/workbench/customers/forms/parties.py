"""A party: opened, changed, reached, merged, identified anew; whom it is linked to."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workbench.customers.forms.choices import branches_of
from workbench.customers.forms.deed import DeedForm, NeededReason
from workbench.customers.inputs import Day
from workbench.customers.models import (
    IdentityKind,
    LinkKind,
    PartyKind,
    PartyState,
)


class NewParty(DeedForm):
    """A new customer."""

    field_order = ("name", "kind", "identity_kind", "identity", "identity_until", "phone", "branch")

    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=PartyKind.choices, initial=PartyKind.PERSON)
    identity_kind = forms.ChoiceField(label=_("Document"), choices=IdentityKind.choices)
    identity = forms.CharField(label=_("Number of the document"), max_length=40)
    identity_until = Day(label=_("Document valid until"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)

    def prepare(self) -> None:
        self.fields["branch"] = branches_of(self.actor, "customer.open", _("Branch"))


class ChangedParty(DeedForm):
    """How a customer is reached."""

    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    identity_until = Day(label=_("Document valid until"), required=False)


class NewState(NeededReason):
    """The life of a customer."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            (state.value, state.label)
            for state in PartyState
            if state not in (PartyState.NONE, PartyState.MERGED)
        ],
    )


class Revealed(NeededReason):
    """Which number, and why."""

    what = forms.ChoiceField(
        label=_("What to show"),
        choices=(("phone", _("Telephone")), ("identity", _("Number of the document"))),
    )


class NewLink(DeedForm):
    """Somebody who is related."""

    kind = forms.ChoiceField(label=_("Related as"), choices=LinkKind.choices)
    name = forms.CharField(label=_("Name"), max_length=80)
    identity_kind = forms.ChoiceField(label=_("Document"), choices=IdentityKind.choices)
    identity = forms.CharField(label=_("Number of the document"), max_length=40)
    since = Day(label=_("Since"))

    def prepare(self) -> None:
        self.fields["evidence"] = self._evidence()


class EndedLink(DeedForm):
    """The first day on which it no longer held."""

    until = Day(label=_("No longer from"))

    def prepare(self) -> None:
        self.fields["evidence"] = self._evidence()


class OtherFile(NeededReason):
    """A file by its number."""

    dropped = forms.CharField(label=_("Number of the other file"), max_length=20)


class Identified(DeedForm):
    """Why his identity is established anew; sealed."""

    reason_why = forms.CharField(
        label=_("Why (sealed)"),
        max_length=200,
        required=False,
        help_text=_("Neither the row nor any page tells it."),
    )
