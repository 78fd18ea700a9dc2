"""Texts, and codes: a text with a check, the key of a table, an entry of a reference list. A code holds no blanks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from kefen.language.operators import OPERATORS
from kefen.language.operators.codes import USCC_ALPHABET
from kefen.spelling.cleaning import (
    BLANKS,
    NOTHING,
    Convert,
    NotAccepted,
    bare,
    narrow,
    refuse_none,
)

#: a text that needs no second look: no word for nothing ends in a digit or is so long, a rounded number has a point or plus
PLAIN = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z_/-]*[0-9]|[0-9A-Za-z_/-]{7,})?", re.A)
_NOT_IN_A_CODE = re.compile(f"[{re.escape(BLANKS)}\\x00-\\x1f\\x7f\ufffd\"'`‘’“”]")
_LENGTH = 18


def code_of(check: str) -> Convert:
    """The reader of codes that pass a check of the operator table."""
    holds = check_of(check)

    def read(value: Any) -> str | None:
        if type(value) is str and value == value.upper() and holds(value):
            return value
        code = to_code(value)
        if code is None or holds(code := code.upper()):
            return code
        raise _REASONS.get(check, _of_no_check)(code)

    return read


@cache
def check_of(operator: str) -> Callable[[str], bool]:
    """The Python meaning of an operator of the table that takes one text."""
    source = OPERATORS[operator].python.format("x")
    space: dict[str, Any] = {"__builtins__": {}, "len": len, "int": int}
    check: Callable[[str], bool] = eval(f"lambda x: {source}", space)  # noqa: S307 - a row of our table
    return check


def to_text(value: Any) -> str | None:
    """A text without what surrounds it; nothing for an empty one and for a word that says nobody knows.

    Full-width letters become narrow where nothing else stands: a Chinese name keeps its signs.
    """
    if type(value) is str and PLAIN.fullmatch(value):
        return value
    text = bare(value)
    if not text or text.casefold() in NOTHING:
        return None
    plain = narrow(text)
    refuse_none(plain)
    return plain if plain.isascii() else text


def to_code(value: Any) -> str | None:
    """A code in narrow letters; ``NotAccepted`` when a blank, a quotation mark or a control character stands in it."""
    if type(value) is str and value.isascii() and value.isalnum() and value[-1].isdigit():
        return value  # as `PLAIN` says, in half the time
    text = to_text(value)
    if text is None or text.isalnum():
        return text if text is None else narrow(text)
    if _NOT_IN_A_CODE.search(text):
        raise NotAccepted("blank inside")
    return narrow(text)


# --- why a code does not pass its check -----------------------------------------------------------------


def _of_no_check(code: str) -> NotAccepted:
    return NotAccepted("check digit")


def _of_resident_id(code: str) -> NotAccepted:
    if len(code) == 15 and code.isdecimal():
        return NotAccepted("old number")
    if len(code) != _LENGTH:
        return NotAccepted("length", str(_LENGTH))
    if not re.fullmatch(r"\d{17}[\dX]", code, re.A):
        return NotAccepted("letters")
    if code[0] == "0":
        return NotAccepted("first digit")
    return NotAccepted("check digit" if _is_day(code[6:14]) else "born inside")


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year in range(1800, 2200)
    except ValueError:
        return False


def _of_uscc(code: str) -> NotAccepted:
    if len(code) != _LENGTH:
        return NotAccepted("length", str(_LENGTH))
    if not set(USCC_ALPHABET).issuperset(code):
        return NotAccepted("letters")
    return NotAccepted("first digit" if code[0] == "0" else "check digit")


_REASONS: dict[str, Callable[[str], NotAccepted]] = {
    "resident_id": _of_resident_id,
    "uscc": _of_uscc,
}
