"""Small policies that the tests of explanations share, written to a folder when asked for."""

from datetime import date
from pathlib import Path

from kefen.deciding import Decider, Decision
from kefen.loading import load

DAY = date(2026, 1, 1)

VOCABULARY = """
scales:
  car_class:
    label: {zh: 汽车贷款客户类别, en: Car-loan class}
    best: first
    values:
      - {id: A, zh: 甲类, en: Class A}
      - {id: B, zh: 乙类, en: Class B}
      - {id: C, zh: 丙类, en: Class C}
  education:
    label: {zh: 学历层次, en: Level of education}
    best: last
    values:
      - {id: school, zh: 中学, en: School}
      - {id: college, zh: 大专, en: College}
      - {id: bachelor, zh: 本科, en: Bachelor}
choices:
  employer_kind:
    label: {zh: 单位性质类别, en: Kinds of employer}
    values: [{id: state, zh: 国家机关, en: State body}, {id: firm, zh: 企业, en: Firm}]
measures:
  fast_track: {label: {zh: 快速审批, en: Fast track}}
  guarantor: {label: {zh: 提供保证人, en: Guarantor}}
  visit: {label: {zh: 上门回访, en: Home visit}}
  no_calls: {label: {zh: 不得致电, en: No calls}, forbids: {zh: 致电, en: Calls}}
facts:
  customer_no: {label: {zh: 客户号, en: Customer number}, kind: text, key: true, changed_by: nobody}
  birth_date: {label: {zh: 出生日期, en: Date of birth}, kind: date, changed_by: nobody, source: {zh: 身份证, en: Identity card}}
  age:
    label: {zh: 年龄, en: Age}
    kind: integer
    unit: {zh: 周岁, en: years}
    is: full_years(birth_date, as_of)
    cites: rules 第二条
    changed_by: time
  citizen: {label: {zh: 中国公民, en: Chinese citizen}, kind: flag, changed_by: nobody, source: {zh: 身份证, en: Identity card}}
  education: {label: {zh: 学历, en: Education}, kind: scale education, source: {zh: 毕业证书, en: Diploma}}
  employer_kind: {label: {zh: 单位性质, en: Kind of employer}, kind: choice employer_kind}
  stable_income: {label: {zh: 收入稳定, en: Stable income}, kind: flag, max_age: 12 months, source: {zh: 收入证明, en: Proof of income}}
  registered_capital: {label: {zh: 注册资本, en: Registered capital}, kind: money, source: {zh: 营业执照, en: Business licence}}
  founded_on: {label: {zh: 成立日期, en: Founded on}, kind: date, changed_by: nobody}
  business_years:
    label: {zh: 经营年限, en: Years in business}
    kind: integer
    unit: {zh: 年, en: years}
    is: full_years(founded_on, as_of)
    cites: rules 第三条
    changed_by: time
  married: {label: {zh: 已婚, en: Married}, kind: flag, changed_by: nobody}
  partner_agrees: {label: {zh: 配偶同意, en: Partner agrees}, kind: flag}
  overdue_months: {label: {zh: 逾期月数, en: Months overdue}, kind: integer, unit: {zh: 个月, en: months}}
  in_arrears: {label: {zh: 当前拖欠, en: In arrears}, kind: flag}
  suspected_laundering: {label: {zh: 涉嫌洗钱, en: Suspected laundering}, kind: flag, confidential: true}
  annual_income: {label: {zh: 年收入, en: Annual income}, kind: money}
  loan_amount: {label: {zh: 贷款金额, en: Loan amount}, kind: money}
  income_after_tax: {label: {zh: 税后收入, en: Income after tax}, kind: money}
  standing: {label: {zh: 审查方式, en: Way of review}, kind: choice employer_kind}
  watched: {label: {zh: 涉嫌洗钱须报告, en: Suspected laundering to report}, kind: flag}
rules:
  - {id: born, test: birth_date <= as_of, message: {zh: 出生日期晚于数据日期, en: born after the as-of day}}
"""

