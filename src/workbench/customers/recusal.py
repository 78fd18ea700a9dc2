"""回避: nobody acts on, makes or checks anything about himself, his household or a relative; nor, of a proposal, about a
colleague of his outlet.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Staff
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.models import ImportRow, LinkKind, Party, PartyLink
from workbench.customers.models.closing import closed_people
from workbench.customers.models.parties import files_closed_to
from workbench.journal.actions import Action, declare_guard
from workbench.reviews.kinds import declare_closed, declare_concern
from workbench.reviews.models import Proposal

NEAR = (LinkKind.SPOUSE, LinkKind.HOUSEHOLD)
SENTENCE = _("This is about yourself, your household or a relative. A colleague does it.")
_WHY = "who is near to somebody who acts"


def concerns(persons: frozenset[str], proposal: Proposal) -> bool:
    """Whether the proposal is about one of these members of staff, or somebody who was ever of their household, or a
    colleague of their outlet; or about a file with a row of such a person.
    """
    theirs = _blinds(closed_people(persons))
    if not theirs:
        return False
    if proposal.subject_kind == "party":
        return _about(theirs, persons, Q(pk=proposal.subject_key))
    if proposal.subject_kind == "importsession":
        rows = ImportRow.objects.filter(session=int(proposal.subject_key)).exclude(party=None)
        return _about(theirs, persons, Q(pk__in=rows.values("party")))
    return False


def blinds_near(persons: frozenset[str]) -> set[bytes]:
    """Of these members of staff and of all who were ever of their household."""
    own = _blinds(Staff.objects.filter(number__in=persons).exclude(identity_blind=None))
    if not own:
        return set()
    found = _near(Q(identity_blind__in=own))
    return own | {bytes(blind) for blind in found.values_list("identity_blind", flat=True) if blind}


def refuse_near(blinds: Iterable[bytes], by: Actor) -> None:
    """Raises `RefusedError` where a number is that of who acts, or of his household."""
    if not by.is_rule and blinds_near(by.persons).intersection(blinds):
        raise RefusedError(SENTENCE)


def _guard(row: Action, by: Actor, thing: Any) -> None:
    """Every action on a file and what lies in it; reading is closed by the scope where it is."""
    party = thing if isinstance(thing, Party) else getattr(thing, "party", None)
    if isinstance(party, Party) and party.identity_blind and not row.right.endswith(".read"):
        refuse_near([bytes(party.identity_blind)], by)


def _about(theirs: set[bytes], persons: frozenset[str], files: Q) -> bool:
    people = Party.objects.unscoped(_WHY).filter(files)
    found = {bytes(blind) for blind in people.values_list("identity_blind", flat=True) if blind}
    return bool(found & (theirs | blinds_near(persons)))


def _near(files: Q) -> QuerySet[Party]:
    people = Party.objects.unscoped(_WHY)
    these = people.filter(files).values("pk")
    links = PartyLink.objects.unscoped(_WHY).filter(kind__in=NEAR)
    others = Q(pk__in=links.filter(party__in=these).values("other"))
    others |= Q(pk__in=links.filter(other__in=these).values("party"))
    return people.filter(others)


def _blinds(people: QuerySet[Staff]) -> set[bytes]:
    return {bytes(blind) for blind in people.values_list("identity_blind", flat=True) if blind}


def _closed(actor: Actor, to: str) -> Q:
    files = files_closed_to(actor).annotate(key=Cast("pk", CharField(max_length=60)))
    return Q(**{f"{to}subject_kind": "party", f"{to}subject_key__in": files.values("key")})


declare_concern(concerns)
declare_closed(_closed)
declare_guard(_guard)
