"""The register of standings, read: the class that counts, for whom it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from workbench.accounts.models import Branch
from workbench.common import clock
from workbench.customers.models import Party
from workbench.decisions.models import Standing, StandingState

_WHY = "the class of a party whom the caller reaches"
COUNTING = (StandingState.VALID, StandingState.WATCH)


class Use(StrEnum):
    """What a class is asked for. Under watch, lending goes by the class found, service and marketing by the one held."""

    LENDING = "lending"
    SERVICE = "service"
    MARKETING = "marketing"


@dataclass(frozen=True)
class ClassHeld:
    """A class that counts, and the row of the register that says so."""

    klass: str
    standing: Standing

    @property
    def under_watch(self) -> bool:
        return bool(self.standing.state == StandingState.WATCH)


def class_for(
    party: Party, on: date, city_branch: Branch | None, use: Use, *, scale: str = "customer_class"
) -> ClassHeld | None:
    """The class of a party on a day in the territory of a city branch; None where none counts.

    The only way by which other apps read standings: suspended, lapsed and pending ones do not count.
    """
    rows = _counting([party.pk], on, clock.now(), scale)
    row = (
        rows.filter(Q(city_branch=city_branch) | Q(city_branch=None)).order_by("-given_on").first()
    )
    return None if row is None else _held(row, use)


def classes_on(parties: Sequence[int], on: date, known_at: datetime) -> dict[int, Standing]:
    """The standing of the customer class of each party that has one counting, in one query."""
    rows = _counting(parties, on, known_at, "customer_class").order_by("given_on", "pk")
    return {row.party_id: row for row in rows}


def _counting(
    parties: Sequence[int], on: date, known_at: datetime, scale: str
) -> QuerySet[Standing, Standing]:
    rows: Any = Standing.objects.unscoped(_WHY).filter(party__in=parties, scale=scale)
    known = rows.filter(recorded_at__lte=known_at).filter(
        Q(recorded_until=None) | Q(recorded_until__gt=known_at)
    )
    found: QuerySet[Standing, Standing] = known.filter(
        Q(valid_until=None) | Q(valid_until__gt=on), state__in=COUNTING, valid_from__lte=on
    )
    return found


def _held(row: Standing, use: Use) -> ClassHeld | None:
    by_finding = use is Use.LENDING and row.state == StandingState.WATCH
    klass = row.class_found if by_finding else row.klass
    return ClassHeld(klass, row) if klass else None
