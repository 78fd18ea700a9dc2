"""One page of a list, as a page or as the part of it that is swapped in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from workbench.common.acting import Actor
from workbench.common.listing.asking import SIZES, Asked, columns_of, narrowed, ordered, read
from workbench.common.listing.columns import Column
from workbench.common.listing.declaring import Bulk, Listing, Rows
from workbench.common.models import SavedView
from workbench.common.parts import Link
from workbench.common.routing import ROUTES, SIGNED_IN, actor_of

TAKE_AWAY = (
    "list.export"  # the right to take rows of any list away; each list asks its own beside it
)
_COUNTED_SECONDS = 300
_LINKS_IN_A_ROW = 3


@dataclass(frozen=True)
class Cell:
    value: Any
    url: str = ""
    drawer: bool = False


@dataclass(frozen=True)
class Row:
    key: Any
    cells: Sequence[Cell]
    links: Sequence[Link]
    more: Sequence[Link]


@dataclass(frozen=True)
class Head:
    """A column's head: the query that sorts by it, "ascending", "descending" or "" as it sorts now."""

    column: Column
    query: str
    sorted: str
    css: str


@dataclass(frozen=True)
class Control:
    """A filter as it is drawn."""

    filter: Any
    values: Sequence[str]
    error: Any

    @property
    def value(self) -> str:
        return self.values[0]


@dataclass(frozen=True)
class SavedTab:
    label: Any
    query: str
    current: bool
    key: int = 0  # of a view of one's own


@dataclass(frozen=True)
class ListPage:
    """What templates/common/listing.html draws."""

    listing: Listing
    url: str
    asked: Asked
    heads: Sequence[Head]
    rows: Sequence[Row]
    total: int
    pages: int
    controls: Sequence[Control]
    folded: Sequence[Control]
    tabs: Sequence[SavedTab]
    columns: Sequence[tuple[Column, bool]]
    create: str
    load: str
    may_export: bool
    bulk: Sequence[Bulk]

    @property
    def has_links(self) -> bool:
        return any(row.links for row in self.rows)

    @property
    def first(self) -> int:
        return (self.asked.page - 1) * self.asked.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def lines(self) -> Iterator[tuple[Row, list[tuple[Cell, str]]]]:
        """Each row with its cells and their classes."""
        for row in self.rows:
            yield row, [(cell, head.css) for cell, head in zip(row.cells, self.heads, strict=True)]

    @property
    def query(self) -> str:
        """Of this list, whichever page of it."""
        return self.asked.query(page=1)

    @property
    def unfolded(self) -> bool:
        return any(control.error or any(control.values) for control in self.folded)

    @property
    def sizes(self) -> list[tuple[int, str]]:
        return [(size, self.asked.query(size=size, page=1)) for size in SIZES]

    @property
    def numbers(self) -> Iterator[tuple[int | None, str]]:
        """The page numbers to draw, None for a gap, each with its query."""
        here, last = self.asked.page, self.pages
        near = sorted({1, last, *range(max(1, here - 2), min(last, here + 2) + 1)})
        before = 0
        for number in near:
            if number - before > 1:
                yield None, ""
            yield number, self.asked.query(page=number)
            before = number

    @property
    def previous(self) -> str | None:
        return self.asked.query(page=self.asked.page - 1) if self.asked.page > 1 else None

    @property
    def next(self) -> str | None:
        return self.asked.query(page=self.asked.page + 1) if self.asked.page < self.pages else None


