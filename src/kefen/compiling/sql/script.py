"""What is written: stages in order, which are also one statement, and the tables they read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kefen.compiling.sql.text import quote


@dataclass(frozen=True)
class Stage:
    """A table to be made, and the query that makes it from earlier ones.

    ``loans`` are queries of the yearly rates and months whose annuity factors it joins.
    """

    name: str
    sql: str
    loans: tuple[str, ...] = ()

    @property
    def held(self) -> str:
        """Whether a WITH clause keeps the rows instead of streaming them."""
        return " MATERIALIZED" if self.name == "derived" or self.name.startswith("list ") else ""


@dataclass(frozen=True)
class SqlScript:
    """The stages in order; ``decisions`` is the last, ``derived`` holds rows with their problems."""

    stages: tuple[Stage, ...]

    def loans(self) -> Iterator[str]:
        """Queries of ``annual_rate`` and ``months``, in order: the factors of each must be there before the next runs."""
        for place, stage in enumerate(self.stages):
            if stage.loans:
                *before, last = (
                    *self.stages[:place],
                    replace(stage, sql=" UNION ".join(stage.loans)),
                )
                yield SqlScript((*before, last)).query()

    def query(self) -> str:
        """One statement: each step a named query of a WITH clause, read by the next alone.

        DuckDB streams such a chain and works out every column once. The rows with their problems are held, because a
        filter would else be pushed down and everything before it worked out again.
        """
        *steps, last = self.stages
        parts = [f"{quote(step.name)} AS{step.held} (\n{step.sql}\n)" for step in steps]
        return "WITH " + ",\n".join(parts) + f"\n{last.sql}" if parts else last.sql

    def formatted(self, dialect: str = "duckdb") -> str:
        """The one statement, laid out for reading."""
        import sqlglot

        return sqlglot.transpile(self.query(), read="duckdb", write=dialect, pretty=True)[0]


@dataclass(frozen=True)
class Tables:
    """Names of the tables the script reads: the facts, their key column, and a table for each loaded list.

    ``carried`` columns of the facts' table go through to the decisions; ``absent`` facts have no column and are unknown.
    ``factors`` holds the annuity factors of all ``SqlScript.loans``, see ``FACTORS``.
    """

    facts: str = "facts"
    key: str = ""
    lists: Mapping[str, str] = field(default_factory=dict)
    carried: tuple[str, ...] = ()
    absent: frozenset[str] = frozenset()
    factors: str = "annuity factors"
