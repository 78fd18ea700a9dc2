"""Home, search, the customer's page, the language of a person."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from workbench.accounts.models import Staff
from workbench.common.routing import actor_of
from workbench.pages import queries


def home(request: HttpRequest) -> HttpResponse:
    """What waits for the person, in figures and panels that the apps gave."""
    return render(request, "pages/home.html", queries.home_of(actor_of(request)))


def customer(request: HttpRequest, number: str) -> HttpResponse:
    """One customer: strip, tabs, the open one's panel."""
    actor = actor_of(request)
    return render(
        request,
        "pages/customer.html",
        queries.customer_page(actor, number, request.GET.get("tab", "")),
    )


def search(request: HttpRequest) -> HttpResponse:
    """Customers by what was typed or pasted. Asked by POST: names and numbers of persons stand in no address."""
    asked = request.POST.get("q", "")
    found = queries.find_customers(actor_of(request), asked)
    if len(found) == 1:
        return redirect("customer", number=found[0].number)
    return render(
        request, "pages/search.html", {"asked": asked, "found": found, "limit": queries.LIMIT}
    )


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


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    return (
        wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else reverse("home")
    )
