"""Whose file is closed to whom, whatever his posts: that of a member of staff, to himself and to those of his outlet."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from workbench.accounts.models import Staff, StaffState
from workbench.accounts.posts import Post
from workbench.common.acting import Actor

#: who oversees everybody reads the file of a colleague too, and never his own
OVERSEES = frozenset({Post.AUDITOR, Post.AML_OFFICER})


def closed_people(persons: frozenset[str], *, oversees: bool = False) -> QuerySet[Staff]:
    """The members of staff, known as persons, whose files are closed to these: themselves and colleagues of an outlet."""
    known = Staff.objects.exclude(identity_blind=None)
    himself = Q(number__in=persons)
    if oversees:
        return known.filter(himself)
    outlets = Staff.objects.filter(number__in=persons).values("branch")
    colleagues = Q(branch__in=outlets) & ~Q(state=StaffState.LEFT)
    return known.filter(himself | colleagues)


def closed_to(actor: Actor) -> QuerySet[Staff]:
    """Of whom the actor sees no file."""
    return closed_people(actor.persons, oversees=bool(OVERSEES.intersection(actor.posts)))
