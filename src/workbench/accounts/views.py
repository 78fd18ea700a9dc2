"""Sign-in and sign-out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from workbench.accounts.actions import open_session
from workbench.accounts.middleware import STAFF
from workbench.common.errors import RefusedError


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """By staff number and password."""
    refused = None
    if request.method == "POST":
        try:
            staff = open_session(request.POST.get("number", ""), request.POST.get("password", ""))
        except RefusedError as error:
            refused = error.sentence
        else:
            request.session.flush()
            request.session[STAFF] = staff.pk
            return redirect(_next(request))
    return render(request, "accounts/sign_in.html", {"refused": refused})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    request.session.flush()
    return redirect("sign_in")


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
