"""The lines that a run set aside: kept as CSV, shown on a page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

from workbench.decisions.running.deciding import ScaleResult

HEAD = ("pack", "customer", "column", "value", "reason", "explanation")


class Line(NamedTuple):
    """A line as it stands in the file; `key` is the number of the customer or of the loan."""

    pack: str
    key: str
    column: str
    value: str
    reason: str
    explanation: str


def quarantine_of(results: Iterable[ScaleResult]) -> bytes:
    """The lines set aside by all scales on what everybody may know, as CSV that a spreadsheet opens."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for result in results:
        for line in result.aside:
            if not line.of.secrets:
                writer.writerow(map(_harmless, (result.scale.pack, line.of.key, *line[1:])))
    return text.getvalue().encode("utf-8-sig")


def lines_of(body: bytes) -> list[Line]:
    """The lines of such a file."""
    rows = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    next(rows, None)
    return [Line(*row) for row in rows]


def _harmless(value: str) -> str:
    """No formula for a spreadsheet."""
    return f"'{value}" if value[:1] in tuple("=+-@\t") and value else value
