"""A run tells the gaps of a policy in a column of their own and in the summary, never as missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

import kefen
from kefen.running import Options, RunSummary, run
from tests.explaining.test_gaps import using
from tests.policies.packs import HERE, make_pack
from tests.running.conftest import rows_of

ROWS = """id,age,citizen,income,employed
A,40,no,0,yes
B,60,,0,no
C,40,,0,yes
D,60,,0,yes
"""


@pytest.fixture
def ran(tmp_path: Path) -> Any:
    """Runs four rows through the little policy whose tables have no row for anything."""
    pack = make_pack(HERE / "good" / "value-table-without-an-end.md", tmp_path)
    decider = kefen.load(pack, as_of=date(2026, 1, 1))

    def done(out: str = "out.csv", **options: Any) -> tuple[RunSummary, Path]:
        (tmp_path / "in.csv").write_text(ROWS, encoding="utf-8")
        made = run(decider, tmp_path / "in.csv", tmp_path / out, Options(**options))
        return made, tmp_path / out

    return done


def test_each_row_names_the_tables_that_have_no_row_for_it(ran: Any) -> None:
    rows = rows_of(ran(lang="zh")[1])
    assert [row["制度空白"] for row in rows] == ["第十三条 客户质量", "第十四条 额度", "", ""]
    assert [row["缺少的证据"] for row in rows] == ["", "", "公民", ""]


def test_parquet_holds_the_ids_of_the_facts(ran: Any) -> None:
    rows = duckdb.sql(f"SELECT gaps FROM '{ran('out.parquet')[1]}'").fetchall()
    assert [row[0] for row in rows] == ["quality", "amount", None, None]


def test_the_summary_counts_them(ran: Any) -> None:
    summary = ran(lang="en")[0]
    assert [(one.id, one.rows) for one in summary.gaps] == [
        ("table quality", 1),
        ("value amount", 1),
    ]
    assert "Article 14 Amount" in summary.text("en")


def test_a_shown_word_stands_as_id_and_as_label_in_every_language(tmp_path: Path) -> None:
    text = (HERE / "good" / "value-table-without-an-end.md").read_text(encoding="utf-8")
    path = tmp_path / "shown.md"
    path.write_text(text.replace("table quality", "value quality"), encoding="utf-8")
    decider = kefen.load(make_pack(path, tmp_path), as_of=date(2026, 1, 1))
    (tmp_path / "in.csv").write_text(ROWS, encoding="utf-8")
    for lang, id, label in (("zh", "客户质量代码", "客户质量"), ("en", "quality", "quality_label")):
        run(decider, tmp_path / "in.csv", tmp_path / "out.csv", Options(lang=lang))  # type: ignore[arg-type]
        row = rows_of(tmp_path / "out.csv")[1]
        assert (row[id], row[label]) == ("C", "丙")


def test_they_are_told_without_looking_for_evidence(ran: Any) -> None:
    rows = rows_of(ran(lang="en", missing=False)[1])
    assert rows[0]["gaps"] == "Article 13 Quality of the customer"


def test_a_policy_without_such_tables_has_no_such_column(grade: Any) -> None:
    assert "gaps" not in grade("customer_id\n1\n").decisions[0]


def test_the_gap_of_a_policy_used_is_named_as_its_gap(tmp_path: Path) -> None:
    pack = make_pack(HERE / "good" / "value-table-without-an-end.md", tmp_path)
    decider = kefen.load(using(pack), as_of=date(2026, 1, 1))
    (tmp_path / "in.csv").write_text(ROWS, encoding="utf-8")
    summary = run(decider, tmp_path / "in.csv", tmp_path / "out.csv", Options(lang="zh"))
    rows = rows_of(tmp_path / "out.csv")
    assert [row["制度空白"] for row in rows] == ["第十三条 客户质量", "", "", ""]
    assert [row["缺少的证据"] for row in rows] == ["", "", "公民、类别", ""]
    assert "第十三条 客户质量" in summary.text("zh")
