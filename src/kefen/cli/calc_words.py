"""What ``kefen calc`` says, in Chinese and in English."""

from __future__ import annotations

import sys
from typing import Any

from kefen.cli.words import chosen_language
from kefen.values import Words

_HELPS: dict[str, tuple[str, str]] = {
    "calc": (
        "计算器：月供、还款计划、提前还款、逾期天数、综合融资成本、期限、收入比、金额。",
        "Calculators: instalments, plans, early repayment, days past due, all-in cost, terms, ratios, amounts.",
    ),
    "instalment": (
        "月供：首期、次期、末期，总利息。",
        "Instalments: the first, second and last, and all interest.",
    ),
    "schedule": ("还款计划，逐期列出。", "The repayment plan, every instalment."),
    "prepay": ("提前还款：全部或部分。", "Early repayment, in full or in part."),
    "extend": (
        "展期：余额按剩余期限加展期重新计算。",
        "Extension: the balance spread over more months.",
    ),
    "dpd": ("逾期天数，以任一日为准。", "Days past due, as of any day."),
    "cost": (
        "年化综合融资成本，以及明示表。",
        "The all-in annual cost, and its disclosure sheet.",
    ),
    "term": ("最长期限：年龄加期限不超过上限。", "The longest term: age and term within a limit."),
    "ratio": (
        "本次贷款和总体的收入还贷比。",
        "Both income ratios: this loan's, and that of all debts.",
    ),
    "amount": ("收入比所允许的最大金额。", "The largest amount the income ratios allow."),
    # --- arguments
    "amount of loan": ("贷款金额，元；也可写 100万", "the loan amount in yuan"),
    "rate": ("年利率，如 3.5%", "the yearly rate, such as 3.5%"),
    "months": ("期限，月；也可写 30年、30y", "the term in months, or 30y for years"),
    "method": (
        "等额本息（默认）、等额本金、按月付息、一次还本付息",
        "equal_instalment (the default), equal_principal, interest_only, bullet",
    ),
    "from": ("放款日，默认今天", "the day the loan starts, today if left out"),
    "first due": (
        "首个到期日，默认放款日后一个月",
        "the first due date, a month after the start if left out",
    ),
    "as of": ("数据日期，默认今天", "the day as of which, today if left out"),
    "on": ("哪一日", "on which day"),
    "repay": (
        "提前归还的本金，元；不写为全部",
        "the principal repaid, in yuan; all of it if left out",
    ),
    "keep": (
        "部分提前还款后保持 term（期限）或 instalment（月供）",
        "what a partial repayment keeps: term or instalment",
    ),
    "by": ("展期月数", "months of extension"),
    "paid": ("一笔还款，日期=金额，可多次", "a payment, DAY=AMOUNT; may be repeated"),
    "payments": (
        "还款文件，CSV 两列：日期、金额",
        "a file of payments, CSV with two columns: day, amount",
    ),
    "grace": ("宽限天数，默认 0", "days of grace, 0 if left out"),
    "grace end": (
        "自宽限期满起算，默认自到期日起算",
        "count from the end of grace, not from the due date",
    ),
    "fee": (
        "一项费用：名称[:收取方]=价格@时点；价格如 300、2%、0.1%余额，时点为 start、month、year、end；可多次",
        "a fee: NAME[:BY]=PRICE@WHEN; a price is 300, 2% or 0.1%balance, a time start, month, year or end; may be repeated",
    ),
    "lender": ("贷款人名称", "the lender's name"),
    "penalty": ("逾期罚息上浮，如 50%", "uplift of interest on arrears, such as 50%"),
    "misuse penalty": ("挪用罚息上浮，如 100%", "uplift of interest on misuse, such as 100%"),
    "sheet": ("打印明示表", "print the disclosure sheet"),
    "class": (
        "在册有效的客户类别 1–5；0 为不属于五类",
        "the valid class on file, 1–5; 0 for none of the five",
    ),
    "age": ("借款人周岁", "the borrower's age in completed years"),
    "co age": ("共同借款人周岁，可多次", "a co-borrower's age; may be repeated"),
    "born": ("借款人出生日期", "the borrower's date of birth"),
    "co born": ("共同借款人出生日期，可多次", "a co-borrower's date of birth; may be repeated"),
    "cap": (
        "产品最长期限，默认按放款日：2026-08-28 起 40年，以前 30年",
        "the product's longest term; if left out by the day of the loan: 40y from 2026-08-28, 30y before",
    ),
    "payment": (
        "本次贷款月供，元；或 金额/年利率/期限",
        "this loan's monthly payment in yuan, or AMOUNT/RATE/MONTHS",
    ),
    "income": (
        "月税后收入，元，可多次（配偶）",
        "monthly after-tax income in yuan; may be repeated (spouse)",
    ),
    "fund": (
        "月公积金，个人和单位合计，元",
        "the monthly housing fund, own and employer's part, in yuan",
    ),
    "fund unstated": (
        "公积金没有正式对账单，不计入收入",
        "there is no official statement of the fund, so it does not count",
    ),
    "property fee": ("月物业费，元", "the monthly property fee in yuan"),
    "card": (
        "信用卡近六个月使用额，用 / 分隔，最近一月在后；可多次",
        "card use of the last six months, separated by /, the latest last; may be repeated",
    ),
    "loan": (
        "其他贷款：余额/年利率/剩余期限，可多次",
        "another loan: BALANCE/RATE/MONTHS; may be repeated",
    ),
    "assets": ("可用于抵销的已证明资产，元", "proven assets that may offset debts, in yuan"),
    "limit": ("本次贷款收入比上限，默认 50%", "the limit of this loan's ratio, 50% if left out"),
    "total limit": ("总体收入比上限，默认 55%", "the limit of the total ratio, 55% if left out"),
    "step": (
        "金额取整单位，元，默认 0.01",
        "amounts are multiples of this many yuan, 0.01 if left out",
    ),
    "json": ("以 JSON 输出", "print JSON"),
    "lang": ("语言：zh 或 en", "language: zh or en"),
}

