"""Facts to a decision: status, result, what is still possible, the decisive clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kefen.compiling.answers import (
    MARKS,
    STATUSES,
    Outcome,
    Settings,
    possible_ids,
)
from kefen.compiling.audience import Audience, basis_of, may_read, seen_by
from kefen.compiling.program import Program, compile_policy
from kefen.deciding.cells import Cells
from kefen.deciding.facts import Facts, FactsReader
from kefen.deciding.html_text import html_table
from kefen.deciding.json_text import JsonWriter
from kefen.deciding.record import (
    ENGINE,
    SCHEMA,
    clause_states,
    confidential,
    identity,
    input_digest,
    of_list,
    parameters,
    plain,
    results_of_items,
    uses,
    worked_out,
)
from kefen.deciding.refusals import problems_of
from kefen.deciding.resting import Resting
from kefen.errors import FactsError, NoVersionError
from kefen.language.syntax import StepId
from kefen.memo import Memo
from kefen.policy import Clause, Policy


@dataclass(frozen=True, eq=False, repr=False)
class Decision:
    """What a policy says of one subject on one day, with everything needed to say why.

    ``result`` is an id of the decided scale or nothing; ``possible`` holds ids and perhaps ``refused``;
    ``marked`` says whether a provisional result may become ``better`` or ``worse``; ``decisive`` is a clause's id.
    ``states`` are the values of the program's ``traced`` steps; without them they are worked out when asked for.
    Two are equal that say the same of the same facts, by the same text on the same day, for the same audience.
    """

    decider: Decider
    settings: Settings
    facts: Facts
    outcome: Outcome
    states: tuple[Any, ...] | None = None

    @cached_property
    def _identity(self) -> tuple[Any, ...]:
        """What makes it this decision; names that nobody knows were not read."""
        facts = self.facts._replace(unknown_names=())
        return self.policy.digest, self.audience, self.settings, facts, self.outcome

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Decision) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    def __repr__(self) -> str:
        """``<Decision decided 2 by car-loan v1 as of 2026-01-01 for restricted>``."""
        words = (self.status, self.result, self.marked and f"perhaps {self.marked}")
        told = " ".join(filter(None, words))
        policy = f"{self.policy.name} {self.policy.version}"
        return f"<Decision {told} by {policy} as of {self.as_of} for {self.audience}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: what was decided, by what and by which clause, in Chinese and English."""
        policy, place = self.policy, self.outcome.result
        clause = policy.by_id.get(self.decisive or "")
        labels = policy.decides.terms[place].label if policy.decides and place is not None else ()
        words = {
            "policy": (*policy.title, f"({policy.name} {policy.version})"),
            "as of": (f"{self.as_of}, for {self.audience}: {basis_of(self.audience)} facts",),
            "subject": (self.subject,),
            "status": (self.status, self.marked),
            "result": tuple(dict.fromkeys((self.result, *labels))),
            "possible": (", ".join(self.possible),),
            "by": (clause.cited_on(self.as_of).place, *clause.title) if clause else (),
        }
        return html_table({name: " ".join(filter(None, said)) for name, said in words.items()})

    @property
    def policy(self) -> Policy:
        """The policy that decided."""
        return self.decider.program.policy

    @property
    def audience(self) -> Audience:
        """For whom was decided: all but ``staff`` have the decision on the visible facts."""
        return self.decider.audience

    @property
    def as_of(self) -> date:
        """The day as of which was decided."""
        return self.settings.as_of

    @property
    def status(self) -> str:
        """``decided``, ``refused``, ``provisional`` or ``undetermined``."""
        return STATUSES[self.outcome.status]

    @property
    def marked(self) -> str:
        """``better`` or ``worse`` for a provisional result, else empty."""
        return MARKS[self.outcome.marked]

    @property
    def result(self) -> str | None:
        """The id of the result on the decided scale."""
        return self.decider.id_of(self.outcome)

    @property
    def possible(self) -> tuple[str, ...]:
        """Every outcome the known facts do not exclude, best first."""
        return possible_ids(self.outcome.possible, self.policy.decides)

    @property
    def decisive(self) -> str | None:
        """The id of the one decisive clause."""
        place = self.outcome.decisive
        return None if place is None else self.decider.program.plan.conclusions.clauses[place]

    @property
    def subject(self) -> str | None:
        """The subject's key, if it was given."""
        key = self.policy.vocabulary.key
        return self.facts_used.get(key.name) if key else None

    @cached_property
    def facts_used(self) -> dict[str, Any]:
        """The known facts that were given, by id, in the form people write them."""
        return self.decider.reader.outside(self.facts.values)

    def seen_by(self, audience: Audience) -> Decision:
        """The decision on the same facts for another audience; only one for ``staff`` holds what staff may see."""
        other = self.decider.seen_by(audience)
        if other is self.decider:
            return self
        return other.decide(self.decider.reader.given(self.facts), self.as_of)

    @cached_property
    def flags(self) -> dict[StepId, Any]:
        """The value of every criterion, clause and derived fact, inside form."""
        program, states = self.decider.program, self.states
        if states is None:
            states = program.flags(self.facts.values, self.settings).states
        return dict(zip(program.traced, states, strict=True))

    @cached_property
    def lists(self) -> dict[str, tuple[tuple[Any, ...], ...] | None]:
        """The lists whose items other policies were asked of: each item with the results, inside form."""
        program = self.decider.program
        if not program.plan.item_work:
            return {}
        found = program.lists(self.facts.values, self.settings)
        named = zip(program.plan.item_work, found, strict=True)
        return {name: None if value is None else tuple(value) for name, value in named}

    def state(self, id: str) -> bool | None:
        """Whether a criterion or a clause's condition is true, false or unknown; without one it always holds."""
        state: bool | None = self.flags.get(StepId("clause", id), True)
        return state

    def bound(self, clause: Clause) -> Any:
        """What a limit limits to, in inside form; nothing where that is unknown."""
        return self.flags.get(StepId("bound", clause.id), getattr(clause.bound, "value", None))

    def value(self, name: str) -> Any:
        """A fact as the policy saw it, given or derived, in inside form."""
        if name in self.lists:
            return self.lists[name]
        place = self.decider.reader.places.get(name)
        given = None if place is None else self.facts.values[place]
        return self.flags.get(StepId("fact", name)) if given is None else given

    def with_facts(self, changes: Mapping[str, Any]) -> Decision:
        """The decision with some facts changed (inside values by id); derived facts follow."""
        return self.decider.decide_values(self.decider.changed(self.facts, changes), self.as_of)

    @cached_property
    def assumptions(self) -> tuple[str, ...]:
        """The assumptions this decision rests on: flipping one alone would change it, or what is collected beside it."""
        program = self.decider.program
        stays = self.outcome.said, program.collected(self.flags)
        return tuple(program.moving(self.facts.values, self.settings, stays))

    def record(self) -> dict[str, Any]:
        """The decision as plain values to be kept, which ``of_record`` and ``recheck`` decide again."""
        policy, plan, used = self.policy, self.decider.program.plan, self.facts_used
        vocabulary, as_of = policy.vocabulary, self.as_of.isoformat()
        given = plain(self.decider.reader.given(self.facts))
        dates = {name: given.pop(f"{name}@") for name, _ in self.facts.dated}
        return {
            "schema": SCHEMA,
            "subject": self.subject,
            "policy": identity(policy),
            "uses": list(uses(policy)),
            "reference_lists": [of_list(one) for one in policy.lists_loaded],
            "as_of": as_of,
            "audience": self.audience,
            "basis": basis_of(self.audience),
            "engine": ENGINE,
            "facts": given,
            "dates": dates,
            "input_digest": input_digest(policy.name, as_of, self.audience, given, dates),
            "stale": list(self.facts.stale),
            "confidential": list(confidential(vocabulary, used, self.flags)),
            "status": self.status,
            "result": self.result,
            "marked": self.marked,
            "possible": list(self.possible),
            "decisive": self.decisive,
            "assumptions": list(self.assumptions),
            "switches": dict(zip(plan.assumptions, self.settings.assumptions, strict=True)),
            "parameters": dict(parameters(plan, self.settings)),
            "flags": clause_states(self.flags),
            "values": {
                **dict(worked_out(vocabulary, self.flags)),
                **dict(results_of_items(vocabulary, self.lists)),
            },
        }

    def to_json(self, trace: bool = False) -> str:
        """The decision as JSON; with ``trace`` also the state of every clause and the facts read."""
        writer, values, states = self.decider.json, self.facts.values, self.states
        if not trace or states is None:
            return writer.write(self.outcome, self.as_of)
        return writer.write_traced(self.outcome, self.as_of, values, states)


