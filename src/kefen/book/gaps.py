"""Evidence that is missing the way evidence goes missing: by the document, more in some folders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kefen.book.draws import (
    Array,
    Block,
    Draws,
    Facts,
    Flags,
    codes,
    known_where,
    unknown_of,
)

_OWN_REPORT = ("card_history", "loan_history", "abnormal_account", "credit_grade")
_ADJUSTMENT = (
    "adjusted_credit_grade",
    "credit_adjustment_basis",
    "credit_adjustment_approver",
    "credit_adjusted_on",
)
_SPOUSE_REPORT = tuple(f"spouse.{name}" for name in (*_OWN_REPORT, *_ADJUSTMENT))
_ANNUAL_REPORT = ("employer.employees", "employer.revenue", "employer.assets")
_AUDIT = ("employer.net_cash_flow_last_year", "employer.net_cash_flow_prior_year")


@dataclass(frozen=True)
class Document:
    """A piece of evidence: the facts it proves, and the share of folders that lack it."""

    name: str
    missing: float
    facts: tuple[str, ...]


DOCUMENTS = (
    Document("identity check", 0.001, ("full_capacity",)),
    Document("residence permit", 0.06, ("residence_since", "work_in_china_since")),
    Document("lease or title deed of foreigners", 0.05, ("fixed_abode",)),
    Document("marriage or divorce certificate", 0.004, ("marital_status",)),
    Document("diploma", 0.018, ("education",)),
    Document("proof of income", 0.003, ("stable_income",)),
    Document("proof of occupation", 0.002, ("legal_occupation",)),
    Document("certificates of qualification", 0.05, ("qualifications",)),
    Document("employer's letter", 0.004, ("employer_kind", "formal_staff", "service_staff")),
    Document("employment contract", 0.020, ("formal_staff", "hire_date")),
    Document("certificate of establishment", 0.050, ("established_post",)),
    Document("letter of appointment, public", 0.070, ("administrative_level", "civil_rank")),
    Document("officer's card", 0.050, ("military_post",)),
    Document("letter of appointment, school", 0.020, ("school_post",)),
    Document("teaching certificate", 0.080, ("teaching_title",)),
    Document("letter of appointment, hospital", 0.025, ("hospital_post",)),
    Document("medical certificate", 0.080, ("medical_title",)),
    Document("letter of appointment, enterprise", 0.050, ("management_level", "unit_level")),
    Document("technical certificate", 0.070, ("technical_level",)),
    Document("employer's address", 0.008, ("employer.local",)),
    Document("hospital register", 0.040, ("employer.hospital_grade",)),
    Document("company register", 0.012, ("employer.state_owned", "employer.industry")),
    Document("exchange announcements", 0.006, ("employer.listing",)),
    Document("annual report", 0.080, _ANNUAL_REPORT),
    Document("ownership structure", 0.100, ("employer.parent_code", "employer.parent_holding")),
    Document("audit reports", 0.140, (*_AUDIT, "employer.profit_years")),
    Document("financial licence", 0.020, ("employer.licensed_financial",)),
    Document("professional register", 0.080, ("employer.cross_province",)),
    Document("company credit report", 0.090, ("employer.good_credit",)),
    Document("public records of principals", 0.060, ("employer.principals_clean",)),
    Document("register of holdings", 0.005, ("founded_organisation", "shareholding")),
    Document("income statements", 0.003, ("main_income_is_business",)),
    Document("business licence", 0.030, ("business_since", "registered_capital")),
    Document("tax record", 0.020, ("business_local_since", "operates_normally")),
    Document("title deed of premises", 0.080, ("owns_premises_local",)),
    Document("title deed of home", 0.060, ("owns_home_local",)),
    Document("accounts", 0.120, ("profit_12m", "profit_6m")),
    Document("account statements", 0.100, ("net_cash_flow_12m", "net_cash_flow_6m")),
    Document("own credit report", 0.003, (*_OWN_REPORT, "arrears_elsewhere")),
    Document("public records", 0.003, ("good_social_record",)),
    Document("spouse's credit report", 0.009, _SPOUSE_REPORT),
    Document("spouse's arrears elsewhere", 0.003, ("spouse.arrears_elsewhere",)),
    Document("spouse's public records", 0.003, ("spouse.good_social_record",)),
)


def hold_back(block: Block, facts: Facts) -> dict[str, Flags]:
    """Takes missing documents out of the facts; which known values each fact lost, by name."""
    draws = block.draws("gaps")
    carelessness = np.exp(draws.normal() - 0.5)
    lost: dict[str, Flags] = {}
    for document in DOCUMENTS:
        missing = draws.chance(document.missing * carelessness)
        for name in document.facts:
            gone = missing & is_known(facts[name])
            lost[name] = lost[name] | gone if name in lost else gone
            erase(facts, name, gone)
    _keep_size(draws, facts)
    return lost


def is_known(column: Array) -> Flags:
    """Where a column has a value."""
    if column.ndim == 2:
        column = column[:, 0].astype(np.int8) - 1  # a history that is not there has no characters
    known: Flags = column != unknown_of(column.dtype)
    return known


def erase(facts: Facts, name: str, where: Flags) -> None:
    """Makes a fact unknown."""
    column = facts[name].copy()
    column[where] = 0 if column.ndim == 2 else unknown_of(column.dtype)
    facts[name] = column


def _keep_size(draws: Draws, facts: Facts) -> None:
    """Where the annual report is missing, the bank's own register often has the size."""
    kept = ~is_known(facts["employer.employees"]) & is_known(facts["employer.industry"])
    kept &= draws.chance(0.4)
    size = draws.pick((0.35, 0.3, 0.25, 0.10))
    facts["employer.size"] = known_where(kept, size) if kept.any() else codes(draws.size)
