"""A branch's overlay lies over the bank's; two for one branch, or for branches side by side, are refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kefen.errors import PolicyError
from kefen.loading import load_policy
from tests.policies.packs import HERE, make_pack

DAY = date(2026, 6, 1)
MEASURES = HERE / "good" / "measures.md"
BANK = "overlay: {issued: 2026-01-01, cites: 行发7号}\nparameters: {ceiling: 400000}\n"


def branch(name: str, ceiling: int, filed: str = "filed: 备3号") -> str:
    about = f"issued: 2026-01-01, cites: 细则, branch: {name}, {filed}"
    return f"overlay: {{{about}}}\nparameters: {{ceiling: {ceiling}}}\n"


def folders(tmp_path: Path, *texts: str) -> list[Path]:
    made = [tmp_path / f"overlay{number}" for number, _ in enumerate(texts)]
    for folder, text in zip(made, texts, strict=True):
        folder.mkdir()
        (folder / "overlay.yaml").write_text(text, encoding="utf-8")
    return made


def ceiling(tmp_path: Path, *texts: str) -> object:
    pack = make_pack(MEASURES, tmp_path)
    policy = load_policy(pack, as_of=DAY, overlay=folders(tmp_path, *texts))
    return policy.parameters["ceiling"].on(DAY)


def refusals(tmp_path: Path, *texts: str) -> list[str]:
    with pytest.raises(PolicyError) as raised:
        ceiling(tmp_path, *texts)
    return [f"{item.code} {item.message}" for item in raised.value.diagnostics]


def test_the_lowest_branch_speaks_last_whatever_the_order(tmp_path: Path) -> None:
    province, city = branch("广东分行", 300000), branch("广东分行/深圳分行", 200000)
    assert ceiling(tmp_path, city, BANK, province) == 200000


def test_what_a_branch_leaves_open_stays_as_the_bank_says(tmp_path: Path) -> None:
    silent = branch("广东分行", 0).split("parameters")[0]
    assert ceiling(tmp_path, BANK, silent) == 400000


def test_two_overlays_for_one_branch_are_refused(tmp_path: Path) -> None:
    one = branch("广东分行", 300000)
    assert refusals(tmp_path, one, one) == ["N003 two overlays speak for `广东分行`"]


def test_two_overlays_for_the_whole_bank_are_refused(tmp_path: Path) -> None:
    assert refusals(tmp_path, BANK, BANK) == ["N003 two overlays speak for the whole bank"]


def test_branches_side_by_side_decide_nobody_together(tmp_path: Path) -> None:
    assert refusals(tmp_path, branch("广东分行", 3), branch("北京分行", 4)) == [
        "N003 overlays of `广东分行` and `北京分行` decide no customer together"
    ]


def test_the_rules_of_a_branch_are_filed(tmp_path: Path) -> None:
    assert refusals(tmp_path, branch("广东分行", 3, "bank: 某行")) == [
        "C001 the rules of a branch name the number under which they are filed"
    ]


def test_a_branch_without_a_name_is_none(tmp_path: Path) -> None:
    assert refusals(tmp_path, branch("广东分行//深圳", 3)) == [
        "R003 `广东分行//深圳` is not a branch"
    ]
