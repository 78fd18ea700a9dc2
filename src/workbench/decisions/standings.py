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


@dataclass(frozen=True)
class ClassChange:
    """The last change of what counted: codes of the classes, "" for none; `row` is what the register says now."""

    before: str
    now: str
    since: date
    row: Standing


def change_of(party: Party, scale: str = "customer_class") -> ClassChange | None:
    """What the last change of his class was; None where there was none."""
    found: list[Standing] = []
    for row in _effective(party, scale):
        if found and found[-1].recorded_at == row.recorded_at:
            found.pop()  # the end of one and the beginning of the next are one change
        found.append(row)
    if not found:
        return None
    row = found[-1]
    now = _counted(row)
    earlier = next((held for one in reversed(found) if (held := _counted(one)) != now), "")
    return ClassChange(earlier, now, _begins(row), row) if now or earlier else None


def watched(party: Party, scale: str = "customer_class") -> Standing | None:
    """The row of his class while it is watched before a fall."""
    rows = Standing.objects.unscoped(_WHY).filter(party=party, scale=scale, superseded=False)
    found: Standing | None = rows.filter(recorded_until=None, state=StandingState.WATCH).first()
    return found


def _effective(party: Party, scale: str) -> list[Standing]:
    """The rows of the register in their order, without what never came into force."""
    rows = Standing.objects.unscoped(_WHY).filter(party=party, scale=scale, superseded=False)
    came = rows.exclude(state__in=(StandingState.PENDING, StandingState.VOID))
    return list(came.order_by("recorded_at", "pk"))


def _counted(row: Standing) -> str:
    return str(row.klass) if row.state in COUNTING else ""


def _begins(row: Standing) -> date:
    """The first day of it: of a class its own, of a suspension that day, of an end the first day without it."""
    if row.state == StandingState.SUSPENDED:
        return row.suspended_on or row.valid_from
    day = row.valid_from if row.state in COUNTING else row.valid_until
    return day or row.valid_from


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
