"""The columns of a book: the fact, and the SQL that turns the generator's numbers into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from kefen.book.credit import ADJUSTERS, ADJUSTMENT_BASES
from kefen.book.dirt import FIRST_IMPOSSIBLE_DAY, IMPOSSIBLE_DAYS, OUTSIDE
from kefen.book.draws import UNKNOWN_AMOUNT, UNKNOWN_SMALL
from kefen.book.words import DOMAINS, Terms
from kefen.book.work import QUALIFICATION_SETS

Form = Literal["text", "typed"]


@dataclass(frozen=True)
class Column:
    """A fact and its SQL over the numbers ``{x}``; ``text`` where a text file differs."""

    fact: str
    typed: str
    text: str = ""
    words: Terms | None = None

    def sql(self, form: Form, source: str) -> str:
        """The expression of the column in a form of book."""
        template = self.text if form == "text" and self.text else self.typed
        return f'{template.replace("{x}", source)} AS "{self.fact}"'


def _quoted(words: Iterable[str]) -> str:
    return "[" + ", ".join("'" + word.replace("'", "''") + "'" for word in words) + "]"


def _word(fact: str, domain: str = "") -> Column:
    """A word of a domain; most facts have the domain's name."""
    words = DOMAINS[domain or fact.rpartition(".")[2]]
    outside = [OUTSIDE[fact][1]] if fact in OUTSIDE else []
    return Column(fact, f"{_quoted([*words.terms, *outside])}[{{x}} + 1]", words=words)


def _flag(fact: str) -> Column:
    return Column(fact, "[false, true][{x} + 1]")


def _day(fact: str) -> Column:
    known = f"nullif({{x}}, {UNKNOWN_SMALL})"
    return Column(fact, f"DATE '1970-01-01' + {known}")


def _birth_day(fact: str) -> Column:
    day = _day(fact).typed
    none = f"{_quoted(IMPOSSIBLE_DAYS)}[{{x}} - {FIRST_IMPOSSIBLE_DAY} + 1]"
    last = FIRST_IMPOSSIBLE_DAY + len(IMPOSSIBLE_DAYS)
    text = f"CASE WHEN {{x}} < {last} THEN {none} ELSE CAST({day} AS VARCHAR) END"
    return Column(fact, day, text)


def _count(fact: str) -> Column:
    return Column(fact, f"nullif({{x}}, {UNKNOWN_SMALL})")


def _money(fact: str) -> Column:
    return Column(fact, f"CAST(nullif({{x}}, {UNKNOWN_AMOUNT}) AS DECIMAL(18, 2))")


def _rate(fact: str) -> Column:
    return Column(fact, f"CAST(nullif({{x}}, {UNKNOWN_SMALL}) * 0.0001 AS DECIMAL(10, 4))")


def _text(fact: str) -> Column:
    return Column(fact, "{x}")


def _set(fact: str, sets: Sequence[tuple[str, ...]]) -> Column:
    typed = "[" + ", ".join(_quoted(words) for words in sets) + "][{x} + 1]"
    written = _quoted(";".join(words) or "none" for words in sets) + "[{x} + 1]"
    return Column(fact, typed, written)


def _record(prefix: str = "") -> tuple[Column, ...]:
    """A credit record, with that of an adjustment of the grade."""
    adjustment = f"{prefix}credit_adjustment_"
    return (
        _text(f"{prefix}card_history"),
        _text(f"{prefix}loan_history"),
        _flag(f"{prefix}abnormal_account"),
        _flag(f"{prefix}declared_banned"),
        _word(f"{prefix}credit_grade"),
        _word(f"{prefix}adjusted_credit_grade", "credit_grade"),
        Column(f"{adjustment}basis", f"{_quoted(ADJUSTMENT_BASES)}[{{x}} + 1]"),
        Column(f"{adjustment}approver", f"{_quoted(ADJUSTERS)}[{{x}} + 1]"),
        _day(f"{prefix}credit_adjusted_on"),
        _flag(f"{prefix}arrears_here"),
        _flag(f"{prefix}arrears_elsewhere"),
        _flag(f"{prefix}good_social_record"),
    )


CUSTOMER_ID = Column("customer_id", "'SYN' || lpad(CAST({x} AS VARCHAR), 9, '0')")
_RESIDENT_ID = Column(
    "resident_id",
    f"CAST(nullif({{x}}, {UNKNOWN_AMOUNT}) // 16 AS VARCHAR) || '0123456789X'[{{x}} % 16 + 1]",
)

COLUMNS: tuple[Column, ...] = (
    CUSTOMER_ID,
    _RESIDENT_ID,
    _birth_day("birth_date"),
    _count("age"),
    _word("sex"),
    _word("nationality"),
    _flag("full_capacity"),
    _day("residence_since"),
    _flag("fixed_abode"),
    _day("work_in_china_since"),
    _word("marital_status"),
    _word("education"),
    _flag("stable_income"),
    _flag("legal_occupation"),
    _set("qualifications", QUALIFICATION_SETS),
    _word("employer_kind"),
    _day("hire_date"),
    _count("tenure_years"),
    _flag("formal_staff"),
    _flag("established_post"),
    _flag("service_staff"),
    _word("administrative_level"),
    _word("civil_rank"),
    _word("military_post"),
    _word("school_post"),
    _word("teaching_title"),
    _word("hospital_post"),
    _word("medical_title"),
    _word("unit_level"),
    _word("management_level"),
    _word("technical_level"),
    _day("payroll_since"),
    _count("payroll_years"),
    _text("employer.code"),
    _flag("employer.local"),
    _word("employer.hospital_grade"),
    _word("employer.industry"),
    _count("employer.employees"),
    _money("employer.revenue"),
    _money("employer.assets"),
    _word("employer.size", "enterprise_size"),
    _flag("employer.state_owned"),
    _word("employer.listing"),
    _count("employer.profit_years"),
    _text("employer.parent_code"),
    _rate("employer.parent_holding"),
    _flag("employer.licensed_financial"),
    _flag("employer.cross_province"),
    _money("employer.net_cash_flow_last_year"),
    _money("employer.net_cash_flow_prior_year"),
    _flag("employer.good_credit"),
    _flag("employer.principals_clean"),
    _flag("founded_organisation"),
    _rate("shareholding"),
    _flag("shareholding_in_listed"),
    _flag("listed_holding_counts"),
    _flag("main_income_is_business"),
    _day("business_since"),
    _count("business_years"),
    _day("business_local_since"),
    _money("registered_capital"),
    _money("paid_in_capital"),
    _flag("owns_premises_local"),
    _flag("owns_home_local"),
    _money("profit_12m"),
    _money("net_cash_flow_12m"),
    _money("profit_6m"),
    _money("net_cash_flow_6m"),
    _flag("sound_operation"),
    _flag("operates_normally"),
    *_record(),
    *_record("spouse."),
)

ACCOUNT_COLUMNS: tuple[Column, ...] = (
    CUSTOMER_ID,
    _word("kind", "account_kind"),
    _word("state", "account_state"),
    _text("history"),
)
