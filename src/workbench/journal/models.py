"""The journal: one row for whatever somebody did, read, revealed or exported; never changed."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from workbench.common.appending import AppendOnly, AppendOnlyQuerySet
from workbench.common.errors import RefusedError
from workbench.common.fields import CodeField
from workbench.journal.recording import journal_key


class Entry(AppendOnly):
    """One act.

    `mac` signs the canonical body with the journal's key; `previous` is the hash of the same actor's row
    before.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    actor = CodeField(max_length=40)
    actor_name = models.CharField(max_length=60)
    principal = CodeField(max_length=40, blank=True)
    channel = CodeField(max_length=10)
    request = CodeField(max_length=40, blank=True)
    code = CodeField(max_length=60)
    object_kind = CodeField(max_length=40, blank=True)
    object_key = CodeField(max_length=60, blank=True)
    branch_path = CodeField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    words = models.TextField(default="{}")  # canonical JSON, told by the sentence of `code`
    secret = models.BinaryField(default=b"")  # what may not be read without its right, sealed
    previous = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)

    objects = models.Manager.from_queryset(AppendOnlyQuerySet["Entry"])()

    class Meta:
        indexes = (
            models.Index(fields=["object_kind", "object_key", "at"], name="entry_object"),
            models.Index(fields=["actor", "at"], name="entry_actor"),
            models.Index(fields=["at"], name="entry_at"),
        )


class ChainEnd(models.Model):
    """The hash of each actor's newest row: the row that his next one names, locked while it is written."""

    actor = CodeField(max_length=40, primary_key=True)
    last = models.BinaryField(max_length=32)


class Recorded(models.Model):
    """A row that only an action writes: it names the entry of the journal that tells of it."""

    journal_key = models.UUIDField(default=journal_key, editable=False, db_index=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Names the entry of the action that made or changed it. Raises outside an action."""
        if not self._state.adding:
            self.journal_key = journal_key()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "journal_key"}
        _demand_room(self, kwargs.get("update_fields"))
        super().save(*args, **kwargs)

    def change(self, **fields: Any) -> None:
        """Sets fields and saves these alone."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))


class Seal(AppendOnly):
    """Closes a set of entries: `digest` covers key and signature of each, `mac` signs it together with the seal before."""

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    count = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)

    objects = models.Manager.from_queryset(AppendOnlyQuerySet["Seal"])()


class Sealed(models.Model):
    """By which seal an entry is closed."""

    entry = models.OneToOneField(
        Entry, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="sealed"
    )
    seal = models.ForeignKey(Seal, models.DO_NOTHING, db_constraint=False, related_name="members")


def _demand_room(row: models.Model, names: Collection[str] | None) -> None:
    """Raises `RefusedError` for a value that its column cannot hold: SQLite would keep it, PostgreSQL fail on it."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if hasattr(value, "resolve_expression") or not (names is None or field.name in names):
            continue
        try:
            field.run_validators(value)
        except ValidationError as error:
            raise RefusedError(" ".join(error.messages), field=field.name) from error
