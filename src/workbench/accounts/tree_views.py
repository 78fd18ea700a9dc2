"""Branches: the tree, a branch's page with its former names."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from workbench.accounts import listings, tree
from workbench.accounts.matrix import SIGNS, rows_of
from workbench.accounts.models import Branch
from workbench.accounts.posts import Post
from workbench.accounts.queries import one
from workbench.common.listing import show
from workbench.common.parts import Header, Item, Link
from workbench.common.routing import ROUTES, actor_of


@require_GET
def branches(request: HttpRequest) -> HttpResponse:
    return show(request, listings.BRANCHES)


@require_GET
def branch(request: HttpRequest, code: str) -> HttpResponse:
    """Place, former names, what lies below."""
    actor = actor_of(request)
    rows = Branch.objects.select_related("parent", "city_branch")
    found = one(rows, code=code)
    links = [
        Link(label, f"/branches/{code}/{page}/")
        for label, page, route in (
            (_("Propose one below"), "open", "branch_open"),
            (_("Propose a change"), "change", "branch_change"),
        )
        if route in ROUTES and actor.may("branch.change", found.path)
    ]
    shown = {
        "branch": found,
        "header": _header(found, links),
        "periods": found.periods.select_related("parent", "city_branch").order_by("-since"),
        "children": found.children.order_by("path"),
        "effects": tree.effects(found),
    }
    return render(request, "accounts/branch.html", shown)


@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """The matrix of rights and posts."""
    post = request.GET.get("post", "")
    shown = {
        "columns": list(Post),
        "rows": rows_of(post if post in Post.values else ""),
        "signs": SIGNS.values(),
    }
    return render(request, "accounts/rights.html", shown)


def _header(found: Branch, links: list[Link]) -> Header:
    return Header(
        title=found.name,
        number=found.code,
        statuses=(listings.branch_status(found),),
        items=(
            Item(_("Level"), found.get_level_display()),
            Item(_("Parent branch"), found.parent.name if found.parent else "—"),
            Item(_("Territory of"), found.city_branch.name if found.city_branch else "—"),
            Item(_("Opened"), found.opened_on),
        ),
        links=tuple(links),
        crumbs=(Link(_("Branches"), "/branches/"),),
    )
