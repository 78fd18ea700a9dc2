"""The documents that clauses cite, as ``sources.yaml`` names them, and the days on which they are in force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from kefen.checking.dates import read_period
from kefen.checking.domains import words_of
from kefen.checking.in_force import speaks
from kefen.citation import Instrument
from kefen.diagnostics import Diagnostics, did_you_mean
from kefen.reading.keys import check_keys
from kefen.reading.yaml_text import Entry
from kefen.spelling import NotAccepted, to_day
from kefen.values import NO_WORDS

_TEXTS = ("number", "issuer", "issued", "found", "provenance", "repealed_by", "text")
_KEYS = ("title", "places", "in_force", "applies_by", *_TEXTS)
#: how much of an instrument was seen
_SEEN = ("seen", "seen in part", "not seen")
#: a paper that bears no date
_UNDATED = "undated"
#: a year, a month of one, or a sentence that begins by saying that it is not known or still to be filled in
_NO_DAY = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2]))?|(?:不详|待填|unknown).*", re.DOTALL)


def read_instruments(files: Iterable[Entry], found: Diagnostics) -> dict[str, Instrument]:
    """The instruments of several files by name; of two of one name the later."""
    entries = {name: entry for file in files for name, entry in file.items()}
    result = {name: _instrument(name, entry, found) for name, entry in entries.items()}
    for name, entry in entries.items():
        _check_end(result[name], entry, result, found)
    return result


def _instrument(name: str, written: Entry, found: Diagnostics) -> Instrument:
    entry = check_keys(written, _KEYS, "a property of an instrument", found)
    if entry.get("title").value is None:
        advice = f"write `{name}:` and below it `title: …`"
        found.error("R003", f"the instrument `{name}` has no title", entry.where, advice)
        return Instrument(name, NO_WORDS)
    _check_issued(entry.get("issued"), found)
    texts = {key: entry.get(key).text for key in _TEXTS}
    if texts["text"] not in ("", *_SEEN):
        advice = "one of " + ", ".join(f"`{one}`" for one in _SEEN)
        message = f"`{texts['text']}` does not say how much was seen"
        found.error("T002", message, entry.get("text").span, advice)
    places = {word: english.text for word, english in entry.get("places").items()}
    plain: dict[str, Any] = {**texts, "title": words_of(entry.get("title")), "places": places}
    made = Instrument(name, **plain)
    return _applied(_dated(made, entry, found), entry.get("applies_by"), found)


def _check_issued(entry: Entry, found: Diagnostics) -> None:
    """A day, a month or a year; a text of the bank's own may say that it is not known."""
    if not entry.text or _NO_DAY.fullmatch(entry.text):
        return
    try:
        to_day(entry.text)
    except NotAccepted:
        advice = "write 2026-01-31, 2026-01 or 2026; `不详` if it is not known"
        found.error("D004", f"`{entry.text}` is not a day, a month or a year", entry.span, advice)


def _dated(made: Instrument, entry: Entry, found: Diagnostics) -> Instrument:
    """With its days: ``in_force: [2024-07-01, null]``, or ``undated``."""
    period = entry.get("in_force")
    if period.text == _UNDATED:
        return made
    if period.value is None:
        advice = "write `in_force: [2026-01-31, null]`; `undated` of a paper that bears no date"
        message = f"the instrument `{made.id}` does not say when it is in force"
        found.error("R003", message, entry.where, advice)
        return made
    since, until = read_period(period, found)
    return replace(made, since=since if since > date.min else None, until=until)


def _applied(made: Instrument, entry: Entry, found: Diagnostics) -> Instrument:
    """With the rule by which it still governs what was granted before, and its last day."""
    if entry.value is None:
        return made
    last = entry.get("until").value
    if not entry.get("cites").text or not isinstance(last, date):
        advice = "write `applies_by: {cites: NEWER ARTICLE, until: 2025-12-31}`"
        found.error("R003", "a transition names its rule and its last day", entry.span, advice)
        return made
    return replace(made, applies_by=entry.get("cites").text, applies_until=last)


def _check_end(
    made: Instrument, entry: Entry, known: Mapping[str, Instrument], found: Diagnostics
) -> None:
    """What repeals it, and what lets it apply for a while, is known and in force by then."""
    named = {made.repealed_by: entry.get("repealed_by"), made.applies_by: entry.get("applies_by")}
    for cited, place in named.items():
        id = cited.partition(" ")[0]
        if id and id not in known:
            advice = did_you_mean(id, known)
            found.error("C002", f"no instrument `{id}` in sources.yaml", place.span, advice)
        elif id and not speaks(known[id], made.until):
            message = f"`{id}` is not in force when `{made.id}` ends"
            found.error("C005", message, place.span)
    if made.until is not None and not made.repealed_by:
        message = f"nothing says what took the place of `{made.id}`"
        advice = "add `repealed_by: INSTRUMENT`"
        found.warn("C005", message, entry.get("in_force").span, advice)
