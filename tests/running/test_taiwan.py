"""30,000 real card holders: six months of twenty-four are known."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "taiwan_credit_card" / "default_of_credit_card_clients.csv"
EXAMPLE = ROOT / "examples" / "taiwan-credit-card" / "classify.py"


@pytest.mark.skipif(not DATA.exists(), reason="the UCI data set 350 is not beside the repository")
def test_six_known_months_prove_the_bad_and_never_the_good(tmp_path):
    found = importlib.util.spec_from_file_location("classify", EXAMPLE)
    example = importlib.util.module_from_spec(found)
    found.loader.exec_module(example)
    summary = example.classify(DATA, tmp_path / "out.parquet")
    assert summary.counts() == {
        ("BANNED", "decided", ""): 449,
        ("SUBSTANDARD", "provisional", "worse"): 744,
        ("BLEMISHED", "provisional", "worse"): 8876,
        (None, "undetermined", ""): 19931,
    }
    assert summary.quarantined == 0
