"""How the versions of a pack lie in time."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from kefen.checking.dates import Period, acknowledged_gaps, read_period
from kefen.diagnostics import Diagnostics
from kefen.reading.draft import Document, Draft
from kefen.reading.yaml_text import Entry


def check_periods(draft: Draft, found: Diagnostics) -> None:
    """Versions have different names, do not overlap, and leave no gap unsaid."""
    quiet = Diagnostics()
    names: dict[str, Entry] = {}
    for document in draft.documents:
        version = document.front.get("version")
        if version.text in names:
            message = f"two versions are called `{version.text}`"
            found.error("N003", message, version.span, other=names[version.text].span)
        names[version.text] = version
    dated = [(read_period(d.front.get("in_force"), quiet), d) for d in draft.documents]
    known = sorted((pair for pair in dated if pair[0][0] > date.min), key=lambda pair: pair[0][0])
    gaps = {gap for d in draft.documents for gap in acknowledged_gaps(d.front, found)}
    for earlier, later in pairwise(known):
        _check_neighbours(earlier, later, gaps, found)


def _check_neighbours(
    earlier: tuple[Period, Document],
    later: tuple[Period, Document],
    gaps: set[Period],
    found: Diagnostics,
) -> None:
    (_, until), before = earlier
    (since, _), after = later
    here, there = (document.front.get("in_force").span for document in (after, before))
    if until is None or until > since:
        names = " and ".join(f"`{d.front.get('version').text}`" for d in (before, after))
        advice = "the end of `in_force` is the first day no longer in force"
        found.error("D001", f"versions {names} overlap", here, advice, there)
    elif until < since and (until, since) not in gaps:
        advice = f'acknowledge it in the front matter: `gaps: ["[{until}, {since})"]`'
        found.warn("D002", f"no version speaks from {until} until {since}", here, advice, there)
