"""Who is due to be decided anew, and why: asked of one by his page, of all by the day's end, in the same words.

A file that did not come changes nothing: the absence of a file is not the absence of arrears.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.customers.models import Fact, LinkKind, Party, PartyLink
from workbench.decisions.models import LastDecided
from workbench.policies.queries import bundle_for

_WHY = "what was recorded since a party was decided"
_THERE, _BACK = "party__links__other__", "party__linked_from__party__"  # over a link, either way


def due(party: Party) -> Any:
    """Why the party should be decided again, in one sentence; "" where the stored decisions stand."""
    mine = LastDecided.objects.filter(party=party)
    last = mine.first()
    if last is None:
        return _("Not decided yet.")
    if mine.filter(holds_until__lte=clock.today()).exists():
        return _("Due: time has changed what the decision rests on.")
    if _facts_since(mine).exists():
        return _("Due: facts were recorded since the last decision.")
    if _loans_since(mine).exists():
        return _("Due: the loan system has told something since the last decision.")
    if last.bundle_id != bundle_for(clock.today(), party.branch).pk:
        return _("Due: another bundle of policies is in force.")
    return ""


def is_overtaken(party: Party) -> bool:
    """Whether time or what was recorded since may have changed what was decided of a party."""
    return overtaken(LastDecided.objects.filter(party=party), clock.today()).exists()


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


def overtaken(rows: QuerySet[LastDecided], day: date) -> QuerySet[Any, Any]:
    """Keys of those of whom time, by `day`, or what was recorded since may have changed what was decided.

    Each way in which something comes is a join of its own, which a database walks by its indexes or all at once; the
    same ways as one condition with OR would be asked of every row.
    """
    by_time = rows.filter(holds_until__lte=day).values("pk")
    return by_time.union(_facts_since(rows), _loans_since(rows))


def _facts_since(rows: QuerySet[LastDecided]) -> QuerySet[Any, Any]:
    """Something was recorded of him, his spouse or his employer. Secrets do not count."""
    own, there, back = (
        {f"{way}facts__known_at__gt": F("at"), f"{way}facts__confidential": False}
        for way in ("party__", _THERE, _BACK)
    )
    there |= _linked("links", LinkKind.SPOUSE, LinkKind.EMPLOYER)
    return _any_of(rows, own, there, back | _linked("linked_from", LinkKind.SPOUSE))


def _loans_since(rows: QuerySet[LastDecided]) -> QuerySet[Any, Any]:
    """The loan system has told something of him or his spouse."""
    own, there, back = (
        {f"{way}loans__moved_at__gt": F("at")} for way in ("party__", _THERE, _BACK)
    )
    there |= _linked("links", LinkKind.SPOUSE)
    return _any_of(rows, own, there, back | _linked("linked_from", LinkKind.SPOUSE))


def _linked(way: str, *kinds: LinkKind) -> dict[str, Any]:
    return {f"party__{way}__kind__in": kinds, f"party__{way}__until": None}


def _any_of(rows: QuerySet[LastDecided], *conditions: dict[str, Any]) -> QuerySet[Any, Any]:
    first, *others = (rows.filter(**one).values("pk") for one in conditions)
    return first.union(*others)
