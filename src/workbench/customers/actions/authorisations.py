"""What a party allows, and what is asked of the credit register under it."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.actions.accepting import FOR_REPORTS, Given, person_of
from workbench.customers.actions.facts import write_values
from workbench.customers.following import moved
from workbench.customers.models import (
    Authorisation,
    Evidence,
    Loan,
    Party,
    PartyKind,
    Purpose,
    Query,
    Report,
    Source,
)
from workbench.journal.actions import action


@action(
    "authorisation.taken",
    right="authorisation.take",
    says=_("took authorisation {result} of {object} for {purpose}, signed on {signed_on}"),
    rules=("demo",),
)
def take_authorisation(
    party: Party,
    *,
    by: Actor,
    reason: str,
    purpose: Purpose,
    signed_on: date,
    until: date | None = None,
    evidence: Evidence | None = None,
) -> Authorisation:
    """Signed by the person himself; a spouse signs her own."""
    if party.kind != PartyKind.PERSON:
        raise RefusedError(_("A person signs for himself."))
    if signed_on > clock.today():
        raise RefusedError(_("The day lies in the future."), field="signed_on")
    if until is not None and until <= signed_on:
        raise RefusedError(_("It ends after it was signed."), field="until")
    if evidence is not None and evidence.party_id != party.pk:
        raise RefusedError(_("The evidence lies in another customer's file."), field="evidence")
    if purpose not in FOR_REPORTS:
        moved(party)
    return Authorisation.objects.create(
        party=party,
        purpose=purpose,
        number=f"SQ{signed_on:%Y%m%d}{secrets.randbelow(10**8):08d}",
        signed_on=signed_on,
        until=until,
        evidence=evidence,
    )


@action(
    "authorisation.withdrawn",
    right="authorisation.take",
    says=_("recorded that authorisation {object} was withdrawn on {withdrawn_on}"),
    rules=("day_end", "approvals"),
)
def withdraw_authorisation(
    authorisation: Authorisation, *, by: Actor, reason: str, withdrawn_on: date
) -> Authorisation:
    """From that day on nothing is done under it. What was done before stays."""
    if authorisation.withdrawn_on is not None:
        raise RefusedError(_("It was withdrawn already."))
    if not authorisation.signed_on <= withdrawn_on <= clock.today():
        raise RefusedError(
            _("It is withdrawn after it was signed, and not in the future."), field="withdrawn_on"
        )
    authorisation.withdrawn_on = withdrawn_on
    authorisation.save(update_fields=["withdrawn_on"])
    if authorisation.purpose not in FOR_REPORTS:
        moved(authorisation.party)
    return authorisation


@action(
    "query.asked",
    right="query.ask",
    says=_("asked for a credit query on {object} under {authorisation}"),
    rules=("demo",),
)
def ask_query(party: Party, *, by: Actor, reason: str, authorisation: Authorisation) -> Query:
    """A row of the register; another person makes the query. Without an authorisation there is only: obtain one."""
    _demand_covered(party, authorisation, clock.today())
    return Query.objects.create(
        party=party,
        authorisation=authorisation,
        purpose=authorisation.purpose,
        signed_on=authorisation.signed_on,
        asked_by_id=person_of(by),
        asked_on=clock.today(),
    )


@action("query.made", right="query.make", says=_("made credit query {object}"))
def make_query(query: Query, *, by: Actor, reason: str) -> Query:
    """By the post of credit queries, never by who asked."""
    _demand_open(query)
    demand_officer(query, by)
    _demand_covered(query.party, query.authorisation, clock.today())
    query.queried_by_id = person_of(by)
    query.queried_on = clock.today()
    query.save()
    return query


def demand_officer(query: Query, by: Actor) -> None:
    """Another than who asked."""
    if query.asked_by.number in by.persons:
        raise RefusedError(_("Who asks does not make the query: the credit query officer does."))


@action(
    "query.refused", right="query.make", says=_("refused credit query {object}"), needs_reason=True
)
def refuse_query(query: Query, *, by: Actor, reason: str) -> Query:
    """It is not made; the register keeps it with the reason."""
    _demand_open(query)
    query.refused_because = reason.strip()[:120]
    query.save()
    return query


@action(
    "report.recorded",
    right="query.make",
    says=_("recorded the credit report {number} of query {object}"),
    secret=("values",),
)
def record_report(
    query: Query, *, by: Actor, reason: str, number: str, report_on: date, values: dict[str, Any]
) -> Report:
    """What the query brought: its facts stand under the authorisation, true on the day of the report."""
    if query.queried_on is None:
        raise RefusedError(_("The query was not made yet."))
    if Report.objects.unscoped("one report a query").filter(query=query).exists():
        raise RefusedError(_("The report of this query is recorded already."))
    if not query.signed_on <= report_on <= clock.today():
        raise RefusedError(
            _("The report is of a day after the authorisation, not in the future."),
            field="report_on",
        )
    if Report.objects.unscoped("a report is recorded once").filter(number=number).exists():
        raise RefusedError(_("A report of this number is recorded already."), field="number")
    report = Report.objects.create(
        query=query, party=query.party, number=number, report_on=report_on
    )
    given = Given(report_on, Source.CREDIT_REPORT, None, query.authorisation, None)
    write_values(query.party, values, given, by)
    moved(query.party)
    return report


def _demand_open(query: Query) -> None:
    if query.queried_on is not None or query.refused_because:
        raise RefusedError(_("This query is settled already."))


def _demand_covered(party: Party, authorisation: Authorisation, day: date) -> None:
    if authorisation.party_id != party.pk:
        raise RefusedError(
            _("The authorisation is another person's: take one of his own."), field="authorisation"
        )
    if authorisation.purpose not in FOR_REPORTS or not authorisation.holds_on(day):
        raise RefusedError(
            _("No authorisation covers a query today: obtain one."), field="authorisation"
        )
    if authorisation.purpose == Purpose.POST_LOAN and not _owes(party):
        raise RefusedError(
            _(
                "An authorisation for management after lending ends with the loan: obtain a new one."
            ),
            field="authorisation",
        )


def _owes(party: Party) -> bool:
    living = Loan.objects.unscoped("an authorisation lives as long as the loan")
    return living.filter(party=party, settled_on=None).exists()
