"""A policy as if nothing confidential were recorded, for those who may not know it.

A confidential flag is false, a confidential set or list is empty, everything else confidential is unknown; a confidential
fact that is worked out is worked out from these. The values are put into the text once, and what follows is worked out:
a clause that rests on secrets alone is gone, one that rests on them in part says the rest without its title. Whatever is
made of such a policy (traces, columns, counts, records) never holds a secret or its name: there is nothing to filter.

What rests on secrets without being one, such as another policy's result, is always worked out anew: what is given of it
was perhaps made from them, and nobody can see it by looking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kefen.compiling.constants import summed_up, worked_out
from kefen.compiling.names_read import facts_read, names_read
from kefen.language.syntax import (
    FALSE,
    Apply,
    Assumed,
    Const,
    Fact,
    Item,
    Meant,
    Over,
    Parameter,
    Step,
    StepId,
    Withheld,
    walk,
)
from kefen.policy import Clause, Policy, Use
from kefen.values import Kind
from kefen.vocabulary import FactSpec, ListSpec, Vocabulary

#: clauses that are gone when their condition cannot hold; grades and bands stand for their place on the scale
_CONDITIONAL = ("ban", "at least", "at most", "exactly", "adjust", "points", "allow", "require", "do", "limit")  # fmt: skip


def secrets_of(policy: Policy) -> frozenset[str]:
    """The names of confidential facts, lists and fields (``loans.balance``), also those of policies used."""
    facts, lists = policy.vocabulary.facts, policy.vocabulary.lists.values()
    found = {name for name, spec in facts.items() if spec.confidential and not spec.key}
    found |= {listed.name for listed in lists if listed.confidential}
    found |= {
        f"{one.name}.{f.name}" for one in lists for f in one.fields.values() if f.confidential
    }
    for use in policy.uses:
        found |= {_prefix(use) + name for name in secrets_of(use.policy)}
    return frozenset(found)


def veil_of(policy: Policy, more: frozenset[str] = frozenset()) -> Veil | None:
    """What hides the secrets of a policy, and ``more`` names that a policy which uses it holds confidential."""
    secrets = secrets_of(policy) | more
    return Veil(policy, secrets) if secrets else None


def _prefix(use: Use) -> str:
    """What stands before the names of a used policy's facts here."""
    return f"{use.each}." if use.each else use.prefix


