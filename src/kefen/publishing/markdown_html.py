"""The little Markdown that a policy's prose uses, as HTML. Everything else is shown as it stands."""

from __future__ import annotations

import re
from html import escape

_CODE = re.compile(r"`([^`]+)`")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_NUMBER = re.compile(r"(?<![\d.-])\d{5,}(?![\d.])")
_SIGNS = {">=": "≥", "<=": "≤", "..": " … "}
_BULLET = re.compile(r"\s*(?:[-*]|\d+\.)\s+(.*)")


def inline(text: str) -> str:
    """Bold, code and links of one line; a link keeps its words only."""
    made = escape(text, quote=False)
    made = _CODE.sub(r"<code>\1</code>", made)
    made = _BOLD.sub(r"<strong>\1</strong>", made)
    return _LINK.sub(r"\1", made)


def paragraphs(text: str) -> str:
    """Paragraphs, line by line as they were broken, and lists."""
    made: list[str] = []
    items: list[str] = []
    for line in text.split("\n"):
        bullet = _BULLET.fullmatch(line)
        if bullet and line.lstrip()[0] in "-*":
            items.append(f"<li>{inline(bullet.group(1))}</li>")
            continue
        if items:
            made.append(f"<ul>{''.join(items)}</ul>")
            items = []
        if line.strip():
            made.append(f"<p>{inline(line.strip())}</p>")
    if items:
        made.append(f"<ul>{''.join(items)}</ul>")
    return "".join(made)


def table(text: str, *, tested: bool = False) -> str:
    """A table of bars and dashes; in one whose cells are tests, numbers are grouped by thousands."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in text.split("\n")
        if line.strip()
    ]
    head, body = rows[0], rows[2:]
    heads = "".join(f"<th>{inline(cell)}</th>" for cell in head)
    lines = "".join(
        "<tr>" + "".join(f"<td>{_cell(cell, tested=tested)}</td>" for cell in row) + "</tr>"
        for row in body
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"


def _cell(text: str, *, tested: bool) -> str:
    if not tested:
        return inline(text)
    if text == "-":
        return "–"
    for written, shown in _SIGNS.items():
        text = text.replace(written, shown)
    return inline(_NUMBER.sub(lambda found: f"{int(found.group()):,}", text))
