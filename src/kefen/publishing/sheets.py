"""The names of Excel sheets: what the template writes and a run looks for."""

from __future__ import annotations


def sheet_name(text: str) -> str:
    """A name Excel accepts: no brackets, colons or slashes, at most 31 characters."""
    return "".join("-" if c in "[]:*?/\\" else c for c in text)[:31]
