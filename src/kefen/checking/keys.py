"""The keys that a mapping may have: an unknown one is told, and read on as the one it most likely is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kefen.diagnostics import Diagnostics, nearest
from kefen.reading.yaml_text import Entry


def check_keys(
    entry: Entry, known: Iterable[str], what: str, found: Diagnostics, code: str = "R003"
) -> Entry:
    """The entry with its misspelt keys put right, so that what hangs on them is not told as well.

    Each unknown key is an error that says that it is not ``what``. One that is like no known key, or like one that is
    given too, stays as it is.
    """
    if not isinstance(entry.value, Mapping):
        return entry
    known, right = tuple(known), {}
    for key, value in entry.items():
        near = "" if key in known else nearest(key, known)
        if key not in known:
            advice = f"did you mean `{near}`?" if near else ""
            found.error(code, f"`{key}` is not {what}", value.where, advice)
        right[near if near and near not in entry.value else key] = value
    return replace(entry, value=right)