_WORDS: dict[str, tuple[str, str]] = {
    "loan line": (
        "{amount} 元，年利率 {rate}%，{months} 个月，{method}",
        "{amount} yuan at {rate}% a year, {months} months, {method}",
    ),
    "number": ("期次", "no."),
    "due": ("到期日", "due"),
    "payment": ("还款额", "payment"),
    "principal": ("本金", "principal"),
    "interest": ("利息", "interest"),
    "balance": ("余额", "balance"),
    "early": ("提前", "early"),
    "total interest": ("总利息 {paid} 元（取整前 {exact}）", "all interest {paid} yuan (unrounded {exact})"),
    "unrounded": ("取整前首期 {exact} 元", "the first instalment unrounded: {exact} yuan"),
    "convention": ("口径：{text}", "convention: {text}"),
    "schedule sum": ("共 {n} 期，总利息 {interest} 元", "{n} instalments, all interest {interest} yuan"),
    "left": (
        "{day}：剩余 {n} 个月，余额 {balance} 元",
        "{day}: {n} months left, balance {balance} yuan",
    ),
    "prepaid": (
        "{day} 提前归还本金 {principal} 元，另付利息 {interest} 元",
        "{day}: {principal} yuan of principal repaid early, and {interest} of interest",
    ),
    "next": ("此后每期 {payment} 元，至 {end}，共 {n} 期", "then {payment} yuan a month until {end}, {n} instalments"),
    "settled": ("贷款已结清", "the loan is settled"),
    "saved": (
        "少付利息 {interest} 元，提前 {n} 个月结清",
        "{interest} yuan of interest saved, {n} months sooner",
    ),
    "dpd": ("{day} 逾期 {n} 天", "{day}: {n} days past due"),
    "not overdue": ("{day} 没有逾期", "{day}: not past due"),
    "oldest": (
        "最早未还的一期到期日 {due}；逾期 {n} 期，本金 {principal} 元，利息 {interest} 元",
        "oldest unpaid instalment due {due}; {n} overdue, principal {principal} yuan, interest {interest} yuan",
    ),
    "credit": ("预存 {credit} 元", "{credit} yuan paid in advance"),
    "annual": (
        "年化综合融资成本 {nominal}%（单利），{effective}%（复利）",
        "all-in annual cost {nominal}% (nominal), {effective}% (effective)",
    ),
    "cost sum": (
        "利息 {interest} 元，费用 {fees} 元，实际到手 {received} 元",
        "interest {interest} yuan, fees {fees} yuan, money received {received} yuan",
    ),
    "lender": ("贷款人", "the lender"),
    "term": ("最长 {n} 个月（{years} 年）", "at most {n} months ({years} years)"),
    "age only": ("年龄加期限不超过 {limit}", "age and term within {limit}"),
    "age younger": ("年龄加期限不超过 {limit}，以较年轻者计", "age and term within {limit}, the younger borrower's age"),
    "age older": ("年龄加期限不超过 {limit}，以较年长者计", "age and term within {limit}, the older borrower's age"),
    "by product": ("以产品最长期限为限", "bound by the product's longest term"),
    "this loan": ("本次贷款收入还贷比", "this loan's ratio"),
    "total": ("总体收入还贷比", "total ratio"),
    "most": ("最大金额 {amount} 元，首期 {payment} 元", "at most {amount} yuan, first instalment {payment} yuan"),
    "bound this_loan": ("以本次贷款收入比为限", "bound by this loan's ratio"),
    "bound total": ("以总体收入比为限", "bound by the total ratio"),
    # --- what cannot be read
    "not money": ("`{text}` 不是金额；写成 200000 或 20万", "`{text}` is not an amount; write 200000"),
    "not a rate": ("`{text}` 不是利率；写成 3.5% 或 0.035", "`{text}` is not a rate; write 3.5% or 0.035"),
    "not months": ("`{text}` 不是期限；写成 360 或 30年", "`{text}` is not a term; write 360 or 30y"),
    "not whole": ("`{text}` 不是整数", "`{text}` is not a whole number"),
    "not a method": ("没有还款方式 `{text}`；可选 {known}", "no method `{text}`; there are {known}"),
    "not kept": ("`{text}` 不可保持；可选 term、instalment", "`{text}` cannot be kept; there are term and instalment"),
    "not paid": ("`{text}` 不是 日期=金额", "`{text}` is not DAY=AMOUNT"),
    "not a fee": ("`{text}` 不是 名称[:收取方]=价格@时点", "`{text}` is not NAME[:BY]=PRICE@WHEN"),
    "not a time": ("没有时点 `{text}`；可选 {known}", "no time `{text}`; there are {known}"),
    "not a loan": ("`{text}` 不是 金额/年利率/期限", "`{text}` is not AMOUNT/RATE/MONTHS"),
    "not a payment row": (
        "{name} 第 {line} 行不是“日期,金额”：{text}",
        "{name} line {line} is not `day,amount`: {text}",
    ),
    "no one": ("缺少 --age 或 --born", "missing --age or --born"),
}  # fmt: skip


def say(lang: str, key: str, /, **values: Any) -> str:
    """A phrase in a language."""
    return Words(*_WORDS[key]).said(lang).format(**values)


def help_of(key: str) -> str:
    """A help text in the language of this process."""
    return Words(*_HELPS[key]).said(chosen_language(sys.argv[1:]))
