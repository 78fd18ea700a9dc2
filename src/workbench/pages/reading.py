"""Who looked at whom: each opening of a customer's page is an entry of the journal."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.common import panels
from workbench.common.acting import Actor
from workbench.customers.models import Party
from workbench.journal.actions import about_of
from workbench.journal.sentences import declare_sentence
from workbench.journal.writing import Act, write


def _headed(key: str) -> Any:
    """A tab of the customer's page as it is headed; its key where no app declares it any more."""
    tab = panels.CUSTOMER_TABS.get(key)
    return tab.label if tab else key


SEEN = declare_sentence(
    "customer.seen", _("looked at {object}, {tab}"), labels={"tab": _headed}
).code


def note_reading(party: Party, *, by: Actor, tab: str) -> None:
    """One entry: this person saw this part of this customer's page now."""
    write(Act(SEEN, about_of(party), {"object": str(party), "tab": tab}), by=by)
