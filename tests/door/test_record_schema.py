"""What is no record does not fit the record's JSON Schema; that those of all packs do, ``tests/policies`` holds."""

from __future__ import annotations

from datetime import date

import fastjsonschema
import pytest

from kefen.loading import load
from tests.door.schema import check_record


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("status", "granted"),
        ("marked", "better"),
        ("possible", []),
        ("result", 3),
        ("as_of", "2026-1-1"),
        ("basis", "all"),
        ("confidential", ["fraud"]),
        ("flags", {"1.1": "true"}),
        ("reference_lists", [{"name": "firms"}]),
        ("score", 72),
        ("schema", 2),
    ],
)
def test_what_is_no_record_does_not_fit(part: str, value: object) -> None:
    decider = load("value-tier", as_of=date(2026, 11, 23))
    facts = {"annual_income": 600_000, "credit_grade": "NORMAL", "annual_contribution": 5_000}
    record = decider.decide(facts).record()
    check_record(record)
    with pytest.raises(fastjsonschema.JsonSchemaException):
        check_record({**record, part: value})
