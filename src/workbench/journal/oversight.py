"""What those who audit do with the journal: open sealed words, verify it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.journal.actions import action
from workbench.journal.models import Entry
from workbench.journal.queries import secret_words
from workbench.journal.rights import REVEAL, VERIFY
from workbench.journal.verifying import Finding, verify


@action(
    "entry.revealed",
    right=REVEAL,
    says=_("opened the sealed words of entry {object}"),
    needs_reason=True,
    api=False,
)
def reveal_words(entry: Entry, *, by: Actor, reason: str) -> dict[str, str]:
    """What is sealed in an entry, by name; never to the person of whose act it tells."""
    if entry.actor in by.persons:
        raise RefusedError(_("This is an act of your own. Another auditor opens it."))
    return secret_words(entry)


@action("journal.verified", right=VERIFY, says=_("verified the journal"), api=False)
def verify_journal(*, by: Actor, reason: str = "") -> list[Finding]:
    """Every fault of the journal as it stands."""
    return list(verify())
