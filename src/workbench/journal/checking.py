"""The journal verified as an act: what a command prints and a page shows."""

from __future__ import annotations

from workbench.common.errors import WorkbenchError
from workbench.journal.models import Entry
from workbench.journal.verifying import verify


class TouchedError(WorkbenchError):
    """The journal is not as it was written; each line names one fault."""


def demand_sound() -> int:
    """The number of entries of a journal without fault. Raises `TouchedError` for one with faults."""
    found = [f"{finding.fault}: {finding.what}" for finding in verify()]
    if found:
        raise TouchedError("\n".join(["the journal was touched", *found]))
    return Entry.objects.count()
