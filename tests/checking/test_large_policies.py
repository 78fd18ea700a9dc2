"""Large policies are read in time and without deep recursion."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kefen.loading import load
from tests.policies.packs import PLAIN_VOCABULARY

FRONT = """---
policy: large
version: one
in_force: [2020-01-01, null]
instrument: law
decides: class
---
## 第一条 大
"""
ROWS = 5_000


def pack(folder: Path, body: str) -> Path:
    place = folder / "large"
    place.mkdir()
    (place / "one.md").write_text(FRONT + body, encoding="utf-8")
    (place / "sources.yaml").write_text(
        "law: {title: 办法, in_force: [1990-01-01, null]}\n", encoding="utf-8"
    )
    (place / "vocabulary.yaml").write_text(PLAIN_VOCABULARY, encoding="utf-8")
    return place


def test_a_value_table_of_5000_rows(tmp_path: Path) -> None:
    rows = "".join(f"| {n} | {'AB'[n == 0]} |\n" for n in range(ROWS))
    table = f"```policy\ntable quality\n```\n\n| 收入 | 结果 |\n| --- | --- |\n{rows}| - | C |\n"
    end = "```policy\ngrade A\n  when quality = A\ngrade B\n  when quality = B\notherwise C\n```\n"
    decider = load(pack(tmp_path, table + end), as_of=date(2026, 1, 1), audience="staff")
    results = {income: decider.decide({"income": income}).result for income in (4_999, 0, 5_001)}
    assert results == {4_999: "A", 0: "B", 5_001: "C"}


def test_a_scorecard_of_5000_rows(tmp_path: Path) -> None:
    rows = "".join(f"| >= {ROWS - n} | {(ROWS - n) % 97} |\n" for n in range(ROWS))
    table = f"```policy\nscorecard 收入\n```\n\n| 收入 | 得分 |\n| --- | --- |\n{rows}"
    end = "```policy\nband A from 96\nband B from 1\notherwise C\n```\n"
    decider = load(pack(tmp_path, table + end), as_of=date(2026, 1, 1), audience="staff")
    assert decider.decide({"income": 193}).result == "A"
    assert decider.decide({"income": 97}).result == "C"
    assert decider.decide({}).possible == ("A", "B", "C")


def test_a_chain_of_5000_criteria(tmp_path: Path) -> None:
    links = "".join(f"criterion 1.{n}  第{n}环\n  1.{n + 1} and citizen\n" for n in range(1, ROWS))
    body = f"```policy\n{links}criterion 1.{ROWS}\n  age >= 18\ngrade A\n  when 1.1\notherwise C\n```\n"
    decider = load(pack(tmp_path, body), as_of=date(2026, 1, 1), audience="staff")
    assert decider.decide({"age": 18, "citizen": True}).result == "A"
    assert decider.decide({"age": 17}).result == "C"
