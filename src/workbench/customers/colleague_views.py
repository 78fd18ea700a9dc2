"""Whose file is closed to his colleagues: the identity of a member of staff, typed once and not shown again."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from workbench.accounts.members import declare_deed
from workbench.accounts.queries import one, staff_seen
from workbench.accounts.staff_views import Sheet, fill
from workbench.common.routing import actor_of
from workbench.customers.actions.colleagues import identify_staff
from workbench.customers.models import IdentityKind

PAPERS = [kind for kind in IdentityKind if kind != IdentityKind.CREDIT_CODE]


class IdentityForm(forms.Form):
    identity_kind = forms.ChoiceField(
        label=gettext_lazy("Document"), choices=[(str(kind), kind.label) for kind in PAPERS]
    )
    identity = forms.CharField(
        label=gettext_lazy("Number of the document"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest, number: str) -> HttpResponse:
    """Records it; nobody is told whether he is a customer."""
    actor = actor_of(request)
    person = one(staff_seen(actor, "staff.change"), number=number)
    sheet = Sheet(
        _("Record his identity"),
        _("Record"),
        f"/staff/{number}/",
        person,
        _(
            "If he is a customer, his file is closed to himself and to his outlet. The number itself is not kept."
        ),
    )

    def do(given: dict[str, str]) -> None:
        kind = IdentityKind(given["identity_kind"])
        identify_staff(person, by=actor, reason="", identity=given["identity"], identity_kind=kind)

    return fill(request, sheet, IdentityForm(request.POST or None), do)


declare_deed(gettext_lazy("Record his identity"), "staff_identity")
