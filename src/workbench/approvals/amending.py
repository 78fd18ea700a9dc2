"""What was returned is amended by its maker: on other evidence and on the newest finding, and handed in again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from workbench.approvals.actions.classes import amend_class
from workbench.approvals.forms import Grounded
from workbench.approvals.kinds import OF_CLASS, party_of
from workbench.common.errors import RefusedError
from workbench.common.routing import actor_of
from workbench.customers.views import typed
from workbench.reviews.models import Proposal
from workbench.reviews.page import wrong_with


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposal that was returned, on other evidence; what was wrong with it stands above the form."""
    actor = actor_of(request)
    rows = Proposal.objects.seen_by(actor, "proposal.read").filter(kind__in=OF_CLASS)
    proposal = rows.select_related("branch").one(pk=pk)
    form = Grounded(party_of(proposal), actor, *typed(request), initial=_first(proposal))
    back = reverse("review", args=[pk])
    if form.is_bound and form.is_valid():
        keys = sorted(one.pk for one in form.cleaned_data["evidence"])
        try:
            amend_class(proposal, by=actor, reason=form.cleaned_data["reason"], evidence=keys)
            messages.success(request, _("Handed in again."))
            return redirect(back)
        except RefusedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.sentence))
    title = _("Amend and hand in")
    shown = {"form": form, "title": title, "label": title, "back": back, "of": proposal.title}
    return render(request, "approvals/amend.html", shown | {"wrong": wrong_with(proposal)})


def _first(proposal: Proposal) -> dict[str, Any]:
    """As it was handed in."""
    grounds = proposal.grounds
    return {"evidence": grounds.get("evidence", []), "reason": grounds.get("says", "")}
