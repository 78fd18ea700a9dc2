"""What SQL engines write differently: a dialect is one row, each of its fields a difference with its reason.

A field has no default, so that a new dialect has an answer to each. What all engines read alike is no field: the
templates of the operator table and ``sql/`` prefer such forms. That two rows say the same is shown by the agreement
tests alone, for no translator tells of a difference: they run every statement on a real server of each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

_SPELLED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")


@dataclass(frozen=True)
class Dialect:
    """One engine. Templates name the parts they are filled with ``{0}``, ``{1}``."""

    name: str

    # --- types ---------------------------------------------------------------------------------
    #: of texts: a type without a length is not called the same
    text: str
    #: of places in a closed list of words: the smallest integer there is. Enums are none: PostgreSQL cannot use a new
    #: value in the transaction that adds it, and Parquet and Arrow lose their order
    place: str
    #: Spark cuts the places of a decimal result whose operands' digits add up to more than 38, without an error: there
    #: operands have no more digits than they need. DuckDB multiplies in the digits of the wider operand: there operands
    #: have those of the result
    own_digits: bool

    # --- functions -------------------------------------------------------------------------------
    #: the function that says whether a text has a part that matches a pattern. Patterns keep to what all read alike: no
    #: `$` without a length, for Java's stands before a line feed too
    matches: str
    #: whether a code ({0}), which may be unknown, is in a table ({1}): in a SELECT list Spark says false of the unknown
    in_table: str
    #: the text at a place ({1}, the first is 0) of some ({0}), nothing where the place is unknown
    nth: str
    #: what makes REGEXP_REPLACE replace every part that matches, not the first alone
    every: str

    # --- statements --------------------------------------------------------------------------------
    #: a step ({0}) and its query ({1}). PostgreSQL pulls a chain of queries up into one and multiplies their
    #: expressions, gigabytes for the planner; an OFFSET stops that and lets rows stream
    step: str
    #: the same of a table that several steps ask
    kept: str
    #: the same of the rows with their problems, some of which the next step leaves out. DuckDB would push the filter
    #: down and work out again what is before it. None where no step may leave rows out: Spark puts the filter through
    #: every step before it, minutes in its optimiser; rows with problems are marked, and left out by who writes them
    parted: str | None

    # --- spelling ----------------------------------------------------------------------------------
    #: around an identifier: double quotes make a text in Spark
    mark: str
    #: whether a backslash in a text says how the next character is meant: then it stands before a quote too, since two
    #: quotes are two texts to some readers
    escapes: bool
    #: bytes of an identifier that count, 0 for any number: PostgreSQL cuts longer ones, so that two become one
    longest_name: int

    @property
    def leaves_out(self) -> bool:
        """Whether rows that contradict themselves are left out; else they are marked."""
        return self.parted is not None

    def spelled(self, sql: str) -> str:
        """A statement with its identifiers and texts, written as the standard has them, in this dialect."""
        return _SPELLED.sub(lambda found: self._spelling(found.group()), sql)

    def _spelling(self, quoted: str) -> str:
        if quoted[0] == "'":
            return _escaped(quoted) if self.escapes else quoted
        name = self.shortened(quoted[1:-1].replace('""', '"'))
        return self.mark + name.replace(self.mark, self.mark * 2) + self.mark

    def shortened(self, name: str) -> str:
        """A name that is too long, cut and told apart from others by a digest."""
        given = name.encode()
        if not self.longest_name or len(given) <= self.longest_name:
            return name
        digest = f"~{sha256(given).hexdigest()[:12]}"
        return given[: self.longest_name - len(digest)].decode(errors="ignore") + digest

    @cached_property
    def types(self) -> dict[str, str]:
        """The type of a column by the kind of its values."""
        return _TYPES | {
            **dict.fromkeys(("text", "history"), self.text),
            **dict.fromkeys(("choice", "scale"), self.place),
        }


def _escaped(quoted: str) -> str:
    return "'" + quoted[1:-1].replace("''", "'").replace("\\", "\\\\").replace("'", "\\'") + "'"


_TYPES = {
    "flag": "BOOLEAN",
    "integer": "BIGINT",
    "money": "DECIMAL(18, 2)",
    "decimal": "DECIMAL(18, 6)",
    "rate": "DECIMAL(18, 8)",
    "date": "DATE",
    "set": "BIGINT",
    "outcome": "BIGINT",
    "none": "BOOLEAN",
}

DUCKDB = Dialect(
    name="duckdb",
    text="VARCHAR",
    place="UTINYINT",
    own_digits=False,
    matches="REGEXP_MATCHES",
    in_table="{0} IN ({1})",
    nth="(ARRAY[{0}])[{1} + 1]",
    every=", 'g'",
    step="{0} AS (\n{1}\n)",
    kept="{0} AS MATERIALIZED (\n{1}\n)",
    parted="{0} AS MATERIALIZED (\n{1}\n)",
    mark='"',
    escapes=False,
    longest_name=0,
)
POSTGRES = Dialect(
    name="postgres",
    text="TEXT",
    place="SMALLINT",
    own_digits=False,
    matches="REGEXP_LIKE",
    in_table="{0} IN ({1})",
    nth="(ARRAY[{0}])[{1} + 1]",
    every=", 'g'",
    step="{0} AS NOT MATERIALIZED (\n{1}\nOFFSET 0\n)",
    kept="{0} AS MATERIALIZED (\n{1}\n)",
    parted="{0} AS NOT MATERIALIZED (\n{1}\nOFFSET 0\n)",
    mark='"',
    escapes=False,
    longest_name=63,
)
SPARK = Dialect(
    name="spark",
    text="STRING",
    place="SMALLINT",
    own_digits=True,
    matches="REGEXP_LIKE",
    in_table="CASE WHEN {0} IS NOT NULL THEN {0} IN ({1}) END",
    nth="GET(ARRAY({0}), CAST({1} AS INT))",
    every="",
    step="{0} AS (\n{1}\n)",
    kept="{0} AS (\n{1}\n)",
    parted=None,
    mark="`",
    escapes=True,
    longest_name=0,
)
DIALECTS = {dialect.name: dialect for dialect in (DUCKDB, POSTGRES, SPARK)}
