"""The decisions on the rows of a table, with the items of their lists decided first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kefen.compiling.answers import OUTCOME, Settings
from kefen.compiling.names_read import fields_read
from kefen.compiling.plan import Plan
from kefen.compiling.program import Program
from kefen.compiling.simplify import simplify, simplify_plan
from kefen.compiling.sql.chain import PROBLEM, Chain
from kefen.compiling.sql.columns import Layer, Values
from kefen.compiling.sql.instalments import Loans
from kefen.compiling.sql.script import SqlScript, Stage, Tables
from kefen.compiling.sql.text import Column, lines, quote
from kefen.language.syntax import Meant, StepId

RULE_BIT, LIST_BIT = 60, 61


def to_sql(
    program: Program, settings: Settings, tables: Tables, shown: Sequence[Column] = ()
) -> SqlScript:
    """The script that decides every row of ``tables.facts``.

    ``shown`` are columns beside the outcome: steps of the program. With ``PROBLEM`` among them rows that contradict
    themselves are kept and marked there by bits; without it they are left out, where the dialect can: else it is added.
    """
    plan = program.plan
    names = [*plan.parameters, *plan.reference_lists]
    values = Values(
        settings,
        dict(zip(names, settings.parameters, strict=True)),
        dict(zip(plan.assumptions, settings.assumptions, strict=True)),
    )
    key = plan.policy.vocabulary.key
    named = replace(tables, key=tables.key or (key.name if key else ""))
    switched = simplify_plan(plan, values.assumptions, tables.absent)
    added = () if tables.dialect.leaves_out or PROBLEM in shown else (PROBLEM,)
    outputs = [*OUTCOME, *shown, *added]
    stages = tuple(Subjects(values, switched, named, outputs).script())
    return SqlScript((*values.tables(), *stages), tables.dialect)


@dataclass
class Subjects(Chain):
    """The decisions: of each row the facts, then what they contradict, then the answer."""

    work: Plan

    def __post_init__(self) -> None:
        super().__post_init__()
        nodes = [*self.steps.values(), *self.rules.values()]
        read = sorted({key for node in nodes for key in fields_read(node)})
        self.items: dict[str, Items] = {}
        self.aggregates = self.expressions.lists.aggregates
        for name, work in self.work.item_work.items():
            if name in self.tables.lists:
                fields = [field for listed, field in read if listed == name]
                self.items[name] = Items(self.values, work, self.tables, fields, name)
                self.aggregates[name] = {f"over {name} conflict": f"BOOL_OR({quote(PROBLEM)})"}

    def rules_asked(self) -> Mapping[str, Meant]:
        """The vocabulary's rules, unless they were asked before."""
        assumptions, absent = self.values.assumptions, self.tables.absent
        rules = () if self.tables.made else self.work.policy.vocabulary.rules
        return {f"rule {r.id}": simplify(r.test, assumptions, {}, absent) for r in rules}

    def script(self) -> Iterator[Stage]:
        """The stages of the lists, then those of the subjects."""
        subjects = list(self.chain())
        for items in self.items.values():
            yield from items.chain()
        yield from self.list_stages()
        yield from subjects

    def problem_layer(self) -> list[Layer]:
        """Rows with the derivations they contradict and the rules they break."""
        loans: Loans = {}
        with self.expressions.instalments.noted_in(loans):
            tests: dict[Column, str] = {
                name: f"({self.expressions.sql(rule)}) IS FALSE"
                for name, rule in self.rules.items()
            }
        layers = self.marked(tests, loans) if PROBLEM in self.outputs else self.parted(tests, loans)
        for layer in layers:
            layer.reads = layer.reads.union(*map(self.read.read_by, self.rules.values()))
        return layers

    def problems(self) -> list[tuple[str, int]]:
        """Columns that say what a row contradicts, with the bit of each."""
        bits = [(quote(one.conflict), self.bit_of(one.fact)) for one in self.supplied]
        return bits + [(f"COALESCE({quote(c)}, FALSE)", LIST_BIT) for c in self.of_lists()]

    def of_lists(self) -> list[str]:
        """Columns that say whether an item of a list contradicts itself."""
        return [f"over {name} conflict" for name in self.items]

    def marked(self, rules: dict[Column, str], loans: Loans) -> list[Layer]:
        """All rows, with what they contradict as bits."""
        bits = [*self.problems(), *((test, RULE_BIT) for test in rules.values())]
        said = " | ".join(f"CASE WHEN {test} THEN {1 << bit} ELSE 0 END" for test, bit in bits)
        reads: set[Column] = {*self.conflicts(), *self.of_lists()}
        return [Layer({PROBLEM: f"CAST({said or 0} AS BIGINT)"}, reads, "", loans)]

    def parted(self, rules: dict[Column, str], loans: Loans) -> list[Layer]:
        """All rows, and whether they contradict anything: the next stage leaves those out."""
        tests = [*(test for test, _ in self.problems()), *rules.values()]
        reads: set[Column] = {*self.of_lists(), *self.conflicts()}
        reads.update(one.derived for one in self.supplied)
        made = {**rules, PROBLEM: " OR ".join(tests)}
        return [Layer(made, reads, "derived", loans)] if tests else []

    def bit_of(self, fact: str) -> int:
        """The bit of ``PROBLEM`` for a fact that is not what it was worked out to be."""
        return [one.name for one in self.work.inputs].index(fact) % RULE_BIT

    def list_stages(self) -> Iterator[Stage]:
        """What each list is summed up to, a row for each subject."""
        of_lists = self.expressions.instalments.of_lists
        for name, made in self.aggregates.items():
            key = quote(self.tables.key)
            columns = [key, *(f"{sql} AS {quote(column)}" for column, sql in made.items())]
            table = self.items[name].last if name in self.items else self.tables.lists[name]
            made_from = f"FROM {quote(table)}"
            loans = tuple(f"SELECT {one} {made_from}" for one in of_lists.get(name, ()))
            sql = f"SELECT\n  {lines(columns)}\n{made_from}\nGROUP BY {key}"
            yield Stage(f"over {name}", sql, loans)

    def first_table(self) -> str:
        table = quote(self.tables.facts)
        for name in self.aggregates:
            table += f"\n  LEFT JOIN {quote(f'over {name}')} USING ({quote(self.tables.key)})"
        return table


@dataclass
class Items(Chain):
    """The items of a list with the results of other policies for each."""

    name: str

    def __post_init__(self) -> None:
        self.tables = replace(self.tables, carried=(), absent=frozenset(), made=frozenset())
        super().__post_init__()
        self.fields = [str(field) for field in self.outputs]
        self.outputs = [*self.fields, PROBLEM]
        self.last = f"items {self.name}"

    def name_of(self, place: int, layer: Layer) -> str:
        return f"{self.last} {super().name_of(place, layer)}"

    def first_table(self) -> str:
        return quote(self.tables.lists[self.name])

    def problem_layer(self) -> list[Layer]:
        """The fields under their own names, and whether one is not what it was worked out to be."""
        facts = (StepId("fact", field) for field in self.fields)
        derived = [fact for fact in facts if fact in self.steps]
        made: dict[Column, str] = {step.name: quote(step) for step in derived}
        conflicts = self.conflicts()
        made[PROBLEM] = " OR ".join(map(quote, conflicts)) or "FALSE"
        return [Layer(made, {*conflicts, *derived})]
