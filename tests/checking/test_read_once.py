"""What several packs name is read once, as long as its text is the same."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from kefen.errors import PolicyError
from kefen.loading import load_policy
from kefen.policy import Policy
from kefen.reading.folders import policies_folder

DAY = date(2026, 2, 28)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shipped pack that names a vocabulary beside it."""
    shutil.copytree(policies_folder() / "credit-grade", tmp_path / "credit-grade")
    shutil.copytree(policies_folder() / "shared", tmp_path / "house")
    for text in (tmp_path / "credit-grade").glob("*.md"):
        told = text.read_text("utf-8").replace("vocabulary: [shared]", "vocabulary: [house]")
        text.write_text(told, "utf-8")
    return tmp_path


def loaded(folder: Path) -> Policy:
    return load_policy(folder / "credit-grade", as_of=DAY)


def test_a_changed_text_counts_at_once(folder: Path) -> None:
    before, vocabulary = loaded(folder), folder / "house" / "vocabulary.yaml"
    text = vocabulary.read_text("utf-8")
    vocabulary.write_text(text.replace("zh: 出生日期,", "zh: 生日全称,"), "utf-8")
    after = loaded(folder)
    assert before.vocabulary.facts["birth_date"].label.zh == "出生日期"
    assert after.vocabulary.facts["birth_date"].label.zh == "生日全称"
    assert after.digest != before.digest
    vocabulary.write_text(text, "utf-8")
    assert loaded(folder) == before


def test_a_fault_is_told_each_time(folder: Path) -> None:
    (folder / "house" / "vocabulary.yaml").write_text("facts: [", "utf-8")
    told = []
    for _time in range(2):
        with pytest.raises(PolicyError) as refused:
            loaded(folder)
        told.append([str(one) for one in refused.value.diagnostics])
    assert told[0] == told[1]
    assert any("R003" in line for line in told[0])


def test_who_uses_another_policy_leaves_its_words_as_they_are() -> None:
    before = load_policy("psbc-customer-class", as_of=DAY)
    using = load_policy("class-maintenance", as_of=DAY)
    assert set(using.vocabulary.facts) - set(before.vocabulary.facts)
    assert load_policy("psbc-customer-class", as_of=DAY) == before
    assert load_policy("class-maintenance", as_of=DAY) == using
