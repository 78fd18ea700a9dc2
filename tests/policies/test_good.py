"""Good little policies: each file holds a policy and, in a fence ``cases``, facts with the decision they must get."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefen.diagnostics import Diagnostics
from kefen.loading import load_versions
from kefen.reading.pack import read_pack
from kefen.verifying import run_cases
from tests.policies.packs import HERE, make_pack

GOOD = sorted((HERE / "good").glob("*.md"))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_policy_decides_as_it_says(path: Path, tmp_path: Path) -> None:
    pack = make_pack(path, tmp_path)
    found = Diagnostics()
    versions = load_versions(pack)
    said = [item for one in versions for item in one.diagnostics if item.severity != "note"]
    assert [item.shown() for item in said] == []
    results = run_cases(read_pack(pack), [one.policy for one in versions if one.policy], found)
    assert [item.shown() for item in found.items] == []
    assert results
    assert {one.case.title: one.failures for one in results if one.failures} == {}


def test_there_are_many() -> None:
    assert len(GOOD) >= 20
