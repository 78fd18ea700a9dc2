"""批量重检: re-checks opened for many classes at once. Opening is all that is done to many; each is looked at by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from workbench.approvals.actions.rechecks import open_recheck, open_recheck_of
from workbench.common.acting import Actor
from workbench.common.routing import actor_of
from workbench.decisions.models import Standing

MOST = 500


class Why(forms.Form):
    """The reason that stands at each case."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


@dataclass(frozen=True)
class Opened:
    """So many cases were opened; so many customers had one already, which stays as it is."""

    new: int
    there: int


@require_POST
def rechecks_open(request: HttpRequest) -> HttpResponse:
    """Asks why, then opens a case for each of the chosen classes."""
    actor = actor_of(request)
    rows = list(_chosen(actor, request.POST.getlist("ids")))
    form = Why(request.POST if "reason" in request.POST else None)
    if not form.is_valid() or not rows:
        shown = {"form": form, "rows": rows}
        return render(request, "approvals/many_rechecks.html", shown)
    done = open_many(actor, rows, form.cleaned_data["reason"])
    told = _("%(new)s re-checks were opened; %(there)s customers had one already.")
    messages.success(request, told % {"new": done.new, "there": done.there})
    return redirect("rechecks")


def open_many(actor: Actor, rows: Iterable[Standing], reason: str) -> Opened:
    """Each in an action of its own, with its own entry in the journal."""
    counted = {True: 0, False: 0}
    for row in rows:
        there = open_recheck_of(row.party) is not None
        if not there:
            open_recheck(row.party, by=actor, reason=reason)
        counted[there] += 1
    return Opened(counted[False], counted[True])


def _chosen(actor: Actor, keys: Iterable[str]) -> Any:
    wanted = [key for key in keys if key.isdigit()][:MOST]
    seen = Standing.objects.seen_by(actor, "recheck.open").filter(pk__in=wanted)
    return seen.select_related("party__branch").order_by("party__number")
