"""What every page's frame shows: who, where to, pending counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from workbench.common.acting import Actor
from workbench.common.routing import ROUTES, SIGNED_IN


@dataclass(frozen=True)
class MenuItem:
    """A line of the menu: label (lazy translation), the name of its route, its place."""

    label: Any
    route: str
    order: int


MENU: list[MenuItem] = []


def declare_menu(label: Any, route: str, *, order: int) -> None:
    """A line of the menu, shown to those whom the table of URLs lets pass."""
    MENU.append(MenuItem(label, route, order))


def menu_for(actor: Actor) -> list[MenuItem]:
    """The lines that lead somewhere for this actor."""
    open_to = (item for item in MENU if _passes(actor, ROUTES[item.route].right))
    return sorted(open_to, key=lambda item: item.order)


def frame(request: HttpRequest) -> dict[str, Any]:
    """For base.html: actor, menu, language."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "menu": menu_for(actor) if actor else [],
        "staff": getattr(request, "staff", None),
    }


def _passes(actor: Actor, right: str) -> bool:
    return right == SIGNED_IN or actor.may(right)
