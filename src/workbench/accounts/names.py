"""Whom a number means. Records keep the number of who acted (or `rule:…`); a screen tells the name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from workbench.accounts.models import Staff

M = TypeVar("M", bound=Model)

_RULE = "rule:"
_NAME = "_name"


def with_names(rows: QuerySet[M], *fields: str) -> QuerySet[M]:
    """Rows with the names beside the numbers, for `name_in`: no query of their own."""
    names = {
        field + _NAME: Subquery(Staff.objects.filter(number=OuterRef(field)).values("name")[:1])
        for field in fields
    }
    named: QuerySet[M] = rows.annotate(**names)
    return named


def name_in(row: Any, field: str) -> str:
    """`陶某031 100031` of a row of `with_names`; the word for a rule; "" for nobody."""
    return _told(getattr(row, field), getattr(row, field + _NAME))


def names_of(numbers: Iterable[str]) -> Mapping[str, str]:
    """Each number with its name, as `name_in` tells it. One query."""
    wanted = {number for number in numbers if number}
    found = dict(Staff.objects.filter(number__in=wanted).values_list("number", "name"))
    return {"": ""} | {number: _told(number, found.get(number)) for number in wanted}


def _told(number: str, name: str | None) -> str:
    if number.startswith(_RULE):
        return _("by rule")
    return f"{name} {number}" if name else number
