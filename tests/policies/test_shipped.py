"""Every shipped pack is sound and decides its own cases as expected."""

import pytest

from kefen.diagnostics import Diagnostics
from kefen.loading import load_versions
from kefen.reading.pack import find_pack, read_pack, shipped_packs
from kefen.verifying import CaseRunner, cover
from kefen.verifying.cases import read_cases, run_cases


@pytest.mark.parametrize("pack", shipped_packs())
def test_a_shipped_pack_has_neither_errors_nor_warnings(pack: str) -> None:
    for checked in load_versions(pack):
        assert [str(item) for item in checked.diagnostics if item.severity != "note"] == []


@pytest.mark.parametrize("pack", shipped_packs())
def test_a_shipped_pack_decides_its_cases_as_a_reader_of_the_law_expects(pack: str) -> None:
    policies = [checked.policy for checked in load_versions(pack) if checked.policy]
    found = Diagnostics()
    results = run_cases(read_pack(find_pack(pack)), policies, found)
    assert found.items == []
    assert len(results) > 10
    assert {r.case.title: r.failures for r in results if r.failures} == {}


@pytest.mark.parametrize("pack", shipped_packs())
def test_the_cases_of_a_shipped_pack_stand_on_every_side_of_its_thresholds(pack: str) -> None:
    policies = [checked.policy for checked in load_versions(pack) if checked.policy]
    runner = CaseRunner(policies)
    results = [runner.run(case) for case in read_cases(read_pack(find_pack(pack)), Diagnostics())]
    thresholds = [one for policy in policies for one in cover(policy, results, runner).thresholds]
    assert {one.text: one.missing for one in thresholds if one.missing} == {}
