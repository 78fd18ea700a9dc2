"""Pages of errors, health, language: the one module that turns errors into answers."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from workbench.common.errors import DeniedError, NotFoundError, RefusedError, StaleError


def of_error(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The page of an error of the workbench; None for any other."""
    match error:
        case NotFoundError():
            return _page(request, 404)
        case DeniedError():
            return _page(request, 403)
        case StaleError():
            return _page(request, 412, sentence=error.sentence)
        case RefusedError():
            return _page(request, 409, sentence=error.sentence)
    return None


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


def health(request: HttpRequest) -> HttpResponse:
    """For a load balancer: this process answers, and so does its database."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return HttpResponse("no database", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    return render(request, f"common/{status}.html", context, status=status)
