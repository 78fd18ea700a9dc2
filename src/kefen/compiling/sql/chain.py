"""Work on every row of a table, as stages that each read the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kefen.compiling.plan import Work, closure, names_read
from kefen.compiling.sql.columns import Columns, Layer, Values
from kefen.compiling.sql.expressions import Expressions
from kefen.compiling.sql.script import Stage, Tables
from kefen.compiling.sql.text import lines, quote
from kefen.language.syntax import Apply, Meant, Step

#: whether, or by which bits, a row contradicts itself: a bit for each input of the plan, then rules, then lists
PROBLEM = "=problem"


@dataclass
class Chain:
    """The stages of some work; what kind of row it is about says its subclass."""

    values: Values
    work: Work
    tables: Tables
    outputs: Sequence[str]

    last = "decisions"

    def __post_init__(self) -> None:
        self.steps = {step.name: step.expression for step in self.work.steps}
        read = (item.name for item in self.work.inputs if item.spec is None or not item.spec.unread)
        self.given = set(read) - self.tables.absent
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
    def columns(self) -> set[str]:
        """Columns of the first table: given facts and what lists were summed up to."""
        return self.given | self.expressions.lists.made

    def name_of(self, place: int, layer: Layer) -> str:
        """What a stage is called."""
        return layer.name or f"step {place + 1}"

    def chain(self) -> Iterator[Stage]:
        """The stages from the table to the outputs."""
        kept = self.kept_steps()
        expressions = {
            name: self.inlined(self.steps[name], kept) for name in self.steps if name in kept
        }
        early = self.needed(n for n in kept if n.startswith("fact "))
        facts = self.layers({n: e for n, e in expressions.items() if n in early}, set())
        rest = self.layers({n: e for n, e in expressions.items() if n not in early}, set(early))
        problems = self.problem_layer()
        histories = self.expressions.histories
        months = [layer for layer in (histories.marks, histories.months) if layer.made]
        yield from self.stages([*months, *facts, *problems, *rest])

    def kept_steps(self) -> set[str]:
        """Steps that get a column: those asked for, derived facts, and those read more than once."""
        wanted = {*self.outputs, *(n for n in self.steps if n.startswith("fact "))}
        counts: dict[str, int] = {}
        for name in self.needed(wanted):
            for read in self.reads(self.steps[name]):
                counts[read] = counts.get(read, 0) + 1
        return wanted | {name for name, count in counts.items() if count > 1}

    def needed(self, names: Iterable[str]) -> set[str]:
        """Some steps, what the rules read, and all that these depend on."""
        read = (name for rule in self.rules.values() for name in names_read(rule))
        return closure([*names, *read], self.steps)

    def reads(self, node: Meant) -> Iterator[str]:
        return (name for name in names_read(node) if name in self.steps)

    def inlined(self, node: Meant, kept: set[str]) -> Meant:
        """The expression with steps that are read once put in place."""
        if isinstance(node, Step) and node.name not in kept:
            return self.inlined(self.steps[node.name], kept)
        if isinstance(node, Apply):
            args = tuple(self.inlined(arg, kept) for arg in node.args)
            return Apply(node.kind, node.operator, args)
        return node

    def layers(self, expressions: Mapping[str, Meant], ready: set[str]) -> list[Layer]:
        """Steps grouped so that each group reads only earlier ones; a derived fact follows its derivation."""
        levels: dict[str, int] = {}
        layers: list[Layer] = []
        for name, node in expressions.items():
            level = max((levels[r] + 1 for r in self.reads(node) if r not in ready), default=0)
            levels[name] = level + self.is_given(name)
            while len(layers) <= levels[name]:
                layers.append(Layer())
            self.add_step(layers[level : level + 2], name, node)
        return layers

    def is_given(self, name: str) -> bool:
        """Whether a derived fact may also be supplied."""
        return name.startswith("fact ") and name.removeprefix("fact ") in self.given

    def add_step(self, layers: Sequence[Layer], name: str, node: Meant) -> None:
        layer = layers[0]
        with self.expressions.instalments.noted_in(layer.loans):
            sql = self.expressions.sql(node)
        layer.reads |= self.read.read_by(node)
        if not self.is_given(name):
            layer.made[name] = sql
            return
        fact = name.removeprefix("fact ")
        given, derived = quote(fact), quote(f"derived {fact}")
        differs = (
            f"({given} & {derived}) = 0" if node.kind.name == "outcome" else f"{given} <> {derived}"
        )
        layer.made[f"derived {fact}"] = sql
        layers[1].made[name] = f"COALESCE({given}, {derived})"
        layers[1].made[f"conflict {fact}"] = f"COALESCE({differs}, FALSE)"
        layers[1].reads |= {fact, f"derived {fact}"}

    def conflicts(self) -> list[str]:
        """Columns that say that a fact is not what it was worked out to be."""
        facts = (name.removeprefix("fact ") for name in self.steps if name.startswith("fact "))
        return [f"conflict {fact}" for fact in facts if fact in self.given]

    def stages(self, layers: Sequence[Layer]) -> Iterator[Stage]:
        """A query for each layer: what it makes, and of what came before only what is still read."""
        carried = list(dict.fromkeys([self.tables.key, *self.tables.carried]))
        previous, where = self.first_table(), ""
        made: set[str] = set()
        for place, layer in enumerate(layers):
            last = place == len(layers) - 1
            later = set(self.outputs).union(*(other.reads for other in layers[place + 1 :]))
            if layer.name == "derived":
                later |= {n for n in made if n.startswith(("conflict ", "derived "))}
            held = sorted(later & (made | self.columns) - set(carried) - set(layer.made))
            columns = [quote(name) for name in [*carried, *held]]
            columns += [f"{sql} AS {quote(name)}" for name, sql in layer.made.items()]
            if last:
                columns = [quote(n) for n in carried] + [
                    f"{layer.made[n]} AS {quote(n)}" if n in layer.made else quote(n)
                    for n in self.outputs
                ]
            name = self.last if last else self.name_of(place, layer)
            loans = tuple(f"SELECT {one} FROM {previous}" for one in layer.loans)
            yield Stage(name, f"SELECT\n  {lines(columns)}\nFROM {previous}{where}", loans)
            previous, where = (
                quote(name),
                f"\nWHERE NOT {quote(PROBLEM)}" if layer.name == "derived" else "",
            )
            made |= set(layer.made)
