"""What an open decision waits for: the facts of which one value, the others still unknown, would change it.

A fact is *missing* when the decision is open and one value of the vocabulary changes its status, its result or what
is possible. If no single fact does, everything is missing that is read by a part still open. A fact that the policy
defines from others is not asked for: those others are. Another policy's result may be given, so it is asked for
beside the facts that it is worked out from, unless that policy's text alone leaves it open. A parameter without a
value and a reference list that is not loaded are waited for like facts: the bank brings them, not the customer.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import cached_property
from typing import Any

from kefen.compiling.answers import Outcome, Settings
from kefen.compiling.plan import Input
from kefen.deciding.decide import Decider, Decision
from kefen.deciding.open_parts import Missing, Sort, read_while_open
from kefen.deciding.parts import is_open
from kefen.deciding.trace import trace
from kefen.language.syntax import StepId, is_open_ended
from kefen.memo import kept
from kefen.policy import Policy
from kefen.values import UNKNOWN_MONTH

#: facts and settings with one thing more known
_Changes = Iterator[tuple[Sequence[Any], Settings]]


def missing(decision: Decision, without: Container[str] = ()) -> tuple[Missing, ...]:
    """What a decision waits for, in the order of the vocabulary; nothing when it is settled.

    ``without`` are facts that cannot be had: where only they matter alone, all others that open parts read are named.
    """
    if not decision.outcome.is_open:
        return ()
    trier, before = _trier_of(decision.decider), decision.outcome
    tried = {
        one: trier.moves(before, changes) for one, changes in trier.unknown(decision)
        if one.name not in without
    }  # fmt: skip
    found = tuple(one for one, moves in tried.items() if moves)
    if found:
        return found
    read = read_while_open(trace(decision))
    return tuple(one for one in tried if one in read)


def askable(decider: Decider) -> tuple[str, ...]:
    """The facts a decision may wait for, in the order of the vocabulary."""
    return tuple(one.name for _, one in _trier_of(decider).asked)


def gaps(decision: Decision) -> tuple[str, ...]:
    """The facts that are unknown by the text: no row of their value table is met."""
    is_open, told = decision.outcome.is_open, decision.decider.program.gaps.items()
    return tuple(
        name for name, shown in told if (shown or is_open) and decision.flags[StepId("gap", name)]
    )


def waits_for_the_text(decision: Decision) -> bool:
    """Whether nothing anybody could bring is open: a table here, or in a policy that is used, has no row for this."""
    if not decision.outcome.is_open:
        return False
    by_text = bool(gaps(decision)) or any(True for _ in gapped(decision))
    return by_text and not missing(decision)


def gapped(decision: Decision) -> Iterator[tuple[str, Decision]]:
    """The policies used of which the text alone leaves the result open: its fact, and what was decided there."""
    uses = [use for use in decision.policy.uses if not use.each and _may_have_no_row(use.policy)]
    tree = trace(decision) if uses else None
    for use in uses:
        inner = tree.used(use.fact) if tree else None
        if inner is not None and waits_for_the_text(inner.decision):
            yield use.fact, inner.decision


def _may_have_no_row(policy: Policy) -> bool:
    """Whether a table of a policy, or of one that it uses, may be met by no row."""
    tables = (clause.test for clause in policy.acts("define", "value"))
    return any(map(is_open_ended, tables)) or any(
        _may_have_no_row(one.policy) for one in policy.uses
    )


# --- trying --------------------------------------------------------------------------------------


class _Trier:
    """Decides again with one thing more known."""

    def __init__(self, decider: Decider) -> None:
        self.program = decider.program
        self.cells = decider.cells
        self.answer = decider.program.answer_if

    @cached_property
    def asked(self) -> list[tuple[int, Input]]:
        """The inputs that the outcome rests on, without what the policy itself defines from them."""
        used = {use.fact for use in self.program.policy.uses}
        return [
            (place, one)
            for place, one in enumerate(self.program.plan.inputs)
            if one.name in self.cells.decisive and (not one.derived or one.name in used)
            and not (one.spec is not None and one.spec.key)
        ]  # fmt: skip

    def unknown(self, decision: Decision) -> Iterator[tuple[Missing, _Changes]]:
        """Each unknown thing that may be asked for, with every value that stands for all."""
        by_text = {fact for fact, _ in gapped(decision)}
        for place, one in self.asked:
            if one.name not in by_text and self.is_unknown(one, place, decision):
                yield Missing("fact", one.name), self.with_fact(decision, place, one)
        plan = self.program.plan
        for place, name in enumerate(plan.set_names):
            if decision.settings.parameters[place] is None:
                sort: Sort = "parameter" if name in plan.parameters else "list"
                yield Missing(sort, name), self.with_setting(decision, place, name)

    def with_fact(self, decision: Decision, place: int, one: Input) -> _Changes:
        """A fact with each value that stands for all."""
        given, settings = decision.facts.values, decision.settings
        for value in self.cells.of(one.name, given, settings):
            yield (*given[:place], value, *given[place + 1 :]), settings

    def with_setting(self, decision: Decision, place: int, name: str) -> _Changes:
        """A parameter without a value, or a list that is not loaded, the same way."""
        given, settings = decision.facts.values, decision.settings
        for value in self.cells.of_setting(name, given, settings):
            yield given, _with(settings, place, value)

    def moves(self, before: Outcome, changes: _Changes) -> bool:
        """Whether a value that breaks no rule and contradicts nothing changes status, result or what is possible."""
        answers = (self.answer(*change) for change in changes)
        sound = (one.outcome for one in answers if not (one.broken or one.conflicts))
        return any(_said(after) != _said(before) for after in sound)

    def is_unknown(self, one: Input, place: int, decision: Decision) -> bool:
        value = decision.facts.values[place]
        if one.spec is None:
            return value is None or any(None in record for record in value)
        if one.spec.kind.name == "outcome":
            return is_open(one.spec.kind, decision.value(one.name))
        return value is None or (one.spec.kind.name == "history" and UNKNOWN_MONTH in value)


def _said(outcome: Outcome) -> tuple[Any, ...]:
    """Status, result and what is possible; how a result may move follows from them."""
    return outcome.status, outcome.result, outcome.possible


def _with(settings: Settings, place: int, value: Any) -> Settings:
    values = settings.parameters
    return settings._replace(parameters=(*values[:place], value, *values[place + 1 :]))


@kept
def _trier_of(decider: Decider) -> _Trier:
    """What tries facts for a decider."""
    return _Trier(decider)


__all__ = ["Missing", "askable", "gapped", "missing", "waits_for_the_text"]
