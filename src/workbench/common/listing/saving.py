"""Saved views: filters, columns and order of a list under a name of one's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from workbench.common.errors import NotFoundError
from workbench.common.listing.asking import read
from workbench.common.listing.declaring import LISTINGS
from workbench.common.models import SavedView
from workbench.common.routing import actor_of

_MOST = 12


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keeps what the list shows under a name; the same name again is written over."""
    listing = LISTINGS.get(request.POST.get("listing", ""))
    if listing is None:
        raise NotFoundError("listing")
    name = request.POST.get("name", "").strip()[:40]
    query = _without_words(listing, request.POST.get("query", ""))
    mine = SavedView.objects.filter(owner=actor_of(request).key, listing=listing.name)
    if not name or not query:
        messages.warning(
            request, _("Choose a condition, an order or columns first, and give the view a name.")
        )
        return _back(request)
    if mine.exclude(name=name).count() >= _MOST:
        messages.warning(request, _("Drop one of your views first: a list keeps twelve."))
        return _back(request)
    mine.update_or_create(
        name=name, defaults={"query": query}, create_defaults=_row(request, listing, name, query)
    )
    return redirect(f"{_address(request)}?{query}")


@require_POST
def drop(request: HttpRequest, key: int) -> HttpResponse:
    """Drops a view of one's own."""
    gone, _rows = SavedView.objects.filter(owner=actor_of(request).key, pk=key).delete()
    if not gone:
        raise NotFoundError("view")
    return _back(request)


def _row(request: HttpRequest, listing: Any, name: str, query: str) -> dict[str, Any]:
    return {"owner": actor_of(request).key, "listing": listing.name, "name": name, "query": query}


def _without_words(listing: Any, query: str) -> str:
    """What was typed by hand may name a person: it is not kept."""
    asked = read(listing, QueryDict(query))
    private = {key for one in listing.filters if one.private for key in one.keys}
    words = {name: said for name, said in asked.words.items() if name not in private}
    return asked.query(words=words, page=1)[:1000]


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(_address(request))


def _address(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
