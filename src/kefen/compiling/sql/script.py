"""What is written: stages in order, which are also one statement, and the tables they read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from kefen.compiling.dialects import DUCKDB, Dialect
from kefen.compiling.sql.text import quote
from kefen.language.syntax import StepId


@dataclass(frozen=True)
class Stage:
    """A table to be made, and the query that makes it from earlier ones.

    ``loans`` are queries of the yearly rates and months whose annuity factors it joins. ``form`` is the field of the
    dialect that says how a WITH clause names it.
    """

    name: str
    sql: str
    loans: tuple[str, ...] = ()
    form: Literal["step", "kept", "parted"] = "step"


@dataclass(frozen=True)
class SqlScript:
    """The stages in order; ``decisions`` is the last, ``derived`` holds rows with their problems."""

    stages: tuple[Stage, ...]
    dialect: Dialect

    def loans(self) -> Iterator[str]:
        """Queries of ``annual_rate`` and ``months``, in order: the factors of each must be there before the next runs."""
        for place, stage in enumerate(self.stages):
            if stage.loans:
                *before, last = (
                    *self.stages[:place],
                    replace(stage, sql=" UNION ".join(stage.loans)),
                )
                yield replace(self, stages=(*before, last)).query()

    def query(self) -> str:
        """One statement: each step a named query of a WITH clause, read by the next alone, so that every column is
        worked out once."""
        *steps, last = self.stages
        forms = [
            getattr(self.dialect, step.form).format(quote(step.name), step.sql) for step in steps
        ]
        sql = "WITH " + ",\n".join(forms) + f"\n{last.sql}" if forms else last.sql
        return self.dialect.spelled(sql)

    def formatted(self) -> str:
        """The one statement, laid out for reading."""
        import sqlglot

        name = self.dialect.name
        return sqlglot.transpile(self.query(), read=name, write=name, pretty=True)[0]


@dataclass(frozen=True)
class Tables:
    """The tables the script reads, on an engine: the facts, their key column, and a table for each loaded list.

    ``carried`` columns of the facts' table go through to the decisions; ``absent`` facts have no column and are unknown.
    ``made`` steps have columns there: they were worked out before, of rows in which nothing contradicts anything.
    ``factors`` holds the annuity factors of all ``SqlScript.loans``, see ``FACTORS``.
    """

    facts: str = "facts"
    key: str = ""
    lists: Mapping[str, str] = field(default_factory=dict)
    carried: tuple[str, ...] = ()
    absent: frozenset[str] = frozenset()
    made: frozenset[StepId] = frozenset()
    factors: str = "annuity factors"
    dialect: Dialect = DUCKDB
