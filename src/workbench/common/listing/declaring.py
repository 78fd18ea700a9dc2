"""What a list is: said once by the app that owns its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from workbench.common.acting import Actor
from workbench.common.errors import OutsideError
from workbench.common.listing.columns import Column
from workbench.common.listing.filters import Filter
from workbench.common.parts import Link

Rows = QuerySet[Any]


@dataclass(frozen=True)
class View:
    """A tab of the list that everybody has: `query` is the query string that it stands for, `right` whose it is."""

    key: str
    label: Any
    query: str
    right: str = ""


@dataclass(frozen=True)
class Bulk:
    """What can be done with selected rows: a POST of their `ids` to `route` for whoever may open it."""

    label: Any
    route: str


def no_links(row: Any, actor: Actor) -> Sequence[Link]:
    return ()


@dataclass(frozen=True)
class Listing:
    """`rows` gives what the actor may see; `detail` adds to the rows of one page what its columns read.

    `order` names fields, the primary key breaks ties. `links` are what can be done with a row: the first three stand
    in its last column, others under 更多. `create` and `load` are routes of 新建 and 导入; `export` is the right to
    take the rows away, "" where nobody may. `empty` says what to do where there is nothing.
    """

    name: str
    title: Any
    rows: Callable[[Actor], Rows]
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    order: tuple[str, ...] = ("pk",)
    detail: Callable[[Rows], Rows] = lambda rows: rows
    views: tuple[View, ...] = ()
    links: Callable[[Any, Actor], Sequence[Link]] = no_links
    bulk: tuple[Bulk, ...] = ()
    create: str = ""
    load: str = ""
    export: str = ""
    empty: Any = ""

    def __post_init__(self) -> None:
        masked = {column.key for column in self.columns if column.mask}
        sought = {key for one in self.filters for key in one.keys}
        if masked & sought:
            raise OutsideError(
                f"{self.name}: masked columns are not searched: {sorted(masked & sought)}"
            )
        if len({column.key for column in self.columns}) < len(self.columns):
            raise OutsideError(f"{self.name}: a column is declared twice")

    def columns_for(self, actor: Actor) -> tuple[Column, ...]:
        return tuple(one for one in self.columns if not one.right or actor.may(one.right))

    def views_for(self, actor: Actor) -> tuple[View, ...]:
        return tuple(one for one in self.views if not one.right or actor.may(one.right))


LISTINGS: dict[str, Listing] = {}


def declare_listing(listing: Listing) -> Listing:
    """Makes the list known by its name, for saved views and exports."""
    if listing.name in LISTINGS:
        raise OutsideError(f"the list {listing.name} is declared twice")
    LISTINGS[listing.name] = listing
    return listing
