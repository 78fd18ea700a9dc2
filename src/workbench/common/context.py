"""What every page's frame shows: who, where to, pending counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from workbench.common import acting, clock
from workbench.common.acting import Actor
from workbench.common.routing import ROUTES, SIGNED_IN


class Group(models.TextChoices):
    """The headings of the menu, in their order."""

    WORK = "work", _("My work")
    CUSTOMERS = "customers", _("Customers")
    CLASSES = "classes", _("Classes")
    REGISTERS = "registers", _("Registers")
    POLICIES = "policies", _("Policies")
    OVERSIGHT = "oversight", _("Oversight")
    ADMINISTRATION = "administration", _("Administration")


@dataclass(frozen=True)
class MenuItem:
    """A line of the menu: label (lazy translation), the name of its route, its place, heading and icon."""

    label: Any
    route: str
    order: int
    group: Group
    icon: str


MENU: list[MenuItem] = []
FRAME: dict[str, Callable[[HttpRequest], Any]] = {}


def declare_menu(
    label: Any, route: str, *, order: int, group: Group = Group.WORK, icon: str = "list"
) -> None:
    """A line of the menu, shown to those whom the table of URLs lets pass. `icon` is one of `tools/vendor.py`."""
    MENU.append(MenuItem(label, route, order, group, icon))


def declare_frame(name: str, value: Callable[[HttpRequest], Any]) -> None:
    """A value of every page's frame, worked out only where a template asks it. base.html knows:

    `branch` (name of the branch of the person who has signed in), `posts` (labels), `principal` (the name of
    whom he stands in for, or ""), `fed_until` (list of (source label, day or None)).
    """
    FRAME[name] = value


def menu_for(actor: Actor) -> list[MenuItem]:
    """The lines that lead somewhere for this actor."""
    open_to = (item for item in MENU if _passes(actor, ROUTES[item.route].right))
    return sorted(open_to, key=lambda item: item.order)


def frame(request: HttpRequest) -> dict[str, Any]:
    """For base.html: actor, menu, what apps declared."""
    actor = getattr(request, "actor", None)
    found: dict[str, Any] = {"actor": actor, "staff": getattr(request, "staff", None)}
    found["request_id"] = acting.request_id()
    if actor is None:
        return found
    found["moment"] = clock.now()
    found["menu"] = SimpleLazyObject(lambda: _grouped(menu_for(actor), request.path))
    found |= {name: _lazy(value, request) for name, value in FRAME.items()}
    return found


@dataclass(frozen=True)
class MenuLine:
    """A line as it is drawn: with its address, and whether the page shown lies under it."""

    item: MenuItem
    url: str
    current: bool


def _grouped(items: list[MenuItem], path: str) -> list[tuple[str, list[MenuLine]]]:
    urls = {item.route: reverse(item.route) for item in items}
    here = max((url for url in urls.values() if _under(path, url)), key=len, default="")
    lines = [MenuLine(item, urls[item.route], urls[item.route] == here) for item in items]
    groups = ((group, [line for line in lines if line.item.group is group]) for group in Group)
    return [(str(group.label), held) for group, held in groups if held]


def _under(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _lazy(value: Callable[[HttpRequest], Any], request: HttpRequest) -> Any:
    return SimpleLazyObject(lambda: value(request))


def _passes(actor: Actor, right: str) -> bool:
    return right == SIGNED_IN or actor.may(right)
