"""What surrounds a value: blanks that nobody sees, Excel's error words and formulas, words that say there is nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Convert = Callable[[Any], Any]

#: what is trimmed on both sides, whatever the kind: ASCII, no-break and ideographic blanks, tab, BOM, zero width
BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\xad\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2066\u2067\u2068"
    "\u2069\u3000\ufeff"
)
#: in a text or code it says that nobody knows; anywhere else it is told, unless the vocabulary or a mapping lists it
NOTHING = frozenset(
    ("null", "(null)", "<null>", "\\n", "n/a", "nan", "nat", "<na>", "unknown", "-", "--", "—", "——", "－", "–",
     "不详", "未知", "不明")
)  # fmt: skip
#: it says that there is none, which is known: empty for a set of choices
NONE = frozenset(("无", "none"))

_EXACT_DIGITS = 15
_QUOTED = re.compile(r'="([^"]*)"')
_ERROR = re.compile(
    r"#(?:REF|VALUE|DIV/0|NAME|NULL|NUM|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|UNKNOWN|EXTERNAL|PYTHON|DATA|GETTING_DATA|N/A)"
    r"[!?]?|#{4,}|Err:\d{3}",
    re.I | re.A,
)
#: as Excel and Java write a long number; without a point or a sign it may be a code, such as 12E5
_ROUNDED = re.compile(r"[+-]?(?:\d+[.,]\d*E[+-]?|\dE\+)\d+", re.I | re.A)
_DOUBTFUL = re.compile(r"(?:.* )?\[(shown|merged): (.*)\]", re.DOTALL)
#: full-width forms of ASCII, the yuan sign, the minus sign
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0xFFE5: "¥",
    0x2212: "-",
}


class NotAccepted(ValueError):  # noqa: N818 - a verdict on a value, said by its reason
    """A value that does not fit its fact. ``reason`` is a code of ``wording``."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(reason)


def bare(value: Any) -> str:
    """A value as the text it says, without what surrounds it; ``NotAccepted`` for an error cell or a formula."""
    text = (value if type(value) is str else written(value)).strip(BLANKS)
    if text[:1] == "=":
        quoted = _QUOTED.fullmatch(text)
        if quoted is None:
            raise NotAccepted("formula")
        text = quoted[1].strip(BLANKS)
    if text[:1] in ("#", "E", "e") and _ERROR.fullmatch(text):
        raise NotAccepted("error cell", text)
    if text[-1:] == "]" and (doubt := _DOUBTFUL.fullmatch(text)):
        raise NotAccepted(doubt[1], doubt[2])
    return text


def doubtful(text: str, doubt: str, detail: str) -> str:
    """The text of a cell that is not certainly what it says, in a form that no reader takes for a value.

    ``doubt`` is ``shown`` when its format shows another value, ``merged`` when it is one with other cells.
    """
    return f"{text} [{doubt}: {detail}]"


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as their ASCII forms."""
    return text if text.isascii() else text.translate(_NARROW)


def written(value: Any) -> str:
    """A value that is no text as a person would write it; ``TypeError`` for what is more than one value.

    A float has at most 15 digits, as in Excel; what is larger keeps an exponent, which no text or code accepts. So it is
    with an exact number that was written with one.
    """
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else f"{value:.15G}"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, Decimal) and abs(value.adjusted()) < _EXACT_DIGITS:
        return f"{value:f}"
    if isinstance(value, int | Decimal | date):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not one value")


def refuse_nothing(text: str) -> None:
    """``NotAccepted`` for words that say nothing, or none, where a value of its kind is expected."""
    if text.casefold() in NOTHING:
        raise NotAccepted("nothing")
    refuse_none(text)


def refuse_none(text: str) -> None:
    """``NotAccepted`` for a word for *none*, and for a number whose last digits may be cut off."""
    if text.casefold() in NONE:
        raise NotAccepted("none")
    if _ROUNDED.fullmatch(text):
        raise NotAccepted("excel digits")
