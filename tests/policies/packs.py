"""A little policy in one Markdown file, made into a pack in a folder of its own.

The file is the policy. Its other fences are the files beside it:

=============================  ================================================================
```vocabulary                  ``vocabulary.yaml``; without it, ``PLAIN_VOCABULARY`` is there
```sources                     ``sources.yaml``; without it, an instrument ``law`` is there
```cases                       ``cases/cases.yaml``: facts, and the decision they must get
```file PATH                   any other file of the pack, or of a pack beside it: ``../PACK/x.md``
```gb18030 PATH                the same in another encoding
=============================  ================================================================

A fence of four backticks may hold a policy with fences. The first line of the file says what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
_FENCE = re.compile(r"^(?P<mark>`{3,})(?P<info>\w[^\n]*)\n(?P<body>.*?)^(?P=mark)$", re.M | re.S)
_PLAIN_SOURCES = "law: {title: {zh: 办法, en: Measures}, in_force: [1990-01-01, null]}\n"
PLAIN_VOCABULARY = """\
scales:
  class:
    label: {zh: 类别, en: Class}
    best: first
    values: [{id: A, zh: 甲}, {id: B, zh: 乙}, {id: C, zh: 丙}]
choices:
  employer_kind:
    label: {zh: 单位类别, en: Kinds of employer}
    values: [{id: government, zh: 机关}, {id: enterprise, zh: 企业}, {id: none, zh: 无}]
  month: {label: {zh: 月份状态, en: Status of a month}, values: [N, "1", "2", "3"]}
subjects:
  spouse: {label: {zh: 配偶, en: Spouse}}
lists:
  loans:
    label: {zh: 贷款, en: Loans}
    fields:
      balance: {label: {zh: 余额, en: Balance}, kind: money}
      overdue: {label: {zh: 逾期, en: Overdue}, kind: flag}
      quality: {label: {zh: 质量, en: Quality}, kind: scale class}
      history: {label: {zh: 还款, en: Repayment}, kind: history of month}
reference_lists:
  named_firms: {label: {zh: 名录, en: Named firms}, of: text, max_age: 12 months}
measures:
  credit_card: {label: {zh: 信用卡, en: Credit card}}
  guarantor: {label: {zh: 保证人, en: Guarantor}}
  call: {label: {zh: 致电, en: Call}}
facts:
  id: {label: {zh: 编号, en: Number}, kind: text, key: true}
  age: {label: {zh: 年龄, en: Age}, kind: integer, range: "[0..120]"}
  income: {label: {zh: 收入, en: Income}, kind: money}
  debt: {label: {zh: 负债, en: Debt}, kind: money}
  share: {label: {zh: 占比, en: Share}, kind: rate}
  citizen: {label: {zh: 公民, en: Citizen}, kind: flag}
  employed: {label: {zh: 就业, en: Employed}, kind: flag}
  employer: {label: {zh: 单位, en: Employer}, kind: choice employer_kind}
  firm: {label: {zh: 单位代码, en: Firm}, kind: text}
  since: {label: {zh: 起始日, en: Since}, kind: date}
  quality: {label: {zh: 客户质量, en: Quality of the customer}, kind: scale class}
  history: {label: {zh: 还款记录, en: History}, kind: history of month}
  amount: {label: {zh: 额度, en: Amount}, kind: money}
  sound: {label: {zh: 稳健, en: Sound}, kind: flag}
  spouse.income: {label: {zh: 配偶收入, en: Income of the spouse}, kind: money}
"""
_PLACES = {
    "vocabulary": "vocabulary.yaml",
    "sources": "sources.yaml",
    "cases": "cases/cases.yaml",
}


@dataclass(frozen=True)
class Fence:
    """A fenced block: its language, what follows it, its text."""

    language: str
    rest: str
    body: str


def fences(text: str) -> Iterator[Fence]:
    """The outer fences of a document."""
    for match in _FENCE.finditer(text):
        language, _, rest = match["info"].partition(" ")
        yield Fence(language, rest.strip(), match["body"])


def fence(text: str, language: str) -> str:
    """The text of the one fence of a language."""
    (found,) = [item.body for item in fences(text) if item.language == language]
    return found


def make_pack(path: Path, folder: Path) -> Path:
    """The pack of a file, in a folder named as the policy is."""
    text = path.read_text(encoding="utf-8")
    pack = folder / "packs" / "little"
    pack.mkdir(parents=True, exist_ok=True)
    if "```no-policy" not in text:
        (pack / "policy.md").write_text(text, encoding="utf-8")
    (pack / "sources.yaml").write_text(_PLAIN_SOURCES, encoding="utf-8")
    (pack / "vocabulary.yaml").write_text(PLAIN_VOCABULARY, encoding="utf-8")
    for item in fences(text):
        place = _PLACES.get(item.language, item.rest)
        if item.language in (*_PLACES, "file", "gb18030"):
            target = pack / place
            target.parent.mkdir(parents=True, exist_ok=True)
            encoding = "gb18030" if item.language == "gb18030" else "utf-8"
            target.write_text(item.body, encoding=encoding)
    return pack
