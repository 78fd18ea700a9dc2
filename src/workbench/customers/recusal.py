"""回避: nobody makes or checks a proposal about himself, his household or a relative."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from workbench.accounts.models import Staff
from workbench.customers.models import LinkKind, Party, PartyLink
from workbench.reviews.kinds import declare_concern
from workbench.reviews.models import Proposal

NEAR = (LinkKind.SPOUSE, LinkKind.HOUSEHOLD)


def concerns(persons: frozenset[str], proposal: Proposal) -> bool:
    """Whether one of these members of staff is the party, or was ever of its household: an ended link still counts."""
    if proposal.subject_kind != "party":
        return False
    staff = Staff.objects.filter(number__in=persons).exclude(identity_blind=None)
    theirs = list(staff.values_list("identity_blind", flat=True))
    return bool(theirs) and _near(proposal.subject_key).filter(identity_blind__in=theirs).exists()


def _near(key: str) -> QuerySet[Party]:
    links = PartyLink.objects.unscoped("who is near to whom a proposal is about")
    links = links.filter(kind__in=NEAR)
    others = Q(pk__in=links.filter(party=key).values("other"))
    others |= Q(pk__in=links.filter(other=key).values("party"))
    return Party.objects.unscoped("whom a proposal is about").filter(Q(pk=key) | others)


declare_concern(concerns)
