"""Small packs on disk, and the command line run on them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from kefen.cli import run_command

VOCABULARY = """\
scales:
  car_class:
    label: {zh: 车贷类别, en: Car-loan class}
    best: first
    values: [{id: A, zh: 甲类, en: Class A}, {id: B, zh: 乙类, en: Class B}, {id: C, zh: 丙类, en: Class C}]
  education:
    label: {zh: 学历层次, en: Level of education}
    best: last
    values: [{id: school, zh: 中学, en: School}, {id: associate, zh: 大专, en: Associate}, {id: bachelor, zh: 本科, en: Bachelor}]
choices:
  job:
    label: {zh: 职业类别, en: Jobs}
    values: [{id: teacher, zh: 教师, en: Teacher}, {id: doctor, zh: 医生, en: Doctor}, {id: other, zh: 其他职业, en: Other}]
lists:
  loans:
    label: {zh: 贷款清单, en: Loans}
    fields:
      balance: {label: {zh: 余额, en: Balance}, kind: money}
      bad: {label: {zh: 不良, en: Bad}, kind: flag}
facts:
  customer_id: {label: {zh: 客户号, en: Customer number}, kind: text, key: true, required: true, changed_by: nobody}
  birth_date: {label: {zh: 出生日期, en: Date of birth}, kind: date, changed_by: nobody, source: {zh: 身份证, en: Identity card}}
  age:
    label: {zh: 年龄, en: Age}
    kind: integer
    unit: {zh: 周岁, en: years}
    range: "[0..120]"
    is: full_years(birth_date, as_of)
    cites: car-2026 第三条
    changed_by: time
  citizen: {label: {zh: 中国公民, en: Citizen}, kind: flag}
  annual_income: {label: {zh: 年收入, en: Annual income}, kind: money, max_age: 12 months, source: {zh: 收入证明, en: Proof of income}}
  education: {label: {zh: 学历, en: Education}, kind: scale education}
  job: {label: {zh: 职业, en: Job}, kind: choice job}
  debt_share: {label: {zh: 负债率, en: Debt share}, kind: rate, range: "[0..1]"}
  in_arrears: {label: {zh: 有拖欠, en: In arrears}, kind: flag, max_age: 1 month}
  size: {label: {zh: 收入档次, en: Income band}, kind: choice job}
"""

SOURCES = """\
car-2026:
  title: {zh: 车贷客户办法, en: Measures for car-loan customers}
  number: 2026年1号
  issuer: 某银行
  issued: 2025-12-01
  in_force: [2020-01-01, null]
  found: 为测试而写
  provenance: 虚构
"""

POLICY = """\
---
policy: car-loan
version: "2026"
title: {zh: 车贷客户分类, en: Car-loan classes}
in_force: [2026-01-01, null]
subject: {zh: 客户, en: customer}
decides: car_class
instrument: car-2026
---

# 车贷客户办法

下文说**谁**能得到车贷。

## 第三条 分类

> 甲类：二十二至六十周岁的公民，年收入不低于十二万元，大专以上学历。

> **解释 2026-01-05** 六十一岁生日前仍然符合。

```policy
criterion 3.1  年龄与公民 | Age and citizenship
  age in [22..60] and citizen

parameter class_a_income  甲类年收入下限 | Income floor, class A
  money
  120000 from 2026-01-01 until 2027-07-01 cites car-2026 第三条
  150000 from 2027-07-01 cites car-2026 第三条

criterion 3.2  甲类收入与学历 | Income and education for class A
  annual_income >= class_a_income and (education >= 大专 or assumed any_education)
  and ratio(debt_share, 1) <= 50%

assume any_education  甲类不看学历 | Class A asks for no education
  default off
  on      学历不限 | any education
  off     须大专以上 | an associate degree
  because 办法的附件缺失 | the annex is lost
  cites   car-2026 第三条

grade A  甲类 | Class A
  when 3.1 and 3.2

grade B  乙类 | Class B
  when 3.1 and annual_income >= 60000

otherwise refuse
```

## 第四条 拖欠

> 有拖欠的，不予车贷。

```policy
ban 4.1  有拖欠 | In arrears
  when in_arrears or (some l in loans satisfies l.bad)
```
"""

CASES = """\
- case: 大专十二万为甲类 | associate, 120,000 is class A
  as_of: 2026-06-01
  facts: {customer_id: "007", birth_date: 1990-01-01, citizen: true, annual_income: 120000, education: associate,
          debt_share: 0.1, in_arrears: false, loans: []}
  expect: {status: decided, result: A}
- case: 少一元为乙类 | one yuan less is class B
  like: 大专十二万为甲类
  facts: {annual_income: 119999.99}
  expect: {status: decided, result: B, only_misses: "3.2"}
- case: 有拖欠，不予车贷 | arrears refuse
  like: associate, 120,000 is class A
  facts: {in_arrears: true}
  expect: {status: refused, decisive: "4.1"}
"""

FACTS = """\
{"customer_id": "007", "birth_date": "1990-01-01", "citizen": true, "annual_income": 90000.50,
 "education": "大专", "debt_share": 0.1, "in_arrears": false, "loans": []}
"""


@dataclass(frozen=True)
class Told:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class CommandLine:
    """The command line, and a folder with the small pack ``car-loan`` and ``facts.json``."""

    folder: Path
    captured: pytest.CaptureFixture[str]

    def __call__(self, *args: str) -> Told:
        self.captured.readouterr()
        code = run_command(args)
        out, err = self.captured.readouterr()
        return Told(code, out, err)

    def write(self, name: str, text: str | bytes) -> str:
        """A file in the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_text(text, encoding="utf-8")
        return name

    def change(self, name: str, old: str, new: str) -> None:
        """Put other words into a file."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


def write_car_loan(folder: Path) -> Path:
    """The small pack."""
    pack = folder / "car-loan"
    (pack / "cases").mkdir(parents=True, exist_ok=True)
    files = {
        "vocabulary.yaml": VOCABULARY,
        "sources.yaml": SOURCES,
        "2026.md": POLICY,
        "cases/classes.yaml": CASES,
    }
    for name, text in files.items():
        (pack / name).write_text(text, encoding="utf-8")
    (folder / "facts.json").write_text(FACTS, encoding="utf-8")
    return pack
