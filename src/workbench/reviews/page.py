"""The checker's page: what is proposed, on what it rests, who said what, what he may do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workbench.accounts.models import Staff
from workbench.accounts.posts import Post
from workbench.common.acting import Actor
from workbench.common.errors import WorkbenchError
from workbench.common.parts import Change, Header, Item, Link, Step, Tone
from workbench.journal.models import Entry
from workbench.reviews.checkers import checkers_for
from workbench.reviews.checking import demand_check
from workbench.reviews.digest import Moved, moved, present_basis
from workbench.reviews.kinds import Kind, kind_of, step_of
from workbench.reviews.listings import status
from workbench.reviews.models import OPEN_STATES, WAITING, Opinion, Proposal, ProposalState

ACTS: dict[str, tuple[Any, Tone]] = {
    "proposal.drafted": (gettext_lazy("Drafted"), Tone.OFF),
    "proposal.amended": (gettext_lazy("Amended"), Tone.OFF),
    "proposal.proposed": (gettext_lazy("Proposed"), Tone.WAIT),
    "proposal.passed": (gettext_lazy("Pass"), Tone.GOOD),
    "proposal.returned": (gettext_lazy("Return"), Tone.WARN),
    "proposal.refused": (gettext_lazy("Do not agree"), Tone.BAD),
    "proposal.withdrawn": (gettext_lazy("Withdrawn"), Tone.OFF),
    "proposal.reassigned": (gettext_lazy("Handed to another checker"), Tone.WAIT),
    "proposal.reminded": (gettext_lazy("Reminded"), Tone.WAIT),
    "proposal.undone": (gettext_lazy("Undone before it came into force"), Tone.WARN),
    "proposal.renewed": (gettext_lazy("Renewed on the facts of now"), Tone.WAIT),
    "proposal.took_effect": (gettext_lazy("Came into force"), Tone.GOOD),
    "proposal.ended": (gettext_lazy("Ended: passed to another branch"), Tone.OFF),
    "proposal.held": (gettext_lazy("Held"), Tone.BAD),
    "proposal.released": (gettext_lazy("Released"), Tone.WAIT),
}


@dataclass(frozen=True)
class May:
    """What the reader may do with it now. `why_not` tells why a waiting proposal is not his to check."""

    check: bool = False
    last: bool = False
    undo: bool = False
    withdraw: bool = False
    remind: bool = False
    amend: bool = False
    hand_in: bool = False
    renew: bool = False
    why_not: Any = ""

    @property
    def anything(self) -> bool:
        return any((self.check, self.undo, self.withdraw, self.remind, self.amend, self.renew))


def page_of(proposal: Proposal, actor: Actor) -> dict[str, Any]:
    """What the page shows to `actor`, who may see the proposal."""
    kind = kind_of(proposal)
    names = _names(proposal)
    gone = _moved_on(proposal)
    lines = _told_moves(proposal, kind, gone, actor)
    may = may_do(proposal, actor, moved_on=bool(gone))
    grounds = kind.grounds(proposal, actor)
    parts = grounds.parts if grounds else {}
    return {
        "proposal": proposal,
        "kind": kind,
        "header": _header(proposal, kind, names),
        "changes": sorted(_changes(proposal, kind), key=lambda change: not change.sign),
        "moved_on": bool(gone),
        "drift": [_drift(kind, one) for one in gone if one.name not in lines],
        "moves": [(kind.label_of(name), told) for name, told in lines.items()],
        "renewed": [
            Change(kind.label_of(n), None, kind.tell(n, v)) for n, v in _otherwise(proposal)
        ],
        "exhibits": kind.exhibits(proposal, actor),
        "says": proposal.grounds.get("says", ""),
        "wrong": wrong_with(proposal),
        "steps": _steps(proposal, names),
        "may": may,
        "colleagues": _colleagues(proposal, actor) if may.check else [],
        "grounds": grounds,
        "fields": [*((name, kind.label_of(name)) for name in proposal.after), *parts.items()],
        "amend": kind.amend(proposal) if may.amend else "",
        "digest": bytes(proposal.digest).hex(),
    }


def may_do(proposal: Proposal, actor: Actor, *, moved_on: bool) -> May:
    """Asked of the same guards as the actions ask."""
    waits = proposal.state in WAITING
    why_not: Any = ""
    check = False
    if waits:
        try:
            demand_check(proposal, actor)
            check = True
        except WorkbenchError as error:
            why_not = getattr(error, "sentence", "")
    his = bool(actor.persons & proposal.makers)
    unsettled = (ProposalState.DRAFT, *OPEN_STATES)
    return May(
        check=check and not moved_on,
        last=proposal.step == len(kind_of(proposal).steps) - 1 and not kind_of(proposal).at_once,
        undo=proposal.state == ProposalState.PASSED and _may_undo(proposal, actor),
        withdraw=his and proposal.state in unsettled,
        remind=his and waits,
        amend=his and proposal.state in (ProposalState.DRAFT, ProposalState.RETURNED),
        hand_in=his and _may_hand_in(proposal),
        renew=waits and moved_on and (check or his),
        why_not="" if his else why_not,
    )


def _may_hand_in(proposal: Proposal) -> bool:
    """As it is: not where it is known that the facts of now lead to something else."""
    if proposal.state == ProposalState.DRAFT:
        return True
    return proposal.state == ProposalState.RETURNED and not list(_otherwise(proposal))


def _may_undo(proposal: Proposal, actor: Actor) -> bool:
    right = step_of(proposal).right
    return actor.scope(right).reaches(proposal.branch_path) and not (
        actor.persons & proposal.makers
    )


def _header(proposal: Proposal, kind: Kind, names: dict[str, str]) -> Header:
    maker = names.get(proposal.maker, proposal.maker)
    if proposal.maker_principal:
        maker = _("{deputy} for {principal}").format(
            deputy=maker, principal=names.get(proposal.maker_principal, proposal.maker_principal)
        )
    items = [
        Item(_("Kind"), kind.label),
        Item(_("Branch"), proposal.branch.name),
        Item(_("Proposed by"), maker),
        Item(_("Proposed at"), proposal.proposed_at or "—"),
    ]
    if proposal.desk:
        waits = names.get(proposal.assignee, proposal.assignee) or proposal.desk.name
        items.append(Item(_("Waits at"), waits))
    if proposal.effective_on:
        items.append(Item(_("In force from"), proposal.effective_on))
    subject = kind.url(proposal)
    links = (Link(_("Open what it is about"), subject),) if subject else ()
    return Header(
        title=proposal.title,
        number=f"#{proposal.pk}",
        statuses=(status(proposal),),
        items=items,
        links=links,
    )


def _changes(proposal: Proposal, kind: Kind) -> Iterator[Change]:
    """What a proposal does not name after stays as it is."""
    for name in {**proposal.before, **proposal.after}:
        before = proposal.before.get(name)
        after = proposal.after.get(name, before)
        yield Change(
            kind.label_of(name),
            kind.tell(name, before) if before is not None else None,
            kind.tell(name, after) if after is not None else None,
            absent_before=name not in proposal.before,
        )


def _moved_on(proposal: Proposal) -> list[Moved]:
    """What moved since it was handed in; asked only while it waits."""
    return moved(proposal, present_basis(proposal)) if proposal.state in WAITING else []


def _told_moves(
    proposal: Proposal, kind: Kind, gone: list[Moved], actor: Actor
) -> dict[str, Sequence[str]]:
    """In lines what has moved, of what a digest stands for."""
    names = {one.name for one in gone}
    told = kind.moves(proposal, actor) if gone else {}
    return {name: lines for name, lines in told.items() if name in names}


def _drift(kind: Kind, one: Moved) -> Change:
    then, now = (kind.tell(one.name, value) for value in (one.then, one.now))
    return Change(kind.label_of(one.name), then, now)


def _otherwise(proposal: Proposal) -> list[tuple[str, str]]:
    now = proposal.renewed
    return [(name, value) for name, value in now.items() if proposal.after.get(name) != value]


def wrong_with(proposal: Proposal) -> list[tuple[Any, str]]:
    """What the last checker who returned it said of which field."""
    if proposal.state != ProposalState.RETURNED:
        return []
    said = Opinion.objects.unscoped("opinions of a proposal that the reader may see")
    last = said.filter(proposal=proposal, act="return").order_by("-pk").first()
    if last is None:
        return []
    kind = kind_of(proposal)
    parts = [(kind.label_of(name), words) for name, words in last.fields.items()]
    return [(_("Opinion"), last.text), *parts]


def _steps(proposal: Proposal, names: dict[str, str]) -> list[Step]:
    entries = Entry.objects.filter(object_kind="proposal", object_key=str(proposal.pk))
    if proposal.proposed_at:
        entries = entries.exclude(code="proposal.drafted")
    posts = _posts(proposal)
    return [
        Step(
            act=ACTS[entry.code][0],
            at=entry.at,
            who=entry.actor_name,
            post=_as_what(entry, posts.get(entry.key, ""), names),
            words=entry.reason,
            tone=ACTS[entry.code][1],
        )
        for entry in entries.filter(code__in=ACTS).order_by("-at", "-pk")
    ]


def _as_what(entry: Entry, post: str, names: dict[str, str]) -> str:
    told = str(Post(post).label) if post in Post.values else ""
    if entry.principal:
        told += " " + _("for {name}").format(name=names.get(entry.principal, entry.principal))
    return told.strip()


def _posts(proposal: Proposal) -> dict[Any, str]:
    """The post in which each opinion was given, by the entry that tells of it."""
    said = Opinion.objects.unscoped("opinions of a proposal that the reader may see")
    return dict(said.filter(proposal=proposal).values_list("journal_key", "post"))


def _colleagues(proposal: Proposal, actor: Actor) -> list[Staff]:
    seen: dict[str, Staff] = {}
    for one in checkers_for(proposal):
        if one.staff.number != actor.key:
            seen.setdefault(one.staff.number, one.staff)
    return list(seen.values())


def _names(proposal: Proposal) -> dict[str, str]:
    numbers = {proposal.maker, proposal.maker_principal, proposal.assignee}
    said = Opinion.objects.unscoped("opinions of a proposal that the reader may see")
    principals = said.filter(proposal=proposal).values_list("checker_principal", flat=True)
    rows = Staff.objects.filter(number__in=numbers | set(principals))
    return dict(rows.values_list("number", "name"))
