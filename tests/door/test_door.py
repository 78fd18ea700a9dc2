"""The door: every name of it is there, documented, and does what its page says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import kefen
from tests.docs.blocks import ROOT
from tests.explaining.packs import DAY, GOOD, decide, decider

PAGE = (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> kefen.Decider:
    return decider(tmp_path_factory.mktemp("door"))


@pytest.mark.parametrize("name", kefen.__all__)
def test_every_name_of_the_door_is_there_and_on_its_page(name: str) -> None:
    assert getattr(kefen, name).__doc__
    assert f"`{name}" in PAGE


def test_the_door_has_nothing_else() -> None:
    with pytest.raises(AttributeError, match="`kefen` has no attribute `nothing`"):
        _ = kefen.nothing


def test_facts_are_those_a_policy_reads_and_fields_of_its_lists() -> None:
    asked = {one.name: one for one in kefen.facts(kefen.load_policy("loan-provision", as_of=DAY))}
    assert not asked["loans.loan_id"].derived
    assert asked["loans.category"].derived
    assert all(one.spec is not None for one in asked.values())


def test_an_explanation_for_others_is_that_of_the_decision_they_may_see(
    small: kefen.Decider,
) -> None:
    for_staff = decide(small)
    told = kefen.explain(for_staff, "en", audience="customer")
    assert told.audience == "customer"
    assert told.headline == kefen.explain(for_staff.seen_by("customer"), "en").headline
    with pytest.raises(ValueError, match="does not say what staff may see"):
        kefen.explain(for_staff.seen_by("customer"), audience="staff")


def test_threads_share_a_decider_from_its_first_decision_on(tmp_path: Path) -> None:
    shared = decider(tmp_path)
    rows = [{**GOOD, "customer_no": f"c{n}", "overdue_months": n % 5} for n in range(64)]

    def told(row: dict) -> tuple[object, ...]:
        decision = shared.decide(row)
        return decision.record(), kefen.explain(decision, "en").headline, decision.to_json(True)

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(told, rows))
    assert together == [told(row) for row in rows]


def test_a_notebook_shows_what_was_decided_and_by_what(small: kefen.Decider) -> None:
    shown = decide(small, customer_no="<c1>")._repr_html_()
    assert "<td>&lt;c1&gt;</td>" in shown
    assert "<td>A 甲类 Class A</td>" in shown
    assert "<th>by</th><td>第三条(二)1" in shown
