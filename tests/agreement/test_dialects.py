"""A dialect is one whole row, held against a server, in whose spelling names and texts keep their meaning."""

import pytest

from kefen.compiling.dialects import DIALECTS, DUCKDB, POSTGRES, SPARK, Dialect
from kefen.compiling.sql import SqlScript, Stage, literal, quote
from tests.agreement.engines import SERVERS, Engine

LONG = (
    "上一年度个人住房贷款月还款额与收入之比超过百分之五十五",
    "上一年度个人住房贷款月还款额与收入之比超过百分之五十",
)


def test_a_dialect_without_an_answer_to_each_difference_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="missing"):
        Dialect(name="oracle", text="VARCHAR2")  # type: ignore[call-arg]


def test_every_dialect_is_held_against_a_server() -> None:
    assert {name: server.dialect for name, server in SERVERS.items()} == DIALECTS


@pytest.mark.parametrize("text", ["it's", "a\\b'\"", '"=status"', "`", "", "中\n"])
def test_a_text_and_a_name_are_the_same_on_every_engine(text: str, engine: Engine) -> None:
    sql = f"SELECT named.{quote(text + '!')} FROM (SELECT {literal(text)} AS {quote(text + '!')}) named"
    assert engine.fetch(SqlScript((Stage("decisions", sql),), engine.dialect).formatted()) == [
        (text,)
    ]


def test_long_names_that_begin_alike_stay_apart(engine: Engine) -> None:
    one, two = map(quote, LONG)
    sql = f"SELECT {two}, {one} FROM (SELECT 55 AS {one}, 50 AS {two}) limits"
    assert engine.fetch(engine.dialect.spelled(sql)) == [(50, 55)]


def test_what_need_not_be_respelled_is_not() -> None:
    statement = f"SELECT {quote('=status')} FROM t WHERE x = {literal('a')}"
    assert DUCKDB.spelled(statement) == POSTGRES.spelled(statement) == statement
    assert SPARK.spelled(statement) == statement.replace('"', "`")
