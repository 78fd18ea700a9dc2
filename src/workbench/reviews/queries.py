"""Proposals for lists: 待办, 已办, 我发起的, 抄送我的."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q, QuerySet

from workbench.accounts.models import Authority
from workbench.common import clock
from workbench.common.acting import Actor, Reach
from workbench.reviews.kinds import KINDS, Step
from workbench.reviews.models import WAITING, Copy, Opinion, Proposal

READ = "proposal.read"


def to_do(actor: Actor) -> QuerySet[Proposal]:
    """待办: waiting on a desk of his for a word that he may say, or handed to him by name."""
    fitting = Q(pk__in=())
    authorities = _authorities(actor)
    for kind in KINDS.values():
        for place, step in enumerate(kind.steps):
            fitting |= Q(kind=kind.code, step=place) & _on_desk(actor, step, authorities)
    mine = _seen(actor).filter(fitting, state__in=WAITING, held=False)
    mine = mine.filter(Q(assignee="") | Q(assignee=actor.key))
    for person in actor.persons:
        mine = mine.exclude(Q(maker=person) | Q(maker_principal=person))
    return mine.exclude(_spoken_by(actor)).order_by("proposed_at", "pk")


def done_by(actor: Actor) -> QuerySet[Proposal]:
    """已办: on which he said a word."""
    said = Opinion.objects.unscoped("opinions of the actor himself")
    said = said.filter(proposal=OuterRef("pk"), checker=actor.key)
    return _seen(actor).filter(Exists(said)).order_by("-proposed_at", "-pk")


def made_by(actor: Actor) -> QuerySet[Proposal]:
    """我发起的, drafts with them."""
    return _seen(actor).filter(maker=actor.key).order_by("-pk")


def stuck(actor: Actor) -> QuerySet[Proposal]:
    """Waiting where nobody may check them, at no branch above: someone is given the post, the authority, or deputises."""
    rows = Proposal.objects.seen_by(actor, "proposal.hold").select_related("branch", "desk")
    return rows.filter(state__in=WAITING, desk=None).order_by("proposed_at", "pk")


def copied_to(actor: Actor) -> QuerySet[Proposal]:
    """抄送我的."""
    sent = Copy.objects.unscoped("copies to the actor himself")
    sent = sent.filter(proposal=OuterRef("pk"), person=actor.key)
    return _seen(actor).filter(Exists(sent)).order_by("-proposed_at", "-pk")


def _seen(actor: Actor) -> QuerySet[Proposal]:
    return Proposal.objects.seen_by(actor, READ).select_related("branch", "desk")


def _on_desk(actor: Actor, step: Step, authorities: dict[str, list[tuple[str, str]]]) -> Q:
    desks = {grant.path for grant in actor.grants if grant.right == step.right}
    if any(g.right == step.right and g.reach is Reach.BANK for g in actor.grants):
        lies = ~Q(desk=None)
    else:
        lies = Q(desk__path__in=sorted(desks))
    if not step.authority:
        return lies
    named = Q(pk__in=())
    for value, path in authorities[step.authority]:
        place = Q(branch__path__startswith=path)
        named |= place & Q(value=value) if value else place
    return lies & (named if step.always else named | ~_asked(step))


def _asked(step: Step) -> Q:
    """Where somebody was ever named for it."""
    found = Q(pk__in=())
    rows = Authority.objects.filter(kind=step.authority).values_list("branch__path", flat=True)
    for path in rows.distinct():
        found |= Q(branch__path__startswith=path)
    return found


def _authorities(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """Of the person himself today: kind → (value, path of the branch)."""
    day = clock.today()
    rows = Authority.objects.filter(staff__number=actor.key, since__lte=day, until__gt=day)
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind, value, path in rows.values_list("kind", "value", "branch__path"):
        found[kind].append((value, path))
    return found


def _spoken_by(actor: Actor) -> Q:
    said = Opinion.objects.unscoped("opinions of the actor himself").filter(
        proposal=OuterRef("pk"), round=OuterRef("round"), undone_at=None
    )
    persons = sorted(actor.persons)
    return Q(Exists(said.filter(Q(checker__in=persons) | Q(checker_principal__in=persons))))
