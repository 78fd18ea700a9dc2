"""A new branch, or a change of one with its preview, proposed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from workbench.accounts.forms import day
from workbench.accounts.models import Branch, Level
from workbench.accounts.queries import branches_within, one
from workbench.accounts.staff_views import Sheet, fill
from workbench.accounts.tree import effects
from workbench.common.routing import actor_of
from workbench.reviews.branches import propose_change
from workbench.reviews.opening import propose_opening


class ChangeForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the branch"), max_length=60)
    parent = forms.ModelChoiceField(Branch.objects.none(), label=gettext_lazy("Parent branch"))
    closed = forms.BooleanField(label=gettext_lazy("Close it"), required=False)
    on = day(gettext_lazy("In force from"))
    document = forms.CharField(label=gettext_lazy("Document no."), max_length=80)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class OpeningForm(forms.Form):
    code = forms.CharField(label=gettext_lazy("Code"), max_length=12)
    name = forms.CharField(label=gettext_lazy("Name of the branch"), max_length=60)
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=Level.choices)
    agency = forms.BooleanField(label=gettext_lazy("Agency outlet, not self-run"), required=False)
    document = forms.CharField(label=gettext_lazy("Document no."), max_length=80)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest, code: str) -> HttpResponse:
    """A new branch below one; another person approves, and it is open at once."""
    actor = actor_of(request)
    parent = one(branches_within(actor, "branch.change").select_related("city_branch"), code=code)
    sheet = Sheet(_("Propose a branch below"), _("Propose"), "/reviews/mine/", parent)
    form = OpeningForm(request.POST or None)
    lower = list(Level)[list(Level).index(Level(parent.level)) + 1 :]
    form.fields["level"].choices = [(str(level), level.label) for level in lower]  # type: ignore[attr-defined]

    def do(given: dict[str, Any]) -> None:
        propose_opening(parent, by=actor, **{**given, "level": Level(given["level"])})

    return fill(request, sheet, form, do)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Rename, move or close; another person approves."""
    actor = actor_of(request)
    rows = branches_within(actor, "branch.change").select_related("parent", "city_branch")
    branch = one(rows, code=code)
    form = ChangeForm(
        request.POST or None, initial={"name": branch.name, "parent": branch.parent_id}
    )
    form.fields["parent"].queryset = rows.exclude(pk=branch.pk)  # type: ignore[attr-defined]
    touched = " · ".join(f"{label} {number}" for label, number in effects(branch))
    sheet = Sheet(_("Propose a change"), _("Propose"), "/reviews/mine/", branch, touched)
    return fill(request, sheet, form, lambda given: propose_change(branch, by=actor, **given))
