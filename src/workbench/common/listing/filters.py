"""What a list is searched by: each reads its words from the address, narrows the rows, draws its control."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

Rows = QuerySet[Any]


class UnreadableError(ValueError):
    """What was typed cannot be read; the message is told at the control."""


@dataclass(frozen=True)
class Filter:
    """`key` is its name in the address. `folded` controls show on 展开."""

    key: str
    label: Any
    folded: bool = field(default=False, kw_only=True)

    template = ""
    private = False  # what is typed may be a name or a number of a person: kept in no saved view

    @property
    def keys(self) -> tuple[str, ...]:
        """Names in the address."""
        return (self.key,)

    def narrow(self, rows: Rows, asked: Mapping[str, str]) -> Rows:
        """Rows that match. Raises `UnreadableError`. Called only where something was asked."""
        raise NotImplementedError


@dataclass(frozen=True)
class Words(Filter):
    """A word typed or pasted; spaces within count nothing. Any of `lookups` may match, or `by` says which rows do."""

    lookups: tuple[str, ...] = ()
    by: Callable[[Rows, str], Rows] | None = None

    template = "common/listing/words.html"
    private = True

    def narrow(self, rows: Rows, asked: Mapping[str, str]) -> Rows:
        typed = re.sub(r"\s+", "", asked[self.key])
        if self.by:
            return self.by(rows, typed)
        matched = Q(pk__in=())
        for lookup in self.lookups:
            matched |= Q(**{lookup: typed})
        return rows.filter(matched)


@dataclass(frozen=True)
class Choice(Filter):
    """One of some values: `choices` are (value, label) pairs, or a function that gives them."""

    choices: Iterable[tuple[Any, Any]] | Callable[[], Iterable[tuple[Any, Any]]] = ()
    field: str = ""
    by: Callable[[Rows, str], Rows] | None = None

    template = "common/listing/choice.html"

    @property
    def options(self) -> list[tuple[str, Any]]:
        given = self.choices() if callable(self.choices) else self.choices
        return [(str(value), label) for value, label in given]

    def narrow(self, rows: Rows, asked: Mapping[str, str]) -> Rows:
        value = asked[self.key]
        if value not in dict(self.options):
            raise UnreadableError(_("This is not one of the choices."))
        return self.by(rows, value) if self.by else rows.filter(**{self.field: value})


@dataclass(frozen=True)
class YesNo(Filter):
    """Yes or no. Rows of which it is not known match neither."""

    field: str = ""
    by: Callable[[Rows, bool], Rows] | None = None

    template = "common/listing/choice.html"

    @property
    def options(self) -> list[tuple[str, Any]]:
        return [("1", _("yes")), ("0", _("no"))]

    def narrow(self, rows: Rows, asked: Mapping[str, str]) -> Rows:
        if asked[self.key] not in ("0", "1"):
            raise UnreadableError(_("This is not one of the choices."))
        value = asked[self.key] == "1"
        return self.by(rows, value) if self.by else rows.filter(**{self.field: value})


@dataclass(frozen=True)
class Days(Filter):
    """From one day until another, both counted. `time=True` for a column with a time of day."""

    field: str = ""
    time: bool = False

    template = "common/listing/days.html"

    @property
    def keys(self) -> tuple[str, ...]:
        return (f"{self.key}_from", f"{self.key}_to")

    def narrow(self, rows: Rows, asked: Mapping[str, str]) -> Rows:
        field = f"{self.field}__date" if self.time else self.field
        for name, compared in zip(self.keys, ("gte", "lte"), strict=True):
            if asked.get(name):
                rows = rows.filter(**{f"{field}__{compared}": _day(asked[name])})
        return rows


@dataclass(frozen=True)
class Amounts(Filter):
    """From one number to another, both counted."""

    field: str = ""

    template = "common/listing/amounts.html"

    @property
    def keys(self) -> tuple[str, ...]:
        return (f"{self.key}_from", f"{self.key}_to")

    def narrow(self, rows: Rows, asked: Mapping[str, str]) -> Rows:
        for name, compared in zip(self.keys, ("gte", "lte"), strict=True):
            if asked.get(name):
                rows = rows.filter(**{f"{self.field}__{compared}": _number(asked[name])})
        return rows


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        raise UnreadableError(_("Write a day as 2026-11-30.")) from error


def _number(typed: str) -> Decimal:
    plain = typed.replace(",", "").replace("，", "").strip()
    if not re.fullmatch(r"-?\d{1,16}(\.\d{1,4})?", plain):
        raise UnreadableError(_("Write a number, such as 12000 or 12000.50."))
    return Decimal(plain)
