"""Random policies over random rows: Python and every engine give every flag and every outcome alike."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kefen.compiling import compile_policy
from kefen.compiling.sql import histories
from tests.agreement.engines import DuckDB, Engine, assert_agreement
from tests.agreement.random_policies import policy_of, random_policy, random_policy_for_each
from tests.agreement.rows import lists_loaded_for_all, lists_loaded_for_none, random_rows

AS_OF = date(2024, 2, 29)
SHAPES = {"of a subject": random_policy, "for each": random_policy_for_each}
#: an engine is the same for every example
STEADY = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@settings(max_examples=8, suppress_health_check=STEADY)
@given(seed=st.integers(0, 2**32))
@example(seed=109)  # a record of which nothing is known but what could be worked out
@pytest.mark.parametrize("shape", SHAPES)
def test_an_engine_agrees_on_random_policies(shape: str, quick_engine: Engine, seed: int) -> None:
    program = compile_policy(SHAPES[shape](Random(seed)))
    rows = random_rows(program, seed, 120, AS_OF)
    assert_agreement(quick_engine, program, lists_loaded_for_all(program, rows), AS_OF)
    assert_agreement(quick_engine, program, lists_loaded_for_none(program, rows), AS_OF)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_engine_agrees_on_a_random_policy(shape: str, engine: Engine) -> None:
    program = compile_policy(SHAPES[shape](Random(11)))
    assert_agreement(engine, program, random_rows(program, 11, 600, AS_OF), AS_OF)


def test_a_reference_list_agrees_loaded_empty_and_not_loaded(quick_engine: Engine) -> None:
    text = random_policy(Random(1))
    listed = text.vocabulary.reference_lists["named"]
    long = tuple((code, None, None) for code in ("A", "66", *map(str, range(20))))
    for entries in (
        None,
        (),
        (("A", None, None), ("66", date(2020, 1, 1), date(2024, 2, 29))),
        long,
    ):
        lists = {"named": replace(listed, entries=entries)}
        policy = replace(text, vocabulary=replace(text.vocabulary, reference_lists=lists))
        program = compile_policy(policy)
        assert_agreement(quick_engine, program, random_rows(program, 7, 60, AS_OF), AS_OF)


def test_a_planted_fault_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(histories.__dict__, "UNKNOWN_MONTH", "!")
    text = (
        '```policy\ncriterion 1.1  条件\n  count(past[item = "3"]) > 2\nban 2 禁\n  when 1.1\n```\n'
    )
    program = compile_policy(policy_of(_front() + text))
    with pytest.raises(AssertionError, match="python, duckdb"):
        assert_agreement(DuckDB(), program, random_rows(program, 3, 200, AS_OF), AS_OF)


def _front() -> str:
    return "---\npolicy: random\nversion: one\nin_force: [2000-01-01, null]\ninstrument: law\n---\n# 第一条 一\n"
