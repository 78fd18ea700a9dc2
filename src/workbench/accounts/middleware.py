"""Who has signed in, as an actor with the posts of the day."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from workbench.accounts.models import CAN_SIGN_IN, Staff
from workbench.accounts.queries import actor_for

STAFF = "staff"
PRINCIPAL = "principal"


class SignedIn:
    """Sets `request.actor`, `request.staff` and `request.language`; a session of a person who may no longer
    sign in ends here.
    """

    def __init__(self, then: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.then = then

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        staff = _person(request, STAFF)
        if staff is not None and staff.state not in CAN_SIGN_IN:
            request.session.flush()
            staff = None
        if staff is not None:
            principal = _person(request, PRINCIPAL)
            request.staff = staff  # type: ignore[attr-defined]
            request.actor = actor_for(staff, principal=principal)  # type: ignore[attr-defined]
            request.language = staff.language  # type: ignore[attr-defined]
        return self.then(request)


def _person(request: HttpRequest, key: str) -> Staff | None:
    held = request.session.get(key)
    return Staff.objects.filter(pk=held).first() if held else None
