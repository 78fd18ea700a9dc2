"""A checked file is written: parties, facts, what is known now, loans; set-based, a thousand rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError, StaleError
from workbench.customers.actions.parties import new_numbers
from workbench.customers.identity import set_identity, set_phone
from workbench.customers.importing.checking import Checked, check_rows, parts
from workbench.customers.importing.fields import source_of
from workbench.customers.importing.knowledge import Known, known_of
from workbench.customers.models import (
    ChangeKind,
    CustomerRow,
    Fact,
    Feed,
    Gap,
    ImportKind,
    ImportRow,
    ImportSession,
    Loan,
    Outcome,
    Party,
    PartyKind,
    PartyNow,
    PartyState,
    Relation,
    RelationKind,
    Source,
)
from workbench.customers.rows import renew_row

_WHY = "a checked file is applied"
_BY_IDENTITY = ("birth_date", "sex")
_DOES = (Outcome.CREATE, Outcome.UPDATE)


def apply_rows(session: ImportSession, by: Actor) -> dict[str, int]:
    """Writes what every row that is not rejected says; rows are judged once more, as things stand now."""
    rows = list(
        ImportRow.objects.filter(session=session).exclude(outcome=Outcome.REJECTED).order_by("line")
    )
    done = dict.fromkeys(Outcome.values, 0)
    for part in parts(rows):
        judged = list(check_rows(session, part))
        if any(one.problems for one in judged):
            raise StaleError(
                _("The bank has learnt something since the file was checked: check it again.")
            )
        for one in judged:
            done[one.outcome] += 1
        _apply(session, [one for one in judged if one.outcome in _DOES], by)
    if session.kind in (ImportKind.LOANS, ImportKind.PAYROLL):
        _feed(session, len(rows))
    return done


def _apply(session: ImportSession, rows: Sequence[Checked], by: Actor) -> None:
    if session.kind == ImportKind.CUSTOMERS:
        _open(session, [one for one in rows if one.party is None])
    known = known_of(session, [one.identity for one in rows if one.identity], rows)
    for one in rows:
        one.party = known.parties.get(one.identity.blind) if one.identity else None
    if session.kind == ImportKind.LOANS:
        _write_loans(session, rows, known)
    else:
        _write_facts(session, rows, known, by)


def _open(session: ImportSession, rows: Sequence[Checked]) -> None:
    """New files, led by who brought them."""
    numbers = new_numbers(len(rows))
    made = [_party(session, one, number) for one, number in zip(rows, numbers, strict=True)]
    Party.objects.bulk_create(made)
    PartyNow.objects.bulk_create(PartyNow(party=party) for party in made)
    day = clock.today()
    Relation.objects.bulk_create(
        Relation(
            party=party,
            staff=session.taken_by,
            branch=session.branch,
            kind=RelationKind.LEAD,
            since=day,
        )
        for party in made
    )
    CustomerRow.objects.unscoped(_WHY).bulk_create(
        CustomerRow(party=party, branch=session.branch, manager=session.taken_by) for party in made
    )


def _party(session: ImportSession, one: Checked, number: str) -> Party:
    assert one.identity is not None
    party = Party(
        number=number,
        kind=PartyKind.PERSON,
        name=str(one.values["name"]),
        state=PartyState.PROSPECT,
        branch=session.branch,
    )
    set_identity(party, one.identity)
    if "phone" in one.values:
        set_phone(party, one.values["phone"])
    return party


def _write_facts(session: ImportSession, rows: Sequence[Checked], known: Known, by: Actor) -> None:
    made = [fact for one in rows for fact in _facts(session, one, known, by)]
    Fact.objects.bulk_create(made)
    changed = _renew_now(made, known)
    gaps = Gap.objects.unscoped(_WHY).filter(party__in=changed, closed_at=None)
    said = {(fact.party_id, fact.name) for fact in made}
    closed = [gap for gap in gaps if (gap.party_id, gap.name) in said]
    Gap.objects.unscoped(_WHY).filter(pk__in=[gap.pk for gap in closed]).update(
        closed_at=clock.now()
    )
    for party in {gap.party for gap in closed}:
        renew_row(party)


def _facts(session: ImportSession, one: Checked, known: Known, by: Actor) -> list[Fact]:
    now = known.facts.get(_party_of(one), {})
    given: dict[str, Any] = dict(one.facts)
    if one.identity is not None and one.identity.born_on and "birth_date" not in now:
        given["birth_date"] = one.identity.born_on.isoformat()
        given["sex"] = "male" if one.identity.sex == "男" else "female"
    authorisation = known.authorisations.get(str(one.values.get("authorisation", "")))
    changed = {name: value for name, value in given.items() if now.get(name, [None])[0] != value}
    return [
        Fact(
            party_id=_party_of(one),
            name=name,
            value=value,
            true_on=session.business_on,
            known_at=clock.now(),
            kind=ChangeKind.CHANGE if name in now else ChangeKind.FIRST,
            source=Source.IDENTITY if name in _BY_IDENTITY else source_of(session.kind),
            authorisation=authorisation,
            entered_by=session.taken_by.number,
        )
        for name, value in changed.items()
    ]


def _party_of(one: Checked) -> int:
    """Of a row that was judged: its party is there by now."""
    assert one.party is not None
    return one.party


def _renew_now(made: Sequence[Fact], known: Known) -> set[int]:
    """What is known now: a value of a day before the one that stands there changes nothing today."""
    later = _unknown_later(made)
    held = {pk: dict(facts) for pk, facts in known.facts.items()}
    for fact in made:
        stands = held.setdefault(fact.party_id, {}).get(fact.name)
        day = fact.true_on.isoformat()
        if (fact.party_id, fact.name) not in later and (stands is None or stands[1] <= day):
            held[fact.party_id][fact.name] = [fact.value, day, fact.pk]
    changed = {fact.party_id for fact in made}
    rows = [PartyNow(party_id=pk, facts=dict(sorted(held[pk].items()))) for pk in changed]
    PartyNow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["party"], update_fields=["facts"]
    )
    return changed


def _unknown_later(made: Sequence[Fact]) -> set[tuple[int, str]]:
    """Of whom somebody said since that it is unknown: such a row does not stand in what is known now."""
    if not made:
        return set()
    since = made[0].true_on
    rows = Fact.objects.unscoped(_WHY).filter(
        party__in={fact.party_id for fact in made}, value=None, true_on__gt=since, corrected_by=None
    )
    return set(rows.values_list("party_id", "name"))


def _write_loans(session: ImportSession, rows: Sequence[Checked], known: Known) -> None:
    new: list[Loan] = []
    old: list[Loan] = []
    for one in rows:
        loan = known.loans.get(str(one.values["number"]))
        (old if loan else new).append(_loan(session, one, loan))
    Loan.objects.bulk_create(new)
    Loan.objects.unscoped(_WHY).bulk_update(old, _TOLD, batch_size=200)
    for party in Party.objects.unscoped(_WHY).filter(pk__in={one.party for one in rows}):
        renew_row(party)


_TOLD = ["balance", "days_past_due", "overdue_amount", "category", "settled_on", "fed_until"]


def _loan(session: ImportSession, one: Checked, loan: Loan | None) -> Loan:
    values = one.values
    if loan is None:
        loan = Loan(
            party_id=_party_of(one),
            number=values["number"],
            product=values["product"],
            branch=session.branch,
            amount=values["amount"],
            annual_rate=values.get("annual_rate"),
            granted_on=values["granted_on"],
            ends_on=values["ends_on"],
        )
    elif loan.fed_until > session.business_on:
        return loan
    loan.balance, loan.category = values["balance"], values.get("category", "")
    loan.days_past_due, loan.overdue_amount = (
        values.get("days_past_due"),
        values.get("overdue_amount"),
    )
    loan.settled_on, loan.fed_until = values.get("settled_on"), session.business_on
    return loan


def _feed(session: ImportSession, found: int) -> None:
    """A part of a bank's loans is no feed of all: only a file of the whole bank says until when a source was fed."""
    if session.branch.parent_id is not None:
        return
    source = Source.LOAN_FEED if session.kind == ImportKind.LOANS else Source.PAYROLL_FEED
    if Feed.objects.filter(source=source, business_on=session.business_on, accepted=True).exists():
        raise RefusedError(_("This day of this source was fed already."))
    Feed.objects.create(
        source=source,
        business_on=session.business_on,
        arrived_at=clock.now(),
        rows_said=session.rows_said,
        rows_found=found,
        total_said=session.total_said,
        accepted=True,
    )
