"""Audits by screen: the register, drawing a sample, its page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from workbench.accounts.queries import one, staff_seen
from workbench.accounts.staff_views import Sheet
from workbench.common import clock
from workbench.common.filling import filled
from workbench.common.listing import Column, Listing, Words, declare_listing, show
from workbench.common.parts import Header, Item, Link, Status, Tone
from workbench.common.routing import actor_of
from workbench.decisions.auditing import LARGEST, UNREADABLE, draw_audit
from workbench.decisions.models import Audit, Decision
from workbench.decisions.queries import line_of

RIGHT = "staff.audit"
PARTS = {
    "policy": _("policy"),
    "lists": _("reference lists"),
    "as_of": _("day"),
    "outcome": _("result"),
    "flags": _("clauses"),
    "holds_until": _("until when it holds"),
    "row": _("the row in the register of decisions"),
    "facts": _("the facts"),
    UNREADABLE: _("it cannot be read any more"),
}


def _verdict(audit: Audit) -> Status:
    if audit.unequal:
        return Status(_("{count} not equal").format(count=audit.unequal), Tone.BAD)
    return Status(_("all equal"), Tone.GOOD)


AUDITS = declare_listing(
    Listing(
        name="audits",
        title=_("Audits of people who leave"),
        rows=lambda actor: Audit.objects.seen_by(actor, RIGHT),
        detail=lambda rows: rows.select_related("staff", "drawn_by", "branch"),
        columns=(
            Column("drawn_at", _("Drawn at"), sort="drawn_at", url=lambda row: page_of(row)),
            Column("staff", _("Of whom"), sort="staff__number"),
            Column("drawn_by", _("Drawn by")),
            Column("seed", _("Seed")),
            Column("size", _("Drawn"), value=lambda row: len(row.rows)),
            Column("out_of", _("Out of")),
            Column("verdict", _("Recomputed"), value=_verdict),
        ),
        filters=(Words("q", _("Staff number or name"), ("staff__number", "staff__name")),),
        order=("-drawn_at",),
        empty=_("Nobody was audited. An auditor begins on the page of the person."),
    )
)


class DrawForm(forms.Form):
    size = forms.IntegerField(
        label=_("How many decisions"), min_value=1, max_value=LARGEST, initial=60
    )
    seed = forms.CharField(
        label=_("Seed"),
        max_length=40,
        help_text=_("Any words. The same words draw the same decisions again."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)


def page_of(audit: Audit) -> str:
    return reverse("audit", args=[audit.pk])


@require_GET
def audits(request: HttpRequest) -> HttpResponse:
    return show(request, AUDITS)


@require_http_methods(["GET", "POST"])
def new_audit(request: HttpRequest, number: str) -> HttpResponse:
    """Draws a sample of a person's decisions."""
    actor = actor_of(request)
    staff = one(staff_seen(actor, RIGHT).select_related("branch"), number=number)
    form = DrawForm(
        request.POST or None, initial={"seed": f"{clock.today().isoformat()} {staff.number}"}
    )
    with filled(form) as given:
        if given is not None:
            return redirect(page_of(draw_audit(by=actor, staff=staff, **given)))
    back = reverse("staff_member", args=[number])
    sheet = Sheet(_("Audit his decisions"), _("Draw and recompute"), back, staff)
    return render(request, "accounts/form.html", {**vars(sheet), "form": form})


@require_GET
def audit(request: HttpRequest, pk: int) -> HttpResponse:
    """The sample, decision by decision."""
    seen = Audit.objects.seen_by(actor_of(request), RIGHT)
    found = seen.select_related("staff__branch", "drawn_by").one(pk=pk)
    shown = {"audit": found, "header": _header(found), "rows": _rows(found)}
    return render(request, "decisions/audit.html", shown)


def _header(audit: Audit) -> Header:
    return Header(
        title=str(audit.staff),
        statuses=(_verdict(audit),),
        items=(
            Item(_("Drawn at"), audit.drawn_at),
            Item(_("Drawn by"), str(audit.drawn_by)),
            Item(_("Seed"), audit.seed),
            Item(_("Drawn"), len(audit.rows)),
            Item(_("Out of"), audit.out_of),
        ),
        crumbs=(Link(_("Audits of people who leave"), reverse("audits")),),
    )


def _rows(audit: Audit) -> list[dict[str, Any]]:
    """Each decision with the text that decided it and what has become of text and branch since."""
    keys = [key for key, _number, _differs in audit.rows]
    why = "an audit tells its sample to whoever sees the audit"
    held = Decision.objects.unscoped(why).select_related("bundle", "party__branch").in_bulk(keys)
    return [
        {
            "number": number,
            "row": held.get(key),
            "line": line_of(held[key]) if key in held else None,
            "equal": not differs,
            "differs": [PARTS.get(part, part) for part in differs],
        }
        for key, number, differs in audit.rows
    ]
