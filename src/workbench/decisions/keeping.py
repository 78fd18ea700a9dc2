"""Decisions stored: packed, with their facts sealed beside; the same answer on the same facts writes no row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import kefen
from kefen.explaining import holds_until
from workbench.common import clock
from workbench.customers.rows import show
from workbench.decisions.deciding import Answer, Answers
from workbench.decisions.gathering import Asked, keep_blob, open_blob
from workbench.decisions.models import Decision, LastDecided
from workbench.decisions.newest import NEWEST_FIRST
from workbench.policies import store

_WHY = "the stored decisions of a party that is decided"


def keep(answers: Answers) -> list[Decision]:
    """Inside an action: stores what is new, says that the party was decided, renews what lists show.

    A decision as of a past day is stored alone: what counts today stays as it is.
    """
    asked = answers.asked
    newest = newest_of(asked.party.pk, asked.day, secrets=asked.secrets)
    held = [(one, one.decision, _until(one)) for one in answers.found]
    made = [
        _stored(one, answers, until)
        for one, decision, until in held
        if decision is not None and _is_new(decision, newest.get(one.key))
    ]
    if not asked.secrets and asked.day == clock.today():
        _decided(answers, min((until for *_rest, until in held if until), default=None))
        _show(asked, answers.found)
    return made


def _until(one: Answer) -> date | None:
    return holding(one.decision) if one.decision is not None else None


def holding(decision: kefen.Decision) -> date | None:
    """The first day on which time alone makes it another answer; none where it never does."""
    return holds_until(decision).until


def packed(decision: kefen.Decision, until: date | None) -> bytes:
    """A decision as a row keeps it, with the day until which it holds."""
    return kefen.compact(decision, until or date.max).packed()


def ended(until: date | None) -> date | None:
    """A day as a row keeps it: a record says never by the last day of the calendar."""
    return None if until == date.max else until


def _decided(answers: Answers, until: date | None) -> None:
    LastDecided.objects.update_or_create(
        party=answers.asked.party,
        defaults={
            "as_of": answers.asked.day,
            "at": answers.asked.known_at,
            "bundle": answers.bundle,
            "holds_until": until,
        },
    )


def newest_of(party: int, day: date, *, secrets: bool) -> dict[tuple[str, str], Decision]:
    """The newest stored decision of each scale and loan as of a day, by pack and loan."""
    rows = Decision.objects.unscoped(_WHY).filter(party=party, visible_only=not secrets)
    counted = rows.filter(as_of__lte=day).order_by(*NEWEST_FIRST).reverse()
    return {(row.pack, row.subject): row for row in counted}


def _is_new(decision: kefen.Decision, old: Decision | None) -> bool:
    """Another answer, or another value; that a value was confirmed again on a later day makes no new decision."""
    if old is None:
        return True
    before = stored(old)
    return (before.outcome, before.facts_used) != (decision.outcome, decision.facts_used)


def _stored(one: Answer, answers: Answers, until: date | None) -> Decision:
    assert one.decision is not None
    asked = answers.asked
    return Decision.objects.create(
        party=asked.party,
        pack=one.scale.pack,
        subject=one.subject,
        as_of=asked.day,
        known_at=asked.known_at,
        status=one.decision.status,
        result=one.decision.result or "",
        record=packed(one.decision, until),
        facts=keep_blob(one.facts),
        bundle=answers.bundle,
        city_branch=asked.city_branch,
        holds_until=until,
        visible_only=not asked.secrets,
    )


def _show(asked: Asked, found: Iterable[Answer]) -> None:
    """What the list of customers shows of the scales: results on the visible facts."""
    shown: dict[str, Any] = {}
    for one in found:
        if one.scale.column:
            shown[one.scale.column] = (one.decision and one.decision.result) or ""
        if one.scale.column == "class_found":
            shown["found_status"] = one.decision.status if one.decision else ""
    show(asked.party, **shown)


# --- read again ---------------------------------------------------------------------------------------


def values_read(row: Decision) -> str:
    """A digest of the values that the policy read, on whatever day each was confirmed; of all facts where none are told."""
    if not row.record:
        return bytes(row.facts).hex()
    used = {name: repr(value) for name, value in stored(row).facts_used.items()}
    return kefen.blob_digest(kefen.facts_blob(used))


def stored(row: Decision) -> kefen.Decision:
    """The decision that a row holds, ready to be told: it is not decided again."""
    record = kefen.CompactRecord.unpacked(bytes(row.record))
    return kefen.decision_of(record, open_blob(bytes(row.facts)), decider_of(row, record))


def decider_of(row: Decision, record: kefen.CompactRecord) -> kefen.Decider:
    """What decided a row: its own bundle with the lists of its day."""
    lists = store.store().lists(record.lists)
    return store.decider(row.bundle.digest, row.pack, row.as_of, lists, record.audience)


@dataclass(frozen=True)
class Recomputed:
    """A stored decision and the same facts decided again by the same text. `differs` names what is not the same."""

    row: Decision
    then: kefen.CompactRecord
    now: kefen.CompactRecord
    differs: tuple[str, ...]

    @property
    def equal(self) -> bool:
        return not self.differs


def recomputed(row: Decision) -> Recomputed:
    """Decides the facts of a row again under its own bundle, lists, day and audience."""
    then = kefen.CompactRecord.unpacked(bytes(row.record))
    facts = open_blob(bytes(row.facts))
    again = decider_of(row, then).decide(facts, row.as_of, strict=False)
    now = kefen.compact(again, holds_until(again).until or date.max)
    parts = ("policy", "lists", "as_of", "outcome", "flags", "holds_until")
    differs = [part for part in parts if getattr(then, part) != getattr(now, part)]
    if (row.status, row.result) != (again.status, again.result or ""):
        differs.append("row")
    if kefen.blob_digest(kefen.facts_blob(facts)) != bytes(row.facts).hex():
        differs.append("facts")
    return Recomputed(row, then, now, tuple(differs))
