"""A constraint that Django has for PostgreSQL alone: of one thing, no two rows hold on the same day."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Model

_OVERLAP = """
CREATE TRIGGER "{name}_{event}" BEFORE {event} ON %(table)s
WHEN NEW."{kind}" = '{value}' AND EXISTS (
  SELECT 1 FROM %(table)s AS held
  WHERE held."{of}" = NEW."{of}" AND held."{kind}" = '{value}' AND held."id" IS NOT NEW."id"
    AND (held."until" IS NULL OR held."until" > NEW."since")
    AND (NEW."until" IS NULL OR NEW."until" > held."since"))
BEGIN SELECT RAISE(ABORT, '{name}'); END
"""
_EXCLUDE = """
EXCLUDE USING gist (int8range("{of}", "{of}", '[]') WITH &&, daterange("since", "until") WITH &&)
WHERE ("{kind}" = '{value}')
"""


class OneAtATime(BaseConstraint):
    """Of rows with `value` in `kind` that have the same `of` (a column with whole numbers), at most one holds on a day:
    from `since` until the day before `until`, which may be missing. An exclusion on PostgreSQL, triggers on SQLite.
    """

    def __init__(self, *, name: str, of: str, kind: str, value: str, **more: Any) -> None:
        super().__init__(name=name, **more)
        self.of, self.kind, self.value = of, kind, value

    def constraint_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        """Within the statement that makes the table; "" where triggers follow it."""
        assert model is not None
        assert schema_editor is not None
        if schema_editor.connection.vendor == "postgresql":
            return f'CONSTRAINT "{self.name}" {self._filled(_EXCLUDE)}'
        schema_editor.deferred_sql += [
            Statement(
                self._filled(_OVERLAP, event),
                table=Table(model._meta.db_table, schema_editor.quote_name),
            )
            for event in ("INSERT", "UPDATE")
        ]
        return ""

    def create_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        """For a table that stands. SQLite makes its table anew instead."""
        assert model is not None
        return (
            f'ALTER TABLE "{model._meta.db_table}" ADD {self.constraint_sql(model, schema_editor)}'
        )

    def remove_sql(
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        """As `create_sql`."""
        assert model is not None
        return f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{self.name}"'

    def validate(self, *given: Any, **more: Any) -> None:
        """Left to the database."""

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, given, named = super().deconstruct()
        own = {"of": self.of, "kind": self.kind, "value": self.value}
        return path, tuple(given), {**named, **own}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OneAtATime) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.of, self.kind, self.value))

    def _filled(self, template: str, event: str = "") -> str:
        given = {"name": self.name, "of": self.of, "kind": self.kind, "value": self.value}
        return template.strip().format(**given, event=event)
