"""A table that asks one column in most rows is turned round that column, and says the same."""

import random
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from kefen.compiling.program import Program, compile_policy
from kefen.loading import load_versions
from tests.agreement.engines import Engine, assert_agreement
from tests.policies.packs import make_pack

AS_OF = date(2026, 1, 1)
HEAD = """---
policy: little
version: one
in_force: [2020-01-01, null]
instrument: law
decides: class
---

## 第一条 质量

```policy
table quality  客户质量
  cites law 第一条
```

| 单位 | 年龄 | 公民 | 结果 |
| --- | --- | --- | --- |
"""
TAIL = """| - | - | - | C |

```policy
grade A
  when quality = A

grade B
  when quality = B

otherwise C
```
"""
KINDS = (0, 1, 2, None)
AGES = (10, 30, 50, 70, None)
FLAGS = (True, False, None)


def rows_of(chosen: random.Random) -> str:
    """Eight rows, most of which ask the employer's kind."""
    cells = (
        ["机关", "企业", "无", "机关", "企业", "机关, 企业", "-"],
        ["[0..20)", "[20..40)", "[40..60)", ">= 60", "-"],
        ["true", "-"],
    )
    rows = ([*map(chosen.choice, cells), chosen.choice("ABC")] for _ in range(8))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def random_program(seed: int, folder: Path) -> Program:
    """A policy with such a table, every row of which can be reached."""
    chosen = random.Random(seed)
    path = folder / "policy.md"
    while True:
        path.write_text(HEAD + rows_of(chosen) + TAIL, encoding="utf-8")
        (version,) = load_versions(make_pack(path, folder))
        if version.policy is not None:
            return compile_policy(version.policy)


@pytest.mark.parametrize("seed", range(20))
def test_the_turned_table_says_what_the_table_says(
    seed: int, quick_engine: Engine, tmp_path: Path
) -> None:
    program = random_program(seed, tmp_path)
    settings = program.settings(AS_OF)
    places = {given.name: place for place, given in enumerate(program.plan.inputs)}
    rows = []
    for kind, age, citizen in product(KINDS, AGES, FLAGS):
        row = [None] * len(places)
        for name, value in (("employer", kind), ("age", age), ("citizen", citizen)):
            if name in places:
                row[places[name]] = value
        row[places["id"]] = f"{len(rows)}"
        rows.append(tuple(row))
        turned, plain = program.answer(rows[-1], settings), program.answer_if(rows[-1], settings)
        assert turned.outcome == plain.outcome
    assert_agreement(quick_engine, program, rows, AS_OF)
