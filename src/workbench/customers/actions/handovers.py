"""What is done in a hand-over: listed, answered row by row, signed by three, carried out on its day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from workbench.accounts.authority import declare_authority_kind
from workbench.accounts.models import CAN_SIGN_IN, Authority, Staff
from workbench.accounts.queries import rule_actor
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import DeniedError, RefusedError, WorkbenchError
from workbench.common.jobs import declare_job
from workbench.customers.actions.accepting import person_of
from workbench.customers.actions.relations import PREMIUM, branch_of, give_lead
from workbench.customers.models import (
    Category,
    CustomerRow,
    Handover,
    HandoverRow,
    HandoverState,
    Party,
    Relation,
    RelationKind,
    RowState,
)
from workbench.customers.models.parties import files_closed_to_people
from workbench.journal.actions import action

ABILITY = "premium_customers"  # 维系优质客户能力: dated, given by, in the authority table
BAD = (Category.SUBSTANDARD, Category.DOUBTFUL, Category.LOSS)

declare_authority_kind(ABILITY, _("Ability to keep premium customers"))


def declare() -> None:
    """Its job of the day's end, after the proposals of the day."""
    declare_job("day_end.handovers", _("Hand-overs whose day has come"), carry_out_due, order=25)


@action(
    "handover.listed",
    right="handover.list",
    says=_("listed {result} to hand over"),
    needs_reason=True,
)
def list_handover(
    giver: Staff,
    *,
    by: Actor,
    reason: str,
    taker: Staff,
    supervisor: Staff,
    on: date,
    bad_loans_stay: bool = True,
) -> Handover:
    """All customers whom `giver` leads. Those with bad loans stay with him, unless the bank says otherwise, and so does
    whose file is closed to the taker.
    """
    _refuse_people(giver, taker, supervisor)
    if on < clock.today():
        raise RefusedError(_("It takes place today or later."), field="on")
    branch = branch_of(taker, on)
    if Handover.objects.unscoped("one hand-over of a giver at a time").filter(
        giver=giver, state__in=(HandoverState.LISTED, HandoverState.SIGNED)
    ):
        raise RefusedError(_("A hand-over of his is under way: finish or withdraw it first."))
    made = Handover.objects.create(
        giver=giver,
        taker=taker,
        supervisor=supervisor,
        branch=giver.branch or branch,
        on=on,
        reason=reason.strip()[:200],
        listed_by_id=person_of(by),
        listed_at=clock.now(),
    )
    _list_rows(made, bad_loans_stay=bad_loans_stay)
    return made


@action("handover.answered", right="handover.take", says=_("answered {object}: {state}"))
def answer_row(
    row: HandoverRow, *, by: Actor, reason: str, state: RowState, words: str = ""
) -> HandoverRow:
    """The taker accepts a customer, or accepts him with a reservation (保留意见) in words."""
    handover = row.handover
    _demand_taker(handover, by)
    if row.state == RowState.STAYS or state not in (RowState.ACCEPTED, RowState.RESERVED):
        raise RefusedError(_("This customer stays with the giver."))
    if state == RowState.RESERVED and not words.strip():
        raise RefusedError(_("Say what the reservation is."), field="words")
    row.state, row.words = state, words.strip()
    row.save(update_fields=["state", "words"])
    return row


@action("handover.accepted", right="handover.take", says=_("accepted all the rest of {object}"))
def accept_rest(handover: Handover, *, by: Actor, reason: str) -> Handover:
    """Every customer of whom the taker has not said anything else."""
    _demand_taker(handover, by)
    handover.rows.filter(state=RowState.LISTED).update(state=RowState.ACCEPTED)
    return handover


@action("handover.signed", right="handover.sign", says=_("signed {object}"))
def sign_handover(handover: Handover, *, by: Actor, reason: str) -> Handover:
    """In the place that is his: giver (his head for one who was suspended or has gone), taker, supervisor."""
    _refuse_settled(handover)
    if by.principal:
        raise RefusedError(_("Everybody signs for himself, no deputy does."))
    _sign(handover, by)
    if handover.giver_signed_at and handover.taker_signed_at and handover.supervisor_signed_at:
        handover.state = HandoverState.SIGNED
    handover.save()
    if handover.state == HandoverState.SIGNED and handover.on <= clock.today():
        _carry_out(handover)
    return handover


@action("handover.withdrawn", right="handover.list", says=_("withdrew {object}"), needs_reason=True)
def withdraw_handover(handover: Handover, *, by: Actor, reason: str) -> Handover:
    """Until it has taken place."""
    if handover.state not in (HandoverState.LISTED, HandoverState.SIGNED):
        raise RefusedError(_("It is settled."))
    handover.state = HandoverState.WITHDRAWN
    handover.save(update_fields=["state"])
    return handover


@action(
    "handover.done",
    right="handover.list",
    says=_("handed over {object}"),
    rules=("day_end",),
    api=False,
)
def carry_out(handover: Handover, *, by: Actor, reason: str) -> Handover:
    """By rule on its day."""
    if handover.state != HandoverState.SIGNED or handover.on > clock.today():
        raise RefusedError(_("It is not signed by three, or its day has not come."))
    return _carry_out(handover)


