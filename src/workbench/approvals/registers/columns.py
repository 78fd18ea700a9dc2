"""What the registers of customers share: who a row is about, the persons in it, what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.accounts.names import name_in, with_names
from workbench.approvals.deeds import DEEDS
from workbench.common.acting import Actor
from workbench.common.languages import language
from workbench.common.listing import Column, Listing, Words
from workbench.common.parts import Link
from workbench.customers.queries.panels import Section
from workbench.policies.scales import CUSTOMER_CLASS
from workbench.policies.vocabulary import result_label

NONE = "—"
_NEWEST = 20


def class_label(code: str) -> str:
    """一类, Class 1."""
    return result_label(CUSTOMER_CLASS, code, language()) if code else NONE


def links_for(row: Any, actor: Actor, *keys: str) -> list[Link]:
    """What the actor may do with a row of a register."""
    mine = {deed.key: deed for deed in DEEDS if isinstance(row, deed.of)}
    return [
        Link(mine[key].title, reverse(mine[key].route, args=[row.pk]))
        for key in keys
        if actor.may(mine[key].right, row.branch_path)
    ]


def _page(row: Any) -> str:
    return reverse("customer", args=[row.party.number]) + "?tab=class"


def whose(*persons: str) -> Callable[[QuerySet[Any]], QuerySet[Any]]:
    """Rows with the customer, his branch and the names of persons of whom the rows keep the numbers."""
    return lambda rows: with_names(rows.select_related("party__branch"), *persons)


def person(key: str, label: Any) -> Column:
    return Column(key, label, value=lambda row: name_in(row, key), absent=NONE)


CUSTOMER = Column("party.number", _("Customer no."), sort="party__number", url=_page)
NAME = Column("party.name", _("Name"))
BRANCH = Column("party.branch.name", _("Branch"))
SOUGHT = Words("q", _("Customer no. or name"), ("party__number", "party__name__startswith"))
_WHOSE = (CUSTOMER, NAME, BRANCH)


def section_of(
    listing: Listing, rows: QuerySet[Any], actor: Actor, links: Sequence[Link], empty: Any
) -> Section:
    """The newest rows of one customer with the columns of a register, but for whose they are."""
    columns = [column for column in listing.columns if column not in _WHOSE]
    newest = listing.detail(rows)[:_NEWEST]
    cells = [tuple(column.of(row, actor) for column in columns) for row in newest]
    return Section(listing.title, tuple(one.label for one in columns), cells, list(links), empty)
