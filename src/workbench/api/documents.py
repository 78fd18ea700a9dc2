"""The OpenAPI document, for whoever has signed in or has a token. A page for it would need scripts from elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from ninja import NinjaAPI

from workbench.api.tokens import ByToken
from workbench.common.acting import Actor
from workbench.common.routing import SIGNED_IN, list_operation

NAME = "api_openapi"
PATH = "/openapi.json"


def by_session(request: HttpRequest) -> Actor | None:
    """Whoever has signed in by a screen: reading alone."""
    found: Any = getattr(request, "actor", None)
    return found if isinstance(found, Actor) else None


def add_documents(api: NinjaAPI) -> None:
    """Offers `/openapi.json`."""

    def openapi(request: HttpRequest) -> JsonResponse:
        return JsonResponse(api.get_openapi_schema(), json_dumps_params={"ensure_ascii": False})

    api.default_router.add_api_operation(
        PATH, ["GET"], openapi, auth=[ByToken(), by_session], include_in_schema=False, url_name=NAME
    )
    list_operation(f"api/v1{PATH}", name=NAME, right=SIGNED_IN)
