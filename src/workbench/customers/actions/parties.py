"""Files are opened, changed, linked; numbers are shown in full for a reason."""

from __future__ import annotations

import secrets
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.actions.accepting import Given
from workbench.customers.actions.facts import write_values
from workbench.customers.following import moved
from workbench.customers.identity import (
    Identity,
    identity_of,
    identity_text,
    masked_name,
    phone_of,
    phone_text,
    set_identity,
    set_phone,
)
from workbench.customers.models import (
    Evidence,
    IdentityKind,
    LinkKind,
    Party,
    PartyKind,
    PartyLink,
    PartyState,
    Relation,
    RelationKind,
    Source,
)
from workbench.customers.recusal import refuse_near
from workbench.customers.rows import renew_row
from workbench.journal.actions import action

_COMPANY = frozenset({LinkKind.EMPLOYER})


@action(
    "customer.opened",
    right="customer.open",
    says=_("opened the file of customer {result} at {branch}"),
    secret=("name", "identity", "phone"),
    rules=("import", "demo"),
)
def open_party(
    *,
    by: Actor,
    reason: str,
    name: str,
    branch: Branch,
    identity: str,
    identity_kind: IdentityKind = IdentityKind.RESIDENT_ID,
    kind: PartyKind = PartyKind.PERSON,
    identity_until: date | None = None,
    phone: str = "",
) -> Party:
    """A new customer (潜在) of a branch; who opens the file leads. Refused where the bank has him already."""
    if not by.is_rule:
        by.demand("customer.open", branch.path)
    found = identity_of(identity_kind, identity)
    refuse_near([found.blind], by)
    party = _known(found)
    if party is not None and party.state != PartyState.NONE:
        raise RefusedError(
            _("The bank has this customer already: {name}, {branch}.").format(
                name=masked_name(party.name), branch=party.branch.name
            ),
            field="identity",
        )
    party = party or _new(name, kind, branch, found)
    party.name, party.branch, party.state = _named(name), branch, PartyState.PROSPECT
    party.identity_until = identity_until
    if phone:
        set_phone(party, phone_of(phone))
    party.save()
    _first_facts(party, found, by)
    _lead(party, branch, by)
    renew_row(party)
    return party


@action(
    "customer.changed",
    right="customer.change",
    says=_("changed how customer {object} is reached"),
    secret=("name", "phone", "identity_until"),
)
def change_party(
    party: Party,
    *,
    by: Actor,
    reason: str,
    name: str = "",
    phone: str = "",
    identity_until: date | None = None,
) -> Party:
    """Name, telephone, last day of the identity document: what is given, the rest stays."""
    if name:
        party.name = _named(name)
    if phone:
        set_phone(party, phone_of(phone))
    party.identity_until = identity_until or party.identity_until
    party.save()
    return party


@action(
    "customer.state_changed",
    right="customer.change_state",
    says=_("set customer {object} to {state}"),
    rules=("day_end", "approvals", "intake", "demo"),
    needs_reason=True,
)
def change_state(party: Party, *, by: Actor, reason: str, state: PartyState) -> Party:
    """The life of a customer. Merging has its own way; what a state does to classes is done by who changes it."""
    if PartyState.MERGED in (state, party.state) or state == PartyState.NONE:
        raise RefusedError(_("Files are merged and parted by two people, not here."), field="state")
    party.state = state
    party.save(update_fields=["state"])
    renew_row(party)
    return party


SHOWN = {"identity": _("identity number"), "phone": _("telephone")}


@action(
    "customer.revealed",
    right="customer.reveal",
    says=_("saw the {what} of customer {object} in full"),
    needs_reason=True,
    labels={"what": lambda what: SHOWN.get(what, what)},
    api=False,
)
def reveal(party: Party, *, by: Actor, reason: str, what: str) -> str:
    """The number in full, once: `what` is "identity" or "phone". Asks a reason."""
    shown = {"identity": identity_text, "phone": phone_text}
    if what not in shown:
        raise RefusedError(_("This cannot be shown."), field="what")
    return shown[what](party)


@action(
    "link.made",
    right="link.change",
    says=_("linked {other} to customer {object} as {kind}, since {since}"),
    rules=("import", "demo"),
)
def link_parties(
    party: Party,
    *,
    by: Actor,
    reason: str,
    other: Party,
    kind: LinkKind,
    since: date,
    evidence: Evidence | None = None,
) -> PartyLink:
    """From a day on. A spouse or employer that there is already must end first."""
    if since > clock.today():
        raise RefusedError(_("The day lies in the future."), field="since")
    if other.pk == party.pk:
        raise RefusedError(_("A party is not linked to itself."), field="other")
    if (kind in _COMPANY) == (other.kind == PartyKind.PERSON):
        raise RefusedError(_("A spouse is a person, an employer is none."), field="other")
    _refuse_second(party, other, kind)
    _both_moved(party, other)
    return PartyLink.objects.create(
        party=party, other=other, kind=kind, since=since, evidence=evidence, known_at=clock.now()
    )


