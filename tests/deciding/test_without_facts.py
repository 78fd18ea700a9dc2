"""A policy that is used without a fact of its own: what it then says is kept from one subject to the next."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kefen.deciding import Decider
from kefen.loading import load_versions
from tests.policies.packs import make_pack

POLICY = """---
policy: little
version: one
in_force: [2020-01-01, null]
instrument: law
decides: class
uses: [{policy: other, as: result}]
---

# Little

## 第一条 结论

```policy
grade A
  when result = good

otherwise B
```

````file ../other/one.md
---
policy: other
version: one
in_force: [2020-01-01, null]
instrument: law
decides: quality_class
---

## 第一条 结论

```policy
parameter strict  从严
  flag
  false from 2020-01-01 cites law 第一条
  true from 2026-01-01 cites law 第一条

grade good
  when employed or not known employed and not strict

otherwise poor
```
````

```file ../other/sources.yaml
law: {title: {zh: 办法, en: Measures}, in_force: [1990-01-01, null]}
```

```file ../other/vocabulary.yaml
scales:
  quality_class: {label: 质量, best: first, values: [good, poor]}
facts:
  id: {label: 编号, kind: text, key: true}
  employed: {label: 就业, kind: flag}
```
"""
BEFORE, AFTER = date(2025, 6, 1), date(2026, 6, 1)


@pytest.fixture
def decider(tmp_path: Path) -> Decider:
    path = tmp_path / "policy.md"
    path.write_text(POLICY, encoding="utf-8")
    (version,) = load_versions(make_pack(path, tmp_path))
    assert version.policy is not None
    return Decider.of(version.policy, BEFORE)


def test_it_says_on_each_day_what_it_says_on_that_day(decider: Decider) -> None:
    days = (BEFORE, AFTER, BEFORE)
    assert [decider.decide({}, day).possible for day in days] == [("A",), ("A", "B"), ("A",)]
    assert decider.decide({"employed": False}).result == "B"
    assert decider.decide({}).result == "A"


def test_a_given_result_stands_while_it_excludes_none(decider: Decider) -> None:
    assert decider.decide({"result": "poor"}, AFTER).result == "B"
