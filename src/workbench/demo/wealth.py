"""What a bank knows of its customers' money beside the credit register: income, assets, accounts, how they pay.

Income follows education, employer and age (urban yearly wages of 2024: 124,110 yuan with public employers, 69,476 with
private ones), assets follow income and age. Each fact is missing as evidence goes missing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from math import exp

from workbench.common import clock

_PUBLIC = (
    "government", "public_institution", "public_school", "public_hospital", "army", "other_organisation",
)  # fmt: skip
_PUBLIC_WAGE, _PRIVATE_WAGE = 124_000, 69_500
#: state-owned, or one of many, which pay less
_ENTERPRISE_WAGE = (112_000, 74_000)
_BY_EDUCATION = {
    "bachelor": 1.2,
    "postgraduate_class": 1.35,
    "master": 1.5,
    "doctor": 1.9,
    "associate": 1.0,
}
#: share of files in which each is known
_KNOWN = 0.88
_SELDOM = 0.7
_CORE = 0.99  # what the core system counts by itself


def wealth_of(
    row: Mapping[str, str], draw: random.Random, opened_on: date
) -> Iterator[tuple[str, str]]:
    """Facts of a row of the book and their texts, those that are known."""
    income = _income(row, draw)
    financial = income * exp(draw.gauss(-0.35, 1.1)) * _age_of(row) / 40
    home = income * draw.uniform(5, 11) if draw.random() < 0.62 else 0.0
    behind = int(row.get("loan_history", "")[:1].isdigit())
    known = {
        "annual_income": (_money(income), _KNOWN),
        "financial_assets": (_money(financial), _KNOWN),
        "total_assets": (_money(financial + home), _KNOWN),
        "annual_contribution": (_money(financial * 0.006 + income * 0.004), 0.97),
        "transactions_12m": (str(round(exp(draw.gauss(3.6, 0.9)))), 0.97),
        "products_held": (str(min(1 + int(draw.expovariate(0.6)), 9)), 0.97),
        "low_need_judged": ("false", 0.95),
        "good_repayment_record": (_flag(not behind), _KNOWN),
        "recent_overdue_times": (str(behind * draw.randint(1, 4)), _KNOWN),
        "performance": (_scale(draw, "performance", ("good", "fair", "poor"), behind), _SELDOM),
        "repayment_ability": (_scale(draw, "ability", ("good", "fair", "short"), behind), _SELDOM),
        "willing_to_repay": (_flag(draw.random() < 0.99), _KNOWN),
        "income_changes_12m": (str(0 if draw.random() < 0.9 else draw.randint(1, 3)), _KNOWN),
        "court_dishonesty": (_flag(draw.random() < 0.004), 0.97),
        "credit_blacklisted": (_flag(draw.random() < 0.003), 0.97),
        "debt_service_ratio": (f"{min(draw.gammavariate(2.0, 0.14), 1.8):.4f}", _KNOWN),
        "customer_since": (_since(draw, opened_on).isoformat(), 0.99),
        "fund_source": (_source(row, draw), 0.95),
        "own_assessment": (_scale(draw, "assessment", ("good", "fair", "weak"), behind), _SELDOM),
    }
    yield from _kept(known, draw)
    counted = {
        "failed_debits_12m": (str(_failed_debits(draw, behind)), _CORE),
        "cash_share_12m": (f"{min(draw.gammavariate(1.3, 0.11), 1.0):.4f}", _CORE),
    }
    yield from _kept(counted, draw)


def _kept(known: Mapping[str, tuple[str, float]], draw: random.Random) -> Iterator[tuple[str, str]]:
    return ((name, text) for name, (text, share) in known.items() if draw.random() < share)


def _income(row: Mapping[str, str], draw: random.Random) -> float:
    base, age = _wage_of(row), _age_of(row)
    experience = 0.72 + 0.28 * min(max(age - 22, 0), 20) / 20
    grade = _BY_EDUCATION.get(row.get("education", ""), 0.82)
    return base * grade * experience * exp(draw.gauss(0.05, 0.38))


def _wage_of(row: Mapping[str, str]) -> int:
    kind = row.get("employer_kind", "")
    if kind == "enterprise":
        return _ENTERPRISE_WAGE[row.get("employer.state_owned") != "true"]
    return _PUBLIC_WAGE if kind in _PUBLIC else _PRIVATE_WAGE


def _age_of(row: Mapping[str, str]) -> int:
    born = row.get("birth_date", "")
    return clock.today().year - int(born[:4]) if born[:4].isdigit() else 38


def _money(amount: float) -> str:
    return str(round(amount / 100) * 100)


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _scale(draw: random.Random, stem: str, words: tuple[str, str, str], behind: int) -> str:
    return f"{stem}_{draw.choices(words, (8, 42, 50) if behind else (62, 34, 4))[0]}"


def _failed_debits(draw: random.Random, behind: int) -> int:
    """Seldom one; who is behind has had some."""
    if behind:
        return draw.randint(1, 5)
    return 0 if draw.random() < 0.7 else 1 + int(draw.expovariate(0.9))


def _since(draw: random.Random, opened_on: date) -> date:
    return opened_on - timedelta(days=round(draw.expovariate(1 / 900)))


def _source(row: Mapping[str, str], draw: random.Random) -> str:
    if row.get("main_income_is_business") == "true":
        return "taxed_business" if draw.random() < 0.8 else "other_proven"
    return "wages_or_pension" if draw.random() < 0.97 else "unproven_source"
