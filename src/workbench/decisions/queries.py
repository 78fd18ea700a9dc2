"""Stored decisions of a party, ready for a screen: each scale under its own name, the history of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

import kefen
from kefen.compiling.answers import possible_ids
from kefen.policy import Policy
from kefen.saying.phrases import listed
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.languages import language
from workbench.common.parts import Status, Tone
from workbench.customers.models import Party
from workbench.customers.queries.facts import backdated_to
from workbench.decisions.keeping import decider_of
from workbench.decisions.models import Decision
from workbench.decisions.newest import NEWEST_FIRST
from workbench.policies.scales import SCALES

_WHY = "of a party that the actor reaches"
_ORDER = {scale.pack: place for place, scale in enumerate(SCALES)}
TONES = {
    "decided": Tone.GOOD,
    "provisional": Tone.WARN,
    "undetermined": Tone.WAIT,
    "refused": Tone.BAD,
}
WORDS = {
    "decided": _("decided"),
    "provisional": _("provisional"),
    "undetermined": _("cannot be decided yet"),
    "refused": _("refused"),
}


@dataclass(frozen=True)
class At:
    """The moment of a screen: what was so on a day, as it was known at a moment. `past` for any but now."""

    day: date
    known_at: datetime

    @property
    def past(self) -> bool:
        return self.day < clock.today() or self.known_at < clock.now()


@dataclass(frozen=True)
class ScaleLine:
    """One scale of a party: its own name, its result in words, its page."""

    row: Decision
    scale: str
    result: str
    status: Status
    url: str


def may_see_secrets(actor: Actor, party: Party) -> bool:
    """Whether he is told the decision on all facts."""
    return actor.may("secret.read", party.branch_path)


def newest(party: Party, at: At, *, secrets: bool = False) -> list[Decision]:
    """The decision of each scale and loan that counted at a moment, in the order of the scales: one query."""
    rows = _told(party, secrets).filter(as_of__lte=at.day, known_at__lte=at.known_at)
    place = Window(
        RowNumber(),
        partition_by=[F("pack"), F("subject")],
        order_by=["visible_only", *NEWEST_FIRST],
    )
    found = rows.annotate(place=place).filter(place=1).select_related("bundle", "city_branch")
    return sorted(_of(party, found), key=lambda row: (_ORDER[row.pack], row.subject))


def before(row: Decision) -> list[Decision]:
    """The decisions of the same scale, loan and audience before one, the newest first."""
    rows: QuerySet[Decision, Decision] = Decision.objects.unscoped(_WHY).filter(
        party=row.party_id,
        pack=row.pack,
        subject=row.subject,
        visible_only=row.visible_only,
        pk__lt=row.pk,
    )
    return _of(row.party, rows.select_related("bundle").order_by("-pk")[:60])


def _of(party: Party, rows: Iterable[Decision]) -> list[Decision]:
    """Rows that know their party, so that nobody asks for it row by row."""
    found = list(rows)
    for row in found:
        row.party = party
    return found


def learnt_since(row: Decision, party: Party) -> date | None:
    """The earliest day about which the bank has learnt something since, where the decision is of that day or later."""
    day = backdated_to(party, row.known_at)
    return day if day is not None and day <= row.as_of else None


def _told(party: Party, secrets: bool) -> QuerySet[Decision, Decision]:
    rows: QuerySet[Decision, Decision] = Decision.objects.unscoped(_WHY).filter(party=party)
    return rows if secrets else rows.filter(visible_only=True)


def line_of(row: Decision) -> ScaleLine:
    """A scale in a line."""
    record = kefen.CompactRecord.unpacked(bytes(row.record))
    policy, lang = decider_of(row, record).policy, language()
    name = (policy.decides.label if policy.decides else policy.title).said(lang)
    possible = possible_ids(record.outcome.possible, policy.decides)
    shown = (row.result,) if row.result else possible
    result = listed([_label(policy, one, lang) for one in shown], lang)
    if row.subject:
        name = f"{name} {row.subject}"
    status = Status(WORDS[row.status], TONES[row.status])
    return ScaleLine(row, name, result, status, page_of(row))


def page_of(row: Decision) -> str:
    """The address of the page of a scale."""
    address = reverse("decision", args=[row.party.number, row.pack])
    return f"{address}?loan={row.subject}" if row.subject else address


def _label(policy: Policy, outcome: str, lang: Any) -> str:
    scale = policy.decides
    places = {term.id: n for n, term in enumerate(scale.terms)} if scale else {}
    if scale and outcome in places:
        return scale.said(places[outcome], lang)
    return str(_("no class") if outcome not in ("admitted",) else _("admitted"))
