"""What a printed paper says."""

from __future__ import annotations

import re

from pypdfium2 import PdfDocument


def text_of(body: bytes) -> str:
    """The text of a PDF, without blanks and ends of lines."""
    document = PdfDocument(body)
    pages = [document[place].get_textpage().get_text_bounded() for place in range(len(document))]
    return re.sub(r"\s+", "", "".join(pages))
