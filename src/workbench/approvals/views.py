"""Registers of classes, the run sheet."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date

from workbench.approvals import changing, run_sheet
from workbench.common.errors import NotFoundError
from workbench.common.listing import Listing, show
from workbench.common.routing import actor_of


def register(listing: Listing) -> Callable[[HttpRequest], HttpResponse]:
    """The page of a register."""

    def view(request: HttpRequest) -> HttpResponse:
        return show(request, listing)

    return view


def sheet(request: HttpRequest) -> HttpResponse:
    """运行单."""
    asked = request.GET.get("day", "")
    try:
        day = parse_date(asked) if asked else None
    except ValueError as error:
        raise NotFoundError("JobRun") from error
    return render(request, "approvals/run_sheet.html", run_sheet.sheet(day))


def by_time(request: HttpRequest) -> HttpResponse:
    """What time alone changes in 30 and 90 days."""
    changes = changing.by_time(actor_of(request))
    return render(
        request, "approvals/by_time.html", {"changes": changes, "heads": changing.heads()}
    )
