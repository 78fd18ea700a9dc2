"""A policy as its readers may see it: for all but ``staff`` as if nothing confidential were recorded.

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
from typing import Any, Literal, get_args

from kefen.compiling.plan import fields_read
from kefen.compiling.simplify import folded
from kefen.language.operators import OPERATORS
from kefen.language.syntax import (
    FALSE,
    TRUE,
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
    apply,
    walk,
)
from kefen.policy import MEASURES, Clause, FactSpec, ListSpec, Policy, Use, Vocabulary
from kefen.values import FLAG, INTEGER, NO_WORDS, Kind, Words

#: who reads it: the customer, staff without the right to confidential facts, staff with it
Audience = Literal["customer", "restricted", "staff"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

#: clauses that are gone when their condition cannot hold; grades and bands stand for their place on the scale
_CONDITIONAL = ("ban", "at least", "at most", "exactly", "adjust", "points", "allow", "require", "do", "limit")  # fmt: skip


def seen_by(policy: Policy, audience: Audience) -> Policy:
    """The policy that decides for an audience; the same one where it has no secrets."""
    veil = None if audience == "staff" else _veil(policy)
    seen = veil.policy_seen() if veil else policy
    return _discreet(seen) if audience == "customer" else seen


def _discreet(policy: Policy) -> Policy:
    """The policy for the customer: what a clause asks of a third party is not said by its title or quotation either."""
    third_party = policy.vocabulary.third_party
    clauses = tuple(
        untitled(clause) if any(map(third_party, facts_read(clause))) else clause
        for clause in policy.clauses
    )
    uses = tuple(replace(use, policy=_discreet(use.policy)) for use in policy.uses)
    return replace(policy, clauses=clauses, uses=uses)


def private_to(policy: Policy, audience: Audience) -> dict[str, Words]:
    """What an audience hears of only as a condition of third parties, and of whom: facts, fields, criteria, clauses."""
    return _of_third_parties(policy) if audience == "customer" else {}


def titles_told(policy: Policy, audience: Audience) -> dict[str, Words]:
    """The titles of clauses for a table, which cannot look at what each row rests on."""
    private = private_to(policy, audience)
    return {
        one.id: NO_WORDS if any(name in private for name in facts_read(one)) else one.title
        for one in policy.clauses
    }


def _of_third_parties(policy: Policy) -> dict[str, Words]:
    """Everything that may rest on facts of third parties, through any definition or policy used, and whose these are."""
    found: dict[str, Words | None] = dict(_own_third_parties(policy.vocabulary))
    for use in policy.uses:
        inner = _of_third_parties(use.policy)
        concluding = (one.id for one in use.policy.clauses if one.act not in MEASURES)
        found[use.fact] = found.get(use.fact) or _first(map(inner.get, concluding))
    for name, nodes in _worked_out_of(policy):
        read = (one for node in nodes if node is not None for one in sorted(_names_read(node)))
        found[name] = found.get(name) or _first(map(found.get, read))
    return {name: whose for name, whose in found.items() if whose is not None}


def _own_third_parties(vocabulary: Vocabulary) -> Iterator[tuple[str, Words | None]]:
    """The facts, lists and fields that are marked as a third party's."""
    lists = vocabulary.lists.values()
    fields = (f"{one.name}.{field}" for one in lists for field in one.fields)
    for name in (*vocabulary.facts, *vocabulary.lists, *fields):
        yield name, vocabulary.third_party(name)


def _worked_out_of(policy: Policy) -> Iterator[tuple[str, tuple[Meant | None, ...]]]:
    """Facts and criteria in the order in which they are worked out, then clauses, each with what it says."""
    for step in policy.order:
        yield step.name, (policy.expression_of(step),)
    yield from ((clause.id, (clause.test, clause.bound)) for clause in policy.clauses)


def _first(found: Iterable[Words | None]) -> Words | None:
    return next(filter(None, found), None)


def untitled(clause: Clause) -> Clause:
    """A clause without the words of its author, which may say what its condition is about."""
    return replace(clause, title=NO_WORDS, quote="", fails=NO_WORDS, note=NO_WORDS)


def facts_read(clause: Clause) -> set[str]:
    """The facts, lists and fields that a clause reads itself, not only through a criterion that it names."""
    nodes = clause.expressions
    steps = {part.name for node in nodes for part in walk(node) if isinstance(part, Step)}
    return {name for node in nodes for name in _names_read(node)} - steps


def _names_read(node: Meant) -> set[str]:
    """The facts, lists, fields and criteria that an expression names."""
    names = {part.name for part in walk(node) if isinstance(part, Fact | Step)}
    return names | {f"{listed}.{name}" for listed, name in fields_read(node)}


