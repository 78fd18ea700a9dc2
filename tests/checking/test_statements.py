"""The sources sentence by sentence: every statement has its clauses or a reason, every clause its statement."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefen.checking.statements import check_sources, read_sources
from kefen.diagnostics import Diagnostics
from kefen.loading import load_versions
from kefen.policy import Policy
from tests.policies.packs import HERE, make_pack

RIGHT = """\
source: law
title: {zh: 办法, en: Measures}
statements:
  - {place: 第一条, says: 年满十八周岁, clauses: [little 1.9]}
  - {place: 第二条, says: 至旧法废止, clauses: [little 1.2], part: 只有旧法}
  - {place: 第三条, says: 目的, why: 原则}
"""


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Policy]]:
    made = make_pack(HERE / "good" / "dated-citations.md", tmp_path_factory.mktemp("dated"))
    return {"little": [one.policy for one in load_versions(made) if one.policy]}


def told(text: str, packs: dict[str, list[Policy]], folder: Path) -> list[str]:
    (folder / "1.yaml").write_text(text, encoding="utf-8")
    found = Diagnostics()
    check_sources(read_sources(folder, found), packs, found)
    return [f"{item.code} {item.message}" for item in found.items]


def test_a_source_is_counted_in_whole_in_part_and_nowhere(tmp_path: Path) -> None:
    (tmp_path / "1.yaml").write_text(RIGHT, encoding="utf-8")
    (source,) = read_sources(tmp_path, Diagnostics())
    parts = (source.in_whole, source.in_part, source.nowhere)
    assert [[one.number for one in part] for part in parts] == [[1], [2], [3]]


def test_a_statement_has_clauses_or_a_reason_and_not_both(
    packs: dict[str, list[Policy]], tmp_path: Path
) -> None:
    for line in (
        "{place: 四, says: 无}",
        "{place: 四, says: 无, clauses: [little 1.9], why: 原则}",
    ):
        assert told(f"{RIGHT}  - {line}\n", packs, tmp_path) == [
            "S001 statement 4 needs its clauses or a reason, and not both"
        ]


def test_what_a_statement_names_is_there(packs: dict[str, list[Policy]], tmp_path: Path) -> None:
    wrong = "  - {place: 四, says: 无, clauses: [little 9.9, large 1.1, little fact age]}\n"
    assert told(RIGHT + wrong, packs, tmp_path) == [
        "S002 `little` has no `9.9`",
        "S002 no pack `large`",
    ]


def test_a_clause_that_rests_on_a_cut_source_alone_is_asked_for(
    packs: dict[str, list[Policy]], tmp_path: Path
) -> None:
    of_the_law = RIGHT.replace("source: law", "source: code").replace(", little 1.9", "")
    assert told(of_the_law, packs, tmp_path) == [
        "S003 no statement asks for `1.1` of `little`",
        "S003 no statement asks for `1.3` of `little`",
    ]
