"""What an address asks of a list: filters, order, page, columns; and the address of the same with one thing changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from workbench.common.acting import Actor
from workbench.common.listing.columns import Column
from workbench.common.listing.declaring import Listing, Rows
from workbench.common.listing.filters import UnreadableError

SIZES = (20, 50, 100)
_LONGEST = 200  # characters of one value in an address


@dataclass(frozen=True)
class Asked:
    """`words` holds what was typed by its name; `errors` what cannot be read."""

    words: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""  # a column's key, "-" before it for descending
    page: int = 1
    size: int = SIZES[0]
    chosen: tuple[str, ...] = ()  # keys of columns; none for those shown at first

    def query(self, **changes: Any) -> str:
        """The query string of this with `changes`. Another filter or order begins at page 1."""
        asked = replace(self, **changes)
        pairs = [(name, said) for name, said in asked.words.items() if said]
        if asked.sort:
            pairs.append(("sort", asked.sort))
        pairs += [("col", key) for key in asked.chosen]
        if asked.size != SIZES[0]:
            pairs.append(("size", str(asked.size)))
        if asked.page > 1:
            pairs.append(("page", str(asked.page)))
        return urlencode(pairs)


def read(listing: Listing, data: QueryDict) -> Asked:
    """What of the address the list knows; the rest is left aside."""
    names = (key for one in listing.filters for key in one.keys)
    typed = {name: str(data.get(name, "")).strip()[:_LONGEST] for name in names}
    words = {name: said for name, said in typed.items() if said}
    sorting = {column.key for column in listing.columns if column.sort}
    sort = data.get("sort", "")
    known = {column.key for column in listing.columns}
    return Asked(
        words=words,
        sort=sort if sort.removeprefix("-") in sorting else "",
        page=max(1, _number(data.get("page", ""), 1)),
        size=size if (size := _number(data.get("size", ""), SIZES[0])) in SIZES else SIZES[0],
        chosen=tuple(key for key in data.getlist("col") if key in known),
    )


def narrowed(listing: Listing, rows: Rows, asked: Asked) -> tuple[Rows, dict[str, Any]]:
    """The rows that match, and what is wrong by the filter's key. With anything wrong there are no rows."""
    errors: dict[str, Any] = {}
    for one in listing.filters:
        if not any(asked.words.get(key) for key in one.keys):
            continue
        try:
            rows = one.narrow(rows, asked.words)
        except UnreadableError as error:
            errors[one.key] = error.args[0]
    return (rows.none() if errors else rows), errors


def ordered(listing: Listing, rows: Rows, asked: Asked) -> Rows:
    """By the column that was asked, else by the list's own order; ties by key, so that pages do not overlap."""
    fields = list(listing.order)
    by_key = {column.key: column.sort for column in listing.columns if column.sort}
    if asked.sort:
        sign = "-" if asked.sort.startswith("-") else ""
        fields = [sign + by_key[asked.sort.removeprefix("-")]]
    if not _tells_apart(rows, fields[-1].removeprefix("-")):
        fields.append("pk")
    return rows.order_by(*fields)


def columns_of(listing: Listing, actor: Actor, asked: Asked) -> tuple[Column, ...]:
    """Those that were chosen, in the list's order; else those that it shows at first."""
    allowed = listing.columns_for(actor)
    chosen = tuple(column for column in allowed if column.key in asked.chosen)
    return chosen or tuple(column for column in allowed if column.shown)


def _tells_apart(rows: Rows, name: str) -> bool:
    if name == "pk":
        return True
    found = {one.name: one for one in rows.model._meta.fields}.get(name)
    return bool(found and found.unique)


def _number(typed: str, otherwise: int) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else otherwise
