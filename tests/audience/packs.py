"""A little policy with a secret of every kind, and one that it uses."""

from __future__ import annotations

from pathlib import Path

VOCABULARY = """\
scales:
  tier:
    label: {zh: 层级, en: Tier}
    best: first
    values: [{id: T1, zh: 一层, en: First}, {id: T2, zh: 二层, en: Second}, {id: T3, zh: 三层, en: Third}]
  quiet:
    label: {zh: 静级, en: Quiet tier}
    best: first
    values: [{id: calm, zh: 平静, en: Calm}, {id: loud, zh: 喧闹, en: Loud}]
choices:
  inquiry:
    label: {zh: 密查种类, en: Kinds of hushed inquiry}
    values: [{id: hushed_none, zh: 密查甲, en: Hushed A}, {id: hushed_open, zh: 密查乙, en: Hushed B}]
  month: {label: {zh: 月份, en: Months}, values: [N, "1", "2"]}
subjects:
  spouse: {label: {zh: 配偶, en: Spouse}, third_party: true}
lists:
  loans:
    label: {zh: 贷款, en: Loans}
    fields:
      balance: {label: {zh: 余额, en: Balance}, kind: money}
      overdue: {label: {zh: 逾期, en: Overdue}, kind: flag}
      hushed_fraud: {label: {zh: 密诈骗, en: Hushed fraud}, kind: flag, confidential: true, max_age: 3 months}
      hushed_loss: {label: {zh: 密损失, en: Hushed loss}, kind: money, confidential: true}
  hushed_reports:
    label: {zh: 密报, en: Hushed reports}
    confidential: true
    fields:
      weight: {label: {zh: 份量, en: Weight}, kind: integer}
measures:
  visit: {label: {zh: 回访, en: Visit}}
  welcome: {label: {zh: 礼遇, en: Welcome}}
  hushed_report: {label: {zh: 密报送, en: Hushed reporting}}
  closer: {label: {zh: 细查, en: Closer checks}}
facts:
  no: {label: {zh: 客户号, en: Number}, kind: text, key: true, changed_by: nobody}
  income: {label: {zh: 收入, en: Income}, kind: money, max_age: 12 months, source: {zh: 收入证明, en: Proof of income}}
  arrears: {label: {zh: 拖欠, en: Arrears}, kind: flag}
  spouse.arrears: {label: {zh: 配偶拖欠, en: Spouse's arrears}, kind: flag}
  hushed_flag: {label: {zh: 密旗, en: Hushed flag}, kind: flag, confidential: true, max_age: 1 months}
  hushed_kind: {label: {zh: 密类, en: Hushed kind}, kind: choice inquiry, confidential: true, required: true}
  hushed_amount: {label: {zh: 密额, en: Hushed amount}, also: [HUSHED_AMT], kind: money, confidential: true}
  hushed_day: {label: {zh: 密日, en: Hushed day}, kind: date, confidential: true}
  hushed_set: {label: {zh: 密集, en: Hushed set}, kind: set of inquiry, confidential: true}
  hushed_months: {label: {zh: 密月, en: Hushed months}, kind: history of month, confidential: true}
  hushed_number: {label: {zh: 密号, en: Hushed number}, kind: text, check: resident_id, confidential: true}
  spouse.hushed_flag: {label: {zh: 配偶密旗, en: Spouse's hushed flag}, kind: flag, confidential: true}
  hushed_derived: {label: {zh: 密推, en: Hushed inference}, kind: flag, confidential: true, is: hushed_flag or arrears, cites: rules 第一条}
  watched: {label: {zh: 关注, en: Watched}, kind: flag}
  worth: {label: {zh: 净值, en: Worth}, kind: money}
  loan: {label: {zh: 贷款额, en: Loan}, kind: money}
rules:
  - {id: hushed, test: "not hushed_flag or known hushed_day", message: {zh: 密旗须有密日, en: a hushed flag needs its day}}
"""

