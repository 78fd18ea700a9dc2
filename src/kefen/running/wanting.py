"""What a policy wants of the tables of a run: facts, fields of lists, and what is said of those that no column gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kefen.compiling.names_read import fields_read
from kefen.deciding import Decider
from kefen.errors import InputError
from kefen.language.syntax import Fact, walk
from kefen.running.mapping import facts_of
from kefen.running.matching import TableSpec
from kefen.saying.phrases import both
from kefen.values import Words
from kefen.vocabulary import FactSpec


def key_of(decider: Decider) -> FactSpec:
    """The fact that names a subject."""
    key = decider.policy.vocabulary.key
    if key is None:
        raise InputError(f"the vocabulary of {decider.policy.name} has no key fact")
    return key


def subjects_wanted(decider: Decider) -> TableSpec:
    """The facts of subjects that the policy reads."""
    inputs, key = decider.program.plan.inputs, key_of(decider)
    specs = {one.name: one.spec for one in inputs if one.spec is not None}
    return TableSpec(specs, key.name, decider.as_of, facts_of(decider.policy.vocabulary))


def records_wanted(decider: Decider, name: str) -> TableSpec:
    """The fields of the records of a list.

    A key that no subject can have is kept as it stands, so that the subject it may mean is found.
    """
    vocabulary, key = decider.policy.vocabulary, replace(key_of(decider), key=False)
    fields = {**vocabulary.lists[name].fields, key.name: key}
    return TableSpec(fields, key.name, decider.as_of, facts_of(vocabulary, name), name)


def read_directly(decider: Decider) -> list[str]:
    """The facts that a clause or derivation reads and that nothing else can give."""
    plan = decider.program.plan
    nodes = (part for step in plan.steps for part in walk(step.expression))
    read = {part.name for part in nodes if isinstance(part, Fact)}
    return [one.name for one in plan.inputs if one.name in read and not one.derived]


def fields_absent(decider: Decider, name: str, found: set[str]) -> Iterator[FactSpec]:
    """The fields of a list that the policy reads and only its table could give."""
    plan = decider.program.plan
    work, nodes = plan.item_work.get(name), [step.expression for step in plan.steps]
    read = {field for node in nodes for one, field in fields_read(node) if one == name}
    parts = (part for step in work.steps for part in walk(step.expression)) if work else ()
    read |= {part.name for part in parts if isinstance(part, Fact)}
    read -= found | (work.derived if work else frozenset())
    fields = decider.policy.vocabulary.lists[name].fields
    return (spec for field, spec in fields.items() if field in read)


def warning_of_absent(name: str, specs: Iterable[FactSpec], **gaps: object) -> list[Words]:
    """One warning for all facts that only a column could give; none if there are none."""
    absent = list(specs)
    if not absent:
        return []
    labels = "、".join(f"“{spec.label.zh}”" for spec in absent)
    return [both(f"warning {name}", zh=labels, en=", ".join(one.name for one in absent), **gaps)]
