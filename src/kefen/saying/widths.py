"""Columns of a terminal: a Chinese character is two wide."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import combining, east_asian_width


@lru_cache(maxsize=4096)
def _character_width(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def width(text: str) -> int:
    """Columns a text takes.

    >>> width("客分 Kefen")
    10
    """
    return sum(map(_character_width, text))


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled with spaces to a number of columns; it stands at the left, or at the ``right``."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if right else text + blanks
