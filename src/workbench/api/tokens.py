"""Who asks by a token, and how often he may."""

from __future__ import annotations

from hashlib import sha256
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
        translation.activate(wanted(request) or language_of(actor))
        match = request.resolver_match
        guard(ROUTES.get(match.url_name or "") if match else None, actor)
        return actor


def wanted(request: HttpRequest) -> str:
    """The language that the program asks for; "" leaves that of the person, as on his pages."""
    asked = request.headers.get("Accept-Language", "").strip().lower()[:2]
    return {"zh": "zh-hans", "en": "en"}.get(asked, "")


class Rate(SimpleRateThrottle):
    """So many requests a minute for each token; strangers are refused before they are counted."""

    def get_cache_key(self, request: HttpRequest) -> Any:
        """Of the token by its hash: a cache holds no secret."""
        said = request.headers.get("Authorization", "")
        return f"api-rate-{sha256(said.encode()).hexdigest()}" if said else None
