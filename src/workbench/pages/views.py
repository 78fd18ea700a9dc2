"""Home, search, the customer's page, the language of a person."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from workbench.accounts.models import Staff
from workbench.common.listing import show
from workbench.common.listing.showing import TAKE_AWAY
from workbench.common.routing import actor_of
from workbench.pages import finding, portfolio, queries
from workbench.pages.actions import export_rows, fetch_export
from workbench.pages.listings import EXPORTS
from workbench.pages.models import Export, FileKind
from workbench.pages.reading import note_reading

MEDIA = {
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.CSV: "text/csv; charset=utf-8",
}


def home(request: HttpRequest) -> HttpResponse:
    """What waits for the person, in figures and panels that the apps gave."""
    return render(request, "pages/home.html", queries.home_of(actor_of(request)))


def home_classes(request: HttpRequest) -> HttpResponse:
    """The part of home that counts customers by class: asked by home itself, so that home does not wait for it."""
    return render(
        request, "pages/classes.html", {"shares": portfolio.classes_of(actor_of(request))}
    )


def customer(request: HttpRequest, number: str) -> HttpResponse:
    """One customer: strip, tabs, the open one's panel. That he was looked at stands in the journal."""
    page = queries.customer_page(actor_of(request), number, request.GET.get("tab", ""))
    note_reading(page["party"], by=actor_of(request), tab=page["tab"].key if page["tab"] else "")
    return render(request, "pages/customer.html", page)


def search(request: HttpRequest) -> HttpResponse:
    """Customers by what was typed or pasted. Asked by POST: names and numbers of persons stand in no address."""
    asked = request.POST.get("q", "")
    found = finding.find_customers(actor_of(request), asked)
    if len(found) == 1:
        return redirect("customer", number=found[0].party.number)
    context = {"asked": asked, "found": found, "limit": finding.LIMIT}
    return render(request, "pages/search.html", context)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keeps the language for the person, or for the session of a stranger."""
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        request.session["language"] = chosen
        staff = getattr(request, "staff", None)
        if staff is not None:
            Staff.objects.filter(pk=staff.pk).update(language=chosen)
    return redirect(_back(request))


def exports(request: HttpRequest) -> HttpResponse:
    """Files that one asked for."""
    return show(request, EXPORTS)


@require_POST
def export_new(request: HttpRequest) -> HttpResponse:
    """All rows of a list as it is seen, in the background."""
    kind = request.POST.get("kind", "")
    export_rows(
        by=actor_of(request),
        reason=request.POST.get("reason", ""),
        listing=request.POST.get("listing", ""),
        query=request.POST.get("query", ""),
        kind=FileKind(kind) if kind in FileKind.values else FileKind.XLSX,
    )
    messages.success(request, _("The file is being written. It appears here when it is ready."))
    return redirect("exports")


def export_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """The file, to him who asked for it."""
    actor = actor_of(request)
    export = Export.objects.seen_by(actor, TAKE_AWAY).one(key=key)
    answer = HttpResponse(fetch_export(export, by=actor), content_type=MEDIA[export.kind])
    answer["Content-Disposition"] = f'attachment; filename="{export.listing}.{export.kind}"'
    return answer


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    return (
        wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else reverse("home")
    )
