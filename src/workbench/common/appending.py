"""Tables that are only added to: journal entries, facts, decisions, opinions."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db import models

from workbench.common.errors import OutsideError

M = TypeVar("M", bound=models.Model)


class AppendOnlyQuerySet(models.QuerySet[M]):
    """Neither changes nor deletes rows."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise OutsideError(f"{self.model._meta.label} is only added to")

    def delete(self) -> NoReturn:
        raise OutsideError(f"{self.model._meta.label} is only added to")


class AppendOnly(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise OutsideError(f"{self._meta.label} is only added to")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise OutsideError(f"{self._meta.label} is only added to")
