"""Who is due to be decided anew, and why: asked of one by his page, of all by the day's end, in the same words.

A file that did not come changes nothing: the absence of a file is not the absence of arrears.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.customers.models import Fact, LinkKind, Loan, Party, PartyLink
from workbench.decisions.models import LastDecided
from workbench.policies.queries import bundle_for

_WHY = "what was recorded since a party was decided"


def due(party: Party) -> Any:
    """Why the party should be decided again, in one sentence; "" where the stored decisions stand."""
    mine = LastDecided.objects.filter(party=party)
    last = mine.first()
    if last is None:
        return _("Not decided yet.")
    if mine.filter(over_on(clock.today())).exists():
        return _("Due: time has changed what the decision rests on.")
    if mine.filter(_facts_since()).exists():
        return _("Due: facts were recorded since the last decision.")
    if mine.filter(_loans_since()).exists():
        return _("Due: the loan system has told something since the last decision.")
    if last.bundle_id != bundle_for(clock.today(), party.branch).pk:
        return _("Due: another bundle of policies is in force.")
    return ""


def is_overtaken(party: Party) -> bool:
    """Whether time or what was recorded since may have changed what was decided of a party."""
    mine = LastDecided.objects.filter(party=party)
    return mine.filter(over_on(clock.today()) | moved_since()).exists()


def recorded_since(party: Party) -> list[str]:
    """Names of the facts of his, of his spouse or employer, that were recorded since he was decided; no secrets."""
    last = LastDecided.objects.filter(party=party).first()
    if last is None:
        return []
    linked = PartyLink.objects.unscoped(_WHY).filter(Q(party=party) | Q(other=party), until=None)
    linked = linked.filter(kind__in=(LinkKind.SPOUSE, LinkKind.EMPLOYER))
    people = {pk for pair in linked.values_list("party_id", "other_id") for pk in pair}
    rows = Fact.objects.unscoped(_WHY).filter(party__in=people | {party.pk}, confidential=False)
    return sorted(set(rows.filter(known_at__gt=last.at).values_list("name", flat=True)))


def over_on(day: date) -> Q:
    """Of rows of `LastDecided`: time alone has changed some scale by a day."""
    return Q(holds_until__lte=day)


def moved_since() -> Q:
    """Of rows of `LastDecided`: something was recorded since of him, his spouse or his employer. Secrets do not count."""
    return _facts_since() | _loans_since()


def _facts_since() -> Q:
    rows = Fact.objects.unscoped(_WHY).filter(confidential=False)
    return _since(rows, "known_at", (LinkKind.SPOUSE, LinkKind.EMPLOYER))


def _loans_since() -> Q:
    return _since(Loan.objects.unscoped(_WHY), "moved_at", (LinkKind.SPOUSE,))


def _since(rows: QuerySet[Any, Any], known: str, kinds: tuple[LinkKind, ...]) -> Q:
    own = rows.filter(**{"party": OuterRef("party"), f"{known}__gt": OuterRef("at")})
    of_other = {f"{known}__gt": OuterRef(OuterRef("at"))}
    there = Exists(rows.filter(party=OuterRef("other"), **of_other))
    back = Exists(rows.filter(party=OuterRef("party"), **of_other))
    linked = PartyLink.objects.unscoped(_WHY).filter(
        Q(there, party=OuterRef("party")) | Q(back, other=OuterRef("party"), kind=LinkKind.SPOUSE),
        kind__in=kinds,
        until=None,
    )
    return Q(Exists(own)) | Q(Exists(linked))
