"""In which of its two languages the library speaks to whoever reads."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import get_language


def language() -> Literal["zh", "en"]:
    """That of the reader, as labels of the vocabulary are kept; Chinese where nobody chose."""
    return "en" if (get_language() or "").startswith("en") else "zh"