def carry_out_due(day: date) -> str:
    """Day's end: all that are signed and whose day has come. One that cannot be done now is asked again the next night."""
    by, done, refused = rule_actor("day_end"), 0, 0
    due = Handover.objects.unscoped("the day's end hands over what is due")
    due = due.filter(state=HandoverState.SIGNED, on__lte=clock.today()).select_related("branch")
    for one in due.order_by("on", "pk"):
        try:
            carry_out(one, by=by, reason=one.reason)
            done += 1
        except WorkbenchError:
            refused += 1
    return f"done={done} refused={refused}"


def leads_of(giver: Staff, day: date) -> QuerySet[Relation, Relation]:
    """His relations as the leading manager that hold on a day."""
    lasting = Q(until=None) | Q(until__gt=day)
    return Relation.objects.filter(lasting, staff=giver, kind=RelationKind.LEAD, since__lte=day)


def _list_rows(handover: Handover, *, bad_loans_stay: bool) -> None:
    led = Party.objects.unscoped("all whom the giver leads").filter(
        Q(relations__until=None) | Q(relations__until__gt=handover.on),
        relations__staff=handover.giver,
        relations__kind=RelationKind.LEAD,
        relations__since__lt=handover.on,
    )
    known = CustomerRow.objects.unscoped("class and worst loan as they stand when it is listed")
    rows = {row.party_id: row for row in known.filter(party__in=led)}
    closed = set(_closed_to_taker(handover))
    for party in led.distinct().order_by("number"):
        row = rows.get(party.pk)
        worst = row.worst_category if row else ""
        stays = party.pk in closed or (bad_loans_stay and worst in BAD)
        HandoverRow.objects.create(
            handover=handover,
            party=party,
            customer_class=row.customer_class if row else "",
            worst_category=worst,
            state=RowState.STAYS if stays else RowState.LISTED,
        )
    _refuse_empty(handover)


def _closed_to_taker(handover: Handover) -> QuerySet[Party, int]:
    """Files of the taker himself and of colleagues of his outlet."""
    closed = files_closed_to_people(frozenset({handover.taker.number}))
    return closed.values_list("pk", flat=True)


def _refuse_empty(handover: Handover) -> None:
    moving = handover.rows.exclude(state=RowState.STAYS)
    if not moving.exists():
        raise RefusedError(_("He leads no customer who could be handed over that day."))
    if moving.filter(customer_class__in=PREMIUM).exists() and not _able(handover):
        raise RefusedError(
            _(
                "There are customers of the first two classes: the taker needs the ability to keep them."
            ),
            field="taker",
        )


def _able(handover: Handover) -> bool:
    rows = Authority.objects.filter(staff=handover.taker, kind=ABILITY)
    return rows.filter(since__lte=handover.on, until__gt=handover.on).exists()


def _refuse_people(giver: Staff, taker: Staff, supervisor: Staff) -> None:
    if len({giver.pk, taker.pk, supervisor.pk}) < 3:
        raise RefusedError(_("Giver, taker and supervisor are three persons."), field="supervisor")
    for name, person in (("taker", taker), ("supervisor", supervisor)):
        if person.state not in CAN_SIGN_IN:
            raise RefusedError(_("This person does not work at present."), field=name)


def _refuse_settled(handover: Handover) -> None:
    if handover.state != HandoverState.LISTED:
        raise RefusedError(_("It is signed or settled already."))


def _demand_taker(handover: Handover, by: Actor) -> None:
    _refuse_settled(handover)
    if by.key != handover.taker.number or by.principal:
        raise DeniedError("handover.take")
    if handover.taker_signed_at:
        raise RefusedError(_("You have signed already."))


def _sign(handover: Handover, by: Actor) -> None:
    now = clock.now()
    if by.key == handover.taker.number:
        if handover.rows.filter(state=RowState.LISTED).exists():
            raise RefusedError(_("Look at every customer first: accept, or say your reservation."))
        handover.taker_signed_at = now
    elif by.key == handover.supervisor.number:
        handover.supervisor_signed_at = now
    elif by.key == handover.giver.number or _stands_for_giver(handover, by):
        handover.giver_signed_by_id, handover.giver_signed_at = by.staff_id, now
    else:
        raise RefusedError(_("You are neither giver, taker nor supervisor of this hand-over."))


def _stands_for_giver(handover: Handover, by: Actor) -> bool:
    """His head, for one who cannot sign himself."""
    gone = handover.giver.state not in CAN_SIGN_IN
    return gone and by.scope("handover.list").reaches(handover.branch_path)


def _carry_out(handover: Handover) -> Handover:
    """Every customer that moves is led by the taker from its day on. Whom the giver does not lead any more, because
    another branch was given him meanwhile, stays where he is; and so does whose file is closed to the taker by now.
    """
    day, branch = clock.today(), branch_of(handover.taker, clock.today())
    moving = handover.rows.exclude(state=RowState.STAYS)
    still = leads_of(handover.giver, day)
    moving.exclude(party__in=still.values("party")).update(state=RowState.STAYS)
    moving.filter(party__in=list(_closed_to_taker(handover))).update(state=RowState.STAYS)
    for row in moving.filter(party__in=still.values("party")).select_related("party__branch"):
        give_lead(row.party, handover.taker, branch, day, handover.reason[:120])
    handover.state, handover.done_at = HandoverState.DONE, clock.now()
    handover.save(update_fields=["state", "done_at"])
    return handover
