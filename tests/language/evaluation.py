"""Expressions to their values, through the checker and each of the two engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from kefen.checking.expressions import check_expression
from kefen.checking.scope import Scope
from kefen.checking.vocabulary import read_vocabularies
from kefen.citation import Citation
from kefen.compiling import Program, compile_policy
from kefen.compiling.answers import OUTCOME
from kefen.deciding.facts import FactsReader
from kefen.diagnostics import Diagnostics
from kefen.language.examples import EXAMPLE_FACTS, EXAMPLE_LISTS, EXAMPLE_VOCABULARY
from kefen.language.syntax import StepId
from kefen.policy import Clause, Policy
from kefen.reading.yaml_text import read_yaml
from kefen.source import Source, Span
from kefen.values import INTEGER, NO_KIND, NO_WORDS, Kind, Words
from kefen.vocabulary import FactSpec, ReferenceList, Vocabulary
from tests.agreement.engines import Reading

AS_OF = date(2024, 2, 29)


@dataclass(frozen=True)
class Example:
    """``expression => value``, and where it is written."""

    expression: str
    expected: Any
    place: str

    def __str__(self) -> str:
        return f"{self.place}: {self.expression}"


def read_example(line: str, place: str) -> Example:
    """An example from its line."""
    expression, _, value = line.rpartition(" => ")
    words = {"true": True, "false": False, "unknown": None}
    return Example(expression, words[value] if value in words else Decimal(value), place)


class Evaluation:
    """Many expressions as the values of one policy, evaluated together by an engine."""

    def __init__(
        self,
        examples: Sequence[Example],
        vocabulary: str = "",
        facts: Mapping[str, Any] = {},
        results: Sequence[str] = (),
    ) -> None:
        self.examples = examples
        found = Diagnostics()
        texts = [EXAMPLE_VOCABULARY, vocabulary]
        entries = {str(n): read_yaml(Source(f"{n}", text), found) for n, text in enumerate(texts)}
        words = with_results(read_vocabularies(entries, found).sealed(), results)
        lists = {
            name: replace(listed, entries=tuple((code, None, None) for code in EXAMPLE_LISTS[name]))
            for name, listed in words.reference_lists.items()
            if name in EXAMPLE_LISTS
        }
        self.program = self.compile(words, {**words.reference_lists, **lists}, found)
        reader = FactsReader(self.program.plan)
        self.row = reader.read({**EXAMPLE_FACTS, **facts}, AS_OF).values

    def compile(
        self, words: Vocabulary, lists: Mapping[str, ReferenceList], found: Diagnostics
    ) -> Program:
        facts, clauses = dict(words.facts), []
        for number, example in enumerate(self.examples):
            source = Source(example.place, example.expression)
            span = Span(source, 0, len(source.text))
            node = check_expression(span, None, Scope(words, found=found))
            assert node is not None, [item.shown() for item in found.items]
            kind = INTEGER if node.kind == NO_KIND else node.kind
            name = f"answer_{number}"
            facts[name] = FactSpec(name, Words(name, name), kind, definition=node, negative=True)
            clauses.append(
                Clause(name, "value", NO_WORDS, (Citation("", ""),), test=node, target=name)
            )
        assert not found.items, [item.shown() for item in found.items]
        order = tuple(StepId("fact", f"answer_{number}") for number in range(len(self.examples)))
        return compile_policy(
            _policy(replace(words, facts=facts, reference_lists=lists), clauses, order)
        )

    def values(self, reading: Reading) -> dict[Example, Any]:
        """Each example's value as a reading has it."""
        (answer,) = reading.answers(self.program, [self.row], AS_OF)
        assert answer is not None
        flags = dict(zip(self.program.traced, answer[len(OUTCOME) :], strict=True))
        return {
            e: flags[StepId("fact", f"answer_{number}")] for number, e in enumerate(self.examples)
        }


def with_results(words: Vocabulary, names: Sequence[str]) -> Vocabulary:
    """Fields of lists with some names become results of other policies: sets of possible values."""
    lists = {}
    for name, listed in words.lists.items():
        fields = {
            key: replace(spec, kind=Kind("outcome", spec.kind.domain)) if key in names else spec
            for key, spec in listed.fields.items()
        }
        lists[name] = replace(listed, fields=fields)
    return replace(words, lists=lists)


def _policy(words: Vocabulary, clauses: list[Clause], order: tuple[str, ...]) -> Policy:
    return Policy(
        name="examples",
        version="1",
        title=NO_WORDS,
        since=date.min,
        until=None,
        subject=NO_WORDS,
        decides=None,
        vocabulary=words,
        instruments={},
        instrument="",
        clauses=tuple(clauses),
        order=order,
        parameters={},
        assumptions={},
        uses=(),
        digest="",
    )
