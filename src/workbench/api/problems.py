"""Errors of the API as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import logging
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from workbench.common import acting
from workbench.common.errors import DeniedError, NotFoundError, RefusedError, StaleError

LOG = logging.getLogger("workbench.api")
PROBLEM = "application/problem+json"


class KeyUsedError(Exception):
    """An idempotency key that was used for another request."""


def problem(status: int, kind: str, title: str, **more: Any) -> HttpResponse:
    """`type` is a name of ours below `/problems/`; `instance` the request, as the journal has it."""
    body = {
        "type": f"/problems/{kind}",
        "title": title,
        "status": status,
        "instance": acting.request_id(),
        **more,
    }
    return JsonResponse(
        body,
        status=status,
        content_type=PROBLEM,
        json_dumps_params={"ensure_ascii": False},
    )


def register(api: NinjaAPI) -> None:
    """Every error that an operation may raise, and its answer."""
    api.add_exception_handler(NotFoundError, _not_found)
    api.add_exception_handler(DeniedError, _denied)
    api.add_exception_handler(StaleError, _stale)
    api.add_exception_handler(RefusedError, _refused)
    api.add_exception_handler(KeyUsedError, _key_used)
    api.add_exception_handler(AuthenticationError, _unknown)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(Throttled, _too_many)
    api.add_exception_handler(HttpError, _other)
    api.add_exception_handler(IntegrityError, _conflict)
    api.add_exception_handler(Exception, _failed)


def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, "not-found", _("There is no such thing for you."))


def _denied(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(403, "denied", _("You do not have the right to do this."), right=error.right)


def _stale(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(412, "stale", str(error.sentence))


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    more = (
        {"errors": [{"pointer": f"#/{error.field}", "detail": str(error.sentence)}]}
        if error.field
        else {}
    )
    return problem(409, "refused", str(error.sentence), **more)


def _key_used(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(422, "key-used", _("This idempotency key was used for another request."))


def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    answer = problem(401, "unknown", _("The token is missing, wrong, ended or taken back."))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    errors = [
        {"pointer": "#/" + "/".join(str(part) for part in one["loc"][2:]), "detail": one["msg"]}
        for one in error.errors
    ]
    return problem(
        422, "invalid", _("The request does not have the form that it needs."), errors=errors
    )


def _too_many(request: HttpRequest, error: Any) -> HttpResponse:
    answer = problem(429, "too-many", _("Too many requests. Wait, then go on."))
    if error.wait:
        answer["Retry-After"] = str(int(error.wait) + 1)
    return answer


def _conflict(request: HttpRequest, error: Any) -> HttpResponse:
    """The database refused it: somebody did the same at the same moment, between a rule's look and the write."""
    LOG.warning("conflict %s: %s", acting.request_id(), error)
    return problem(409, "conflict", _("This was changed at the same moment. Read it again."))


def _failed(request: HttpRequest, error: Any) -> HttpResponse:
    LOG.error("failed %s", acting.request_id(), exc_info=error)
    return problem(
        500, "failed", _("Something failed on our side. Tell the number of the request.")
    )


def _other(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code, "http", str(error))
