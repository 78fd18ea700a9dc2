"""What a file of each kind may hold: who the row is about, the facts of the vocabulary, the fields of a loan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kefen.spelling import convert_to
from kefen.values import Kind, Words
from kefen.vocabulary import FactSpec
from workbench.common.languages import language
from workbench.customers.actions.accepting import is_confidential
from workbench.customers.models import ImportKind, Source
from workbench.policies.vocabulary import Word, list_words, party_words

Reader = Callable[[Any], Any]


@dataclass(frozen=True)
class Field:
    """A column's meaning: `read` takes a text to its value, raises `NotAccepted`, gives None for a blank."""

    name: str
    label: str
    also: tuple[str, ...]
    read: Reader
    needed: bool = False
    fact: bool = False


def _own(name: str, zh: str, en: str, kind: str, *also: str, needed: bool = False) -> Field:
    spec = FactSpec(name, Words(zh, en), Kind(kind))  # type: ignore[arg-type]
    return Field(
        name, zh if language() == "zh" else en, (zh, en, name, *also), convert_to(spec), needed
    )


def fields_of(kind: str) -> dict[str, Field]:
    """By name all that a column of such a file may mean, the needed ones first."""
    own = {field.name: field for field in _OWN[kind]()}
    return own | {word.name: _of_word(word) for word in _facts_of(kind)}


def source_of(kind: str) -> Source:
    """By which way the facts of such a file come."""
    return {
        ImportKind.PAYROLL: Source.PAYROLL_FEED,
        ImportKind.REPORTS: Source.CREDIT_REPORT,
    }.get(ImportKind(kind), Source.IMPORT)


def drafted(kind: str, columns: Iterable[str]) -> dict[str, str]:
    """What each column seems to mean by its header alone; "" for one that is not known."""
    spelled: dict[str, str] = {}
    for field in fields_of(kind).values():
        for word in field.also:
            spelled.setdefault(word.casefold(), field.name)
    return {column: spelled.get(column.casefold(), "") for column in columns}


def missing(kind: str, mapping: Mapping[str, str]) -> list[Field]:
    """The needed fields to which no column leads."""
    meant = set(mapping.values())
    return [field for field in fields_of(kind).values() if field.needed and field.name not in meant]


def _customers() -> list[Field]:
    return [
        _own(
            "identity",
            "身份证号",
            "Resident identity number",
            "text",
            "证件号码",
            "身份证号码",
            needed=True,
        ),
        _own("name", "姓名", "Name", "text", "客户姓名", "客户名称", needed=True),
        _own("phone", "手机号", "Mobile", "text", "电话", "联系电话", "手机"),
    ]


def _payroll() -> list[Field]:
    return [
        _own(
            "identity",
            "身份证号",
            "Resident identity number",
            "text",
            "证件号码",
            "身份证号码",
            needed=True,
        )
    ]


def _reports() -> list[Field]:
    return [
        *_payroll(),
        _own("authorisation", "授权书编号", "Authorisation number", "text", "授权书", needed=True),
        _own("report", "报告编号", "Report number", "text", "信用报告编号", needed=True),
    ]


def _loans() -> list[Field]:
    return [
        *_payroll(),
        _own(
            "number", "借据号", "Loan number", "text", "贷款号", "借据编号", "贷款编号", needed=True
        ),
        _own("product", "产品", "Product", "text", "贷款产品", "产品名称", needed=True),
        _own("amount", "贷款金额", "Amount", "money", "发放金额", needed=True),
        _own("balance", "贷款余额", "Balance", "money", "余额", needed=True),
        _own("annual_rate", "年利率", "Yearly rate", "rate", "利率"),
        _own("granted_on", "发放日", "Granted on", "date", "放款日", "发放日期", needed=True),
        _own("ends_on", "到期日", "Ends on", "date", "到期日期", needed=True),
        _own("days_past_due", "逾期天数", "Days past due", "integer"),
        _own("overdue_amount", "逾期金额", "Overdue amount", "money"),
        _own("category", "五级分类", "Category", "text", "风险分类"),
        _own("settled_on", "结清日", "Settled on", "date", "结清日期"),
    ]


_OWN: dict[str, Callable[[], list[Field]]] = {
    ImportKind.CUSTOMERS: _customers,
    ImportKind.PAYROLL: _payroll,
    ImportKind.REPORTS: _reports,
    ImportKind.LOANS: _loans,
}
_BY_ID = frozenset({"birth_date", "sex"})


def _facts_of(kind: str) -> list[Word]:
    if kind == ImportKind.LOANS:
        return []
    lists = {f"{name}.{field}" for name, fields in list_words().items() for field in fields}
    plain = (word for word in party_words().values() if word.name not in lists | _BY_ID)
    wanted = kind == ImportKind.REPORTS
    return [
        word for word in plain
        if word.from_report == wanted and not word.local and not is_confidential(word.name)
    ]  # fmt: skip


def _of_word(word: Word) -> Field:
    spelled = (*word.spec.label, word.name, *word.spec.also)
    return Field(word.name, word.spec.label.said(language()), spelled, word.accepted, fact=True)
