"""Causes before consequences: what only follows from a broken file or front matter is not told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kefen.diagnostics import Diagnostic
from kefen.reading.draft import Document

_FORM, _NAMES, _CLAUSES = range(3)
#: what is wrong with the form of a file, so that something of it is lost
_OF_FORM = ("R", "N003")
_LOST = ("N001", "C002")
#: what a name that was lost may bring about in clauses: names, kinds, instruments, conclusions that do not fit
_MAY_FOLLOW = (*_LOST, "N002", "T", "P")
#: a line that is no statement, or not a whole one
_UNREAD = ("R004", "R005")


def causes_first(items: Sequence[Diagnostic], document: Document) -> list[Diagnostic]:
    """The diagnostics of a version in the order of its foundations, without what may follow from an error before.

    Foundations are the form of the files and of the front matter, then the names in these, then the clauses.
    """
    staged = [(_stage(item, document), item) for item in items]
    causes = [one for one in staged if one[0] < _CLAUSES]
    lost = {told for item in items if item.code in _UNREAD for told in _missed(item)}
    kept = [
        one
        for one in staged
        if one[1].message not in lost and not any(_may_bring(cause, one) for cause in causes)
    ]
    return [item for _, item in sorted(kept, key=lambda one: one[0])]


def _missed(unread: Diagnostic) -> Iterator[str]:
    """What is told of the names that a line which begins no statement would have given."""
    for word in unread.span.text.split():
        yield from (f"no criterion `{word}`", f"unknown name `{word}`")


def _stage(item: Diagnostic, document: Document) -> int:
    in_clauses = item.span.source is document.source and item.span.start > document.front.span.end
    if in_clauses or item.severity != "error":
        return _CLAUSES
    return _FORM if item.code.startswith(_OF_FORM) else _NAMES


def _may_bring(cause: tuple[int, Diagnostic], told: tuple[int, Diagnostic]) -> bool:
    """Whether an error may be the reason of what is told of a later stage."""
    (before, reason), (after, item) = cause, told
    if before >= after or not item.code.startswith(_MAY_FOLLOW if after == _CLAUSES else _LOST):
        return False
    if before == _FORM:
        of_sources = "sources" in reason.span.source.path.rpartition("/")[2].casefold()
        return reason.code == "R002" or of_sources == (item.code == "C002")
    if "C002" in (reason.code, item.code):
        return reason.message == item.message
    return reason.code == "N001"
