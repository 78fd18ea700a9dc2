"""Choices that depend on whoever fills a form in."""

from __future__ import annotations

from typing import Any

from django import forms

from workbench.accounts.models import Branch
from workbench.common.acting import Actor


def branches_of(actor: Actor, right: str, label: Any) -> forms.ModelChoiceField[Any]:
    """Open branches that a right reaches, that of the actor chosen."""
    scope = actor.scope(right)
    paths = (*scope.branches, *scope.portfolio)
    mine = [row.pk for row in Branch.objects.filter(closed_on=None) if row.path.startswith(paths)]
    here = Branch.objects.filter(pk__in=mine)
    return forms.ModelChoiceField(
        here, label=label, initial=here.filter(path=actor.branch_path).first()
    )
