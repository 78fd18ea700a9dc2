"""What home, search and the customer's page show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse

from workbench.common import clock, panels
from workbench.common.acting import Actor
from workbench.common.errors import DeniedError
from workbench.common.parts import Header, Tab, Tone
from workbench.customers.models import Party

TIMELINE_MOST = 200  # lines of a customer's timeline


@dataclass(frozen=True)
class Counted:
    """A figure of the home page with its number."""

    label: Any
    number: int
    url: str
    tone: Tone


def home_of(actor: Actor) -> dict[str, Any]:
    """Figures and panels of whoever asks."""
    loaded = ((panel, panel.load(actor)) for panel in panels.home_panels_for(actor))
    figures = list(_figures(actor))
    shown = [(panel, context) for panel, context in loaded if context is not None]
    quiet = not shown and not any(figure.number for figure in figures)
    return {"figures": figures, "panels": shown, "quiet": quiet}


def _figures(actor: Actor) -> list[Counted]:
    counted = ((figure, figure.count(actor)) for figure in panels.figures_for(actor))
    return [
        Counted(figure.label, number, figure.url(actor), figure.tone if number else Tone.OFF)
        for figure, number in counted
        if number is not None
    ]


def customer_page(actor: Actor, number: str, wanted: str) -> dict[str, Any]:
    """One customer in the actor's scope. Raises `NotFoundError` outside it, `DeniedError` for a tab without right."""
    party = (
        Party.objects.seen_by(actor, "customer.read").select_related("branch").one(number=number)
    )
    tabs = panels.customer_tabs_for(actor, party.branch.path)
    current = _open(tabs, wanted)
    url = reverse("customer", kwargs={"number": number})
    return {
        "party": party,
        "header": _header(actor, party),
        "tabs": [_tab(tab, url, actor, party) for tab in tabs],
        "tab": current,
        "panel": current.load(actor, party) if current else {},
    }


def _open(tabs: list[panels.CustomerTab], wanted: str) -> panels.CustomerTab | None:
    if not wanted:
        return tabs[0] if tabs else None
    for tab in tabs:
        if tab.key == wanted:
            return tab
    raise DeniedError(f"customer tab {wanted}")


def _tab(tab: panels.CustomerTab, url: str, actor: Actor, party: Party) -> Tab:
    count = tab.count(actor, party) if tab.count else None
    return Tab(tab.key, tab.label, f"{url}?tab={tab.key}", count)


def _header(actor: Actor, party: Party) -> Header:
    parts = panels.header_parts(actor, party)
    banners = [str(part.banner) for part in parts if part.banner]
    return Header(
        title=party.name,
        number=party.number,
        statuses=[status for part in parts for status in part.statuses],
        items=[item for part in parts for item in part.items],
        links=[link for part in parts for link in part.links],
        banner=" ".join(banners),
    )


def timeline_of(actor: Actor, party: Party) -> dict[str, Any]:
    """All that apps tell of a customer, newest first."""
    steps = [step for told in panels.TIMELINES for step in told(actor, party)]
    return {"steps": sorted(steps, key=lambda step: _moment(step.at), reverse=True)[:TIMELINE_MOST]}


def _moment(at: datetime | date | None) -> datetime:
    """A day without a time stands at its beginning; what has no day stands last."""
    if isinstance(at, datetime):
        return at
    return datetime.combine(at or date.min, time(), tzinfo=clock.CHINA)
