"""Querysets that answer nobody: until somebody says for whom, they raise.

A model of scoped things has `objects = Manager.from_queryset(ITS_QUERYSET)()`; its queryset says in
`within(scope, actor)` which rows a scope reaches. Views ask `Model.objects.seen_by(actor, "right")`; rules and
jobs ask `Model.objects.unscoped("why")`.
"""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Q
from django.db.models.sql import Query

from workbench.common.acting import Actor, Scope
from workbench.common.errors import NotFoundError, OutsideError

M = TypeVar("M", bound=models.Model)


class _SilentQuery(Query):
    """A query that cannot become SQL before it was scoped."""

    model: type[models.Model]
    scoped = False

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        if not self.scoped:
            raise OutsideError(
                f"{self.model._meta.label}: say for whom, by seen_by(actor, right) or unscoped(why)"
            )
        return super().get_compiler(*args, **kwargs)

    def chain(self, klass: Any = None) -> Any:
        copy: Any = super().chain(klass)
        copy.scoped = self.scoped
        return copy


class ScopedQuerySet(models.QuerySet[M]):
    """Raises `OutsideError` when it is evaluated before `seen_by` or `unscoped` was said."""

    def __init__(
        self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None
    ) -> None:
        super().__init__(model, query or _SilentQuery(model), using, hints)

    def seen_by(self, actor: Actor, right: str) -> Self:
        """The rows that `actor` reaches by `right`; none without it."""
        scope = actor.scope(right)
        reached = self.within(scope, actor) if scope else Q(pk__in=())
        return self._scoped().filter(reached)

    def unscoped(self, why: str) -> Self:
        """All rows, for rules and jobs. `why` is a sentence; a test lists every use."""
        if not why:
            raise OutsideError("an unscoped query says why")
        return self._scoped()

    def within(self, scope: Scope, actor: Actor) -> Q:
        """Which rows a scope that is not empty reaches. Each model says so itself."""
        raise NotImplementedError

    def one(self, **what: Any) -> M:
        """The one row, or `NotFoundError`: what is outside the scope is as if it were not there."""
        try:
            return self.get(**what)
        except (ObjectDoesNotExist, ValueError, TypeError) as error:
            raise NotFoundError(self.model.__name__) from error

    def _scoped(self) -> Self:
        chained = self.all()
        query: Any = chained.query
        query.scoped = True
        return chained


def below(field: str, scope: Scope) -> Q:
    """Rows whose branch path in `field` lies at or below a branch of the scope (a range, so that an index
    serves it).
    """
    if scope.whole_bank:
        return Q()
    reached = Q(pk__in=())
    for top in scope.branches:
        reached |= Q(**{f"{field}__gte": top, f"{field}__lt": past(top)})
    return reached


def past(path: str) -> str:
    """The first path after all those that begin with `path`, which ends with a full stop ("0001.0002.")."""
    return path[:-1] + "/"