def may_read(reader: Audience, made_for: Audience) -> bool:
    """Whether those who read may see what was made for others: staff all, restricted also the customer's."""
    return AUDIENCES.index(made_for) <= AUDIENCES.index(reader)


def basis_of(audience: Audience) -> str:
    """On which facts a decision for an audience rests: ``visible`` ones or ``all``."""
    return "all" if audience == "staff" else "visible"


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


def _veil(policy: Policy, more: frozenset[str] = frozenset()) -> _Veil | None:
    """What hides the secrets of a policy, and ``more`` names that a policy which uses it holds confidential."""
    secrets = secrets_of(policy) | more
    return _Veil(policy, secrets) if secrets else None


def _prefix(use: Use) -> str:
    """What stands before the names of a used policy's facts here."""
    return f"{use.each}." if use.each else use.prefix


@dataclass
class _Veil:
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
        veil = _veil(use.policy, frozenset(inside & _names(use.policy)))
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
        return not self.touched.isdisjoint(_names_read(node))

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
        return untitled(left) if self.reads_hidden(clause) else left

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
            return node if same else _worked_out(replace(node, args=args))
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
        return _summed_up(replace(node, filter=kept, body=body, empty=empty), source)


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


# --- what follows from constants ----------------------------------------------------------------------


def _worked_out(node: Apply) -> Meant:
    """An expression with constants put in, as short as it can be said."""
    if node.operator == "at least":
        return _at_least(node)
    if node.operator == "+" and node.kind.name == "count":
        return _count(node)
    if node.operator == "if" and isinstance(node.args[0], Assumed) and node.args[1] == node.args[2]:
        return node.args[1]
    if node.operator == "not" and isinstance(node.args[0], Withheld):
        return node.args[0]
    made = folded(node)
    return _evaluated(made) if isinstance(made, Apply) else made


def _at_least(node: Apply) -> Meant:
    """So many of some flags, without those that are settled."""
    number, *flags = node.args
    held = flags.count(TRUE)
    left = [flag for flag in flags if flag not in (TRUE, FALSE)]
    if not isinstance(number, Const) or number.value is None:
        open_ = [flag for flag in flags if flag != FALSE]
        none = apply("<=", number, Const(INTEGER, 0))
        return replace(node, args=(number, *open_)) if open_ else none
    needed = number.value - held
    if needed <= 0:
        return TRUE
    return replace(node, args=(Const(number.kind, needed), *left)) if needed <= len(left) else FALSE


def _count(node: Apply) -> Meant:
    """Counts added up: nothing counted adds nothing, an unknown count leaves the sum unknown."""
    if any(isinstance(arg, Withheld) for arg in node.args):
        return Withheld(INTEGER, None)
    left = tuple(arg for arg in node.args if arg != Const(INTEGER, 0))
    if len(left) > 1:
        return replace(node, args=left)
    return left[0] if left else Const(INTEGER, 0)


def _evaluated(node: Apply) -> Meant:
    """The value of an operator of the table applied to constants."""
    row = OPERATORS.get(node.operator)
    values = {f"x{n}": arg.value for n, arg in enumerate(node.args) if isinstance(arg, Const)}
    if row is None or not row.python or len(values) < len(node.args) or None in values.values():
        return node
    space: dict[str, Any] = {"__builtins__": {}, "min": min, "max": max, "len": len, "int": int}
    return Const(node.kind, eval(row.python.format(*values), space, values))  # noqa: S307 - a row of our table


def _summed_up(node: Over, source: Meant) -> Meant:
    """Something over a list whose parts hold constants, or over a list or history that is not seen."""
    if isinstance(source, Const):
        return _over_nothing(node) if source.value == () else _over_unknown(node)
    settles = {"some": FALSE, "every": TRUE}.get(node.operator)
    counts_nothing = node.kind.name == "count" and node.body == Const(INTEGER, 0)
    if node.filter == FALSE or counts_nothing or (settles is not None and node.body == settles):
        return _over_nothing(node)
    if node.kind.name == "count" and isinstance(node.body, Withheld):
        return Withheld(INTEGER, None)
    return replace(node, filter=None if node.filter == TRUE else node.filter)


def _over_nothing(node: Over) -> Meant:
    """What is said of no items."""
    if node.operator in ("some", "every"):
        return Const(FLAG, node.operator == "every")
    if node.kind.name == "count" or node.operator == "sum":
        return Const(INTEGER if node.kind.name == "count" else node.kind, 0)
    return node.empty or Const(node.kind, None)


def _over_unknown(node: Over) -> Meant:
    return Withheld(INTEGER if node.kind.name == "count" else node.kind, None)


__all__ = [
    "AUDIENCES",
    "Audience",
    "basis_of",
    "facts_read",
    "may_read",
    "private_to",
    "secrets_of",
    "seen_by",
    "titles_told",
    "untitled",
]
