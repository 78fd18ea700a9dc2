"""What a change of a branch touches of customers: told before the change is proposed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.accounts.tree import declare_effect
from workbench.common.scoping import past
from workbench.customers.models import Loan, Party, PartyState

_WHY = "how many a change of a branch touches"


def customers_below(path: str) -> int:
    """Customers whose file lies there, without those who are only known of."""
    rows = Party.objects.unscoped(_WHY).filter(branch__path__gte=path, branch__path__lt=past(path))
    return rows.exclude(state__in=(PartyState.NONE, PartyState.MERGED)).count()


def loans_below(path: str) -> int:
    """Loans outstanding there."""
    rows = Loan.objects.unscoped(_WHY).filter(branch__path__gte=path, branch__path__lt=past(path))
    return rows.filter(settled_on=None).count()


declare_effect(_("customers"), customers_below)
declare_effect(_("loans outstanding"), loans_below)
