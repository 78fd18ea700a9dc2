"""Every row of the operator table keeps its promises, in Python and in SQL."""

from functools import cache
from typing import Any

import pytest

from kefen.language.operators import OPERATORS
from tests.agreement.engines import Reading
from tests.language.evaluation import Evaluation, Example, read_example

WRITTEN = [row for row in OPERATORS.values() if row.form]
EXAMPLES = [read_example(line, row.name) for row in WRITTEN for line in row.examples]


@cache
def values(reading: Reading) -> dict[Example, Any]:
    return Evaluation(EXAMPLES).values(reading)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_has_its_value(reading: Reading, example: Example) -> None:
    value = values(reading)[example]
    assert value == example.expected
    assert (value is None) == (example.expected is None)


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: row.name)
def test_the_examples_of_a_row_show_what_unknown_does(row: Any) -> None:
    assert row.name == "date" or any("unknown" in line for line in row.examples)


def test_a_row_without_a_form_has_no_examples_for_authors() -> None:
    assert not [row.name for row in OPERATORS.values() if not row.form and row.examples]
