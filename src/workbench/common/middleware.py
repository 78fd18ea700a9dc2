"""What stands around every request: moment and id, content policy, language, the guard of the table of URLs."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation

from workbench.common import acting, clock
from workbench.common.acting import Actor
from workbench.common.errors import DeniedError
from workbench.common.routing import SIGNED_IN, guard, route_of

Next = Callable[[HttpRequest], HttpResponseBase]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


class Moment:
    """The only clock of a request, and its id, which the journal keeps and the answer tells."""

    def __init__(self, then: Next) -> None:
        self.then = then

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = secrets.token_hex(8)
        with clock.moment(clock.read_clock()), acting.request(request_id):
            response = self.then(request)
        response["X-Request-ID"] = request_id
        return response


class ContentPolicy:
    """Nothing inline, nothing from elsewhere; pages with data are not kept by caches."""

    def __init__(self, then: Next) -> None:
        self.then = then

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.then(request)
        response["Content-Security-Policy"] = POLICY
        response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if not request.path.startswith("/static/"):
            response["Cache-Control"] = "no-store"
        return response


class Language:
    """That of the person, else Chinese."""

    def __init__(self, then: Next) -> None:
        self.then = then

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = getattr(request, "language", None) or request.session.get("language", "zh-hans")
        with translation.override(language):
            response = self.then(request)
            # an answer of the API may be in another: that which its program asked for
            response["Content-Language"] = translation.get_language() or language
        return response


class Guard:
    """Unlisted is denied: a resolved view passes only by its row in the table of URLs."""

    def __init__(self, then: Next) -> None:
        self.then = then

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.then(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Sends a stranger to sign in, and tells a person that he lacks the right."""
        found: Actor | None = getattr(request, "actor", None)
        row = route_of(request)
        if row is not None and row.api:
            return None
        try:
            guard(row, found)
        except DeniedError as error:
            if error.right == SIGNED_IN:
                return redirect(f"/sign-in/?next={request.get_full_path()}")
            return self.process_exception(request, error)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Errors of the workbench as pages that say what to do."""
        from workbench.common.views import of_error

        return of_error(request, error)
