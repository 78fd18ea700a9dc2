"""Sign-in in two steps, sign-out, standing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from workbench.accounts.models import Staff
from workbench.accounts.sessions import HALF, begin, check_code, check_password, close
from workbench.common.errors import RefusedError


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """By staff number and password; with a second factor, the code comes next."""
    refused = None
    if request.method == "POST":
        try:
            staff = check_password(request.POST.get("number", ""), request.POST.get("password", ""))
        except RefusedError as error:
            refused = error.sentence
        else:
            return _go_on(request, staff)
    return render(request, "accounts/sign_in.html", {"refused": refused})


@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second step."""
    staff = Staff.objects.filter(pk=request.session.get(HALF, 0)).select_related("branch").first()
    if staff is None:
        return redirect("sign_in")
    refused = None
    if request.method == "POST":
        try:
            check_code(staff, request.POST.get("code", ""))
        except RefusedError as error:
            refused = error.sentence
        else:
            return _enter(request, staff)
    return render(request, "accounts/sign_in_code.html", {"refused": refused})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    close(request.session)
    return redirect("sign_in")


def _go_on(request: HttpRequest, staff: Staff) -> HttpResponse:
    if not staff.totp_secret:
        return _enter(request, staff)
    wanted = _next(request)
    request.session.flush()
    request.session[HALF], request.session["next"] = staff.pk, wanted
    request.session.set_expiry(300)
    return redirect("sign_in_code")


def _enter(request: HttpRequest, staff: Staff) -> HttpResponse:
    wanted = request.session.get("next") or _next(request)
    begin(request.session, staff)
    return redirect(wanted)


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
