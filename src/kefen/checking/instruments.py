"""The documents that clauses cite, as ``sources.yaml`` names them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kefen.checking.vocabulary import words_of
from kefen.diagnostics import Diagnostics
from kefen.policy import Instrument
from kefen.reading.keys import check_keys
from kefen.reading.yaml_text import Entry
from kefen.spelling import NotAccepted, to_day

_KEYS = ("number", "issuer", "issued", "effective", "found", "provenance")
_DAYS = ("issued", "effective")
#: a year, a month of one, or a sentence that begins by saying that it is not known or still to be filled in
_NO_DAY = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2]))?|(?:不详|待填|unknown).*", re.DOTALL)


def read_instruments(entries: Iterable[Entry], found: Diagnostics) -> dict[str, Instrument]:
    """The instruments of several files by name; of two of one name the later."""
    return {
        name: _instrument(name, entry, found) for file in entries for name, entry in file.items()
    }


def _instrument(name: str, written: Entry, found: Diagnostics) -> Instrument:
    entry = check_keys(written, ("title", *_KEYS), "a property of an instrument", found)
    if entry.get("title").value is None:
        advice = f"write `{name}:` and below it `title: …`"
        found.error("R003", f"the instrument `{name}` has no title", entry.where, advice)
    for key in _DAYS:
        _check_day(entry.get(key), found)
    texts = {key: entry.get(key).text for key in _KEYS}
    return Instrument(name, words_of(entry.get("title")), **texts)


def _check_day(entry: Entry, found: Diagnostics) -> None:
    """A day, a month or a year; a text of the bank's own may say that it is not known."""
    if not entry.text or _NO_DAY.fullmatch(entry.text):
        return
    try:
        to_day(entry.text)
    except NotAccepted:
        advice = "write 2026-01-31, 2026-01 or 2026; `不详` if it is not known"
        found.error("D004", f"`{entry.text}` is not a day, a month or a year", entry.span, advice)
