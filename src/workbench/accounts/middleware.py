"""Who has signed in, as an actor with the posts of the day."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from workbench.accounts.limits import PASSWORD_AGE
from workbench.accounts.models import Staff
from workbench.accounts.queries import actor_for
from workbench.accounts.sessions import PRINCIPAL, still_open
from workbench.common import clock
from workbench.common.errors import DeniedError
from workbench.common.routing import route_of

FREE = frozenset({"password", "second_factor", "sign_out", "language", "health"})


class SignedIn:
    """Sets `request.actor`, `request.staff` and `request.language`; who must first change his password, or set up a
    second factor, is sent there.
    """

    def __init__(self, then: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.then = then

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        staff = still_open(request.session)
        if staff is not None:
            request.staff = staff  # type: ignore[attr-defined]
            request.actor = _actor(request, staff)  # type: ignore[attr-defined]
            request.language = staff.language  # type: ignore[attr-defined]
        return self.then(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Where he must go first."""
        staff: Staff | None = getattr(request, "staff", None)
        row = route_of(request)
        if staff is None or row is None or row.name in FREE:
            return None
        first = must_first(staff)
        return redirect(first) if first else None


def must_first(staff: Staff) -> str:
    """The route that goes before all others: "password", "second_factor" or ""."""
    changed = staff.password_changed_at
    if changed is None or clock.now() - changed > PASSWORD_AGE:
        return "password"
    if settings.SECOND_FACTOR_REQUIRED and not staff.totp_secret:
        return "second_factor"
    return ""


def _actor(request: HttpRequest, staff: Staff) -> object:
    """As the one he stands in for, as long as he does."""
    held = request.session.get(PRINCIPAL)
    principal = Staff.objects.filter(pk=held).first() if held else None
    if principal is not None:
        try:
            return actor_for(staff, principal=principal)
        except DeniedError:
            del request.session[PRINCIPAL]
    return actor_for(staff)
