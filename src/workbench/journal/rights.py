"""Who reads the journal: those who audit, and nobody else; not the person of whom it tells.

Posts by their codes: `accounts` stands above the journal.
"""

from django.utils.translation import gettext_lazy as _

from workbench.common.rights import declare_right

READ, REVEAL, VERIFY = "journal.read", "journal.reveal", "journal.verify"
AUDITS = ("auditor", "audit_administrator")

declare_right(READ, _("Read the journal"), branch=AUDITS)
declare_right(REVEAL, _("Open what the journal keeps sealed"), branch=("auditor",))
declare_right(VERIFY, _("Verify the journal"), bank=AUDITS)
