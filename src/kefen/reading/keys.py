"""The keys that a mapping may have: an unknown one is told, and read on as the one it most likely is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from kefen.diagnostics import Diagnostics, nearest
from kefen.reading.yaml_text import Entry

_ALIKE = 0.75


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
            found.error(code, f"`{key}` is not {what}", value.where, _advice(key, near, value))
        right[near if near and near not in entry.value else key] = value
    return replace(entry, value=right)


def _advice(key: str, near: str, value: Entry) -> str:
    """The nearest key; but of what has a label or nothing behind it, that it may be a name indented too deep."""
    alike = SequenceMatcher(None, key.casefold(), near).ratio() >= _ALIKE
    named = isinstance(value.value, Mapping) and "label" in value.value
    if named or (value.value is None and not alike):
        return "if it is a name of its own, indent it as the names above"
    return f"did you mean `{near}`?" if near else ""
