"""What was returned is amended by its maker: on other evidence and on the newest finding, and handed in again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from workbench.approvals.actions.classes import amend_class
from workbench.approvals.actions.grades import amend_grade
from workbench.approvals.forms import Grounded, NewGrade
from workbench.approvals.kinds import GRADE, OF_CLASS, party_of
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.common.routing import actor_of
from workbench.customers.views import typed
from workbench.reviews.models import Proposal
from workbench.reviews.page import wrong_with

View = Callable[..., HttpResponse]


def amend_view(
    kinds: tuple[str, ...], fields: type[Grounded], action: Callable[..., Proposal]
) -> View:
    """The page on which a proposal of some kinds is amended; what was wrong with it stands above the form."""

    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor = actor_of(request)
        rows = Proposal.objects.seen_by(actor, "proposal.read").filter(kind__in=kinds)
        proposal = rows.select_related("branch").one(pk=pk)
        form = fields(party_of(proposal), actor, *typed(request), initial=_first(proposal))
        if form.is_bound and form.is_valid() and _done(form, proposal, actor, action):
            messages.success(request, _("Handed in again."))
            return redirect("review", pk=pk)
        return _page(request, proposal, form)

    return view


amend = amend_view(OF_CLASS, Grounded, amend_class)
amend_adjusted = amend_view((GRADE,), NewGrade, amend_grade)


def _done(form: Grounded, proposal: Proposal, by: Actor, action: Callable[..., Proposal]) -> bool:
    """Refused, the form says why."""
    given = dict(form.cleaned_data)
    keys = sorted(one.pk for one in given.pop("evidence"))
    try:
        action(proposal, by=by, evidence=keys, **given)
    except RefusedError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.sentence))
        return False
    return True


def _page(request: HttpRequest, proposal: Proposal, form: Grounded) -> HttpResponse:
    title = _("Amend and hand in")
    shown = {"form": form, "title": title, "label": title, "of": proposal.title}
    shown |= {"back": reverse("review", args=[proposal.pk]), "wrong": wrong_with(proposal)}
    return render(request, "approvals/amend.html", shown)


def _first(proposal: Proposal) -> dict[str, Any]:
    """As it was handed in."""
    grounds = proposal.grounds
    says = {"evidence": grounds.get("evidence", []), "reason": grounds.get("says", "")}
    return {**proposal.after, **says}
