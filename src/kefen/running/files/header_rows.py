"""Files that were joined into one: the header stands again among the rows, and below it columns may be in another order.

What stands below a header in another order says nothing certain until the order of the first header comes again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kefen.running.tables import AGAIN
from kefen.spelling import BLANKS

BELOW = "below another header"


class Headers:
    """The headers of a text or sheet, line by line: the first, by its names, and those that follow it."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.known = frozenset(names)
        self.longest = max(names, key=len, default="")
        #: the line of the header that the rows stand below, when its order is another one
        self.other = 0

    def concern(self, row: str) -> bool:
        """Whether a row as it is written has to be judged by its cells."""
        return bool(self.other) or self.longest in row

    def judge(self, line: int, cells: Iterable[str]) -> str:
        """Why a row is none: a header, or below one in another order; nothing for any other."""
        row = [cell.strip(BLANKS + '"') for cell in cells]
        if 2 * sum(cell in self.known for cell in row) < max(len(self.names), 2):
            return BELOW if self.other else ""
        self.other = 0 if self.is_first(row) else line
        return AGAIN

    def is_first(self, row: list[str]) -> bool:
        """Whether the names are those of the first header; the first of them may follow a row without a line break."""
        last = row[-len(self.names) :]
        named = all(
            cell in ("", name) for cell, name in zip(last[1:], self.names[1:], strict=False)
        )
        return len(last) == len(self.names) and named and last[0].endswith(self.names[0])

    def gaps(self) -> dict[str, object]:
        """What the words of why a row is none want to know."""
        return {"other": self.other}
