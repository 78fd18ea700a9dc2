"""Decisions as JSON, from one prepared text with gaps: only values and states are filled in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property, partial
from json.encoder import encode_basestring
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from kefen.compiling.conclusions import MARKS, STATUSES, possible_ids
from kefen.compiling.program import OUTCOME, Program
from kefen.deciding.memo import Memo
from kefen.language.syntax import Fact, Meant, walk
from kefen.policy import Clause
from kefen.values import Kind

if TYPE_CHECKING:
    from kefen.deciding.decide import Decision

_STATES = {True: '"true"', False: '"false"', None: '"unknown"'}
_WIDTH = len(OUTCOME)
_FEW_FORMS = ("flag", "choice", "scale", "outcome")
_TOGETHER = 12
_COMBINATIONS = 4096


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
    return encode_basestring


class _Group:
    """A few values that have few forms each: their joined text is worked out once for each combination met."""

    def __init__(self, places: Sequence[int], texts: Sequence[Callable[[Any], str]]) -> None:
        self.take = itemgetter(*places, places[-1])
        self.texts = texts
        self.memo = Memo(self.join, tuple, _COMBINATIONS)

    def join(self, values: tuple[Any, ...]) -> str:
        return "".join([text(value) for text, value in zip(self.texts, values, strict=False)])

    @classmethod
    def all(cls, members: Sequence[tuple[int, Callable[[Any], str]]]) -> list[_Group]:
        """Groups of neighbours."""
        parts = [members[i : i + _TOGETHER] for i in range(0, len(members), _TOGETHER)]
        return [cls([place for place, _ in part], [text for _, text in part]) for part in parts]


class JsonWriter:
    """Writes the decisions of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.heads = Memo(self._head, tuple)
        few: list[tuple[int, Callable[[Any], str]]] = []
        many: list[int] = []
        self.names: list[str] = []
        self.encoders: list[Callable[[Any], str]] = []
        for place, given in enumerate(program.plan.inputs):
            name = f", {_quoted(given.name)}: "
            kind = given.spec.kind if given.spec else Kind("list", of=given.name)
            if kind.name in _FEW_FORMS:
                few.append((place, partial(_named, name, _encoder(kind))))
            else:
                many.append(place)
                self.names.append(name)
                self.encoders.append(_encoder(kind))
        self.take = itemgetter(*many, many[-1]) if many else tuple
        self.few = _Group.all(few)

    def _head(self, key: tuple[tuple[Any, ...], date]) -> str:
        """The outcome on a day."""
        (status, mark, result, mask, decisive), as_of = key
        policy = self.program.policy
        domain = policy.decides
        told = {
            "policy": policy.name,
            "version": policy.version,
            "digest": policy.digest,
            "as_of": as_of.isoformat(),
            "status": STATUSES[status],
            "marked": MARKS[mark],
            "result": None if result is None or domain is None else domain.terms[result].id,
            "possible": possible_ids(mask, domain),
            "decisive": None
            if decisive is None
            else self.program.plan.conclusions.clauses[decisive],
        }
        return _quoted(told)[:-1]

    @cached_property
    def entries(self) -> list[_Group]:
        """The clauses the trace lists, each with its text in each state."""
        places = {name: _WIDTH + place for place, name in enumerate(self.program.traced)}
        members = [
            (places[clause.id], {s: f"{entry}{word}}}" for s, word in _STATES.items()}.__getitem__)
            for clause, entry in zip(self._clauses(), self._entries(), strict=True)
        ]
        return _Group.all(members)

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
            yield f', {_quoted(fixed)[:-1]}, "state": '

    def write(self, decision: Decision, trace: bool) -> str:
        """One decision."""
        head: str = self.heads[decision.outcome, decision.settings.as_of]
        if not trace or decision.trace_values is None:
            return head + "}"
        given, values = decision.facts.values, decision.trace_values
        facts = [group.memo[group.take(given)] for group in self.few]
        facts += [
            name + encode(value)
            for name, encode, value in zip(
                self.names, self.encoders, self.take(given), strict=False
            )
            if value is not None
        ]
        clauses = [group.memo[group.take(values)] for group in self.entries]
        return "".join(
            [head, ', "facts": {', "".join(facts)[2:], '}, "trace": [', "".join(clauses)[2:], "]}"]
        )


def _named(name: str, encode: Callable[[Any], str], value: Any) -> str:
    return "" if value is None else name + encode(value)


def _facts_in(node: Meant | None) -> list[str]:
    """The facts an expression reads itself, in the order of the text."""
    found = [] if node is None else [part.name for part in walk(node) if isinstance(part, Fact)]
    return list(dict.fromkeys(found))
