"""A value table that gives yes or no is told by what it gives, also where it is open."""

from datetime import date

import pytest

from kefen.deciding import Decider, Decision
from kefen.explaining import explain, to_lines
from kefen.loading import load
from tests.policies.packs import PLAIN_VOCABULARY, make_pack

LITTLE = """---
policy: little
version: one
in_force: [2020-01-01, null]
instrument: law
decides: class
---
## 第一条 就业

```policy
table employed  就业
  cites law 第一条
```

| 单位 | 年龄 | 公民 | 结果 |
| --- | --- | --- | --- |
| 机关 | >= 18 | - | 是 |
| 企业 | >= 60 | 是 | 是 |
| - | - | - | 否 |

```policy
define lasting  长期
  if known income then employed else not employed
  cites law 第一条

grade A
  when employed or lasting

otherwise C
```
"""
LASTING = "  lasting: {label: {zh: 长期, en: Lasting}, kind: flag}"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    path = tmp_path_factory.mktemp("flags") / "little.md"
    vocabulary = f"```vocabulary\n{PLAIN_VOCABULARY}{LASTING}\n```\n"
    path.write_text(f"{LITTLE}\n{vocabulary}", encoding="utf-8")
    return load(make_pack(path, path.parent), as_of=date(2026, 1, 1))


@pytest.mark.parametrize(("lang", "said"), [("zh", "就业：是"), ("en", "Employed: yes")])
def test_what_a_table_gives_is_told(table: Decider, lang: str, said: str) -> None:
    decision = table.decide({"employer": "government", "age": 30})
    assert said in to_text(decision, lang)


@pytest.mark.parametrize(("lang", "said"), [("zh", "就业未知"), ("en", "Employed unknown")])
def test_an_open_table_is_told_as_unknown(table: Decider, lang: str, said: str) -> None:
    decision = table.decide({"employer": "government"})
    assert said in to_text(decision, lang)


def to_text(decision: Decision, lang: str) -> str:
    return "\n".join(to_lines(explain(decision, lang)))
