"""The facts of a party as a policy takes them: of a day, as known at a moment, for the territory of a city branch.

Facts of a spouse and an employer are read through the link of the day and stored nowhere else: after a divorce they
are not read. How old a fact may be is left to the policy; the day of each is given beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from workbench.accounts.models import Branch
from workbench.common import clock
from workbench.customers.knowing import COLUMNS, Row, holding, packed
from workbench.customers.models import (
    Fact,
    Feed,
    LinkKind,
    Party,
    PartyLink,
    PartyNow,
)
from workbench.customers.rows import files_of
from workbench.policies.vocabulary import SUBJECTS, list_words, party_words

_WHY = "facts for a policy: the caller has the party"
_LINKS = {LinkKind.SPOUSE: "spouse", LinkKind.EMPLOYER: "employer"}

Held = Mapping[str, list[Any]]


def facts_of(
    party: Party,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    city_branch: Branch | None = None,
    secrets: bool = False,
) -> dict[str, Any]:
    """What is on record, as `Decider.decide(..., strict=False)` takes it: name → value, or {"value", "date"} where age
    counts. What the workbench itself holds (loans, relations …) comes from `policies.providers`.

    `as_of` is today and `known_at` now, unless given; `city_branch` is that of the party's own branch. Confidential
    facts come only with `secrets`, for the decision that acts through a restriction.
    """
    day = as_of or clock.today()
    city = city_branch or party.branch.city_branch
    others = links_on(party, day, known_at)
    held = held_of([party, *others.values()], day, known_at, secrets=secrets)
    given = given_by(held[party.pk], city.pk if city else None)
    for subject, other in others.items():
        given |= below(subject, given_by(held[other.pk], city.pk if city else None))
    return given


def held_of(
    parties: Iterable[Party],
    day: date,
    known_at: datetime | None = None,
    *,
    secrets: bool = False,
) -> dict[int, Held]:
    """By party what holds, in the form of `PartyNow.facts`. Only the past reads the rows."""
    ids = [party.pk for party in parties]
    if known_at is None and day >= clock.today():
        rows_now = PartyNow.objects.filter(party__in=ids).values_list(
            "party_id", "facts", "secrets"
        )
        now = {pk: facts | (hidden if secrets else {}) for pk, facts, hidden in rows_now}
        return {pk: now.get(pk, {}) for pk in ids}
    of_files = files_of(ids)
    rows = Fact.objects.unscoped(_WHY).filter(party__in=of_files)
    by_party: dict[int, list[Row]] = {pk: [] for pk in ids}
    for party_id, *row in rows.values_list("party_id", *COLUMNS):
        by_party[of_files[party_id]].append(Row(*row))
    return {
        pk: _packed(holding(rows, as_of=day, known_at=known_at), secrets)
        for pk, rows in by_party.items()
    }


def _packed(held: Mapping[str, Row], secrets: bool) -> Held:
    hidden = packed(held, confidential=True) if secrets else {}
    return packed(held) | hidden


def links_on(party: Party, day: date, known_at: datetime | None = None) -> dict[str, Party]:
    """Spouse and employer of a day, by the subject under which a policy asks for their facts."""
    held = PartyLink.objects.unscoped(_WHY).filter(
        Q(party=party) | Q(other=party, kind=LinkKind.SPOUSE), kind__in=list(_LINKS), since__lte=day
    )
    lasting = Q(until=None) | Q(until__gt=day)
    if known_at is not None:
        held, lasting = held.filter(known_at__lte=known_at), lasting | Q(end_known_at__gt=known_at)
    held = held.filter(lasting).select_related("party", "other")
    return {
        _LINKS[LinkKind(link.kind)]: link.other if link.party_id == party.pk else link.party
        for link in held
    }


def fed_until(source: str) -> date | None:
    """数据截至: the business date of the newest accepted arrival of a source."""
    arrived = Feed.objects.filter(source=source, accepted=True).order_by("-business_on")
    newest: Feed | None = arrived.first()
    return newest.business_on if newest else None


def given_by(held: Held, city: int | None) -> dict[str, Any]:
    """What holds of a party as a policy takes it, in the territory of a city branch by its key."""
    given = {}
    for key, (value, day, *_rest) in held.items():
        name, _, where = key.partition("@")
        if not where or (city is not None and where == str(city)):
            given[name] = _dated(name, value, day)
    return given


def _dated(name: str, value: Any, day: str) -> Any:
    if name in list_words():
        ages = {field for field, word in list_words()[name].items() if word.spec.max_age}
        return [_item(item, ages, day) for item in value]
    word = party_words().get(name)
    return {"value": value, "date": day} if word and word.spec.max_age else value


def _item(item: Mapping[str, Any], ages: set[str], day: str) -> dict[str, Any]:
    return {
        field: {"value": value, "date": day} if field in ages else value
        for field, value in item.items()
    }


def below(subject: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Under `spouse.` or `employer.`; those that no policy asks for of that subject pass a policy by unread."""
    assert subject in SUBJECTS
    return {f"{subject}.{name}": value for name, value in given.items()}


def backdated_to(party: Party, known_after: datetime) -> date | None:
    """The earliest day about which the bank has learnt something since: decisions as of that day or later, known
    before, may have been other. They stay as they are; today is decided anew.
    """
    learnt = Fact.objects.unscoped(_WHY).filter(
        party__in=files_of([party.pk]), known_at__gt=known_after, confidential=False
    )
    return min(learnt.values_list("true_on", flat=True), default=None)
