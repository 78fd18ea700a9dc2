"""Dirty rows: a few per ten thousand, each with one fault, each recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kefen.book.dating import full_years
from kefen.book.draws import UNKNOWN_SMALL, Block, Draws, Facts, Flags
from kefen.book.gaps import is_known
from kefen.book.words import ADMINISTRATIVE_LEVEL, EDUCATION, MARITAL_STATUS, MEDICAL_TITLE, Terms

DirtKind = Literal[
    "check_digit",
    "outside_scale",
    "impossible_date",
    "date_order",
    "negative_amount",
    "out_of_range",
    "contradicts_derivation",
    "duplicate_id",
]

OUTSIDE: dict[str, tuple[Terms, str]] = {
    "education": (EDUCATION, "同等学力"),
    "marital_status": (MARITAL_STATUS, "同居"),
    "administrative_level": (ADMINISTRATIVE_LEVEL, "股级"),
    "medical_title": (MEDICAL_TITLE, "特聘专家"),
}
"""Words that people write and that stand on no scale."""

IMPOSSIBLE_DAYS = ("1983-02-30", "1979-13-05", "1991-04-31", "1985-02-29")
FIRST_IMPOSSIBLE_DAY = -1_000_000_000
"""From here on up a few days stand for impossible ones; only a text file can hold them."""

Change = Callable[[Block, Facts, int], None]


@dataclass(frozen=True)
class Fault:
    """One way to spoil a row.

    The fact in ``needs`` must be known there; the one in ``undoes`` would become a second fault.
    """

    kind: DirtKind
    column: str
    change: Change
    needs: str = ""
    undoes: str = ""


@dataclass(frozen=True)
class Stain:
    """A fault in a block: the rows that have it (two for a repeated number), column and kind."""

    rows: tuple[int, ...]
    column: str
    kind: DirtKind


def _break_check(_: Block, facts: Facts, row: int) -> None:
    whole = facts["resident_id"]
    digits, check = divmod(int(whole[row]), 16)
    whole[row] = digits * 16 + (check + 1 + row % 9) % 11


def _leave_scale(column: str) -> Change:
    def change(_: Block, facts: Facts, row: int) -> None:
        facts[column][row] = len(OUTSIDE[column][0])

    return change


def _strange_code(_: Block, facts: Facts, row: int) -> None:
    facts["card_history"][row, row % 12] = ord("X")


def _put_day(column: str, source: str, days_after: int) -> Change:
    """A date so many days after another fact's, or after the as-of day when no fact is named."""

    def change(block: Block, facts: Facts, row: int) -> None:
        start = int(facts[source][row]) if source else block.as_of_day
        facts[column][row] = start + days_after

    return change


def _impossible_day(_: Block, facts: Facts, row: int) -> None:
    facts["birth_date"][row] = FIRST_IMPOSSIBLE_DAY + row % len(IMPOSSIBLE_DAYS)


def _put(column: str, value: int) -> Change:
    def change(_: Block, facts: Facts, row: int) -> None:
        facts[column][row] = value

    return change


def _miscount(column: str, source: str, years: int) -> Change:
    """A derived number of years that its date denies."""

    def change(block: Block, facts: Facts, row: int) -> None:
        facts[column][row] = full_years(facts[source][row : row + 1], block.as_of_day)[0] + years

    return change


_FAULTS = (
    Fault("check_digit", "resident_id", _break_check, needs="resident_id"),
    Fault("outside_scale", "education", _leave_scale("education")),
    Fault("duplicate_id", "customer_id", lambda *_: None),
    Fault("negative_amount", "registered_capital", _put("registered_capital", -500_000)),
    Fault("contradicts_derivation", "age", _miscount("age", "birth_date", 1), needs="birth_date"),
    Fault("date_order", "hire_date", _put_day("hire_date", "", 91), "hire_date", "tenure_years"),
    Fault("outside_scale", "marital_status", _leave_scale("marital_status")),
    Fault("out_of_range", "shareholding", _put("shareholding", 13_500)),
    Fault("outside_scale", "card_history", _strange_code, needs="card_history"),
    Fault(
        "date_order",
        "business_since",
        _put_day("business_since", "birth_date", -400),
        needs="business_since",
        undoes="business_years",
    ),
    Fault("outside_scale", "administrative_level", _leave_scale("administrative_level")),
    Fault("negative_amount", "employer.revenue", _put("employer.revenue", -3_200_000)),
    Fault(
        "contradicts_derivation",
        "tenure_years",
        _miscount("tenure_years", "hire_date", 3),
        needs="hire_date",
    ),
    Fault("outside_scale", "medical_title", _leave_scale("medical_title")),
)
_LAST = {
    "text": Fault("impossible_date", "birth_date", _impossible_day, undoes="age"),
    "typed": Fault("date_order", "birth_date", _put_day("birth_date", "", 400), undoes="age"),
}


def soil(block: Block, facts: Facts, share: float, form: Literal["text", "typed"]) -> list[Stain]:
    """Spoils about this share of rows, a fault each. Only a text can hold a day that is none."""
    draws = block.draws("dirt")
    faults = (*_FAULTS, _LAST[form])
    count = int(share * block.size + draws.stream.random())
    clean = np.ones(block.size, dtype=np.bool_)
    first = int(draws.stream.integers(len(faults)))
    return [
        _spoil(block, facts, faults[(first + number) % len(faults)], (draws, clean))
        for number in range(count)
    ]


def _spoil(block: Block, facts: Facts, fault: Fault, left: tuple[Draws, Flags]) -> Stain:
    """One fault in a row that is clean so far and that can have it."""
    draws, clean = left
    possible = clean & is_known(facts[fault.needs]) if fault.needs else clean
    row = _take(draws, clean, possible)
    if fault.kind == "duplicate_id":
        twin = _take(draws, clean, clean)
        facts["customer_id"][max(row, twin)] = facts["customer_id"][min(row, twin)]
        return Stain((min(row, twin), max(row, twin)), fault.column, fault.kind)
    fault.change(block, facts, row)
    if fault.undoes:
        facts[fault.undoes][row] = UNKNOWN_SMALL
    return Stain((row,), fault.column, fault.kind)


def _take(draws: Draws, clean: Flags, possible: Flags) -> int:
    """A row out of the possible ones; it is clean no longer."""
    candidates = np.flatnonzero(possible)
    row = int(candidates[draws.stream.integers(candidates.size)])
    clean[row] = False
    return row
