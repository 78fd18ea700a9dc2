"""Facts are added to, never overwritten: recorded, corrected, and unknown again where the evidence was false."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.common.languages import language
from workbench.customers.actions.accepting import (
    Given,
    accepted_values,
    check_grounds,
    is_confidential,
)
from workbench.customers.actions.restrictions import begin_restriction
from workbench.customers.following import moved
from workbench.customers.knowing import Row, holding
from workbench.customers.models import (
    Authorisation,
    ChangeKind,
    Evidence,
    Fact,
    Gap,
    Party,
    PartyNow,
    Source,
)
from workbench.customers.rows import renew_now, renew_row, rows_of
from workbench.journal.actions import action
from workbench.policies.vocabulary import label, said

_BY_RULE = ("import", "feed", "intake", "demo")


@action(
    "fact.recorded",
    right="fact.record",
    says=_("recorded facts of customer {object}, true on {true_on}"),
    rules=_BY_RULE,
    secret=("values",),
)
def record_facts(
    party: Party,
    *,
    by: Actor,
    reason: str,
    values: dict[str, Any],
    true_on: date,
    kind: ChangeKind = ChangeKind.CHANGE,
    source: Source = Source.TYPED,
    evidence: Evidence | None = None,
    authorisation: Authorisation | None = None,
    city_branch: Branch | None = None,
) -> list[Fact]:
    """New values of a party, by the names of the vocabulary; None makes a fact unknown. Returns the rows written.

    `kind` is CHANGE (the bank sees itself which are first values and which confirm what stood) or CORRECTION: what
    held until now was never true. A value that says again what is on record for the day writes nothing.
    """
    given = Given(true_on, source, evidence, authorisation, city_branch)
    check_grounds(party, given, by)
    kept = accepted_values(party, values, given, confidential=False)
    return _write(party, kept, given, _Change(by, kind))


@action(
    "secret.recorded",
    right="secret.record",
    says=_("recorded confidential facts of customer {object}"),
    secret=("values", "true_on"),
    told_to="secret.read",
)
def record_secrets(
    party: Party, *, by: Actor, reason: str, values: dict[str, Any], true_on: date
) -> list[Fact]:
    """Facts that only those with the right may see. They act through a restriction alone: one that is true begins it."""
    given = Given(true_on, Source.TYPED, None, None, None)
    check_grounds(party, given, by)
    kept = accepted_values(party, values, given, confidential=True)
    if any(kept.values()):
        begin_restriction(party, by=by, reason="", reason_why=reason)
    return _write(party, kept, given, _Change(by, ChangeKind.CHANGE))


@action(
    "secret.opened",
    right="secret.read",
    says=_("saw the confidential facts of customer {object}"),
    needs_reason=True,
    api=False,
    told_to="secret.read",
)
def open_secrets(party: Party, *, by: Actor, reason: str) -> str:
    """What is confidential of a party, in words; that it was read is told to those alone who may read it."""
    known = PartyNow.objects.filter(party=party).values_list("secrets", flat=True).first() or {}
    lang = language()
    told = [
        _("{fact}: {value}, true on {day}").format(
            fact=label(name, lang), value=said(name, value, lang), day=day
        )
        for name, (value, day, *_row) in sorted(known.items())
    ]
    return "；".join(told) or str(_("Nothing confidential is on record."))


@action(
    "fact.corrected",
    right="fact.correct",
    says=_("corrected a fact of customer {object}: it was never true"),
    secret=("value",),
    needs_reason=True,
)
def correct_fact(
    fact: Fact,
    *,
    by: Actor,
    reason: str,
    value: str,
    true_on: date | None = None,
    evidence: Evidence | None = None,
    authorisation: Authorisation | None = None,
) -> Fact:
    """更正: the row was never true; `value` is what was, "" for unknown. The row itself stays."""
    day = true_on or fact.true_on
    given = Given(day, Source.TYPED, evidence, authorisation, fact.city_branch)
    check_grounds(fact.party, given, by)
    kept = accepted_values(fact.party, {fact.name: value or None}, given, confidential=False)
    row = _add(
        fact.party, fact.name, kept[fact.name], given, _Change(by, ChangeKind.CORRECTION, fact)
    )
    _after(fact.party, [fact.name])
    return row


def falsify(fact: Fact, by: Actor) -> Fact:
    """作假: inside an action that proves its evidence false, the fact becomes unknown from its day on."""
    given = Given(fact.true_on, Source.TYPED, fact.evidence, None, fact.city_branch)
    row = _add(fact.party, fact.name, None, given, _Change(by, ChangeKind.FALSIFIED, fact))
    _after(fact.party, [fact.name])
    return row


@dataclass(frozen=True)
class _Change:
    by: Actor
    kind: ChangeKind
    corrects: Fact | None = None


def write_values(party: Party, values: dict[str, Any], given: Given, by: Actor) -> list[Fact]:
    """Inside an action: values that the bank itself has read from a paper or a file."""
    kept = accepted_values(party, values, given, confidential=False)
    return _write(party, kept, given, _Change(by, ChangeKind.CHANGE))


def _write(party: Party, kept: dict[str, Any], given: Given, change: _Change) -> list[Fact]:
    held = holding(rows_of(party, kept), as_of=given.true_on)
    written = []
    for name, value in kept.items():
        before = held.get(given.key_of(name, party))
        if change.kind == ChangeKind.CORRECTION:
            wrong = _wrong(name, before)
            correction = _Change(change.by, change.kind, wrong)
            written.append(_add(party, name, value, given, correction))
        elif not _says_again(before, value, given):
            kind = _kind(before, value)
            written.append(_add(party, name, value, given, _Change(change.by, kind)))
    _after(party, list(kept))
    return written


def _wrong(name: str, before: Row | None) -> Fact:
    if before is None:
        raise RefusedError(
            _("There is no value of that day to correct: record it as a change."), field=name
        )
    wrong: Fact = Fact.objects.unscoped("the row that is corrected").get(pk=before.id)
    return wrong


def _says_again(before: Row | None, value: Any, given: Given) -> bool:
    if before is None:
        return value is None
    return bool(before.value == value and before.true_on == given.true_on and not given.evidence)


def _kind(before: Row | None, value: Any) -> ChangeKind:
    if before is None or before.value is None:
        return ChangeKind.FIRST
    return ChangeKind.CONFIRMED if before.value == value else ChangeKind.CHANGE


def _add(party: Party, name: str, value: Any, given: Given, change: _Change) -> Fact:
    if change.corrects is not None and Fact.objects.unscoped("corrected once").filter(
        corrects=change.corrects
    ):
        raise RefusedError(
            _("This value was corrected already: correct the value that took its place."),
            field=name,
        )
    return Fact.objects.create(
        party=party,
        name=name,
        value=value,
        true_on=given.true_on,
        known_at=clock.now(),
        kind=change.kind,
        source=given.source,
        evidence=given.evidence,
        authorisation=given.authorisation,
        city_branch=given.city_of(name, party),
        corrects=change.corrects,
        entered_by=change.by.key,
        confidential=is_confidential(name),
    )


def _after(party: Party, names: list[str]) -> None:
    """Gaps close with the value, and what is shown is renewed, in the same transaction."""
    known = renew_now(party, names)
    closed = Gap.objects.unscoped("gaps close with the value").filter(party=party, closed_at=None)
    closed.filter(name__in=known.intersection(names)).update(closed_at=clock.now())
    renew_row(party)
    if not all(is_confidential(name) for name in names):
        moved(party)
