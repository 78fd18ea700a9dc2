"""What decisions give to the customer's page: a tab with all scales, and the class found in the strip on top.

What other apps give to the page of a decision: links, such as to the proposal of the class that it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.panels import (
    CustomerTab,
    HeaderPart,
    declare_customer_header,
    declare_customer_tab,
)
from workbench.common.parts import Item, Link
from workbench.customers.models import Party
from workbench.decisions.dueness import due
from workbench.decisions.models import Decision
from workbench.decisions.queries import At, line_of, may_see_secrets, newest
from workbench.policies.scales import CUSTOMER_CLASS

#: an actor who sees a decision, and the decision → what he can do about it
DecisionLinks = Callable[[Actor, Decision], Iterable[Link]]
_LINKS: list[DecisionLinks] = []


def declare_decision_links(links: DecisionLinks) -> None:
    """Links in the strip of a decision's page, of an app that stands above decisions."""
    _LINKS.append(links)


def links_on(actor: Actor, row: Decision) -> list[Link]:
    """All that were declared."""
    return [link for links in _LINKS for link in links(actor, row)]


def scales_tab(actor: Actor, party: Party) -> dict[str, Any]:
    """All scales of the party."""
    rows = newest(party, At(clock.today(), clock.now()), secrets=may_see_secrets(actor, party))
    return {"party": party, "lines": [line_of(row) for row in rows], "due": due(party)}


def header_part(actor: Actor, party: Party) -> HeaderPart:
    """Each scale by its own name with a link to why; what is due."""
    if not actor.may("decision.read", party.branch_path):
        return HeaderPart()
    rows = newest(party, At(clock.today(), clock.now()))
    links: tuple[Link, ...] = ()
    if actor.may("decision.make", party.branch_path):
        links = (Link(_("Decide now"), reverse("decide_now", args=[party.number]), post=True),)
    waiting = due(party)
    return HeaderPart(items=tuple(_items(rows)), links=links if waiting else (), banner=waiting)


def _items(rows: list[Any]) -> Iterator[Item]:
    for row in rows:
        line = line_of(row)
        if row.status != "undetermined" or row.pack == CUSTOMER_CLASS:
            shown = line.result if row.result else line.status.word
            yield Item(line.scale, shown, url=line.url)


declare_customer_tab(
    CustomerTab(
        "decisions",
        _("Decisions"),
        right="decision.read",
        order=10,
        load=scales_tab,
        template="decisions/tab_scales.html",
    )
)
declare_customer_header(header_part, order=20)
