"""Rows taken away as a file."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Staff
from workbench.common.acting import Actor, Scope
from workbench.common.fields import CodeField
from workbench.common.scoping import ScopedQuerySet
from workbench.journal.models import Recorded


class ExportState(models.TextChoices):
    WAITING = "waiting", _("Being written")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class FileKind(models.TextChoices):
    XLSX = "xlsx", "Excel"
    CSV = "csv", "CSV"


class ExportQuerySet(ScopedQuerySet[Any]):
    def within(self, scope: Scope, actor: Actor) -> models.Q:
        """One's own: what somebody took away is opened by nobody else."""
        return models.Q(staff_id=actor.staff_id, principal=actor.principal)


class Export(Recorded):
    """All rows of a list as somebody saw it, with why he took them. The file is sealed and is kept for some days."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    principal = CodeField(max_length=40, blank=True)
    listing = CodeField(max_length=40)
    query_sealed = models.BinaryField()  # conditions may name a person
    kind = CodeField(max_length=4, choices=FileKind.choices)
    language = CodeField(max_length=8)
    reason = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    state = CodeField(max_length=8, choices=ExportState.choices, default=ExportState.WAITING)
    rows = models.PositiveIntegerField(null=True)
    written_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(ExportQuerySet)()

    def __str__(self) -> str:
        return f"{self.listing} {self.asked_at:%Y-%m-%d %H:%M}"
