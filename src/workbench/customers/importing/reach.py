"""Whom a file may speak of: those whom its bringer would reach by the same deed on a screen, and no others."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch, Staff
from workbench.accounts.queries import actor_for
from workbench.common.acting import Actor
from workbench.common.errors import DeniedError, RefusedError
from workbench.customers.models import ImportKind, ImportSession, Party

#: the rights by one of which the rows of a file are written when they are typed one by one
DEEDS: dict[str, tuple[str, ...]] = {
    ImportKind.CUSTOMERS: ("customer.open",),
    ImportKind.PAYROLL: ("fact.record", "loan.record"),
    ImportKind.LOANS: ("loan.record",),
    ImportKind.REPORTS: ("query.make",),
}


def deed_of(kind: str, by: Actor, branch: Branch) -> str:
    """The right by which he brings such rows there. Raises `DeniedError`: a file is no way around a post."""
    for right in DEEDS[kind]:
        if by.may(right, branch.path):
            return right
    raise DeniedError(DEEDS[kind][0])


def bringer_of(session: ImportSession) -> Actor:
    """Who brought it, as what he is today. Raises `RefusedError` where he, or whom he stood in for, may no longer."""
    principal = Staff.objects.filter(number=session.taken_for).first()
    try:
        actor = actor_for(session.taken_by, principal=principal)
        deed_of(session.kind, actor, session.branch)
    except DeniedError as error:
        raise RefusedError(
            _("Who brought the file may no longer do so. A colleague brings it again.")
        ) from error
    return actor


def reached(session: ImportSession, bringer: Actor) -> QuerySet[Party]:
    """The parties of its branch and below whom he reaches."""
    right = deed_of(session.kind, bringer, session.branch)
    return Party.objects.seen_by(bringer, right).filter(
        branch__path__startswith=session.branch.path
    )
