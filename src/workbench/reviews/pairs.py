"""Who approves whom: pairs that pass each other's proposals, for the auditor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count

from workbench.accounts.models import Staff
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.reviews.models import Act, Opinion

AUDIT = "proposal.audit"
SPAN = timedelta(days=365)


@dataclass(frozen=True)
class Way:
    """What one said on the proposals of the other. `share` is of all passes that the other got, in percent."""

    maker: str
    checker: str
    passed: int
    returned: int
    share: int


@dataclass(frozen=True)
class Pair:
    """Two persons, each of whom has passed proposals of the other."""

    there: Way
    back: Way

    @property
    def always(self) -> bool:
        """Each is passed by the other alone, and neither ever returned or refused anything."""
        return all(way.share == 100 and not way.returned for way in self.ways)

    @property
    def ways(self) -> tuple[Way, Way]:
        return self.there, self.back

    @property
    def passed(self) -> int:
        return self.there.passed + self.back.passed


def pairs_of(actor: Actor) -> list[Pair]:
    """Of the last year, in the branches that the actor audits; those who always pass each other stand first."""
    said = _said(actor)
    got: Counter[str] = Counter()
    for (maker, _checker, act), number in said.items():
        got[maker] += number if act == Act.PASS else 0
    names = _names(said)
    found = [
        Pair(_way(one, other, said, got, names), _way(other, one, said, got, names))
        for one, other in _mutual(said)
    ]
    return sorted(found, key=lambda pair: (not pair.always, -pair.passed, pair.there.maker))


def _said(actor: Actor) -> Mapping[tuple[str, str, str], int]:
    rows = Opinion.objects.seen_by(actor, AUDIT).filter(at__gte=clock.now() - SPAN, undone_at=None)
    counted = rows.values_list("maker", "checker", "act").annotate(number=Count("pk")).order_by()
    return {(maker, checker, act): number for maker, checker, act, number in counted}


def _mutual(said: Mapping[tuple[str, str, str], int]) -> Iterator[tuple[str, str]]:
    passed = {(maker, checker) for maker, checker, act in said if act == Act.PASS}
    return ((one, other) for one, other in sorted(passed) if one < other and (other, one) in passed)


def _way(
    maker: str,
    checker: str,
    said: Mapping[tuple[str, str, str], int],
    got: Mapping[str, int],
    names: Mapping[str, str],
) -> Way:
    passed = said[maker, checker, Act.PASS]
    returned = sum(said.get((maker, checker, act), 0) for act in (Act.RETURN, Act.REFUSE))
    share = passed * 100 // got[maker]
    return Way(names.get(maker, maker), names.get(checker, checker), passed, returned, share)


def _names(said: Mapping[tuple[str, str, str], int]) -> dict[str, str]:
    numbers = {number for maker, checker, _act in said for number in (maker, checker)}
    rows = Staff.objects.filter(number__in=numbers).values_list("number", "name")
    return {number: f"{name} {number}" for number, name in rows}
