"""The tables of expressions.txt, through the checker and both engines."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.agreement.engines import Reading
from tests.language.evaluation import Evaluation, Example, read_example

HERE = Path(__file__).parent
RESULTS = ("result", "level")
FACTS: dict[str, Any] = {
    "age": 35,
    "birth_date": date(1988, 2, 29),
    "citizen": True,
    "married": False,
    "income": "120000.50",
    "debt": 60000,
    "nothing": 0,
    "profit": "-3.25",
    "share": "10.5%",
    "education": "bachelor",
    "employer": "enterprise",
    "code": "A1",
    "qualifications": ["律师", "auditor"],
    "spouse.age": 34,
    "loans": [
        {"kept": True, "result": "good", "level": "master"},
        {"kept": True, "result": ["good", "fair"], "level": ["bachelor", "master"]},
        {"result": "poor", "level": "none"},
        {"kept": False, "result": "refused", "level": "refused"},
    ],
    "no_loans": [],
}


def examples() -> list[Example]:
    found, section = [], ""
    for line in (HERE / "expressions.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:].partition(":")[0]
        elif " => " in line:
            found.append(read_example(line, section))
    return found


EXAMPLES = examples()


@cache
def values(reading: Reading) -> dict[Example, Any]:
    vocabulary = (HERE / "vocabulary.yaml").read_text(encoding="utf-8")
    return Evaluation(EXAMPLES, vocabulary, FACTS, RESULTS).values(reading)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_expression_has_its_value(reading: Reading, example: Example) -> None:
    value = values(reading)[example]
    assert value == example.expected
    assert (value is None) == (example.expected is None)
