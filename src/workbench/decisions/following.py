"""Who was decided once is decided again in the action that records something of him, or of his spouse.

The first decision is asked for by a person, when the file is opened far enough. What is recorded of an employer reaches
many, and so does a file of rows: they are due, the page says so, and the day's end decides them.
"""

from __future__ import annotations

from django.db.models import Q

from workbench.accounts.queries import rule_actor
from workbench.common import clock
from workbench.common.errors import RefusedError
from workbench.customers.following import declare_follower
from workbench.customers.models import LinkKind, Party, PartyLink, PartyState
from workbench.decisions.actions import decide
from workbench.decisions.models import LastDecided
from workbench.policies.queries import bundle_for

_WHY = "of whom or of whose spouse something was recorded"
#: whose files are still worked with
LIVING = (PartyState.PROSPECT, PartyState.ACTIVE, PartyState.RESTRICTED)


def decide_moved(party: int) -> None:
    """By rule: him and, where he is one's spouse, that customer."""
    by = rule_actor("facts")
    for one in _touched(party):
        if _texts_speak(one):
            decide(one, by=by, reason="")


def _touched(party: int) -> list[Party]:
    """Merged files are decided under the one that stays."""
    day = clock.today()
    links = PartyLink.objects.unscoped(_WHY).filter(
        Q(until=None) | Q(until__gt=day), kind=LinkKind.SPOUSE, since__lte=day
    )
    near = Q(pk=party) | Q(merged__pk=party)
    near |= Q(pk__in=links.filter(other=party).values("party"))
    near |= Q(pk__in=links.filter(party=party).values("other"))
    rows = Party.objects.unscoped(_WHY).filter(near, state__in=LIVING)
    decided = rows.filter(pk__in=LastDecided.objects.values("party")).distinct()
    return list(decided.select_related("branch__city_branch").order_by("pk"))


def _texts_speak(party: Party) -> bool:
    """Before the first bundle is released nobody is decided; the page says so."""
    try:
        bundle_for(clock.today(), party.branch)
    except RefusedError:
        return False
    return True


declare_follower(decide_moved)
