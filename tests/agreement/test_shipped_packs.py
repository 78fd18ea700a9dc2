"""The shipped packs say the same in Python and on every engine, whatever the rows."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

import kefen
from kefen.compiling import Program, compile_policy
from kefen.deciding import Decider
from kefen.diagnostics import Diagnostics
from kefen.errors import FactsError
from kefen.loading import load_versions
from kefen.policy import Policy
from kefen.reading.folders import find_pack, shipped_packs
from kefen.reading.pack import read_pack
from kefen.verifying.cases import read_cases
from tests.agreement.engines import Engine, assert_agreement
from tests.agreement.rows import TEXTS, Row, mutated_rows, random_rows

AS_OF = date(2026, 2, 28)
PACKS = shipped_packs()
#: Spark takes seconds to plan a statement: by default a ladder, floors over a list, and points; all by `make agree`
FEW = ("credit-grade", "risk-tier", "value-tier")
ON_SPARK = PACKS if "KEFEN_ALL_ON_SPARK" in os.environ else FEW


@pytest.mark.usefixtures("printed")
@pytest.mark.parametrize("pack", PACKS)
def test_an_engine_agrees_on_a_shipped_pack_with_its_lists(pack: str, quick_engine: Engine) -> None:
    assert_agreement_on_a_pack(quick_engine, pack)


@pytest.mark.usefixtures("printed")
@pytest.mark.parametrize("pack", ON_SPARK)
def test_spark_agrees_on_a_shipped_pack_with_its_lists(pack: str, spark: Engine) -> None:
    assert_agreement_on_a_pack(spark, pack)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines run what ``kefen sql`` prints."""
    monkeypatch.setattr(Engine, "printed", True)


def assert_agreement_on_a_pack(engine: Engine, pack: str) -> None:
    decider = kefen.load(pack, as_of=AS_OF, audience="staff")
    program = with_reference_lists(decider.policy)
    rows = mutated_rows(program, case_rows(pack, decider), 1, 300, AS_OF)
    statuses = assert_agreement(
        engine, program, [*rows, *random_rows(program, 1, 150, AS_OF)], AS_OF
    )
    assert len(statuses) > 1


@pytest.mark.parametrize("pack", PACKS)
def test_an_engine_agrees_on_a_shipped_pack_without_lists(pack: str, quick_engine: Engine) -> None:
    decider = kefen.load(pack, as_of=AS_OF, audience="staff")
    rows = mutated_rows(decider.program, case_rows(pack, decider), 0, 300, AS_OF)
    assert_agreement(quick_engine, decider.program, rows, AS_OF)


@pytest.mark.parametrize("pack", PACKS)
def test_an_engine_agrees_on_the_earlier_versions(pack: str, quick_engine: Engine) -> None:
    for day in last_days(pack):
        decider = kefen.load(pack, as_of=day, audience="staff")
        rows = mutated_rows(decider.program, case_rows(pack, decider), 1, 150, day)
        assert_agreement(quick_engine, decider.program, rows, day)


def last_days(pack: str) -> Iterator[date]:
    """The last day of every version that is no longer in force."""
    for version in load_versions(find_pack(pack)):
        policy = version.policy
        if policy is not None and policy.until is not None and policy.until <= AS_OF:
            yield policy.until - timedelta(days=1)


def with_reference_lists(policy: Policy) -> Program:
    """A policy with every reference list loaded, long enough to be a table, with some of the texts that rows have."""
    codes = (*TEXTS[::2], *map(str, range(20)))
    entries = tuple((code, None, None) for code in codes)
    listed = policy.vocabulary.reference_lists
    lists = {name: replace(one, entries=entries) for name, one in listed.items()}
    vocabulary = replace(policy.vocabulary, reference_lists=lists)
    return compile_policy(replace(policy, vocabulary=vocabulary))


def case_rows(pack: str, decider: Decider) -> list[Row]:
    rows = []
    for case in read_cases(read_pack(find_pack(pack)), Diagnostics()):
        try:
            rows.append(decider.reader.read(case.facts, case.as_of or decider.as_of).values)
        except FactsError:
            continue
    return rows