@dataclass
class Veil:
    """One policy being rewritten.

    ``known`` is what stands in the place of facts and criteria, ``touched`` the names of everything that rests on secrets.
    """

    policy: Policy
    secrets: frozenset[str]
    known: dict[StepId, Meant] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    definitions: dict[StepId, Meant] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.facts, self.lists = self.policy.vocabulary.facts, self.policy.vocabulary.lists
        self.results = {use.fact for use in self.policy.uses}
        self.touched |= self.secrets
        self.uses = tuple(map(self.use_seen, self.policy.uses))
        for step in self.policy.order:
            self.read_step(step)

    def use_seen(self, use: Use) -> Use:
        """A used policy as it may be seen; what it works out on the way from secrets is not known here."""
        prefix = _prefix(use)
        inside = {n.removeprefix(prefix) for n in self.secrets if n.startswith(prefix)}
        veil = veil_of(use.policy, frozenset(inside & _names(use.policy)))
        if veil is None:
            return use
        self.touched |= {prefix + name for name in veil.touched & _names(use.policy)}
        self.touched |= {use.fact} if veil.is_needed else set()
        for step, seen in veil.known.items():
            if step.role == "fact":
                here = StepId("fact", prefix + step.name)
                self.known[here] = seen if isinstance(seen, Const) else Withheld(seen.kind, None)
        return replace(use, policy=veil.policy_seen())

    def read_step(self, step: StepId) -> None:
        """A definition or a criterion, after all that it reads."""
        node = self.policy.expression_of(step)
        is_secret = step.role == "fact" and step.name in self.secrets
        if not (is_secret or self.rests(node)):
            return
        self.touched.add(step.name)
        self.known.pop(step, None)
        seen = self.rewritten(node)
        if isinstance(seen, Const) or is_secret:
            self.known[step] = seen
        else:
            self.definitions[step] = seen

    def rests(self, node: Meant) -> bool:
        """Whether an expression rests on secrets."""
        return not self.touched.isdisjoint(names_read(node))

    @property
    def is_needed(self) -> bool:
        """Whether the policy's answer rests on secrets at all."""
        return any(map(self.rests, self.policy.conditions()))

    # --- the whole --------------------------------------------------------------------------------

    def policy_seen(self) -> Policy:
        clauses = tuple(self.clauses())
        vocabulary = self.vocabulary()
        order = tuple(step for step in self.policy.order if step not in self.known)
        seen = replace(
            self.policy, clauses=clauses, vocabulary=vocabulary, order=order, uses=self.uses
        )
        before, after = _settings_read(self.policy), _settings_read(seen)
        idle = before - after
        lists = set(self.policy.lists_read()) - set(seen.lists_read())
        return replace(
            seen,
            parameters=_without(seen.parameters, idle),
            assumptions=_without(seen.assumptions, idle),
            vocabulary=replace(
                vocabulary, reference_lists=_without(vocabulary.reference_lists, lists)
            ),
        )

    def clauses(self) -> Iterator[Clause]:
        """The clauses that are left; what an article says of secrets is not quoted beside its other clauses either."""
        pairs = [(clause, self.clause(clause)) for clause in self.policy.clauses]
        quotes = {clause.quote for clause, seen in pairs if seen is not clause}
        for _, seen in pairs:
            if seen is not None:
                yield replace(seen, quote="") if seen.quote in quotes else seen

    def clause(self, clause: Clause) -> Clause | None:
        """A clause as it stands, what is left of it, or nothing."""
        defines = clause.act in ("define", "value")
        step = StepId("fact", clause.target) if defines else StepId("clause", clause.id)
        if step in self.known:
            return None
        test, bound = (node and self.rewritten(node) for node in (clause.test, clause.bound))
        test = self.definitions.get(step, test)
        if test == FALSE and clause.act in _CONDITIONAL:
            return None
        if test is clause.test and bound is clause.bound:
            return clause
        left = replace(clause, test=test, bound=bound, quote="")
        return left.untitled if self.reads_hidden(clause) else left

    def reads_hidden(self, clause: Clause) -> bool:
        """Whether a clause itself reads what is not told: its title may say so too."""
        return not all(map(self.is_told, facts_read(clause)))

    # --- the vocabulary -----------------------------------------------------------------------------

    def vocabulary(self) -> Vocabulary:
        old = self.policy.vocabulary
        return replace(
            old,
            facts={name: self.fact_seen(spec) for name, spec in self.facts.items() if self.is_told(name)},
            lists={name: self.list_seen(one) for name, one in self.lists.items() if self.is_told(name)},
            rules=tuple(rule for rule in old.rules if not self.rests(rule.test)),
            withheld={"": frozenset(self.spellings()), **dict(self.fields_withheld())},
        )  # fmt: skip

    def is_told(self, name: str) -> bool:
        """Whether a fact or list has a name here; a confidential result of another policy is worked out and has one."""
        is_secret = name in self.secrets and name not in self.results
        return not is_secret and StepId("fact", name) not in self.known

    def fact_seen(self, spec: FactSpec) -> FactSpec:
        if spec.name not in self.touched:
            return spec
        definition = self.definitions.get(StepId("fact", spec.name))
        return replace(spec, definition=definition, unread=True)

    def list_seen(self, listed: ListSpec) -> ListSpec:
        fields = {
            name: replace(spec, unread=f"{listed.name}.{name}" in self.touched)
            for name, spec in listed.fields.items()
            if self.is_told(f"{listed.name}.{name}")
        }
        return replace(listed, fields=fields)

    def spellings(self) -> Iterator[str]:
        """Every spelling of a fact or list that is not told; those of a related subject also stand below its name."""
        names, subjects = self.policy.vocabulary.names, self.policy.vocabulary.subjects
        yield from (word for word, name in names.items() if not self.is_told(name))
        hidden = (spec for name, spec in self.facts.items() if not self.is_told(name))
        yield from (word for spec in hidden for word in spec.also)
        for name in self.secrets:
            subject, _, plain = name.partition(".")
            words = (word for word, of in names.items() if of == plain)
            yield from (f"{subject}.{word}" for word in words if subject in subjects)

    def fields_withheld(self) -> Iterator[tuple[str, frozenset[str]]]:
        for name, listed in self.lists.items():
            secret = [f for f in listed.fields.values() if not self.is_told(f"{name}.{f.name}")]
            words = (
                word for spec in secret for word in (spec.name, *spec.label, *spec.also) if word
            )
            yield name, frozenset(words)

    # --- expressions ----------------------------------------------------------------------------------

    def rewritten(self, node: Meant, lists: tuple[str, ...] = ()) -> Meant:
        """An expression with what may be seen put in; the very same one where it reads no secret."""
        if isinstance(node, Fact):
            return self.told(node.name, node)
        if isinstance(node, Step):
            return self.known.get(node.id, node)
        if isinstance(node, Item):
            return self.told(f"{lists[-1 - node.depth]}.{node.name}", node) if node.name else node
        if isinstance(node, Over):
            return self.over(node, lists)
        if isinstance(node, Apply):
            args = tuple(self.rewritten(arg, lists) for arg in node.args)
            same = all(new is old for new, old in zip(args, node.args, strict=True))
            return node if same else worked_out(replace(node, args=args))
        return node

    def told(self, name: str, node: Meant) -> Meant:
        """A fact or a field, or what stands in its place."""
        known = self.known.get(StepId("fact", name))
        if known is not None:
            return known
        return node if self.is_told(name) else _nothing_recorded(node.kind)

    def over(self, node: Over, lists: tuple[str, ...]) -> Meant:
        source = self.rewritten(node.source, lists)
        inside = (*lists, node.source.name if isinstance(node.source, Fact) else "")
        kept, body = (part and self.rewritten(part, inside) for part in (node.filter, node.body))
        empty = node.empty and self.rewritten(node.empty, lists)
        if source is node.source and (kept, body, empty) == (node.filter, node.body, node.empty):
            return node
        return summed_up(replace(node, filter=kept, body=body, empty=empty), source)


def _nothing_recorded(kind: Kind) -> Const:
    """The value of a confidential fact of which nothing is recorded."""
    value = {"flag": False, "set": 0, "list": ()}.get(kind.name)
    return Withheld(kind, None) if value is None else Const(kind, value)


def _names(policy: Policy) -> frozenset[str]:
    """The names of all facts, lists and fields."""
    lists = policy.vocabulary.lists.values()
    fields = (f"{listed.name}.{name}" for listed in lists for name in listed.fields)
    return frozenset([*policy.vocabulary.facts, *policy.vocabulary.lists, *fields])


def _without(table: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    left_out = set(names)
    return {name: value for name, value in table.items() if name not in left_out}


def _settings_read(policy: Policy) -> set[str]:
    """The assumptions and parameters that clauses and definitions read."""
    nodes: list[Meant | None] = [*policy.conditions()]
    nodes += [spec.definition for spec in policy.vocabulary.facts.values()]
    nodes += [rule.test for rule in policy.vocabulary.rules]
    parts = (part for node in nodes if node is not None for part in walk(node))
    return {part.name for part in parts if isinstance(part, Assumed | Parameter)}