class Decider:
    """A program with its reader: ``decide(facts)`` for one subject. Holds no state between decisions.

    ``audience`` says for whom it decides; its program knows no more than they may see.
    """

    def __init__(self, program: Program, as_of: date, audience: Audience = "staff") -> None:
        self.program = program
        self.audience: Audience = audience
        self.reader = FactsReader(program.plan)
        self.as_of = as_of
        self._others: dict[Audience, Decider] = {}
        self._settings = Memo(self._settings_on, date)

    def __reduce__(self) -> tuple[Any, ...]:
        return Decider._again, (self.policy, self.as_of, self.audience)

    @staticmethod
    def _again(policy: Policy, as_of: date, audience: Audience) -> Decider:
        """A decider from a policy that is as its audience may see it: what was compiled is compiled again."""
        return Decider(compile_policy(policy), as_of, audience)

    @classmethod
    def of(cls, policy: Policy, as_of: date, audience: Audience = "staff") -> Decider:
        """A decider for a policy, of the facts that an audience may see."""
        return cls(compile_policy(seen_by(policy, audience)), as_of, audience)

    @property
    def policy(self) -> Policy:
        """The policy, as its audience may see it."""
        return self.program.policy

    def seen_by(self, audience: Audience) -> Decider:
        """The decider of the same policy for those who may see no more; ``ValueError`` for those who may."""
        if audience == self.audience:
            return self
        if not may_read(self.audience, audience):
            raise ValueError(f"what {self.audience} may see does not say what {audience} may see")
        if audience not in self._others:
            self._others[audience] = Decider.of(self.policy, self.as_of, audience)
        return self._others[audience]

    def on(self, as_of: date) -> Decider:
        """The same text as of another day on which it speaks; nothing is compiled again."""
        if as_of == self.as_of:
            return self
        other = object.__new__(
            Decider
        )  # copying would compile: that is how a decider is carried elsewhere
        vars(other).update(vars(self), as_of=as_of, _others={})
        return other

    @cached_property
    def json(self) -> JsonWriter:
        """The writer of decisions as JSON."""
        return JsonWriter(self.program, self.audience)

    def decide(
        self, facts: Mapping[str, Any], as_of: date | None = None, *, strict: bool = True
    ) -> Decision:
        """Decide one subject. ``FactsError`` when a fact cannot be accepted, with every problem at once.

        So is a name that nobody knows, with the nearest; if not ``strict``, it is left out and named in the facts.
        """
        day = as_of or self.as_of
        return self.decide_values(self.reader.read(facts, day, strict=strict), day)

    def decide_many(
        self, subjects: Iterable[Mapping[str, Any]], as_of: date | None = None
    ) -> Iterator[Decision | FactsError]:
        """Decide one subject after the other; facts that cannot be accepted give their error in its place."""
        for facts in subjects:
            try:
                yield self.decide(facts, as_of)
            except FactsError as error:
                yield error

    def decide_values(self, facts: Facts, as_of: date) -> Decision:
        """Decide facts that are already typed."""
        settings = self._settings[as_of]
        answer = self.program.flags(facts.values, settings)
        outcome, states, broken, conflicts = answer
        if broken or conflicts:
            raise FactsError([*problems_of(answer, self.policy.vocabulary)])
        made = object.__new__(Decision)  # its own way in, closed for changes, takes twice as long
        made.__dict__.update(
            decider=self, settings=settings, facts=facts, outcome=outcome, states=states
        )
        return made

    def answer(self, facts: Mapping[str, Any], as_of: date | None = None) -> tuple[str, str | None]:
        """Only status and result, at full speed."""
        day = as_of or self.as_of
        answer = self.program.answer(self.reader.read(facts, day).values, self._settings[day])
        if answer.broken or answer.conflicts:
            raise FactsError([*problems_of(answer, self.policy.vocabulary)])
        return STATUSES[answer.outcome.status], self.id_of(answer.outcome)

    def id_of(self, outcome: Outcome) -> str | None:
        """The id of the result on the decided scale."""
        place, decides = outcome.result, self.policy.decides
        return None if place is None or decides is None else decides.terms[place].id

    @cached_property
    def cells(self) -> Cells:
        """For each fact the values that stand for all."""
        return Cells(self.program)

    def changed(self, facts: Facts, changes: Mapping[str, Any]) -> Facts:
        """Facts with some inside values replaced; given values that the change would contradict are dropped."""
        return self._resting.changed(facts, changes)

    @property
    def rests_on(self) -> dict[str, frozenset[str]]:
        """For each fact that can be worked out, every fact it is worked out from."""
        return self._resting.on

    @cached_property
    def _resting(self) -> Resting:
        return Resting(self.program.plan)

    def _settings_on(self, as_of: date) -> Settings:
        silent = self.policy.silent_on(as_of)
        if silent is not None:
            raise NoVersionError(
                f"{silent.name} {silent.version} does not speak on {as_of}: "
                f"it is in force from {silent.since} until {silent.until or 'further notice'}"
            )
        return self.program.settings(as_of)
