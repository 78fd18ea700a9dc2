"""操作记录 of a customer: the entries that name him, for those who read the journal."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.common.acting import Actor
from workbench.common.panels import CustomerTab, declare_customer_tab
from workbench.journal.queries import steps_about
from workbench.journal.rights import READ


def entries_of(actor: Actor, party: Any) -> dict[str, Any]:
    return {"steps": steps_about(actor, party._meta.model_name, str(party.pk))}


declare_customer_tab(
    CustomerTab(
        "journal", _("Journal"), right=READ, order=950, load=entries_of, template="journal/tab.html"
    )
)
