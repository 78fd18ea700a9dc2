"""What a clerk looks for first, beside name and class: gaps, loans, report, spouse and employer, documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.panels import HeaderPart
from workbench.common.parts import Item, Status, Tone
from workbench.customers.identity import masked_name
from workbench.customers.listings import category_of
from workbench.customers.models import (
    Authorisation,
    CustomerRow,
    LinkKind,
    Party,
    PartyLink,
    Purpose,
    Report,
)

READ = "customer.read"
_WHY = "what is on record of a party that the actor reaches"


def glance_of(actor: Actor, party: Party) -> HeaderPart:
    """Five queries, however full the file is."""
    page = reverse("customer", args=[party.number])
    row = CustomerRow.objects.unscoped(_WHY).filter(party=party).first()
    return HeaderPart(
        items=(*_of_row(row, page), *_of_report(party, page), *_of_people(actor, party, page))
    )


def _of_row(row: CustomerRow | None, page: str) -> Iterator[Item]:
    if row is None:
        return
    gaps = Status(f"{row.open_gaps}", Tone.WAIT) if row.open_gaps else 0
    yield Item(_("Gaps"), gaps, url=f"{page}?tab=facts")
    if row.loan_balance is None:
        yield Item(_("Loans"), _("none"))
        return
    yield Item(_("Loan balance (yuan)"), row.loan_balance, url=f"{page}?tab=loans")
    late = row.days_past_due
    days = Status(f"{late}", Tone.BAD) if late else late
    yield Item(_("Days past due"), days)
    yield Item(_("Worst category"), category_of(row.worst_category))


def _of_report(party: Party, page: str) -> Iterator[Item]:
    report = Report.objects.unscoped(_WHY).filter(party=party).order_by("-report_on").first()
    shown = report.report_on if report else _("none")
    yield Item(_("Credit report of"), shown, url=f"{page}?tab=allowed")


def _of_people(actor: Actor, party: Party, page: str) -> Iterator[Item]:
    """The spouse with what he or she has signed, the employer; names of others' customers masked."""
    near = list(_near(party))
    others = [other.pk for _kind, other in near]
    seen = set(
        Party.objects.seen_by(actor, READ).filter(pk__in=others).values_list("pk", flat=True)
    )
    allowed = _authorised([party.pk, *others])
    yield Item(_("Credit authorisation"), _said(party.pk in allowed), url=f"{page}?tab=allowed")
    for kind, other in near:
        name = other.name if other.pk in seen else masked_name(other.name)
        url = reverse("customer", args=[other.number]) if other.pk in seen else ""
        note = _authorisation_note(other.pk in allowed) if kind == LinkKind.SPOUSE else ""
        yield Item(LinkKind(kind).label, name, note=note, url=url)


def _near(party: Party) -> Iterator[tuple[str, Party]]:
    kinds = (LinkKind.SPOUSE, LinkKind.EMPLOYER)
    rows = PartyLink.objects.unscoped(_WHY).filter(
        Q(party=party, kind__in=kinds) | Q(other=party, kind=LinkKind.SPOUSE), until=None
    )
    for row in rows.select_related("party", "other").order_by("pk"):
        yield row.kind, row.other if row.party_id == party.pk else row.party


def _authorised(parties: list[int]) -> set[int]:
    """Who of them has signed that the credit register may be asked about him."""
    given = Authorisation.objects.unscoped(_WHY).filter(
        party__in=parties, purpose=Purpose.CREDIT_QUERY
    )
    return {one.party_id for one in given if one.holds_on(clock.today())}


def _said(given: bool) -> Status:
    return Status(_("Holds"), Tone.GOOD) if given else Status(_("none"), Tone.WARN)


def _authorisation_note(given: bool) -> Any:
    return _("has authorised a query") if given else _("has not authorised a query")
