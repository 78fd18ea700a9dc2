"""Amounts, rates, terms and payments as a user writes them for ``kefen calc``."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kefen.calculating import (
    Base,
    Burden,
    Debt,
    Fee,
    Income,
    LoanTerms,
    Method,
    Payment,
    Price,
    Timing,
    card_debt,
    instalment,
    loan_debt,
)
from kefen.cli.calc_words import say
from kefen.cli.inputs import WrongUsageError, read_bytes, read_day, text_of
from kefen.errors import InputError
from kefen.spelling import BLANKS, NotAccepted
from kefen.spelling.numbers import exact
from kefen.values import Words

_METHOD_WORDS = {
    "等额本息": Method.EQUAL_INSTALMENT,
    "等额本金": Method.EQUAL_PRINCIPAL,
    "按月付息": Method.INTEREST_ONLY,
    "一次还本付息": Method.BULLET,
    **{method.value: method for method in Method},
    **{method.label.zh: method for method in Method},
}
_TIMES = {
    "start": Timing.AT_START,
    "month": Timing.EACH_MONTH,
    "year": Timing.EACH_YEAR,
    "end": Timing.AT_END,
}
_MONTHS = re.compile(r"(\d{1,4})\s*(m|月|个月|y|年)?", re.I)
_PRICE = re.compile(r"(.*?%)\s*(余额|balance)?", re.I)
_WAN = 10_000
_LONGEST = 30


@dataclass(frozen=True)
class Written:
    """Reads what stands on the command line; a fault is wrong usage, said in the user's language."""

    lang: str
    command: str

    def wrong(self, key: str, **values: object) -> WrongUsageError:
        """Wrong usage in words."""
        return WrongUsageError(say(self.lang, key, **values), f"kefen calc {self.command}")

    def money(self, text: str) -> Decimal:
        """Yuan: ``200000``, ``200,000.00``, ``20万``."""
        plain = text.strip(BLANKS).removesuffix("元")
        number = _number(plain.removesuffix("万"), "money")
        if number is None:
            raise self.wrong("not money", text=text)
        return number * _WAN if plain.endswith("万") else number

    def rate(self, text: str) -> Decimal:
        """A share: ``3.5%`` or ``0.035``. A bare ``3.5`` is neither and is refused."""
        number = _number(text, "rate")
        if number is None or (number >= 1 and not text.strip(BLANKS).endswith(("%", "％"))):
            raise self.wrong("not a rate", text=text)
        return number

    def months(self, text: str) -> int:
        """Months: ``360``, ``360m``, ``30y``, ``30年``."""
        found = _MONTHS.fullmatch(text.strip())
        if found is None:
            raise self.wrong("not months", text=text)
        return int(found[1]) * (12 if found[2] in ("y", "Y", "年") else 1)

    def whole(self, text: str) -> int:
        """A whole number that is not negative."""
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise self.wrong("not whole", text=text)
        return int(text)

    def method(self, text: str) -> Method:
        """How a loan is repaid."""
        if text not in _METHOD_WORDS:
            names = [method.label.zh if self.lang == "zh" else method.value for method in Method]
            raise self.wrong("not a method", text=text, known=", ".join(names))
        return _METHOD_WORDS[text]

    def day(self, text: str) -> date:
        """A day; today when nothing is said."""
        return read_day(text, self.lang)

    def loan(self, text: str) -> LoanTerms:
        """``AMOUNT/RATE/MONTHS``."""
        parts = text.split("/")
        if len(parts) != 3:
            raise self.wrong("not a loan", text=text)
        return LoanTerms(self.money(parts[0]), self.rate(parts[1]), self.months(parts[2]))

    def fee(self, text: str, lender: Words) -> Fee:
        """``NAME[:BY]=PRICE@WHEN``."""
        name, equals, rest = text.replace("：", ":").partition("=")
        price, at, when = rest.rpartition("@")
        if not (name and equals and at):
            raise self.wrong("not a fee", text=text)
        if when not in _TIMES:
            raise self.wrong("not a time", text=when, known=", ".join(_TIMES))
        title, _, collector = name.partition(":")
        by = Words(collector, collector) if collector else lender
        return Fee(Words(title, title), by, _TIMES[when], self._price(price))

    def _price(self, text: str) -> Price:
        found = _PRICE.fullmatch(text.strip())
        if found is None:
            return Price(self.money(text))
        return Price(rate=self.rate(found[1]), base=Base.BALANCE if found[2] else Base.AMOUNT)

    # --- payments ---------------------------------------------------------------------------------------

    def payments(self, texts: Sequence[str], file: str) -> list[Payment]:
        """Payments of the command line and of a file."""
        return [*map(self._payment, texts), *(self._rows(file) if file else ())]

    def _payment(self, text: str) -> Payment:
        day, equals, amount = text.partition("=")
        if not equals or not day:
            raise self.wrong("not paid", text=text)
        return Payment(self.day(day.strip()), self.money(amount))

    def _rows(self, name: str) -> Iterator[Payment]:
        """Rows of a CSV file; the first may be a heading."""
        rows = csv.reader(io.StringIO(text_of(read_bytes(name, self.lang), name, self.lang)))
        for line, row in enumerate(rows, 1):
            if not any(cell.strip() for cell in row) or (line == 1 and not row[0][:1].isdecimal()):
                continue
            try:
                yield Payment(self._day_of(row[0]), self.money(row[1]))
            except (NotAccepted, IndexError, WrongUsageError):
                shown = say(
                    self.lang, "not a payment row", name=name, line=line, text=",".join(row)
                )
                raise InputError(shown) from None

    def _day_of(self, text: str) -> date:
        if not text.strip(BLANKS):
            raise NotAccepted("not a date")
        return self.day(text)

    # --- income and debts ---------------------------------------------------------------------------------

    def income(self, incomes: Sequence[str], fund: str, *, stated: bool) -> Income:
        """Monthly incomes and the housing fund."""
        return Income(tuple(map(self.money, incomes)), self.money(fund), fund_stated=stated)

    def burden(self, fee: str, debts: Sequence[Debt], assets: str) -> Burden:
        """What is paid beside the loan, and the assets proven."""
        return Burden(self.money(fee), tuple(debts), self.money(assets))

    def debts(self, cards: Sequence[str], loans: Sequence[str]) -> list[Debt]:
        """Cards first, then loans, each in the order given."""
        on_cards = [card_debt([self.money(part) for part in text.split("/")]) for text in cards]
        return [*on_cards, *(loan_debt(self.loan(text)) for text in loans)]

    def monthly_payment(self, text: str) -> Decimal:
        """A payment in yuan, or the equal instalment of ``AMOUNT/RATE/MONTHS``."""
        return instalment(self.loan(text)) if "/" in text else self.money(text)


def _number(text: str, kind: str) -> Decimal | None:
    """A number by the one reader of spellings; nothing for what it does not accept."""
    try:
        return exact(text, kind) if len(text) <= _LONGEST else None
    except NotAccepted:
        return None