POLICY = """\
---
policy: quiet-loan
version: one
title: {zh: 分层, en: Tiers}
in_force: [2020-01-01, null]
subject: {zh: 客户, en: customer}
decides: tier
instrument: rules
uses:
  - {policy: quiet-tier, as: quiet_tier}
---

# 分层

## 第一条 分类

> 分层，密事另论。

```policy
assume hushed_counts  密旗算数 | The hushed flag counts
  default on
  on      密旗算 | it counts
  off     密旗不算 | it does not
  because 密 | hushed

parameter hushed_limit  密限 | Hushed limit
  money
  100 from 2020-01-01 cites rules 第一条

define watched  关注 | Watched
  hushed_derived or income < 10
  cites rules 第一条

value worth  净值 | Worth
  if hushed_flag then 0 else income
  cites rules 第一条

criterion 1.1  收入 | Income
  income >= 1000

criterion 1.2  密条件 | Hushed condition
  not hushed_flag and not spouse.hushed_flag

criterion 1.3  安稳 | Sound
  any of (1.2, 1.1)

criterion 1.4  无密贷 | No hushed loan
  not (some l in loans satisfies l.hushed_fraud) and count(hushed_reports) < 2

grade T1 1.5  一层 | First
  when 1.1 and 1.3 and 1.4 and quiet_tier = 平静

grade T2 1.6  二层 | Second
  when income >= 100 and not (some l in loans satisfies l.overdue)

otherwise T3

ban 1.7  密禁 | Hushed ban
  when assumed hushed_counts and hushed_flag

ban 1.8  配偶拖欠 | Spouse in arrears
  when spouse.arrears

at least T3 1.9  密额过大 | Hushed amount
  when hushed_set includes any of (密查乙) and hushed_flag

at least T2 1.10  关注 | Watched
  when watched

adjust down 1 1.11  密月 | Hushed months
  when hushed_flag and (some m in hushed_months satisfies m = "2")
```

## 第二条 措施

> 措施。

```policy
do visit 2.1  回访 | Visit
  when hushed_derived

allow welcome 2.2  礼遇 | Welcome
  when income >= 500 and not hushed_derived

do hushed_report 2.3  密报送 | Hushed reporting
  when hushed_flag or count(hushed_reports[weight > 3]) > 0

limit loan <= income 2.4  按收入 | By income

limit loan <= hushed_limit 2.5  密限 | Hushed limit
  when hushed_flag

limit loan <= hushed_amount 2.6  密额 | Hushed amount

require closer 2.7  密查 | Hushed checks
  when hushed_amount > 100 or hushed_kind = 密查乙 or hushed_number = "x" or hushed_day < date("2020-01-01")
    or max(for l in loans return l.hushed_loss, 0) > 5
```
"""

PLAIN = (
    POLICY[: POLICY.index("```policy")]
    + """\
```policy
define watched  关注 | Watched
  arrears or income < 10

value worth  净值 | Worth
  income

grade T1 1.5  一层 | First
  when income >= 1000 and quiet_tier = 平静

grade T2 1.6  二层 | Second
  when income >= 100 and not (some l in loans satisfies l.overdue)

otherwise T3

ban 1.8  配偶拖欠 | Spouse in arrears
  when spouse.arrears

at least T2 1.10  关注 | Watched
  when watched

allow welcome 2.2  礼遇 | Welcome
  when income >= 500

limit loan <= income 2.4  按收入 | By income
```
"""
)

INNER = """\
---
policy: quiet-tier
version: one
title: {zh: 静级, en: Quiet tier}
in_force: [2020-01-01, null]
subject: {zh: 客户, en: customer}
decides: quiet
instrument: rules
---

# 静级

## 第一条 静级

> 有密事的为喧闹。

```policy
base 平静 1.1  平静 | Calm

at least 喧闹 1.2  密事 | Hushed matter
  when hushed_flag

at least 喧闹 1.3  拖欠 | Arrears
  when arrears
```
"""

#: what of secrets must not be in anything written for others
HUSHED = ("密", "hushed", "Hushed")

SOURCES = "rules: {title: {zh: 办法, en: Measures}, in_force: [1990-01-01, null], issuer: 本行, found: 本行内网, provenance: whole}\n"


