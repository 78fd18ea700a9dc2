"""Evidence, authorisations and queries, and files that are loaded."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.customers.forms.choices import branches_of
from workbench.customers.forms.deed import DeedForm
from workbench.customers.importing.reach import DEEDS
from workbench.customers.inputs import Day
from workbench.customers.models import (
    Authorisation,
    ImportKind,
    Purpose,
)


class NewEvidence(DeedForm):
    """A file and what it is."""

    title = forms.CharField(label=_("What it is"), max_length=80)
    file = forms.FileField(label=_("File (PDF, JPEG, PNG, at most 10 MB)"))
    issuer = forms.CharField(label=_("Issued by"), max_length=80, required=False)
    issuer_phone = forms.CharField(
        label=_("Telephone of the issuer"), max_length=30, required=False
    )
    issued_on = Day(label=_("Issued on"), required=False)
    box = forms.CharField(label=_("Box number of the original"), max_length=40, required=False)


class SeenOriginal(DeedForm):
    """Where the original lies."""

    box = forms.CharField(label=_("Box number of the original"), max_length=40, required=False)


class NewAuthorisation(DeedForm):
    """What was signed."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    signed_on = Day(label=_("Signed on"))
    until = Day(label=_("Ends on"), required=False)

    def prepare(self) -> None:
        self.fields["evidence"] = self._evidence()


class Withdrawn(DeedForm):
    """The day of a withdrawal."""

    withdrawn_on = Day(label=_("Withdrawn on"), initial=clock.today)


class AskedQuery(DeedForm):
    """Under which authorisation."""

    def prepare(self) -> None:
        mine = Authorisation.objects.seen_by(self.actor, "customer.read").filter(party=self.party)
        self.fields["authorisation"] = forms.ModelChoiceField(mine, label=_("Authorisation"))


class NewImport(DeedForm):
    """A file with its business date and what its sender counted."""

    kind = forms.ChoiceField(label=_("What the file holds"), choices=ImportKind.choices)
    file = forms.FileField(label=_("File (xlsx or csv, at most 10 MB)"))
    business_on = Day(label=_("Business date"), initial=clock.today)
    rows_said = forms.IntegerField(
        label=_("Rows as the sender counted them"), required=False, min_value=0
    )

    total_said = forms.DecimalField(
        label=_("Control total as the sender says it (balances, yuan)"),
        required=False,
        max_digits=20,
        decimal_places=2,
    )

    def prepare(self) -> None:
        self.fields["branch"] = branches_of(self.actor, "import.take", _("Branch"))
        mine = [kind for kind, deeds in DEEDS.items() if any(map(self.actor.may, deeds))]
        kinds = [(kind, label) for kind, label in ImportKind.choices if kind in mine]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
