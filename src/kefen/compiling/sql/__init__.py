"""A plan to SQL: SQL's own three-valued logic is Kleene's, so a flag is a nullable boolean and ``AND`` means ``and``.

The script is a list of stages. Each reads the one before; a step stands in the first stage in which everything it reads is
there, so nothing is worked out twice. Templates come from the operator table; sqlglot formats and translates at the end.
"""

from kefen.compiling.sql.chain import PROBLEM
from kefen.compiling.sql.instalments import FACTORS
from kefen.compiling.sql.script import SqlScript, Stage, Tables
from kefen.compiling.sql.subjects import RULE_BIT, to_sql
from kefen.compiling.sql.text import literal, quote

__all__ = [
    "FACTORS",
    "PROBLEM",
    "RULE_BIT",
    "SqlScript",
    "Stage",
    "Tables",
    "literal",
    "quote",
    "to_sql",
]