def write_quiet_loan(folder: Path) -> Path:
    """The pack in a folder, with the one it uses beside it."""
    for name, text in (("quiet-loan", POLICY), ("quiet-tier", INNER)):
        pack = folder / name
        pack.mkdir()
        (pack / "one.md").write_text(text, encoding="utf-8")
        (pack / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
        (pack / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    return folder / "quiet-loan"


def remove_secrets(folder: Path) -> None:
    """Put the pack in its place that has no secrets: no fact of them, and no clause that reads one."""
    block = VOCABULARY[VOCABULARY.index("  hushed_reports:") : VOCABULARY.index("measures:")]
    lines = VOCABULARY.replace(block, "").partition("rules:")[0].split("\n")
    kept = "\n".join(line for line in lines if "hushed" not in line)
    kept = kept.replace(kept[kept.index("  inquiry:") : kept.index("  month:")], "")
    for pack in ("quiet-loan", "quiet-tier"):
        (folder / pack / "vocabulary.yaml").write_text(kept, encoding="utf-8")
    (folder / "quiet-loan" / "one.md").write_text(PLAIN, encoding="utf-8")
    inner = INNER.replace(
        INNER[INNER.index("at least 喧闹 1.2") : INNER.index("at least 喧闹 1.3")], ""
    )
    (folder / "quiet-tier" / "one.md").write_text(inner, encoding="utf-8")


HOUSEHOLD_VOCABULARY = """\
scales:
  tier:
    label: {zh: 层级, en: Tier}
    best: first
    values: [{id: T1, zh: 一层, en: First}, {id: T2, zh: 二层, en: Second}, {id: T3, zh: 三层, en: Third}]
  grade:
    label: {zh: 信用级, en: Grade}
    best: first
    values: [{id: S1, zh: 甲级, en: Grade one}, {id: S2, zh: 乙级, en: Grade two}]
choices:
  rank: {label: {zh: 职级, en: Ranks}, values: [A, B, C]}
subjects:
  spouse: {label: {zh: 配偶, en: Spouse}, third_party: true}
lists:
  guarantors:
    label: {zh: 保证人, en: Guarantors}
    third_party: true
    fields:
      worth: {label: {zh: 净值, en: Worth}, kind: money}
      birth_date: {label: {zh: 生日, en: Birthday}, kind: date}
  loans:
    label: {zh: 贷款, en: Loans}
    fields:
      balance: {label: {zh: 余额, en: Balance}, kind: money}
measures:
  visit: {label: {zh: 回访, en: Visit}}
facts:
  no: {label: {zh: 客户号, en: Number}, kind: text, key: true, changed_by: nobody}
  income: {label: {zh: 收入, en: Income}, kind: money}
  married: {label: {zh: 已婚, en: Married}, kind: flag}
  arrears: {label: {zh: 拖欠, en: Arrears}, kind: flag}
  spouse.arrears: {label: {zh: 配偶拖欠, en: Spouse's arrears}, kind: flag}
  spouse.income: {label: {zh: 配偶收入, en: Spouse's income}, kind: money}
  spouse.birth_date: {label: {zh: 配偶生日, en: Spouse's birthday}, kind: date}
  spouse.rank: {label: {zh: 配偶职级, en: Spouse's rank}, kind: choice rank}
  household_income: {label: {zh: 家庭收入, en: Household income}, kind: money}
  doubled: {label: {zh: 家庭收入之半, en: Half of it}, kind: money}
  rank_points: {label: {zh: 职级分, en: Points of rank}, kind: integer}
  points_by_rank: {label: {zh: 职级对应分, en: Points by rank}, kind: integer}
  oldest: {label: {zh: 最大年龄, en: Oldest age}, kind: integer}
  backing: {label: {zh: 保证净值, en: Backing}, kind: money}
  payment: {label: {zh: 月还款, en: Monthly payment}, kind: money}
  well_off: {label: {zh: 宽裕, en: Well off}, kind: flag}
  score: {label: {zh: 家庭分, en: Household score}, kind: integer}
"""

HOUSEHOLD = """\
---
policy: household
version: one
title: {zh: 家庭, en: Household}
in_force: [2020-01-01, null]
subject: {zh: 客户, en: customer}
decides: tier
instrument: rules
uses:
  - {policy: household-grade, as: spouse.grade, for: spouse}
---

# 家庭

## 第一条 收入

> 按家庭收入。

```policy
parameter share  还贷比 | Share
  rate
  0.5 from 2020-01-01 cites rules 第一条

value household_income  家庭收入 | Household income
  if married then income + spouse.income else income
  cites rules 第一条

value doubled  家庭收入之半 | Half of it
  share * household_income
  cites rules 第一条

value rank_points  职级分 | Points of rank
  points_by_rank
  cites rules 第一条

table points_by_rank
  cites rules 第一条
```

| 配偶职级 | 结果 |
| --- | --- |
| A | 4330 |
| B | 4331 |
| C | 0 |

```policy
value oldest  最大年龄 | Oldest age
  max(for g in guarantors return full_years(g.birth_date, as_of), 0)
  cites rules 第一条

value backing  保证净值 | Backing
  sum(for g in guarantors return g.worth)
  cites rules 第一条

define well_off  配偶收入高 | Spouse earns well
  married and spouse.income > 10000
  cites rules 第一条

criterion 1.1  还贷比 | Share of income
  doubled >= 2500 and oldest < 60 and not (married and spouse.grade = 乙级)

criterion 1.2  本人收入 | Own income
  income >= 3000

grade T1 1.3  一层 | First
  when 1.1 and 1.2 and not arrears and not (married and full_years(spouse.birth_date, as_of) >= 50)

grade T2 1.4  二层 | Second
  when 1.1 and 1.2 and not arrears

otherwise T3

limit payment <= doubled 1.5  月还款 | Payment
  when income > 0

limit payment <= 9000 1.6  月还款总限 | Payment in all

do visit 1.7  回访 | Visit
  when well_off
```
"""

HOUSEHOLD_GRADE = """\
---
policy: household-grade
version: one
title: {zh: 信用级, en: Grade}
in_force: [2020-01-01, null]
subject: {zh: 客户, en: customer}
decides: grade
instrument: rules
---

# 信用级

## 第一条 信用级

> 拖欠的为乙级。

```policy
base 甲级 1.1  甲级 | Grade one

at least 乙级 1.2  拖欠 | Arrears
  when arrears
```
"""


def write_household(folder: Path) -> Path:
    """A pack that works numbers out of a spouse's and guarantors' facts in every way, with the one it uses beside it."""
    for name, text in (("household", HOUSEHOLD), ("household-grade", HOUSEHOLD_GRADE)):
        pack = folder / name
        pack.mkdir()
        (pack / "one.md").write_text(text, encoding="utf-8")
        (pack / "vocabulary.yaml").write_text(HOUSEHOLD_VOCABULARY, encoding="utf-8")
        (pack / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    return folder / "household"
