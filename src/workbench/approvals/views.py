"""Registers of classes, the run sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date

from workbench.approvals import changing, run_sheet
from workbench.approvals.evidence_uses import uses_page
from workbench.approvals.feeds import sheet_of
from workbench.common.errors import NotFoundError
from workbench.common.listing import Listing, show
from workbench.common.routing import actor_of
from workbench.customers.models import Evidence


def register(listing: Listing) -> Callable[[HttpRequest], HttpResponse]:
    """The page of a register."""

    def view(request: HttpRequest) -> HttpResponse:
        return show(request, listing)

    return view


def sheet(request: HttpRequest) -> HttpResponse:
    """运行单."""
    return render(request, "approvals/run_sheet.html", run_sheet.sheet(_day(request)))


def feeds(request: HttpRequest) -> HttpResponse:
    """数据接口: what has come and what is missing."""
    return render(request, "approvals/feeds.html", sheet_of(_day(request)))


def evidence_uses(request: HttpRequest, pk: int) -> HttpResponse:
    """All that rests on a piece of evidence."""
    actor = actor_of(request)
    seen = Evidence.objects.seen_by(actor, "evidence.read").select_related("party")
    return render(request, "approvals/evidence_uses.html", uses_page(actor, seen.one(pk=pk)))


def by_time(request: HttpRequest) -> HttpResponse:
    """What time alone changes in 30 and 90 days."""
    changes = changing.by_time(actor_of(request))
    return render(
        request, "approvals/by_time.html", {"changes": changes, "heads": changing.heads()}
    )


def _day(request: HttpRequest) -> date | None:
    """The business date that is asked for; None for the newest that is over."""
    asked = request.GET.get("day", "")
    try:
        return parse_date(asked) if asked else None
    except ValueError as error:
        raise NotFoundError("JobRun") from error
