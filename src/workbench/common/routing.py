"""The one table of URLs: every page with the right that it asks. What is not in the table is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from workbench.common.acting import Actor
from workbench.common.errors import DeniedError, OutsideError

View = Callable[..., HttpResponseBase]

PUBLIC = "public"  # without sign-in
SIGNED_IN = "signed_in"  # any person who has signed in


@dataclass(frozen=True)
class Route:
    """A page: its pattern, the name by which it is linked, the right that it asks. The API tells its own refusals."""

    pattern: str
    name: str
    right: str
    api: bool = False


ROUTES: dict[str, Route] = {}


def route(pattern: str, view: View, *, name: str, right: str) -> URLPattern:
    """A `path()` that stands in the table. `right` is a declared right, `PUBLIC` or `SIGNED_IN`."""
    if not right:
        raise OutsideError(f"{pattern}: a page names the right that it asks")
    ROUTES[name] = Route(pattern, name, right)
    return path(pattern, view, name=name)


def list_operation(pattern: str, *, name: str, right: str) -> None:
    """An operation of the API stands in the table too; the API itself makes its pattern."""
    ROUTES[name] = Route(pattern, name, right, api=True)


def route_of(request: HttpRequest) -> Route | None:
    """The row of the table for a resolved request."""
    match = request.resolver_match
    return ROUTES.get(match.url_name or "") if match else None


def guard(found: Route | None, actor: Actor | None) -> None:
    """Raises `DeniedError` unless the table lets this actor pass. Nobody has signed in when `actor` is None."""
    if found is None:
        raise DeniedError("unlisted")
    if found.right == PUBLIC:
        return
    if actor is None:
        raise DeniedError(SIGNED_IN)
    if found.right != SIGNED_IN:
        actor.demand(found.right)


def actor_of(request: HttpRequest) -> Actor:
    """Who asks. Set by the middleware on every request of a person who has signed in."""
    actor: Any = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise DeniedError(SIGNED_IN)
    return actor
