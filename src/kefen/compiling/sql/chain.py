"""Work on every row of a table, as stages that each read the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kefen.compiling.plan import Work
from kefen.compiling.sql.columns import Columns, Layer, Values
from kefen.compiling.sql.expressions import Expressions
from kefen.compiling.sql.script import Stage, Tables
from kefen.compiling.sql.text import Column, lines, quote
from kefen.compiling.steps import closure
from kefen.language.syntax import Apply, Meant, Step, StepId, steps_read

#: whether, or by which bits, a row contradicts itself: a bit for each input of the plan, then rules, then lists
PROBLEM = "=problem"


@dataclass(frozen=True)
class Supplied:
    """The columns of a fact that is worked out and may also be given."""

    fact: str

    @property
    def derived(self) -> str:
        """What it was worked out to be."""
        return f"derived {self.fact}"

    @property
    def conflict(self) -> str:
        """Whether that is not what was given."""
        return f"conflict {self.fact}"


@dataclass
class Chain:
    """The stages of some work; what kind of row it is about says its subclass."""

    values: Values
    work: Work
    tables: Tables
    outputs: Sequence[Column]

    last = "decisions"

    def __post_init__(self) -> None:
        self.steps = {step.id: step.expression for step in self.work.steps}
        read = (item.name for item in self.work.inputs if item.spec is None or not item.spec.unread)
        self.given: set[Column] = {name for name in read if name not in self.tables.absent}
        facts = (step.name for step in self.facts())
        self.supplied = [Supplied(fact) for fact in facts if fact in self.given]
        self.rules = self.rules_asked()
        self.read = Columns(self.values, self.tables, self.steps, self.rules)
        self.expressions = Expressions(self.read)

    def rules_asked(self) -> Mapping[str, Meant]:
        """Conditions that a row must not break, by name."""
        return {}

    def problem_layer(self) -> list[Layer]:
        """What is known once the facts are."""
        raise NotImplementedError

    def first_table(self) -> str:
        """What the first stage reads."""
        raise NotImplementedError

    @property
    def columns(self) -> set[Column]:
        """Columns of the first table: given facts, what was made before, what lists were summed up to."""
        return self.given | self.tables.made | self.expressions.lists.made

    def name_of(self, place: int, layer: Layer) -> str:
        """What a stage is called."""
        return layer.name or f"step {place + 1}"

    def chain(self) -> Iterator[Stage]:
        """The stages from the table to the outputs."""
        kept = self.kept_steps()
        expressions = {s: self.inlined(e, kept) for s, e in self.steps.items() if s in kept}
        early = self.needed(self.facts())
        facts = self.layers({s: e for s, e in expressions.items() if s in early}, set())
        rest = self.layers({s: e for s, e in expressions.items() if s not in early}, early)
        problems = self.problem_layer()
        histories = self.expressions.histories
        months = [layer for layer in (histories.marks, histories.months) if layer.made]
        yield from self.stages([*months, *facts, *problems, *rest])

    def facts(self) -> list[StepId]:
        """The facts that are worked out."""
        made = self.tables.made
        return [step for step in self.steps if step.role == "fact" and step not in made]

    def kept_steps(self) -> set[StepId]:
        """Steps that get a column: those asked for, derived facts, and those read more than once."""
        asked = {step for step in self.outputs if isinstance(step, StepId)}
        wanted = asked.union(self.facts()) - self.tables.made
        counts: dict[StepId, int] = {}
        for step in self.needed(wanted):
            for read in self.reads(self.steps[step]):
                counts[read] = counts.get(read, 0) + 1
        return wanted | {step for step, count in counts.items() if count > 1}

    def needed(self, steps: Iterable[StepId]) -> set[StepId]:
        """Some steps, what the rules read, and all that these depend on."""
        read = (step for rule in self.rules.values() for step in steps_read(rule))
        made = self.tables.made
        return closure([*steps, *read], (s for s in self.work.steps if s.id not in made))

    def reads(self, node: Meant) -> Iterator[StepId]:
        """The steps that it reads and that are to be made."""
        made = self.tables.made
        return (step for step in steps_read(node) if step in self.steps and step not in made)

    def inlined(self, node: Meant, kept: set[StepId]) -> Meant:
        """The expression with steps that are read once put in place."""
        if isinstance(node, Step) and node.id not in kept and node.id not in self.tables.made:
            return self.inlined(self.steps[node.id], kept)
        if isinstance(node, Apply):
            args = tuple(self.inlined(arg, kept) for arg in node.args)
            return Apply(node.kind, node.operator, args)
        return node

    def layers(self, expressions: Mapping[StepId, Meant], ready: set[StepId]) -> list[Layer]:
        """Steps grouped so that each group reads only earlier ones; a derived fact follows its derivation."""
        levels: dict[StepId, int] = {}
        layers: list[Layer] = []
        for step, node in expressions.items():
            level = max((levels[r] + 1 for r in self.reads(node) if r not in ready), default=0)
            is_supplied = step.role == "fact" and step.name in self.given
            levels[step] = level + is_supplied
            while len(layers) <= levels[step]:
                layers.append(Layer())
            sql = self.written(node, layers[level])
            if is_supplied:
                self.add_supplied(layers[level], layers[level + 1], step, sql)
            else:
                layers[level].made[step] = sql
        return layers

    def written(self, node: Meant, layer: Layer) -> str:
        """An expression in a layer, which then reads what it reads."""
        with self.expressions.instalments.noted_in(layer.loans):
            sql = self.expressions.sql(node)
        layer.reads |= self.read.read_by(node)
        return sql

    def add_supplied(self, first: Layer, then: Layer, step: StepId, sql: str) -> None:
        """A fact that may be given: what it is worked out to be first, then what counts and whether both agree."""
        one = Supplied(step.name)
        given, derived = quote(one.fact), quote(one.derived)
        of_outcome = self.steps[step].kind.name == "outcome"
        differs = f"({given} & {derived}) = 0" if of_outcome else f"{given} <> {derived}"
        first.made[one.derived] = sql
        then.made[step] = f"COALESCE({given}, {derived})"
        then.made[one.conflict] = f"COALESCE({differs}, FALSE)"
        then.reads |= {one.fact, one.derived}

    def conflicts(self) -> list[str]:
        """Columns that say that a fact is not what it was worked out to be."""
        return [one.conflict for one in self.supplied]

    def stages(self, layers: Sequence[Layer]) -> Iterator[Stage]:
        """A query for each layer: what it makes, and of what came before only what is still read."""
        carried = list(dict.fromkeys([self.tables.key, *self.tables.carried]))
        previous, where = self.first_table(), ""
        made: set[Column] = set()
        doubted = {column for one in self.supplied for column in (one.derived, one.conflict)}
        for place, layer in enumerate(layers):
            last = place == len(layers) - 1
            later = set(self.outputs).union(*(other.reads for other in layers[place + 1 :]))
            if layer.name == "derived":
                later |= made & doubted
            held = later & (made | self.columns) - set(carried) - set(layer.made)
            columns = [quote(name) for name in [*carried, *sorted(held, key=str)]]
            columns += [f"{sql} AS {quote(name)}" for name, sql in layer.made.items()]
            if last:
                columns = [quote(n) for n in carried] + [
                    f"{layer.made[n]} AS {quote(n)}" if n in layer.made else quote(n)
                    for n in self.outputs
                ]
            name = self.last if last else self.name_of(place, layer)
            loans = tuple(f"SELECT {one} FROM {previous}" for one in layer.loans)
            parted = layer.name == "derived"
            sql = f"SELECT\n  {lines(columns)}\nFROM {previous}{where}"
            yield Stage(name, sql, loans, "parted" if parted else "step")
            previous, where = quote(name), f"\nWHERE NOT {quote(PROBLEM)}" if parted else ""
            made |= set(layer.made)
