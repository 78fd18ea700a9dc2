"""Decisions as JSON, by one generated function for each program: fixed texts with gaps for values and states.

Like ``compiling.python`` it is made from what was checked: every text stands in a table of constants beside the source.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from json.encoder import encode_basestring
from typing import Any

from kefen.compiling.answers import MARKS, STATUSES, Outcome, possible_ids
from kefen.compiling.audience import Audience, basis_of
from kefen.compiling.program import Program
from kefen.language.syntax import Fact, Meant, StepId, walk
from kefen.memo import Memo
from kefen.policy import Clause
from kefen.values import Kind

#: how many clauses are written together, and how many of their states are kept
_TOGETHER, _KEPT = 12, 4096
_STATES = {True: '"true"', False: '"false"', None: '"unknown"'}

#: (head, facts, states) -> the text
_Fill = Callable[[str, Sequence[Any], Sequence[Any]], str]


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


class JsonWriter:
    """Writes the decisions of one program."""

    def __init__(self, program: Program, audience: Audience) -> None:
        self.program = program
        self.told = {"audience": audience, "basis": basis_of(audience)}
        self.heads = Memo(self._head, tuple)
        self.fills = Memo(self._fill_on, date)
        self.fills_since = Memo(self._fill, date)

    def write(self, outcome: Outcome, as_of: date) -> str:
        """The outcome on a day."""
        return f"{self.heads[outcome, as_of]}}}"

    def write_traced(
        self, outcome: Outcome, as_of: date, facts: Sequence[Any], states: Sequence[Any]
    ) -> str:
        """The outcome with the facts it was made of and the states of the program's ``traced`` steps."""
        fill: _Fill = self.fills[as_of]
        return fill(self.heads[outcome, as_of], facts, states)

    def _fill_on(self, as_of: date) -> _Fill:
        fill: _Fill = self.fills_since[self.program.policy.cited_since(as_of)]
        return fill

    def _head(self, key: tuple[Outcome, date]) -> str:
        """The outcome on a day."""
        outcome, as_of = key
        policy = self.program.policy
        domain = policy.decides
        told = {
            "policy": policy.name,
            "version": policy.version,
            "digest": policy.digest,
            "as_of": as_of.isoformat(),
            **self.told,
            "status": STATUSES[outcome.status],
            "marked": MARKS[outcome.marked],
            "result": None
            if outcome.result is None or domain is None
            else domain.terms[outcome.result].id,
            "possible": possible_ids(outcome.possible, domain),
            "decisive": None
            if outcome.decisive is None
            else self.program.plan.conclusions.clauses[outcome.decisive],
        }
        return _quoted(told)[:-1]

    def _fill(self, day: date) -> _Fill:
        """The function that puts facts and states into the text, with the citations of a day."""
        template = _Template()
        inputs = self.program.plan.inputs
        for place, given in enumerate(inputs):
            kind = given.spec.kind if given.spec else Kind("list", of=given.name)
            template.fact(place, f", {_quoted(given.name)}: ", kind)
        places = {step: place for place, step in enumerate(self.program.traced)}
        for clause, entry in self._entries(day):
            template.state(places[StepId("clause", clause.id)], entry)
        return template.function(len(inputs), len(places))

    def _entries(self, day: date) -> Iterator[tuple[Clause, str]]:
        """The clauses the trace lists, each with its text up to its state."""
        traced = set(self.program.traced)
        for clause in self.program.policy.clauses:
            if StepId("clause", clause.id) in traced:
                fixed = {
                    "id": clause.id,
                    "act": clause.act,
                    "article": clause.cited_on(day).place,
                    "reads": _facts_in(clause.test),
                }
                yield clause, f'{_quoted(fixed)[:-1]}, "state": '


class _Template:
    """The source of a function, with its constants."""

    def __init__(self) -> None:
        self.facts: list[str] = []
        self.states: list[tuple[int, str]] = []
        self.constants: dict[str, Any] = {"__builtins__": {}}

    def constant(self, value: Any) -> str:
        name = f"C{len(self.constants)}"
        self.constants[name] = value
        return name

    def fact(self, place: int, name: str, kind: Kind) -> None:
        """A fact that may be known, after its name."""
        told = self.told(f"f{place}", name, kind)
        self.facts.append(f'{{"" if f{place} is None else {told}}}')

    def told(self, value: str, name: str, kind: Kind) -> str:
        """What is written of a known value: looked up where there are few, else made; decimals keep their digits."""
        few = _texts(name, kind)
        if few is not None:
            return f"{self.constant(few)}[{value}]"
        if kind.is_number:
            return f'f"{{{self.constant(name)}}}{{{value}!s}}"'
        made = self.constant(_written(kind))
        return f"{self.constant(name)} + {made}({value})"

    def state(self, place: int, entry: str) -> None:
        """A clause, before its state."""
        self.states.append((place, f"{', ' if self.states else ''}{entry}"))

    def trace(self) -> Iterator[str]:
        """The clauses, a few at a time: the states of neighbours repeat from subject to subject, and their text is kept."""
        for start in range(0, len(self.states), _TOGETHER):
            some = self.states[start : start + _TOGETHER]
            texts = self.constant(Memo(_entries_told([entry for _, entry in some]), tuple, _KEPT))
            yield f"{{{texts}[{''.join(f's{place}, ' for place, _ in some)}]}}"

    def function(self, facts: int, states: int) -> _Fill:
        """The function of the source."""
        given = "".join(f"f{place}, " for place in range(facts))
        found = "".join(f"s{place}, " for place in range(states))
        start, middle = self.constant(', "facts": {'), self.constant('}, "trace": [')
        lines = [
            "def fill(head, facts, states):",
            f"    {given}= facts" if given else "    pass",
            f"    {found}= states" if found else "    pass",
            f"    known = f'{''.join(self.facts)}'[2:]",
            f"    return f'{{head}}{{{start}}}{{known}}{{{middle}}}{''.join(self.trace())}]}}}}'",
        ]
        exec(compile("\n".join(lines), "<json>", "exec"), self.constants)  # noqa: S102 - made of constants and places
        fill: _Fill = self.constants["fill"]
        return fill


def _entries_told(entries: Sequence[str]) -> Callable[[tuple[bool | None, ...]], str]:
    """What is written of some clauses in some states."""

    def told(states: tuple[bool | None, ...]) -> str:
        pairs = zip(entries, states, strict=True)
        return "".join(f"{entry}{_STATES[state]}}}" for entry, state in pairs)

    return told


def _texts(name: str, kind: Kind) -> Any:
    """The texts of all values of a kind that has few."""
    domain = kind.domain
    if kind.name == "flag":
        return f"{name}false", f"{name}true"
    if domain is None or kind.name == "history":
        return None
    if kind.name in ("set", "outcome"):
        return Memo(lambda value: name + _quoted(domain.ids(value)), int)
    return tuple(name + _quoted(term.id) for term in domain.terms)


def _written(kind: Kind) -> Callable[[Any], str]:
    """How any other value is written."""
    if kind.name == "list":
        return lambda value: json.dumps(value, ensure_ascii=False, default=str)
    return Memo('"%s"'.__mod__, date).__getitem__ if kind.name == "date" else encode_basestring


def _facts_in(node: Meant | None) -> list[str]:
    """The facts an expression reads itself, in the order of the text."""
    found = [] if node is None else [part.name for part in walk(node) if isinstance(part, Fact)]
    return list(dict.fromkeys(found))
