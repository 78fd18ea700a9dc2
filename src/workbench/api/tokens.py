"""Who asks by a token, and how often he may."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import translation
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from workbench.accounts.queries import actor_by_token, language_of
from workbench.common.acting import Actor
from workbench.common.routing import ROUTES, guard

PER_TOKEN = "600/m"


class ByToken(HttpBearer):
    """`Authorization: Bearer kefen_…`. The actor is the token's person with the token's rights, and no more."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        actor = actor_by_token(token)
        if actor is None:
            return None
        request.actor = actor  # type: ignore[attr-defined]
        # an answer is in the language of the person, as his pages are
        translation.activate(language_of(actor))
        match = request.resolver_match
        guard(ROUTES.get(match.url_name or "") if match else None, actor)
        return actor


class Rate(SimpleRateThrottle):
    """So many requests a minute for each token's person; strangers are refused before they are counted."""

    def get_cache_key(self, request: HttpRequest) -> Any:
        actor = getattr(request, "actor", None)
        return f"api-rate-{actor.key}" if actor else None