CAR_LOAN = """---
policy: car-loan
version: v1
title: {zh: 汽车贷款客户分类, en: Car-loan classes}
in_force: [2024-01-01, 2050-01-01]
subject: {zh: 客户, en: customer}
decides: car_class
instrument: rules
---

## 第三条 分类

> 年满二十二周岁、不超过六十周岁的中国公民。

```policy
criterion 3.1  年龄与身份 | Age and identity
  age in [22..60] and citizen

criterion 3.2  学历或经营 | Education or business
  any of (3.2.1, 3.2.2)

criterion 3.2.1  本科学历 | Bachelor
  education >= bachelor

parameter least_capital  注册资本下限 | Least capital
  money
  1000000 from 2024-01-01 cites rules 第三条
  2000000 from 2028-01-01 cites rules 第三条

criterion 3.2.2  稳健经营 | Sound business
  registered_capital >= least_capital and business_years >= 5

assume partner_must_agree  配偶须同意 | The partner must agree
  default on
  on      已婚的，配偶须同意 | if married, the partner must agree
  off     配偶意见不论 | whatever the partner thinks
  because 办法没有说明 | the rules do not say
  cites   rules 第三条

criterion 3.3  配偶同意 | Partner
  if assumed partner_must_agree then (if married then partner_agrees else true) else true

grade A 3.9  甲类 | Class A
  when 3.1 and 3.2 and 3.3

grade B 3.10  乙类 | Class B
  when 3.1 and stable_income and 3.3

otherwise refuse

adjust down 1 from A 3.11  有逾期 | Overdue
  when overdue_months > 2
```

## 第四条 禁止

> 当前有拖欠的，不予办理。

```policy
ban 4.1  拖欠贷款 | In arrears
  when in_arrears

ban 4.2  涉嫌洗钱 | Suspected laundering
  when suspected_laundering
```

## 第五条 措施

> 措施。

```policy
allow fast_track 5.1  快速审批 | Fast track
  when education >= bachelor

require guarantor 5.2  保证人 | Guarantor
  when overdue_months > 0

limit loan_amount <= 500000 5.3  总额 | Overall
limit loan_amount <= annual_income 5.4  按收入 | By income
  when stable_income

require no_calls 5.7  不得致电 | No calls
  when married

do visit 5.5  回访 | Visit
  when overdue_months > 1

value income_after_tax  税后收入 | Income after tax
  annual_income * 80%

value standing  审查方式 | Way of review
  if overdue_months > 0 then state else firm

criterion 5.6  可疑 | Suspect
  suspected_laundering

value watched  涉嫌洗钱须报告 | Suspected laundering to report
  5.6 and citizen
```
"""

SOURCES = """
rules:
  title: {zh: 汽车贷款办法, en: Car-loan rules}
  in_force: [1990-01-01, null]
  issuer: 本行
  found: 本行内网
  provenance: whole
"""

GOOD = {
    "customer_no": "c1",
    "birth_date": "1990-06-15",
    "citizen": True,
    "education": "bachelor",
    "stable_income": True,
    "registered_capital": 800000,
    "founded_on": "2015-03-01",
    "married": False,
    "overdue_months": 0,
    "in_arrears": False,
    "suspected_laundering": False,
    "annual_income": 100000,
}


def write_pack(folder: Path, text: str = CAR_LOAN, vocabulary: str = VOCABULARY) -> Path:
    """A pack in a folder of the name its text gives."""
    name = text.split("policy: ", 1)[1].split("\n", 1)[0]
    pack = folder / name
    pack.mkdir(exist_ok=True)
    (pack / "v1.md").write_text(text, encoding="utf-8")
    (pack / "vocabulary.yaml").write_text(vocabulary, encoding="utf-8")
    (pack / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    return pack


def decider(folder: Path, text: str = CAR_LOAN, as_of: date = DAY) -> Decider:
    """The decider of a small policy."""
    return load(write_pack(folder, text), as_of=as_of, audience="staff")


def decide(small: Decider, **changes: object) -> Decision:
    """A good customer with some facts changed; ``None`` takes a fact away."""
    return small.decide({**GOOD, **changes})
