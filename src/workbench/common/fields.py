"""Column types that both databases keep alike."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class CodeField(models.CharField[str, str]):
    """Short text compared byte by byte: codes, numbers, tree paths.

    PostgreSQL would otherwise sort by language and skip full stops.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """With the collation "C" on PostgreSQL; SQLite compares bytes anyway."""
        found = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            found["collation"] = "C"
        return found
