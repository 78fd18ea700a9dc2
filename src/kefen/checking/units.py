"""Units: an amount is in yuan wherever it stands, so nothing may say that it is in another unit."""

from __future__ import annotations

import re

from kefen.diagnostics import Diagnostics
from kefen.reading.yaml_text import Entry
from kefen.source import Span
from kefen.values import Kind, Words

_YUAN = ("元", "人民币", "人民币元", "yuan", "cny", "rmb", "￥", "¥")
_COUNTED = ("integer", "decimal")
_OTHER = re.compile(
    r"[十百千万亿]+\s*元|(?<=[(（/,，])\s*[十百千万亿]+(?=[)）])|[美港欧日]元"
    r"|\b(?:usd|hkd|eur|jpy|us\$|dollars?|euros?|thousands?|millions?|billions?)(?!\w)",
    re.IGNORECASE,
)
_ADVICE = "write amounts in yuan; a mapping scales a column by `times: 10000`"


def check_unit(entry: Entry, kind: Kind, label: Words, found: Diagnostics) -> None:
    """The unit of a fact is one that its kind may have, and its label names no other."""
    unit = entry.get("unit")
    if kind.name == "money":
        for word in _words(unit):
            if word.text.casefold() not in _YUAN:
                found.error("T001", f"money is in yuan, not in `{word.text}`", word.span, _ADVICE)
        check_amount(label, entry.where, found)
    elif unit.value is not None and kind.name not in (*_COUNTED, "none"):
        advice = "delete `unit`; only money, integers and decimals are told with one"
        found.error("T001", f"a `{kind.name}` has no unit", unit.where, advice)


def check_amount(label: Words, span: Span, found: Diagnostics) -> None:
    """What an amount is called says no unit but yuan."""
    for text in dict.fromkeys(label):
        if other := _OTHER.search(text):
            found.error("T001", f"money is in yuan, not in `{other.group()}`", span, _ADVICE)
            return


def _words(unit: Entry) -> list[Entry]:
    words = [entry for _, entry in unit.items()] or [unit]
    return [word for word in words if word.text.strip()]
