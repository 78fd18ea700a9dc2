"""A hand-over by screen: listed by a head, answered by the taker, signed by three."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from workbench.accounts.forms import day
from workbench.accounts.models import CAN_SIGN_IN, Staff
from workbench.accounts.queries import one, staff_seen
from workbench.accounts.staff_views import Sheet
from workbench.common.acting import Actor
from workbench.common.errors import NotFoundError
from workbench.common.filling import filled
from workbench.common.languages import language
from workbench.common.listing import show
from workbench.common.parts import Header, Item, Link
from workbench.common.routing import actor_of
from workbench.customers.actions.handovers import (
    accept_rest,
    answer_row,
    list_handover,
    sign_handover,
    withdraw_handover,
)
from workbench.customers.handover.listing import HANDOVERS, READ, status
from workbench.customers.models import Handover, HandoverRow, HandoverState, RowState
from workbench.customers.models.parties import keys_closed_to
from workbench.policies.scales import CUSTOMER_CLASS
from workbench.policies.vocabulary import result_label


class ListForm(forms.Form):
    taker = forms.ModelChoiceField(Staff.objects.none(), label=gettext_lazy("Taker"))
    supervisor = forms.ModelChoiceField(
        Staff.objects.none(), label=gettext_lazy("Supervisor of the hand-over")
    )
    on = day(gettext_lazy("Day"))
    bad_loans_stay = forms.BooleanField(
        label=gettext_lazy("Customers with bad loans stay with the giver"),
        required=False,
        initial=True,
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


@require_GET
def handovers(request: HttpRequest) -> HttpResponse:
    return show(request, HANDOVERS)


@require_GET
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """The list, the three signatures, what the reader may do."""
    actor = actor_of(request)
    return render(request, "customers/handover.html", _page(_seen(actor, pk), actor))


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, number: str) -> HttpResponse:
    """All customers whom a person leads."""
    actor = actor_of(request)
    people = staff_seen(actor, "handover.list").select_related("branch")
    giver = one(people, number=number)
    form = ListForm(request.POST or None)
    others = people.filter(state__in=CAN_SIGN_IN).exclude(pk=giver.pk)
    for field in ("taker", "supervisor"):
        form.fields[field].queryset = others  # type: ignore[attr-defined]
    with filled(form) as given:
        if given is not None:
            made = list_handover(giver, by=actor, **given)
            return redirect("handover", pk=made.pk)
    sheet = Sheet(_("Hand over customers"), _("List them"), f"/staff/{number}/", giver)
    return render(request, "accounts/form.html", {**vars(sheet), "form": form})


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    return _done(request, accept_rest(_seen(actor, pk), by=actor, reason=""))


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    return _done(request, sign_handover(_seen(actor, pk), by=actor, reason=""))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    reason = request.POST.get("reason", "")
    return _done(request, withdraw_handover(_seen(actor, pk), by=actor, reason=reason))


@require_POST
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """One customer accepted, with or without a reservation."""
    actor = actor_of(request)
    found = HandoverRow.objects.filter(pk=pk).select_related("handover", "party").first()
    if found is None:
        raise NotFoundError("row")
    held = _seen(actor, found.handover_id)
    found.handover = held
    words = request.POST.get("words", "").strip()
    state = RowState.RESERVED if words else RowState.ACCEPTED
    answer_row(found, by=actor, reason="", state=state, words=words)
    return redirect("handover", pk=held.pk)


def _seen(actor: Actor, pk: int) -> Handover:
    rows = Handover.objects.seen_by(actor, READ)
    return rows.select_related("giver", "taker", "supervisor", "branch", "giver_signed_by").one(
        pk=pk
    )


def _done(request: HttpRequest, held: Handover) -> HttpResponse:
    messages.success(request, _("Done. It is in the journal."))
    return redirect("handover", pk=held.pk)


def _page(held: Handover, actor: Actor) -> dict[str, Any]:
    listed = held.state == HandoverState.LISTED
    taker = actor.key == held.taker.number and not actor.principal
    rows = held.rows.select_related("party").order_by("party__number")
    seen = rows.exclude(party__in=keys_closed_to(actor))
    return {
        "handover": held,
        "header": _header(held),
        "rows": [(row, _label(row.customer_class)) for row in seen],
        "answers": listed and taker and held.taker_signed_at is None,
        "signs": listed and _his_signature_is_missing(held, actor),
        "withdraws": held.state in (HandoverState.LISTED, HandoverState.SIGNED)
        and actor.scope("handover.list").reaches(held.branch_path),
        "signatures": (
            (_("Giver"), held.giver_signed_by or held.giver, held.giver_signed_at),
            (_("Taker"), held.taker, held.taker_signed_at),
            (_("Supervisor of the hand-over"), held.supervisor, held.supervisor_signed_at),
        ),
    }


def _label(customer_class: str) -> str:
    """As every list writes it; "" for a customer without a class."""
    return result_label(CUSTOMER_CLASS, customer_class, language()) if customer_class else ""


def _his_signature_is_missing(held: Handover, actor: Actor) -> bool:
    if actor.principal:
        return False
    waits = {
        held.giver.number: held.giver_signed_at,
        held.taker.number: held.taker_signed_at,
        held.supervisor.number: held.supervisor_signed_at,
    }
    if actor.key in waits:
        return waits[actor.key] is None
    gone = held.giver.state not in CAN_SIGN_IN and held.giver_signed_at is None
    return gone and actor.scope("handover.list").reaches(held.branch_path)


def _header(held: Handover) -> Header:
    return Header(
        title=f"{held.giver.name} → {held.taker.name}",
        number=f"#{held.pk}",
        statuses=(status(held),),
        items=(
            Item(_("Day"), held.on),
            Item(_("Branch"), held.branch.name),
            Item(_("Supervisor of the hand-over"), held.supervisor.name),
            Item(_("Reason"), held.reason),
        ),
        crumbs=(Link(_("Hand-overs"), "/handovers/"),),
    )