def show(
    request: HttpRequest,
    listing: Listing,
    *,
    template: str = "common/list.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The list at the address of the request: the whole page, or for htmx the list alone."""
    page = page_of(listing, request)
    swapped = request.headers.get("HX-Target") == f"listing-{listing.name}"
    drawn = "common/listing.html" if swapped else template
    return render(request, drawn, {"page": page, **(context or {})})


def page_of(listing: Listing, request: HttpRequest) -> ListPage:
    """The page that the request's address asks. A page after the last is the last."""
    actor = actor_of(request)
    asked = read(listing, request.GET)
    matched, errors = narrowed(listing, listing.rows(actor), asked)
    total = _total(matched, asked.page)
    pages = max(1, -(-total // asked.size))
    asked = Asked(asked.words, asked.sort, min(asked.page, pages), asked.size, asked.chosen)
    columns = columns_of(listing, actor, asked)
    found = [_row(listing, columns, row, actor) for row in _rows(listing, actor, matched, asked)]
    controls = [_control(one, asked, errors) for one in listing.filters]
    return ListPage(
        listing=listing,
        url=request.path,
        asked=asked,
        heads=[_head(column, asked, found, place) for place, column in enumerate(columns)],
        rows=found,
        total=total,
        pages=pages,
        controls=[one for one in controls if not one.filter.folded],
        folded=[one for one in controls if one.filter.folded],
        tabs=_tabs(listing, actor, asked),
        columns=[(column, column in columns) for column in listing.columns_for(actor)],
        create=_open_to(actor, listing.create),
        load=_open_to(actor, listing.load),
        may_export=bool(listing.export) and actor.may(listing.export) and actor.may(TAKE_AWAY),
        bulk=[one for one in listing.bulk if _open_to(actor, one.route)],
    )


def _rows(listing: Listing, actor: Actor, matched: Rows, asked: Asked) -> list[Any]:
    """Keys of the page first, so that a far page costs an index and no rows; then the rows by key."""
    start = (asked.page - 1) * asked.size
    keys = list(
        ordered(listing, matched, asked).values_list("pk", flat=True)[start : start + asked.size]
    )
    found = {row.pk: row for row in listing.detail(listing.rows(actor).filter(pk__in=keys))}
    return [found[key] for key in keys if key in found]


def _total(matched: Rows, page: int) -> int:
    """Counted on the first page of a filter, remembered for its others."""
    key = _count_key(matched)
    known = cache.get(key) if page > 1 else None
    if known is None:
        known = matched.count()
        cache.set(key, known, _COUNTED_SECONDS)
    return int(known)


def _count_key(matched: Rows) -> str:
    try:
        said = str(matched.order_by().query)
    except EmptyResultSet:  # a query that can match nothing has no SQL
        said = f"nothing of {matched.model._meta.label}"
    return "counted:" + hashlib.sha256(said.encode()).hexdigest()


def _row(listing: Listing, columns: Sequence[Column], row: Any, actor: Actor) -> Row:
    links = list(listing.links(row, actor))
    cells = [_cell(column, row, actor) for column in columns]
    return Row(row.pk, cells, links[:_LINKS_IN_A_ROW], links[_LINKS_IN_A_ROW:])


def _cell(column: Column, row: Any, actor: Actor) -> Cell:
    return Cell(column.of(row, actor), column.url(row) if column.url else "", column.drawer)


def _head(column: Column, asked: Asked, rows: Sequence[Row], place: int) -> Head:
    css = column.css(row.cells[place].value for row in rows)
    if not column.sort:
        return Head(column, "", "", css)
    now = {column.key: "ascending", f"-{column.key}": "descending"}.get(asked.sort, "")
    turned = f"-{column.key}" if now == "ascending" else column.key
    return Head(column, asked.query(sort=turned, page=1), now, css)


def _control(one: Any, asked: Asked, errors: Mapping[str, Any]) -> Control:
    return Control(one, [asked.words.get(key, "") for key in one.keys], errors.get(one.key))


def _tabs(listing: Listing, actor: Actor, asked: Asked) -> list[SavedTab]:
    here = asked.query(page=1)
    saved = SavedView.objects.filter(owner=actor.key, listing=listing.name).order_by("name")
    given = [(view.label, view.query, 0) for view in listing.views_for(actor)]
    own = [(view.name, view.query, view.pk) for view in saved]
    return [SavedTab(label, query, query == here, key) for label, query, key in (*given, *own)]


def _open_to(actor: Actor, route: str) -> str:
    """The address of a route that the actor may open, else ""."""
    if not route:
        return ""
    right = ROUTES[route].right
    return reverse(route) if right == SIGNED_IN or actor.may(right) else ""
