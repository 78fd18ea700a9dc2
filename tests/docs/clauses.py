"""A fence of clauses shown in a document, read as a policy's reader would read it."""

from __future__ import annotations

from kefen.diagnostics import Diagnostics
from kefen.language.parser import parse
from kefen.reading.markdown import read_document
from kefen.source import Source

_TICKS = "`" * 3


def read_clauses(text: str) -> list[str]:
    """The messages about a fence: form and syntax only, since its vocabulary is elsewhere."""
    found = Diagnostics()
    source = Source("fence", f"---\n---\n# 第一条\n\n{_TICKS}policy\n{text}{_TICKS}\n")
    document = read_document(source, found)
    for statement in document.statements:
        if span := statement.expression:
            parse(source, span.start, span.end, found)
    return [str(item) for item in found.errors]
