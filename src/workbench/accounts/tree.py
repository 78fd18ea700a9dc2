"""The tree of branches on dates: opening, renaming, moving, closing. What was decided before keeps the old name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch, BranchPeriod, Holding, Level, Staff
from workbench.common import clock
from workbench.common.errors import RefusedError
from workbench.common.scoping import past

# What a change of a branch touches, counted by the app that owns it: label → number below a path.
Effect = tuple[Any, Callable[[str], int]]
EFFECTS: list[Effect] = []


def declare_effect(label: Any, count: Callable[[str], int]) -> None:
    """`count` answers how many of something lie at or below a branch's path."""
    EFFECTS.append((label, count))


@dataclass(frozen=True)
class Place:
    """Name and parent of a branch from a day on. `closed` ends it; `document` is the order's number."""

    name: str
    parent: Branch
    on: date
    document: str
    closed: bool = False


@dataclass(frozen=True)
class Opening:
    """A branch that is to be: `code` and `name` as they will stand."""

    code: str
    name: str
    level: Level
    agency: bool = False


def open_below(parent: Branch, wanted: Opening) -> Branch:
    """A new branch below `parent`, from today. Called when an approved proposal comes into force."""
    refuse_opening(parent, wanted)
    last = Branch.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    made = Branch(
        code=wanted.code,
        name=wanted.name,
        level=wanted.level,
        parent=parent,
        path=f"{parent.path}{last + 1:04d}.",
        agency=wanted.agency,
        city_branch=parent.city_branch,
        opened_on=clock.today(),
    )
    made.save(force_insert=True)
    if wanted.level == Level.CITY_BRANCH:
        made.city_branch = made
        made.save(update_fields=["city_branch"])
    _begin_period(made, clock.today(), "")
    return made


def refuse_opening(parent: Branch, wanted: Opening) -> None:
    """Raises `RefusedError` where a branch cannot be: below a closed or a lower one, under a code that is taken."""
    if parent.closed_on is not None:
        raise RefusedError(_("The branch above is closed."), field="parent")
    _refuse_level(Level(wanted.level), parent)
    for field, text, longest in (("code", wanted.code, 12), ("name", wanted.name, 60)):
        if not 0 < len(text) <= longest:
            raise RefusedError(
                _("Between 1 and {longest} characters.").format(longest=longest), field=field
            )
    if Branch.objects.filter(code=wanted.code).exists():
        raise RefusedError(_("There is a branch of this code."), field="code")


def place(branch: Branch, wanted: Place) -> None:
    """Puts a branch where it is to be, with all below it. Called when an approved proposal comes into force."""
    refuse_place(branch, wanted)
    if wanted.closed:
        branch.closed_on = wanted.on
    old = branch.path
    branch.name, branch.parent = wanted.name, wanted.parent
    branch.path = f"{wanted.parent.path}{old.rstrip('.').rsplit('.', 1)[-1]}."
    city = branch if branch.level == Level.CITY_BRANCH else wanted.parent.city_branch
    moved_city = city != branch.city_branch
    branch.city_branch = city
    _move_below(old, branch.path)
    branch.save()
    _begin_period(branch, wanted.on, wanted.document)
    if moved_city:
        _change_city(branch, wanted)


def refuse_place(branch: Branch, wanted: Place) -> None:
    """Raises `RefusedError` where a branch cannot be put: below itself, below its own level, closed while in use."""
    if branch.parent is None:
        raise RefusedError(_("Head office stays where it is."), field="parent")
    if wanted.parent.path.startswith(branch.path):
        raise RefusedError(_("A branch does not lie below itself."), field="parent")
    _refuse_level(Level(branch.level), wanted.parent)
    if wanted.closed and (found := [row for row in effects(branch) if row[1]]):
        label, number = found[0]
        raise RefusedError(
            _("It is not empty: {number} {label}. Move them first.").format(
                number=number, label=label
            )
        )


def effects(branch: Branch) -> list[tuple[Any, int]]:
    """What lies at or below it: label → number, for the preview."""
    below = Q(path__gte=branch.path, path__lt=past(branch.path))
    branches = Branch.objects.filter(below, closed_on=None).exclude(pk=branch.pk).count()
    people = Staff.objects.filter(
        branch__path__gte=branch.path, branch__path__lt=past(branch.path), left_on=None
    ).count()
    there = Q(branch__path__gte=branch.path, branch__path__lt=past(branch.path))
    posts = Holding.objects.filter(Holding.on(clock.today()), there).count()
    own: list[tuple[Any, int]] = [
        (_("branches below it"), branches),
        (_("people"), people),
        (_("posts held"), posts),
    ]
    return own + [(label, count(branch.path)) for label, count in EFFECTS]


def name_on(branch: Branch, day: date) -> str:
    """What it was called on a day."""
    rows = branch.periods.filter(since__lte=day).order_by("-since").values_list("name", flat=True)
    return rows.first() or branch.name


def _refuse_level(level: Level, parent: Branch) -> None:
    order = list(Level)
    if order.index(Level(parent.level)) >= order.index(level):
        raise RefusedError(_("Its parent must be of a higher level."), field="parent")


def _move_below(old: str, new: str) -> None:
    """Paths of all below, in one statement."""
    if old == new:
        return
    below = Branch.objects.filter(path__gt=old, path__lt=past(old))
    below.update(path=Concat(Value(new), Substr("path", len(old) + 1)))


def _begin_period(branch: Branch, on: date, document: str) -> None:
    branch.periods.filter(since=on).delete()
    branch.periods.filter(until=None).update(until=on)
    BranchPeriod.objects.create(
        branch=branch,
        name=branch.name,
        level=branch.level,
        parent=branch.parent,
        city_branch=branch.city_branch,
        since=on,
        document=document,
    )


def _change_city(branch: Branch, wanted: Place) -> None:
    """Another city's territory: all below it that had the old one."""
    below = Branch.objects.filter(path__gt=branch.path, path__lt=past(branch.path))
    for one in below.exclude(level=Level.CITY_BRANCH):
        one.city_branch = branch.city_branch
        one.save(update_fields=["city_branch"])
        _begin_period(one, wanted.on, wanted.document)
