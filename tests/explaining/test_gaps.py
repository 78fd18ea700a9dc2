"""A value table that has no row for a subject leaves its value unknown by the text: nobody can bring it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kefen.deciding import Decider
from kefen.explaining import Explanation, explain, to_dict, to_lines
from kefen.loading import load
from tests.policies.packs import HERE, make_pack

USES = """---
policy: outer
version: one
in_force: [2020-01-01, null]
instrument: law
decides: class
uses: [{policy: little, as: result}]
---
## 第一条 使用

```policy
grade A
  when result = A

otherwise B
```
"""


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    """The little policy whose tables have no row for anything."""
    pack = make_pack(
        HERE / "good" / "value-table-without-an-end.md", tmp_path_factory.mktemp("gap")
    )
    return load(pack, as_of=date(2026, 1, 1))


def using(pack: Path) -> Path:
    """Beside a pack, one whose class rests on its result."""
    outer = pack.parent / "outer"
    outer.mkdir()
    (outer / "one.md").write_text(USES, encoding="utf-8")
    for name in ("sources.yaml", "vocabulary.yaml"):
        (outer / name).write_text((pack / name).read_text("utf-8"), encoding="utf-8")
    return outer


def told(decider: Decider, lang: str = "zh", **facts: Any) -> Explanation:
    return explain(decider.decide({"employed": True, "income": 0, **facts}), lang)


def test_the_table_that_has_no_row_is_named_with_its_article(table: Decider) -> None:
    one = told(table, age=40, citizen=False)
    assert [gap.text for gap in one.gaps] == ["第十三条的表没有适用于此的一行，客户质量按条文未知"]
    assert one.headline == "类别：无法认定，制度没有规定这一情形"
    english = told(table, "en", age=40, citizen=False)
    assert "the table of Article 13 has no row for this" in english.gaps[0].text


def test_a_gap_is_neither_missing_nor_to_be_brought(table: Decider) -> None:
    one = told(table, age=40, citizen=False)
    assert (one.missing, one.lift.bring) == ((), ())
    assert to_dict(one)["gaps"][0]["name"] == "quality"
    assert "制度没有规定的情形" in to_lines(one)


def test_a_value_is_told_with_its_id_beside_its_label_in_every_language(table: Decider) -> None:
    shown = told(table, age=60)
    assert (shown.result, shown.headline) == ("C", "类别：丙（C）")
    assert told(table, "en", age=60).headline == "Class: 丙 (C)"
    assert to_dict(shown)["result_label"] == "丙"


def test_while_a_row_may_still_be_met_the_fact_is_missing_and_there_is_no_gap(
    table: Decider,
) -> None:
    one = told(table, age=40)
    assert (one.gaps, [fact.name for fact in one.missing]) == ((), ["citizen"])
    assert one.headline == "类别：无法认定，所需证据不足"


def test_a_value_that_is_given_closes_the_gap(table: Decider) -> None:
    assert told(table, age=40, citizen=False, quality="A").gaps == ()


def test_a_row_that_is_met_leaves_no_gap(table: Decider) -> None:
    assert told(table, age=60).gaps == ()


def test_the_gap_of_a_policy_used_is_told_as_its_gap(table: Decider, tmp_path: Path) -> None:
    pack = make_pack(HERE / "good" / "value-table-without-an-end.md", tmp_path)
    one = told(load(using(pack), as_of=date(2026, 1, 1)), age=40, citizen=False)
    assert (one.missing, [gap.name for gap in one.gaps]) == ((), ["quality"])
    assert one.headline == "类别：无法认定，制度没有规定这一情形"
