"""Decisions as JSON, from one prepared text with gaps: only values and states are filled in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kefen.compiling.conclusions import MARKS, STATUSES
from kefen.compiling.program import OUTCOME, Program
from kefen.deciding.memo import Memo
from kefen.language.syntax import Fact, Meant, walk
from kefen.policy import Clause
from kefen.values import Kind

if TYPE_CHECKING:
    from kefen.deciding.decide import Decision

_STATES = {True: '"true"', False: '"false"', None: '"unknown"'}
_WIDTH = len(OUTCOME)


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _encoder(kind: Kind) -> Callable[[Any], str]:
    """Inside values of a kind as JSON text; decimals keep their digits."""
    domain = kind.domain
    if kind.name == "list":
        return lambda value: json.dumps(value, ensure_ascii=False, default=str)
    if kind.is_number:
        return str
    if kind.name == "set" or kind.name == "outcome":
        assert domain is not None
        return Memo(lambda value: _quoted(domain.ids(value)), int).__getitem__
    if domain is not None and kind.name != "history":
        return [_quoted(term.id) for term in domain.terms].__getitem__
    if kind.name == "flag":
        return ["false", "true"].__getitem__
    if kind.name == "date":
        return Memo(lambda value: f'"{value.isoformat()}"', date).__getitem__
    return Memo(_quoted, str).__getitem__


class JsonWriter:
    """Writes the decisions of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.clauses = [*(_quoted(id) for id in program.plan.conclusions.clauses)]
        self.encoders = [
            (
                f"{_quoted(given.name)}: ",
                _encoder(given.spec.kind if given.spec else Kind("list", of=given.name)),
            )
            for given in program.plan.inputs
        ]
        self.masks: dict[int, str] = {}

    @cached_property
    def head(self) -> str:
        """The outcome, with gaps."""
        policy = self.program.policy
        fixed = {"policy": policy.name, "version": policy.version, "digest": policy.digest}
        start = _gap_safe(_quoted(fixed))[:-1]
        return start + (
            ', "as_of": "%s", "status": "%s", "marked": "%s", "result": %s, "possible": %s, "decisive": %s'
        )

    @cached_property
    def entries(self) -> list[tuple[int, dict[bool | None, str]]]:
        """For each clause the trace lists: its place in the values, and its text in each state."""
        places = {name: _WIDTH + place for place, name in enumerate(self.program.traced)}
        return [
            (places[clause.id], {state: f"{entry}{word}}}" for state, word in _STATES.items()})
            for clause, entry in zip(self._clauses(), self._entries(), strict=True)
        ]

    def _clauses(self) -> Iterator[Clause]:
        names = set(self.program.traced)
        yield from (clause for clause in self.program.policy.clauses if clause.id in names)

    def _entries(self) -> Iterator[str]:
        for clause in self._clauses():
            fixed = {
                "id": clause.id,
                "act": clause.act,
                "article": clause.citation.place,
                "reads": _facts_in(clause.test),
            }
            yield _quoted(fixed)[:-1] + ', "state": '

    def write(self, decision: Decision, trace: bool) -> str:
        """One decision."""
        status, mark, result, mask, decisive = decision.outcome
        domain = self.program.policy.decides
        shown = "null" if result is None or domain is None else _quoted(domain.terms[result].id)
        possible = self.masks.get(mask)
        if possible is None:
            possible = self.masks[mask] = _quoted(list(decision.possible))
        head = self.head % (
            decision.as_of,
            STATUSES[status],
            MARKS[mark],
            shown,
            possible,
            "null" if decisive is None else self.clauses[decisive],
        )
        if not trace or decision.trace_values is None:
            return head + "}"
        facts = ", ".join(
            [
                name + encode(value)
                for (name, encode), value in zip(self.encoders, decision.facts.values, strict=True)
                if value is not None
            ]
        )
        values = decision.trace_values
        clauses = ", ".join([texts[values[place]] for place, texts in self.entries])
        return f'{head}, "facts": {{{facts}}}, "trace": [{clauses}]}}'


def _gap_safe(text: str) -> str:
    return text.replace("%", "%%")


def _facts_in(node: Meant | None) -> list[str]:
    """The facts an expression reads itself, in the order of the text."""
    found = [] if node is None else [part.name for part in walk(node) if isinstance(part, Fact)]
    return list(dict.fromkeys(found))
