"""What a header says of its column: a unit, a period, another person, a number that names something."""

from __future__ import annotations

import re
from unicodedata import normalize

from kefen.spelling import BLANKS
from kefen.vocabulary import FactSpec

OTHERS = re.compile(
    r"配偶|爱人|共同借款|共借|担保人|保证人|父亲|母亲|子女|家庭"
    r"|spouse|partner|joint|co.?(?:borrower|applicant)|guarantor|household|family",
    re.IGNORECASE,
)
NAME = re.compile(r"姓名|名称|(?:^|[_ ])name(?:$|[_ ])", re.IGNORECASE)
INSTALMENTS = re.compile(r"期数|期次|几期|instal|terms?(?:$|_)|tenor|tenure", re.IGNORECASE)
WAN = re.compile(r"万|_wan$", re.IGNORECASE)
PERCENT = re.compile(r"[%％]|百分|_pct$|percent", re.IGNORECASE)
UNIT = re.compile(r"[(（\[【][^)）\]】]+[)）\]】]|千元|百元|美元|港元|_(?:k|usd)$", re.IGNORECASE)
MONTH = re.compile(r"月|month|mth|(?:^|_)mon(?:$|_)", re.IGNORECASE)
YEAR = re.compile(r"年|year|yr|annual", re.IGNORECASE)
BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
YUAN = re.compile(r"[(（\[](?:人民币)?(?:元|yuan|cny|rmb)[)）\]]$", re.IGNORECASE)
NUMBER = re.compile(
    r"号码?$|编号$|(?:^|[_ ])(?:id|no|key|num|number)$|(?-i:Id|ID|No|NO|Key|Number)$", re.IGNORECASE
)


_UNSEEN = re.compile("[\xad\u180e\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def plain_header(header: str) -> str:
    """A header without blanks around it, and without signs that nobody sees."""
    return _UNSEEN.sub("", header).strip(BLANKS)


def of_another(above: str, spec: FactSpec) -> bool:
    """Whether the line above a header says that a column is about another person, whom its fact is not about."""
    return bool(OTHERS.search(above)) and "." not in spec.name


def is_of_a_year(spec: FactSpec) -> bool:
    """Whether a fact is an amount of a year."""
    return "年" in spec.label.zh and spec.kind.name == "money"


def belied(header: str, spec: FactSpec) -> str:
    """Why a column is hardly a fact as it stands, by the name of a warning: 万元 for yuan, instalments for days."""
    if spec.kind.name == "money" and WAN.search(header):
        return "in wan"
    if is_of_a_year(spec) and MONTH.search(header) and not YEAR.search(header):
        return "by month"
    days = spec.unit.zh in ("天", "日")
    return "instalments" if days and INSTALMENTS.search(header) else ""


def plain_word(word: str) -> str:
    """A word in the form in which names are compared: of any width and case, without blanks and dashes."""
    return re.sub(rf"[_\-\s{BLANKS}]", "", normalize("NFKC", word)).casefold()
