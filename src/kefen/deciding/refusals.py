"""Why a row is refused: it contradicts its own derivation, or breaks a rule of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kefen.compiling.answers import Answer, Conflict
from kefen.errors import Problem
from kefen.spelling import outside_of
from kefen.values import Kind
from kefen.vocabulary import Vocabulary


def problems_of(answer: Answer, vocabulary: Vocabulary) -> Iterator[Problem]:
    """What is wrong with the facts of an answer."""
    yield from (_contradiction(conflict, vocabulary) for conflict in answer.conflicts)
    for place in answer.broken:
        message = vocabulary.rules[place].message
        yield Problem(message.zh, None, "rule", message.en)


def _contradiction(conflict: Conflict, vocabulary: Vocabulary) -> Problem:
    spec = vocabulary.spec_of(conflict.name)
    assert spec is not None
    here, there = (_one_text(value, spec.kind) for value in (conflict.given, conflict.derived))
    return Problem(conflict.name, here, "contradiction", str(there))


def _one_text(value: Any, kind: Kind) -> Any:
    """A value as people write it; the results of another policy that are possible one after the other."""
    outside = outside_of(value, kind)
    several = kind.name == "outcome" and isinstance(outside, list)
    return ", ".join(outside) if several else outside
