"""Panels that apps give to the home page and to the customer's page, which know none of the apps.

    declare_figure(Figure("to_check", _("Waiting for my review"), right="proposal.check", order=10,
                          count=count_waiting, url=lambda actor: reverse("reviews"), tone=Tone.WAIT))
    declare_home_panel(HomePanel("changes", _("Class changes today"), right="standing.read", order=20,
                                 load=changes_today, template="approvals/home_changes.html"))
    declare_customer_tab(CustomerTab("facts", _("Facts"), right="customer.read", order=20, load=facts_of,
                                     template="customers/tab_facts.html", count=count_facts))
    declare_customer_header(header_of_class, order=10)
    declare_timeline(steps_of_decisions)

Call them in the app's `ready`. `load` answers
what the template knows as `panel`. Functions of the customer's page get the actor and the party, which was sought in
the actor's scope.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.common.acting import Actor
from workbench.common.errors import OutsideError
from workbench.common.parts import Item, Link, Status, Step, Tone


@dataclass(frozen=True)
class Figure:
    """A number on the home page that opens its list. `count` None is not drawn."""

    key: str
    label: Any
    right: str
    count: Callable[[Actor], int | None]
    url: Callable[[Actor], str]
    order: int
    tone: Tone = Tone.OFF


@dataclass(frozen=True)
class HomePanel:
    """A part of the home page. It is not drawn where `load` answers None."""

    key: str
    label: Any
    right: str
    load: Callable[[Actor], Mapping[str, Any] | None]
    template: str
    order: int


@dataclass(frozen=True)
class CustomerTab:
    """A tab of the customer's page; only the open one is loaded."""

    key: str
    label: Any
    right: str
    load: Callable[[Actor, Any], Mapping[str, Any]]
    template: str
    order: int
    count: Callable[[Actor, Any], int] | None = None


@dataclass(frozen=True)
class HeaderPart:
    """What an app adds to the strip on top of a customer's page. `banner` is one sentence on what is pending."""

    statuses: tuple[Status, ...] = ()
    items: tuple[Item, ...] = ()
    links: tuple[Link, ...] = ()
    banner: Any = ""


FIGURES: dict[str, Figure] = {}
HOME_PANELS: dict[str, HomePanel] = {}
CUSTOMER_TABS: dict[str, CustomerTab] = {}
_HEADERS: list[tuple[int, Callable[[Actor, Any], HeaderPart]]] = []
TIMELINES: list[Callable[[Actor, Any], Iterable[Step]]] = []


def declare_figure(figure: Figure) -> None:
    """A number of the home page for whoever has its right."""
    _add(FIGURES, figure.key, figure)


def declare_home_panel(panel: HomePanel) -> None:
    """A part of the home page for whoever has its right."""
    _add(HOME_PANELS, panel.key, panel)


def declare_customer_tab(tab: CustomerTab) -> None:
    """A tab of the customer's page for whoever has its right at the customer's branch."""
    _add(CUSTOMER_TABS, tab.key, tab)


def declare_customer_header(part: Callable[[Actor, Any], HeaderPart], *, order: int) -> None:
    """What stands in the strip of the customer's page. `part` itself asks whether the actor may see it."""
    _HEADERS.append((order, part))


def declare_timeline(steps: Callable[[Actor, Any], Iterable[Step]]) -> None:
    """Lines of the customer's one timeline. `steps` itself leaves out what the actor may not see."""
    TIMELINES.append(steps)


def figures_for(actor: Actor) -> list[Figure]:
    return _mine(FIGURES.values(), actor)


def home_panels_for(actor: Actor) -> list[HomePanel]:
    return _mine(HOME_PANELS.values(), actor)


def customer_tabs_for(actor: Actor, branch_path: str) -> list[CustomerTab]:
    found = (tab for tab in CUSTOMER_TABS.values() if actor.may(tab.right, branch_path))
    return sorted(found, key=lambda tab: tab.order)


def header_parts(actor: Actor, party: Any) -> list[HeaderPart]:
    return [part(actor, party) for _order, part in sorted(_HEADERS, key=lambda row: row[0])]


def _mine(declared: Iterable[Any], actor: Actor) -> list[Any]:
    return sorted((one for one in declared if actor.may(one.right)), key=lambda one: one.order)


def _add(registry: dict[str, Any], key: str, value: Any) -> None:
    if key in registry:
        raise OutsideError(f"the panel {key} is declared twice")
    registry[key] = value
