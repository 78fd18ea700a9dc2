"""The pages that anybody could open, for tests that go through all of them."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from workbench.common.routing import ROUTES

NOT_PAGES = ("health", "sign_out", "language", "view_keep", "export_new")


def without_keys() -> list[str]:
    """The addresses of the table that need no key; whether a person may open one is asked of the server."""
    import_module(settings.ROOT_URLCONF)  # which writes the table
    found = []
    for name in ROUTES:
        if name in NOT_PAGES:
            continue
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return found
