"""Branches as the journal names and finds them."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, Subquery

from workbench.accounts.models import Branch
from workbench.journal.places import Places, declare_places


def _name() -> Any:
    return Subquery(Branch.objects.filter(path=OuterRef("branch_path")).values("name")[:1])


def _find(typed: str) -> list[str]:
    found = Branch.objects.filter(Q(code=typed) | Q(name__icontains=typed))
    return list(found.values_list("path", flat=True))


declare_places(Places(_name, _find))
