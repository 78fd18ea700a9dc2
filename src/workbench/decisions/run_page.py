"""A run as a page shows it: each scale by its name with its counts and moves, the lines set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from workbench.common.acting import Actor
from workbench.common.languages import language
from workbench.customers.models import Loan, Party
from workbench.decisions.models import BranchRun
from workbench.decisions.queries import TONES, WORDS
from workbench.decisions.running.quarantine import Line
from workbench.policies.texts import shipped_policies
from workbench.policies.vocabulary import label, result_label

MOST_LINES = 300


@dataclass(frozen=True)
class Move:
    """So many went from one answer to another; `before` is "" where there was none."""

    before: Any
    after: Any
    count: int

    @property
    def stayed(self) -> bool:
        return bool(self.before == self.after)


@dataclass(frozen=True)
class ScaleCount:
    """What a scale said of those whom it concerns; what moved stands before what stayed."""

    name: str
    rows_in: int
    decided: int
    set_aside: int
    new: int
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class LineShown:
    """A line set aside; `url` leads to the customer, "" where the reader does not reach him."""

    scale: str
    key: str
    url: str
    column: str
    value: str
    reason: str
    explanation: str


def counts_of(run: BranchRun) -> list[ScaleCount]:
    """In the order in which the scales were decided."""
    return [
        ScaleCount(
            scale_name(pack),
            count["rows_in"],
            count["decided"],
            count["set_aside"],
            count["new"],
            tuple(sorted(_moves(pack, count["moves"]), key=lambda one: one.stayed)),
        )
        for pack, count in run.counts.items()
    ]


def scale_name(pack: str) -> str:
    """What a pack decides, by its name; the title where it has no scale."""
    policy = shipped_policies().get(pack)
    if policy is None:
        return pack
    return (policy.decides.label if policy.decides else policy.title).said(language())


def _moves(pack: str, moves: Iterable[tuple[str, str, int]]) -> Iterator[Move]:
    for before, after, count in moves:
        yield Move(_said(pack, before), _said(pack, after), count)


def _said(pack: str, answer: str) -> Any:
    """A result, or where there was none the status."""
    if answer in TONES:
        return WORDS[answer]
    return result_label(pack, answer, language()) if answer else ""


def reasons_of(lines: Iterable[Line]) -> list[tuple[str, str, int]]:
    """How many lines were set aside for which column and reason, the most first."""
    found = Counter((label(one.column, language()) or "", one.reason) for one in lines)
    return [(column, reason, count) for (column, reason), count in found.most_common()]


def lines_shown(lines: list[Line], actor: Actor) -> list[LineShown]:
    """The first of them, with the way to each customer whom the reader reaches."""
    some = lines[:MOST_LINES]
    pages = _pages({one.key for one in some}, actor)
    return [
        LineShown(
            scale_name(one.pack),
            one.key,
            pages.get(one.key, ""),
            label(one.column, language()),
            one.value,
            one.reason,
            one.explanation,
        )
        for one in some
    ]


def _pages(keys: set[str], actor: Actor) -> dict[str, str]:
    seen = Party.objects.seen_by(actor, "customer.read").filter(number__in=keys)
    loans = Loan.objects.seen_by(actor, "customer.read").filter(number__in=keys)
    of_parties = {
        one: f"{reverse('customer', args=[one])}?tab=facts"
        for one in seen.values_list("number", flat=True)
    }
    of_loans = {one: reverse("loan", args=[one]) for one in loans.values_list("number", flat=True)}
    return of_parties | of_loans
