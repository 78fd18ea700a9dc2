"""How a run joins the words in its cells, and what it calls its columns."""

from __future__ import annotations

from collections.abc import Mapping

from kefen.saying.phrases import PHRASES

#: between the words of a list in one cell
SPACED: Mapping[str, str] = {"zh": "、", "en": "; ", "": "|"}


def column_name(lang: str, key: str, **gaps: object) -> str:
    """The header of a column, without the spaces that make prose readable; programs read the English one."""
    return PHRASES[f"header {key}"].said(lang or "en").format(**gaps)