@action(
    "link.opened",
    right="link.change",
    says=_("opened a file for the {kind} of customer {object}"),
    secret=("name", "identity"),
    rules=("import", "demo"),
)
def open_related(
    party: Party,
    *,
    by: Actor,
    reason: str,
    kind: LinkKind,
    name: str,
    identity: str,
    since: date,
    identity_kind: IdentityKind = IdentityKind.RESIDENT_ID,
    evidence: Evidence | None = None,
) -> Party:
    """Who is linked, found by the number or opened as no customer, and linked. Nothing of his file is told."""
    found = identity_of(identity_kind, identity)
    other = _known(found) or _related(party, kind, name, found)
    link_parties(
        party, by=by, reason=reason, other=other, kind=kind, since=since, evidence=evidence
    )
    return other


@action(
    "link.ended",
    right="link.change",
    says=_("ended a link of customer {object} on {until}"),
    rules=("approvals", "demo"),
)
def end_link(
    link: PartyLink, *, by: Actor, reason: str, until: date, evidence: Evidence | None = None
) -> PartyLink:
    """From `until` on it holds no more: the other's facts are no longer read."""
    if until <= link.since or until > clock.today():
        raise RefusedError(_("A link ends after it began, and not in the future."), field="until")
    if link.until is not None:
        raise RefusedError(_("This link has ended already."), field="until")
    link.until, link.end_known_at = until, clock.now()
    link.end_evidence = evidence
    link.save(update_fields=["until", "end_known_at", "end_evidence"])
    _both_moved(link.party, link.other)
    return link


def _both_moved(party: Party, other: Party) -> None:
    """What is told of the one through the other is another."""
    moved(party)
    moved(other)


def _known(identity: Identity) -> Party | None:
    """The file that bears a number, wherever in the bank, and where it was merged into."""
    found = Party.objects.unscoped("one person has one file in the whole bank")
    return found.filter(identity_blind=identity.blind).exclude(state=PartyState.MERGED).first()


def _new(name: str, kind: PartyKind, branch: Branch, identity: Identity) -> Party:
    if (kind == PartyKind.PERSON) == (identity.kind == IdentityKind.CREDIT_CODE):
        raise RefusedError(
            _("A person has no credit code, a company has nothing else."), field="identity_kind"
        )
    party = Party(number=new_numbers(1)[0], kind=kind, name=_named(name), branch=branch)
    set_identity(party, identity)
    return party


def _related(party: Party, kind: LinkKind, name: str, identity: Identity) -> Party:
    is_person = identity.kind != IdentityKind.CREDIT_CODE
    other = _new(name, PartyKind.PERSON if is_person else PartyKind.COMPANY, party.branch, identity)
    other.state = PartyState.NONE
    other.save()
    return other


def _first_facts(party: Party, identity: Identity, by: Actor) -> None:
    if identity.born_on is None:
        return
    given = Given(clock.today(), Source.IDENTITY, None, None, None)
    values = {"birth_date": identity.born_on.isoformat(), "sex": identity.sex}
    write_values(party, values, given, by)


def _lead(party: Party, branch: Branch, by: Actor) -> None:
    if by.staff_id is not None and not party.relations.filter(kind=RelationKind.LEAD, until=None):
        Relation.objects.create(
            party=party,
            staff_id=by.staff_id,
            branch=branch,
            kind=RelationKind.LEAD,
            since=clock.today(),
            reason="",
        )


def _refuse_second(party: Party, other: Party, kind: LinkKind) -> None:
    if kind not in (LinkKind.SPOUSE, LinkKind.EMPLOYER):
        return
    both = Q(party=party)
    if kind == LinkKind.SPOUSE:
        both |= Q(other=party) | Q(party=other) | Q(other=other)
    standing = PartyLink.objects.unscoped("one spouse at a time, in both files")
    if standing.filter(both, kind=kind, until=None).exists():
        raise RefusedError(_("There is one already: end that link first."), field="kind")


def _named(name: str) -> str:
    plain = " ".join(name.split())
    if not plain:
        raise RefusedError(_("Enter the name."), field="name")
    return plain


def new_numbers(count: int) -> list[str]:
    """Numbers that say nothing and that nobody has."""
    drawn: set[str] = set()
    while len(drawn) < count:
        drawn |= {
            f"{1 + secrets.randbelow(9)}{secrets.randbelow(10**9):09d}" for _n in range(count)
        }
        taken = Party.objects.unscoped("a number is nobody's twice").filter(number__in=drawn)
        drawn -= set(taken.values_list("number", flat=True))
    return list(drawn)[:count]
