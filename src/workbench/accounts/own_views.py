"""我的账户: password, second factor, sessions, tokens, for whom one stands in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from workbench.accounts import queries
from workbench.accounts.forms import CodeForm, PasswordForm, TokenForm
from workbench.accounts.own import (
    begin_standing_in,
    change_password,
    make_token,
    new_token,
    own,
    revoke_token,
    set_up_second_factor,
)
from workbench.accounts.second_factor import new_secret, picture
from workbench.accounts.sessions import PRINCIPAL, begin, end_all
from workbench.common.filling import filled
from workbench.common.routing import actor_of

SECRET = "second_factor_secret"


def me(request: HttpRequest) -> HttpResponse:
    """All that is the person's own."""
    actor = actor_of(request)
    return render(request, "accounts/me.html", queries.own_page(own(actor)))


@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Ends all other sessions of the person."""
    actor = actor_of(request)
    form = PasswordForm(request.POST or None)
    with filled(form) as given:
        if given:
            change_password(by=actor, reason="", present=given["present"], wanted=given["wanted"])
            return _fresh(request)
    return render(request, "accounts/password.html", {"form": form})


@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """A picture for the telephone, and a code that proves it."""
    actor = actor_of(request)
    staff = own(actor)
    if staff.totp_secret:
        return redirect("me")
    held = request.session.setdefault(SECRET, new_secret())
    form = CodeForm(request.POST or None)
    with filled(form) as given:
        if given:
            set_up_second_factor(by=actor, reason="", secret=held, code=given["code"])
            del request.session[SECRET]
            messages.success(request, _("From now on a code is asked when you sign in."))
            return redirect("me")
    shown = {"form": form, "picture": picture(staff, held), "secret": held}
    return render(request, "accounts/second_factor.html", shown)


@require_POST
def stand_in(request: HttpRequest) -> HttpResponse:
    """Chooses for whom this session acts; without a number, for himself again."""
    actor = actor_of(request)
    number = request.POST.get("principal", "")
    if not number:
        request.session.pop(PRINCIPAL, None)
        return redirect("home")
    principal = queries.principal_of(actor, number)
    begin_standing_in(by=actor, reason="", principal=principal)
    request.session[PRINCIPAL] = principal.pk
    return redirect("home")


@require_http_methods(["GET", "POST"])
def token(request: HttpRequest) -> HttpResponse:
    """Makes a token and shows it once."""
    actor = actor_of(request)
    form = TokenForm(request.POST or None, choices=queries.own_rights(actor))
    with filled(form) as given:
        if given:
            made = new_token()
            make_token(
                by=actor,
                reason="",
                name=given["name"],
                rights=",".join(given["rights"]),
                until=given["until"],
                secret=made,
            )
            return render(request, "accounts/token_made.html", {"token": made})
    return render(request, "accounts/token.html", {"form": form})


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    revoke_token(queries.own_token(actor, pk), by=actor, reason="")
    return redirect("me")


def _fresh(request: HttpRequest) -> HttpResponse:
    """After a new password every session of the person ends but this one, which begins anew."""
    staff = own(actor_of(request))
    end_all(staff, "password")
    begin(request.session, staff)
    messages.success(request, _("The password is changed. Your other sessions were ended."))
    return redirect("me")
