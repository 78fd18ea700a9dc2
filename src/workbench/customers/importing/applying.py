"""A checked file is written: parties, facts, what is known now, loans; set-based, a thousand rows at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError, StaleError
from workbench.common.inserting import insert, new_keys, renew
from workbench.customers.importing.checking import Checked, check_rows, parts
from workbench.customers.importing.fields import source_of
from workbench.customers.importing.knowledge import Known, known_of
from workbench.customers.importing.opening import open_files
from workbench.customers.models import (
    ChangeKind,
    Fact,
    Feed,
    Gap,
    ImportKind,
    ImportRow,
    ImportSession,
    Loan,
    Outcome,
    PartyNow,
    Report,
    Source,
)
from workbench.customers.recusal import refuse_near
from workbench.customers.rows import renew_rows
from workbench.journal.recording import journal_key

_WHY = "a checked file is applied"
_BY_IDENTITY = ("birth_date", "sex")
_DOES = (Outcome.CREATE, Outcome.UPDATE)


def apply_rows(session: ImportSession, by: Actor) -> dict[str, int]:
    """Writes what every row that is not rejected says; rows are judged once more, as things stand now. Refused to `by`,
    who applies it, where one is about himself or his household.
    """
    rows = list(
        ImportRow.objects.filter(session=session).exclude(outcome=Outcome.REJECTED).order_by("line")
    )
    done, total = dict.fromkeys(Outcome.values, 0), Decimal(0)
    for part in parts(rows):
        judged = list(check_rows(session, part))
        if any(one.problems for one in judged):
            raise StaleError(
                _("The bank has learnt something since the file was checked: check it again.")
            )
        refuse_near([one.identity.blind for one in judged if one.identity], by)
        for one in judged:
            done[one.outcome] += 1
            total += one.values.get("balance") or 0
        _apply(session, [one for one in judged if one.outcome in _DOES])
    if session.kind in (ImportKind.LOANS, ImportKind.PAYROLL):
        _feed(session, len(rows), total if session.kind == ImportKind.LOANS else None)
    return done


def _apply(session: ImportSession, rows: Sequence[Checked]) -> None:
    there = [one.identity for one in rows if one.identity and one.party is not None]
    known = known_of(session, there, rows)
    if session.kind == ImportKind.CUSTOMERS:
        open_files(session, [one for one in rows if one.outcome == Outcome.CREATE])
    if session.kind == ImportKind.LOANS:
        _write_loans(session, rows, known)
    else:
        if session.kind == ImportKind.REPORTS:
            _write_reports(session, rows, known)
        _write_facts(session, rows, known)


# --- facts ----------------------------------------------------------------------------------------------


class Told(NamedTuple):
    """A fact as a row tells it."""

    id: int
    party: int
    name: str
    value: Any
    true_on: date
    kind: ChangeKind
    source: Source
    authorisation: int | None


_FACT = ("id", "party_id", "name", "value", "true_on", "kind", "source", "authorisation_id")


def _write_facts(session: ImportSession, rows: Sequence[Checked], known: Known) -> None:
    told = [fact for one in rows for fact in _facts(session, one, known)]
    keys = new_keys(Fact, len(told))
    made = [fact._replace(id=key) for fact, key in zip(told, keys, strict=True)]
    by = (clock.now(), session.taken_by.number)
    insert(Fact, (*_FACT, "known_at", "entered_by"), ((*fact, *by) for fact in made))
    _renew_now(made, known, [_party_of(one) for one in rows])
    _close_gaps({(fact.party, fact.name) for fact in made})


def _facts(session: ImportSession, one: Checked, known: Known) -> Iterator[Told]:
    """What of a row is news. Its key is given when it is written."""
    party, source = _party_of(one), source_of(session.kind)
    now = known.facts.get(party, {})
    authorisation = known.authorisations.get(str(one.values.get("authorisation", "")))
    signed = authorisation.pk if authorisation else None
    for name, value in _given(one, now).items():
        if now.get(name, [None])[0] != value:
            kind = ChangeKind.CHANGE if name in now else ChangeKind.FIRST
            by = Source.IDENTITY if name in _BY_IDENTITY else source
            yield Told(0, party, name, value, session.business_on, kind, by, signed)


def _given(one: Checked, now: dict[str, Any]) -> dict[str, Any]:
    """The facts of a row, and what its identity number says where nobody knew it."""
    if one.identity is None or not one.identity.born_on or "birth_date" in now:
        return one.facts
    sex = "male" if one.identity.sex == "男" else "female"
    return {**one.facts, "birth_date": one.identity.born_on.isoformat(), "sex": sex}


def _party_of(one: Checked) -> int:
    """Of a row that was judged: its party is there by now."""
    assert one.party is not None
    return one.party


def _renew_now(made: Sequence[Told], known: Known, parties: Sequence[int]) -> None:
    """What is known now: a value of a day before the one that stands there changes nothing today. Who had no row of
    what is known gets one.
    """
    later = _unknown_later(made)
    held = {pk: dict(known.facts.get(pk, {})) for pk in parties}
    for fact in made:
        stands, day = held[fact.party].get(fact.name), fact.true_on.isoformat()
        if (fact.party, fact.name) not in later and (stands is None or stands[1] <= day):
            held[fact.party][fact.name] = [fact.value, day, fact.id]
    rows = [(pk, dict(sorted(facts.items()))) for pk, facts in held.items()]
    renew(PartyNow, ("facts",), (row for row in rows if row[0] in known.facts))
    insert(PartyNow, ("party_id", "facts"), (row for row in rows if row[0] not in known.facts))


def _unknown_later(made: Sequence[Told]) -> set[tuple[int, str]]:
    """Of whom somebody said since that it is unknown: such a row does not stand in what is known now."""
    if not made:
        return set()
    since = made[0].true_on
    rows = Fact.objects.unscoped(_WHY).filter(
        party__in={fact.party for fact in made}, value=None, true_on__gt=since, corrected_by=None
    )
    return set(rows.values_list("party_id", "name"))


def _close_gaps(said: set[tuple[int, str]]) -> None:
    """Gaps of what is known by now, by party and name."""
    gaps = Gap.objects.unscoped(_WHY).filter(party__in={party for party, _name in said})
    found = gaps.filter(closed_at=None).values_list("pk", "party_id", "name")
    closed = {pk: party for pk, party, name in found if (party, name) in said}
    if closed:
        Gap.objects.unscoped(_WHY).filter(pk__in=closed).update(closed_at=clock.now())
        renew_rows(set(closed.values()))


# --- reports --------------------------------------------------------------------------------------------


def _write_reports(session: ImportSession, rows: Sequence[Checked], known: Known) -> None:
    """Each answers its query in the register."""
    Report.objects.bulk_create(
        Report(
            query=known.queries[known.authorisations[str(one.values["authorisation"])].pk],
            party_id=_party_of(one),
            number=str(one.values["report"]),
            report_on=session.business_on,
        )
        for one in rows
    )


# --- loans ----------------------------------------------------------------------------------------------

_TOLD = ("balance", "days_past_due", "overdue_amount", "category", "settled_on", "fed_until", "moved_at")  # fmt: skip
_AGREED = ("party_id", "number", "product", "branch_id", "amount", "annual_rate", "granted_on", "ends_on")  # fmt: skip


def _write_loans(session: ImportSession, rows: Sequence[Checked], known: Known) -> None:
    held = [(one, known.loans.get(str(one.values["number"]))) for one in rows]
    new = [
        (*_agreed(session, one), *_told(session, one, loan)) for one, loan in held if loan is None
    ]
    insert(Loan, (*_AGREED, *_TOLD), new)
    old = [(loan.pk, journal_key(), *_told(session, one, loan)) for one, loan in held if loan]
    renew(Loan, ("journal_key", *_TOLD), old)
    renew_rows({_party_of(one) for one in rows})


def _agreed(session: ImportSession, one: Checked) -> tuple[Any, ...]:
    given = one.values
    own = (_party_of(one), given["number"], given["product"], session.branch_id, given["amount"])
    return (*own, given.get("annual_rate"), given["granted_on"], given["ends_on"])


def _told(session: ImportSession, one: Checked, loan: Loan | None) -> tuple[Any, ...]:
    given = one.values
    late = (given.get("days_past_due"), given.get("overdue_amount"))
    news = (*late, given.get("category", ""), given.get("settled_on"))
    moved_at = loan.moved_at if loan is not None and loan.news == news else clock.now()
    return (given["balance"], *news, session.business_on, moved_at)


def _feed(session: ImportSession, found: int, total: Decimal | None) -> None:
    """A part of a bank's loans is no feed of all: only a file of the whole bank says until when a source was fed.

    Its control total is that of the balances; one that does not agree is refused whole.
    """
    if total is not None and session.total_said not in (None, total):
        raise RefusedError(
            _(
                "The balances are {found} together, {said} were said: mend the rejected rows, or ask the sender."
            ).format(found=total, said=session.total_said)
        )
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
        total_found=total,
        accepted=True,
    )
