"""What another policy's result is known to be, and flags that a bank sets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kefen.deciding import Decider
from kefen.explaining import explain
from kefen.explaining.rendering import to_lines
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
parameter open_to_all  对所有人开放
  flag
  true from 2020-01-01 cites law 第一条

grade A
  when known result and open_to_all

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
grade good
  when employed

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


@pytest.mark.parametrize(
    ("facts", "told"),
    [({"employed": True}, "已确定"), ({}, "可能为 good、poor")],
    ids=["settled", "open"],
)
def test_a_result_that_must_be_settled_is_told_as_such(facts, told, tmp_path: Path) -> None:
    path = tmp_path / "policy.md"
    path.write_text(POLICY, encoding="utf-8")
    (version,) = load_versions(make_pack(path, tmp_path))
    assert version.policy is not None
    decision = Decider.of(version.policy, date(2026, 1, 1)).decide(facts)
    assert decision.result == ("A" if facts else "B")
    assert told in "\n".join(to_lines(explain(decision, "zh")))
