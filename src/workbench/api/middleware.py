"""What is refused below `/api/` before an operation is found is a problem too (RFC 9457), not a page for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from workbench.api.problems import PROBLEM, problem
from workbench.api.tokens import wanted

SAID: dict[int, tuple[str, Any]] = {
    403: ("denied", _("You do not have the right to do this.")),
    404: ("not-found", _("There is no such operation. See /api/v1/openapi.json.")),
    405: ("method", _("This operation is not asked by that method.")),
}


class Problems:
    """Stands inside all others: an address that nobody has, or a method that it has not, is told as a problem."""

    def __init__(self, then: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.then = then

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.then(request)
        if not request.path.startswith("/api/") or answer.status_code not in SAID:
            return answer
        if answer.headers.get("Content-Type", "").startswith(PROBLEM):
            return answer
        return _told(request, answer)


def _told(request: HttpRequest, answer: HttpResponseBase) -> HttpResponse:
    kind, title = SAID[answer.status_code]
    with translation.override(wanted(request) or translation.get_language()):
        told = problem(answer.status_code, kind, str(title))
    if allowed := answer.headers.get("Allow"):
        told["Allow"] = allowed
    return told
