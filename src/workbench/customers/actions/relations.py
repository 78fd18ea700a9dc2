"""Who serves a customer: made, changed, ended; claimed by another branch and decided above both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import CAN_SIGN_IN, Branch, Holding, Staff
from workbench.accounts.posts import Post
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.actions.accepting import person_of
from workbench.customers.identity import identity_of
from workbench.customers.models import (
    CustomerRow,
    Dispute,
    DisputeState,
    IdentityKind,
    Party,
    PartyState,
    Relation,
    RelationKind,
)
from workbench.customers.models.parties import files_closed_to_people
from workbench.customers.rows import renew_row
from workbench.journal.actions import action
from workbench.reviews.effects import end_open_proposals

Transfer = Callable[[Party, Branch, Actor, str], None]
TRANSFERS: list[Transfer] = []
SERVING = (Post.ACCOUNT_MANAGER, Post.LOBBY_MANAGER, Post.WEALTH_MANAGER)
PREMIUM = ("1", "2")  # results of the customer class


def declare_transfer(transfer: Transfer) -> None:
    """What an app above does in the same transaction when a party passes from a branch, named, to its present one."""
    TRANSFERS.append(transfer)


@action(
    "relation.made",
    right="relation.change",
    says=_("gave customer {object} to {staff} as {kind}, from {since}"),
    rules=("demo",),
    needs_reason=True,
)
def make_relation(
    party: Party, *, by: Actor, reason: str, staff: Staff, kind: RelationKind, since: date
) -> Relation:
    """建立, or for the lead 调整: who led until then leads no more. Customers of the first two classes go by hand-over."""
    if since < clock.today():
        raise RefusedError(_("A relation begins today or later."), field="since")
    refuse_closed(party, staff)
    if kind == RelationKind.LEAD:
        refuse_premium(party)
        return give_lead(party, staff, branch_of(staff, since), since, reason)
    return Relation.objects.create(
        party=party,
        staff=staff,
        branch=branch_of(staff, since),
        kind=kind,
        since=since,
        reason=reason,
    )


@action(
    "relation.ended",
    right="relation.change",
    says=_("ended the relation of {staff} to customer {object}"),
    needs_reason=True,
)
def end_relation(party: Party, *, by: Actor, reason: str, staff: Staff) -> Party:
    """解除, of those who assist or view. A lead is not ended but given to another."""
    day = clock.today()
    ended = party.relations.filter(_lasting(day), staff=staff).exclude(kind=RelationKind.LEAD)
    if not ended:
        raise RefusedError(
            _("He neither assists nor views. A lead is given to another person."), field="staff"
        )
    for relation in ended:
        _end(relation, day)
    return party


def give_lead(party: Party, staff: Staff, branch: Branch, day: date, reason: str) -> Relation:
    """Inside an action: from `day` on `staff` leads and nobody else."""
    refuse_closed(party, staff)
    for relation in party.relations.filter(_lasting(day), kind=RelationKind.LEAD):
        if relation.staff_id == staff.pk:
            raise RefusedError(_("He leads already."), field="staff")
        _end(relation, day)
    relation = Relation.objects.create(
        party=party, staff=staff, branch=branch, kind=RelationKind.LEAD, since=day, reason=reason
    )
    renew_row(party)
    return relation


def refuse_closed(party: Party, staff: Staff) -> None:
    """Raises `RefusedError` where he could not open the file of whom he should serve."""
    if files_closed_to_people(frozenset({staff.number})).filter(pk=party.pk).exists():
        raise RefusedError(
            _("The file is closed to him: his own, or that of a colleague of his outlet."),
            field="staff",
        )


def refuse_premium(party: Party) -> None:
    """Raises `RefusedError` for customers of the first two classes: a second person signs for them."""
    held = CustomerRow.objects.unscoped("the class that a hand-over asks for").filter(party=party)
    if held.filter(customer_class__in=PREMIUM).exists():
        raise RefusedError(
            _(
                "A customer of the first two classes changes his manager by a hand-over with three signatures."
            )
        )


@action(
    "dispute.opened",
    right="dispute.open",
    says=_("claimed customer {object} for {branch}"),
    needs_reason=True,
    secret=("identity",),
)
def open_dispute(
    *,
    by: Actor,
    reason: str,
    branch: Branch,
    identity: str,
    identity_kind: IdentityKind = IdentityKind.RESIDENT_ID,
) -> Dispute:
    """归属异议, of somebody whom another branch serves: found by the number alone, nothing of him is shown."""
    by.demand("dispute.open", branch.path)
    party = _served(identity_of(identity_kind, identity).blind)
    if party is None:
        raise RefusedError(
            _("Nobody in the bank has this customer: open a file."), field="identity"
        )
    if party.branch == branch:
        raise RefusedError(_("He is a customer of this branch already."), field="branch")
    if (
        Dispute.objects.unscoped("one claim at a time")
        .filter(party=party, state=DisputeState.OPEN)
        .exists()
    ):
        raise RefusedError(_("Somebody claims him already: wait for that decision."))
    return Dispute.objects.create(
        party=party,
        claimant_id=person_of(by),
        claiming=branch,
        holding=party.branch,
        judge=common_superior(branch, party.branch),
        grounds=reason.strip()[:200],
        opened_on=clock.today(),
    )


@action(
    "dispute.granted",
    right="dispute.decide",
    says=_("gave the claimed customer of {object} to {staff}"),
    needs_reason=True,
)
def grant_dispute(dispute: Dispute, *, by: Actor, reason: str, staff: Staff) -> Dispute:
    """From today on the claiming branch serves him, led by `staff`; facts of the old territory are not true of the new.

    What the old branch has proposed about him ends, and so does his class there.
    """
    _settle(dispute, by, DisputeState.GRANTED, reason)
    day, party = clock.today(), dispute.party
    if party.branch != dispute.holding:
        raise RefusedError(_("He passed to another branch since the claim: dismiss it."))
    if party.relations.filter(since=day):
        raise RefusedError(_("Somebody was given this customer today: decide tomorrow."))
    for relation in party.relations.filter(_lasting(day)):
        _end(relation, day)
    party.branch = dispute.claiming
    party.save(update_fields=["branch"])
    give_lead(party, staff, branch_of(staff, day, dispute.claiming), day, reason[:120])
    dispute.passes_on = day
    dispute.save()
    end_open_proposals("party", str(party.pk), reason)
    for transfer in TRANSFERS:
        transfer(party, dispute.holding, by, reason)
    return dispute


@action(
    "dispute.dismissed",
    right="dispute.decide",
    says=_("left the claimed customer of {object} where he is"),
    needs_reason=True,
)
def dismiss_dispute(dispute: Dispute, *, by: Actor, reason: str) -> Dispute:
    """Nothing moves."""
    _settle(dispute, by, DisputeState.DISMISSED, reason)
    dispute.save()
    return dispute


def common_superior(one: Branch, other: Branch) -> Branch:
    """The lowest branch above or at both."""
    shared = ""
    for mine, theirs in zip(one.path.split("."), other.path.split("."), strict=False):
        if mine != theirs or not mine:
            break
        shared += f"{mine}."
    found = Branch.objects.get(path=shared)
    return found.parent if found in (one, other) and found.parent else found


def _settle(dispute: Dispute, by: Actor, state: DisputeState, reason: str) -> None:
    if dispute.state != DisputeState.OPEN:
        raise RefusedError(_("This claim was decided already."))
    demand_judge(dispute, by)
    dispute.state, dispute.decided_by_id = state, person_of(by)
    dispute.decided_on, dispute.words = clock.today(), reason.strip()[:200]


def demand_judge(dispute: Dispute, by: Actor) -> None:
    """Another than who claims."""
    if dispute.claimant.number in by.persons:
        raise RefusedError(_("Who claims does not decide."))


def _served(blind: bytes) -> Party | None:
    found = Party.objects.unscoped("a claim finds a customer of another branch by number")
    gone = (PartyState.NONE, PartyState.MERGED)
    served: Party | None = (
        found.select_related("branch").filter(identity_blind=blind).exclude(state__in=gone).first()
    )
    return served


def branch_of(staff: Staff, day: date, within: Branch | None = None) -> Branch:
    """Where he holds a post that serves customers, on that day; refused for one who holds none or is not at work."""
    held = staff.holdings.filter(Holding.on(day), post__in=SERVING).select_related("branch")
    if within is not None:
        held = held.filter(branch__path__startswith=within.path)
    found = held.first()
    if found is None or staff.state not in CAN_SIGN_IN:
        raise RefusedError(_("He holds no post there that serves customers."), field="staff")
    return found.branch


def _lasting(day: date) -> Q:
    return Q(until=None) | Q(until__gt=day)


def _end(relation: Relation, day: date) -> None:
    if relation.since >= day:
        raise RefusedError(_("This relation began today: end it tomorrow."))
    relation.until = day
    relation.save(update_fields=["until"])
