"""Whatever the operator table lets an author write can be told: as a condition, denied, in a list, beside an *or*, in an *if*."""

import re
from pathlib import Path
from typing import Any

import pytest

from kefen.compiling.audience import AUDIENCES
from kefen.language.examples import EXAMPLE_FACTS
from kefen.language.operators import OPERATORS
from kefen.language.operators.row import Noun, Operator, carried
from kefen.publishing.reference import operators_page
from kefen.values import Words
from tests.agreement.engines import Reading
from tests.language.evaluation import Evaluation, read_example
from tests.saying.examples import decider, told

WRITTEN = [row for row in OPERATORS.values() if row.examples]
FRESH: dict[str, Any] = {
    "name": "distance",
    "form": "distance(a, b)",
    "takes": ("number", "number"),
    "gives": "widest",
    "unknown": "propagates",
    "python": "max({0} - {1}, {1} - {0})",
    "sql": "GREATEST({0} - {1}, {1} - {0})",
    "examples": ("distance(3, 5) => 2", "distance(5, 3) => 2", "distance(unknown, 3) => unknown"),
    "words": Noun(Words("{0}与{1}之差", "distance of {0} and {1}")),
    "digits": carried,
}


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: row.name)
def test_every_example_of_an_operator_is_told_and_woven(row: Operator, tmp_path: Path) -> None:
    whole = decider(tmp_path / "p", row)
    assert whole.policy.acts("at least")
    for audience in AUDIENCES:
        for facts in ({}, EXAMPLE_FACTS):
            for lang, strange in (("zh", "Const|{}"), ("en", "Const|{}|[\u4e00-\u9fff]")):
                lines = list(told(whole.seen_by(audience), facts, lang))
                assert not [line for line in lines if re.search(strange, line)]


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Operator:
    row = Operator(**FRESH)
    monkeypatch.setitem(OPERATORS, row.name, row)
    return row


def test_a_fresh_row_is_checked_and_decided(reading: Reading, fresh: Operator) -> None:
    examples = [read_example(line, fresh.name) for line in fresh.examples]
    values = Evaluation(examples).values(reading)
    assert [values[one] for one in examples] == [2, 2, None]


@pytest.mark.parametrize(("lang", "words"), [("zh", "3 与 5 之差"), ("en", "distance of 3 and 5")])
def test_a_fresh_row_is_told_woven_and_listed(
    lang: str, words: str, fresh: Operator, tmp_path: Path
) -> None:
    lines = list(told(decider(tmp_path / "p", fresh), {}, lang))
    assert any(f"{words} 2" in line for line in lines)
    assert any(f"{words}超过 0" in line or f"{words} above 0" in line for line in lines)
    assert fresh.form in operators_page()


@pytest.mark.parametrize("reader", ["words", "digits"])
def test_a_row_that_lacks_a_reader_cannot_be_made(reader: str) -> None:
    with pytest.raises((TypeError, ValueError), match=reader):
        Operator(**{key: value for key, value in FRESH.items() if key != reader})


def test_a_condition_has_no_words_of_a_value() -> None:
    with pytest.raises(ValueError, match="words of a value"):
        Operator(**{**FRESH, "gives": "flag"})
