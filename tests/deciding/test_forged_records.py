"""Whatever single thing is touched in a record, it is never told as the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kefen
from kefen.compiling.audience import AUDIENCES, Audience
from kefen.deciding import Decider, Decision
from kefen.deciding.rechecking import recheck
from kefen.diagnostics import Diagnostics
from kefen.errors import FactsError, InputError
from kefen.explaining import explain, to_dict
from kefen.reading.folders import find_pack
from kefen.reading.pack import read_pack
from kefen.verifying import read_cases

AS_OF = date(2026, 11, 23)
PACKS = ("psbc-customer-class", "risk-tier", "housing-loan-admission", "abc-credit-score", "loan-provision")  # fmt: skip
VALUES = st.sampled_from([None, True, False, 0, 1, 1.0, "", "1", "true", "absent", "unknown", [], {}, [None], {"": None}])  # fmt: skip


@cache
def decider_of(pack: str) -> Decider:
    return kefen.load(pack, as_of=AS_OF, audience="staff")


def tell(decision: Decision, lang: str) -> dict[str, Any]:
    return to_dict(explain(decision, lang))


@cache
def stored(pack: str, audience: Audience) -> dict[str, Any]:
    """What ``decide --json`` writes of one of its cases, after something was set."""
    facts = read_cases(read_pack(find_pack(pack)), Diagnostics())[0].facts
    decision = decider_of(pack).seen_by(audience).decide(facts)
    record = {**decision.record(), "before": decision.record(), "explanation": tell(decision, "en")}
    made: dict[str, Any] = json.loads(json.dumps(record, default=str))
    return made


RECORDS = [(pack, audience) for pack in PACKS for audience in AUDIENCES]


def is_same(record: dict[str, Any], pack: str) -> bool:
    """Whether it is told as the same; a record that is refused is not."""
    try:
        return recheck(record, lambda name, day: decider_of(pack), tell).same
    except (InputError, FactsError):
        return False


def containers(value: Any) -> Iterator[Any]:
    """Every object and list in a JSON value."""
    if isinstance(value, dict | list):
        yield value
        for below in value.values() if isinstance(value, dict) else value:
            yield from containers(below)


@pytest.mark.parametrize("which", RECORDS)
def test_an_untouched_record_is_the_same(which: tuple[str, Audience]) -> None:
    assert is_same(stored(*which), which[0])


@given(
    st.sampled_from(RECORDS),
    VALUES,
    st.sampled_from(["put", "add", "delete", "double"]),
    st.data(),
)
def test_no_single_touch_is_told_as_the_same(which: tuple[str, Audience], value: Any, how: str, data: st.DataObject) -> None:  # fmt: skip
    record = deepcopy(stored(*which))
    place = data.draw(st.sampled_from([one for one in containers(record) if one or how == "add"]))
    keys = list(place) if isinstance(place, dict) else list(range(len(place)))
    key = data.draw(st.sampled_from(keys)) if how != "add" else "one more"
    if how == "delete":
        del place[key]
    elif isinstance(place, list) and how in ("add", "double"):
        place.append(value if how == "add" else deepcopy(place[key]))
    else:
        place[f"{key} " if how == "double" else key] = deepcopy(place[key]) if how == "double" else value  # fmt: skip
    if json.dumps(record) != json.dumps(stored(*which)):
        assert not is_same(record, which[0])
