"""The kinds of proposals, each declared by the app that owns what it proposes.

declare_kind(
    Kind(
        code="class",
        label=_("Class proposal"),
        propose="class.propose",
        steps=(Step(ProposalState.TO_EXAMINE, "class.examine"), Step(ProposalState.TO_APPROVE, "class.approve")),
        fingerprint=present_state,
        apply=bring_class_into_force,
    )
)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workbench.accounts.authority import declare_authority_kind
from workbench.common.acting import Actor
from workbench.common.errors import OutsideError

if TYPE_CHECKING:
    from workbench.reviews.models import Proposal, ProposalState


@dataclass(frozen=True)
class Step:
    """A level of checking. `state` is that of a proposal waiting there, `right` what its checker needs.

    With `authority`, he also needs a row of the authority table of that kind (a proposal kind or a measure of a
    pack) in his own name: `always`, or only where the bank ever named somebody for it, at that branch or above.
    """

    state: ProposalState
    right: str
    authority: str = ""
    always: bool = True


@dataclass(frozen=True)
class Exhibit:
    """A piece of evidence as the checker's page names it."""

    title: str
    state: Any
    detail: str = ""
    url: str = ""


EVIDENCE = _("Evidence")
Hook = Callable[["Proposal", Actor], None]


def nothing(proposal: Proposal, by: Actor) -> None:
    """A hook for kinds that have nothing to do there."""


def no_exhibits(proposal: Proposal, actor: Actor) -> Sequence[Exhibit]:
    """For kinds without evidence."""
    return ()


def as_written(field: str, value: str) -> Any:
    """For kinds whose values are words already."""
    return value


def nowhere(proposal: Proposal) -> str:
    """For kinds whose proposals are not amended: they are withdrawn and made anew."""
    return ""


@dataclass(frozen=True)
class Grounds:
    """What a proposal rests on, as the checker's page shows it below what changes: a template and its words. `parts`
    are what a checker may return beside the fields that change, name → label.
    """

    template: str
    words: Mapping[str, Any]
    parts: Mapping[str, Any]


def no_grounds(proposal: Proposal, actor: Actor) -> Grounds | None:
    """For kinds that show nothing more than what changes."""
    return None


def untold(proposal: Proposal, actor: Actor) -> Mapping[str, Sequence[str]]:
    """For kinds of which everything that moves is told by its value then and now."""
    return {}


def as_named(name: str) -> Any:
    """For kinds whose parts are called as they are written."""
    return name


def as_proposed(proposal: Proposal, by: Actor) -> Mapping[str, str]:
    """For kinds whose proposal does not depend on facts: asked again, the same is proposed."""
    return dict(proposal.after)


@dataclass(frozen=True)
class Kind:
    """What the reviews of one kind need to know.

    `propose` and the rights of `steps` are declared rights. `fingerprint` tells the present state and the facts
    that the proposal rests on, name → text: when it moves, nobody can approve before the proposal was renewed.
    `renew` tells what would be proposed on the facts of now. `apply` brings it into force. `passed` follows the last
    level, `undo` takes that back, `moved` follows every change of state. `fields` are labels of what `before`, `after`
    and the fingerprint name, `tell` a value of one of them as it is read, `url` the page of the subject, `grounds` what
    is shown of what it rests on, `moves` in lines what has moved in what the fingerprint names by a digest only, as far
    as the reader may know it, `named` the label of one of its parts, `amend` the page on which its maker changes it
    when it was returned. With `at_once` it is in force when it has passed; otherwise from a day, tomorrow by default.
    A `secret` kind is read only by those who propose or check it.
    """

    code: str
    label: Any
    propose: str
    steps: tuple[Step, ...]
    fingerprint: Callable[[Proposal], Mapping[str, str]]
    apply: Hook
    passed: Hook = nothing
    undo: Hook = nothing
    moved: Hook = nothing
    renew: Callable[[Proposal, Actor], Mapping[str, str]] = as_proposed
    exhibits: Callable[[Proposal, Actor], Sequence[Exhibit]] = no_exhibits
    exhibits_label: Any = EVIDENCE
    url: Callable[[Proposal], str] = nowhere
    amend: Callable[[Proposal], str] = nowhere
    grounds: Callable[[Proposal, Actor], Grounds | None] = no_grounds
    moves: Callable[[Proposal, Actor], Mapping[str, Sequence[str]]] = untold
    named: Callable[[str], Any] = as_named
    tell: Callable[[str, str], Any] = as_written
    fields: Mapping[str, Any] = field(default_factory=dict, hash=False)
    at_once: bool = False
    secret: bool = False

    def label_of(self, name: str) -> Any:
        """Of a field that changes, of what the fingerprint names, or of a part of the grounds."""
        return self.fields[name] if name in self.fields else self.named(name)

    @property
    def rights(self) -> frozenset[str]:
        """Those by which somebody takes part in a proposal of this kind."""
        return frozenset({self.propose, *(step.right for step in self.steps)})


KINDS: dict[str, Kind] = {}


def declare_kind(kind: Kind) -> Kind:
    """A new kind."""
    if kind.code in KINDS:
        raise OutsideError(f"the kind of proposal {kind.code} is declared twice")
    if not kind.steps:
        raise OutsideError(f"the kind of proposal {kind.code} has nobody who checks it")
    for step in kind.steps:
        if step.authority:
            declare_authority_kind(step.authority, kind.label)
    KINDS[kind.code] = kind
    return kind


def kind_of(proposal: Proposal) -> Kind:
    """Raises `OutsideError` for a kind that nobody declared."""
    if proposal.kind not in KINDS:
        raise OutsideError(f"nobody declared the kind of proposal {proposal.kind}")
    return KINDS[proposal.kind]


def step_of(proposal: Proposal) -> Step:
    """The level at which it waits, or waits again once it is handed in."""
    steps = kind_of(proposal).steps
    return steps[min(proposal.step, len(steps) - 1)]


Concern = Callable[[frozenset[str], "Proposal"], bool]
CONCERNS: list[Concern] = []


def declare_concern(concern: Concern) -> None:
    """Says whether one of some persons (staff numbers) is himself, by household or as a relative what the
    proposal is about: he neither makes nor checks it.
    """
    CONCERNS.append(concern)


def concerned(persons: frozenset[str], proposal: Proposal) -> bool:
    return any(asks(persons, proposal) for asks in CONCERNS)


Closed = Callable[[Actor, str], Q]
CLOSED: list[Closed] = []


def declare_closed(closed: Closed) -> None:
    """Says which proposals an actor does not see, wherever they lie: a condition on rows to which a path leads."""
    CLOSED.append(closed)


def closed_to(actor: Actor, to: str) -> Q:
    """All that is closed to him; rows of proposals are reached by the path `to`."""
    found = Q(pk__in=())
    for closed in CLOSED:
        found |= closed(actor, to)
    return found
