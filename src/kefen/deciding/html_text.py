"""What a notebook shows: a small table."""

from __future__ import annotations

from collections.abc import Mapping

#: the module for it reads a table of all entities when it is loaded, and deciding starts with this one
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def html_table(cells: Mapping[str, str | None]) -> str:
    """A row for each name with its text; names without one are left out."""
    told = ((name, text.translate(_ESCAPED)) for name, text in cells.items() if text)
    rows = "".join(f"<tr><th>{name}</th><td>{text}</td></tr>" for name, text in told)
    return f"<table>{rows}</table>"
