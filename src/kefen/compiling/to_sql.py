"""A plan to SQL: SQL's own three-valued logic is Kleene's, so a flag is a nullable boolean and ``AND`` means ``and``.

The script is a list of stages. Each reads the one before; a step stands in the first stage in which everything it reads is
there, so nothing is worked out twice. Templates come from the operator table; sqlglot formats and translates at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from kefen.checking.numbers import MOST_DIGITS, digits, kept_places, largest_amount
from kefen.compiling.answers import Settings
from kefen.compiling.extremes import reach_in_sql
from kefen.compiling.histories import codes_where, telling_codes
from kefen.compiling.plan import Plan, Work, closure, fields_read, names_read
from kefen.compiling.program import OUTCOME, Program
from kefen.compiling.simplify import simplify, simplify_plan
from kefen.compiling.to_python import FOREVER
from kefen.errors import KefenError
from kefen.language.annuities import AMOUNT_DIGITS, FACTOR_TYPE, RATE_PLACES
from kefen.language.operators import OPERATORS
from kefen.language.syntax import (
    Apply,
    AsOf,
    Assumed,
    Const,
    Fact,
    Item,
    Meant,
    Over,
    Parameter,
    Step,
    children,
    walk,
)
from kefen.values import UNKNOWN_MONTH, Kind

SQL_TYPES = {
    "flag": "BOOLEAN",
    "integer": "BIGINT",
    "money": "DECIMAL(18, 2)",
    "decimal": "DECIMAL(18, 6)",
    "rate": "DECIMAL(18, 8)",
    "date": "DATE",
    "text": "VARCHAR",
    "choice": "UTINYINT",
    "scale": "UTINYINT",
    "set": "BIGINT",
    "history": "VARCHAR",
    "outcome": "BIGINT",
    "none": "BOOLEAN",
}
#: whether, or by which bits, a row contradicts itself: a bit for each input of the plan, then rules, then lists
PROBLEM = "=problem"
RULE_BIT, LIST_BIT = 60, 61
#: columns of the table of annuity factors; no fact can have such a name
FACTORS = {
    "annuity rate": f"DECIMAL(18, {RATE_PLACES})",
    "annuity months": "BIGINT",
    "annuity factor": FACTOR_TYPE,
}
#: leaves twenty digits before the point; more than that is an error of the engine, never a wrong number
_MOST_PLACES = 18
_SHORT_LIST = 8


@dataclass(frozen=True)
class Stage:
    """A table to be made, and the query that makes it from earlier ones.

    ``loans`` are queries of the yearly rates and months whose annuity factors it joins.
    """

    name: str
    sql: str
    loans: tuple[str, ...] = ()

    @property
    def held(self) -> str:
        """Whether a WITH clause keeps the rows instead of streaming them."""
        return " MATERIALIZED" if self.name == "derived" or self.name.startswith("list ") else ""


@dataclass(frozen=True)
class SqlScript:
    """The stages in order; ``decisions`` is the last, ``derived`` holds rows with their problems."""

    stages: tuple[Stage, ...]

    def loans(self) -> Iterator[str]:
        """Queries of ``annual_rate`` and ``months``, in order: the factors of each must be there before the next runs."""
        for place, stage in enumerate(self.stages):
            if stage.loans:
                *before, last = (
                    *self.stages[:place],
                    replace(stage, sql=" UNION ".join(stage.loans)),
                )
                yield SqlScript((*before, last)).query()

    def query(self) -> str:
        """One statement: each step a named query of a WITH clause, read by the next alone.

        DuckDB streams such a chain and works out every column once. The rows with their problems are held, because a
        filter would else be pushed down and everything before it worked out again.
        """
        *steps, last = self.stages
        parts = [f"{quote(step.name)} AS{step.held} (\n{step.sql}\n)" for step in steps]
        return "WITH " + ",\n".join(parts) + f"\n{last.sql}" if parts else last.sql

    def formatted(self, dialect: str = "duckdb") -> str:
        """The one statement, laid out for reading."""
        import sqlglot

        return sqlglot.transpile(self.query(), read="duckdb", write=dialect, pretty=True)[0]


@dataclass(frozen=True)
class Tables:
    """Names of the tables the script reads: the facts, their key column, and a table for each loaded list.

    ``carried`` columns of the facts' table go through to the decisions; ``absent`` facts have no column and are unknown.
    ``factors`` holds the annuity factors of all ``SqlScript.loans``, see ``FACTORS``.
    """

    facts: str = "facts"
    key: str = ""
    lists: Mapping[str, str] = field(default_factory=dict)
    carried: tuple[str, ...] = ()
    absent: frozenset[str] = frozenset()
    factors: str = "annuity factors"


def to_sql(
    program: Program, settings: Settings, tables: Tables, shown: Sequence[str] = ()
) -> SqlScript:
    """The script that decides every row of ``tables.facts``.

    ``shown`` are columns beside the outcome: steps of ``program.traced``. With ``PROBLEM`` among them rows that contradict
    themselves are kept and marked there by bits; without it they are left out.
    """
    plan = program.plan
    names = [*plan.parameters, *plan.reference_lists]
    values = _Values(
        settings,
        dict(zip(names, settings.parameters, strict=True)),
        dict(zip(plan.assumptions, settings.assumptions, strict=True)),
    )
    key = plan.policy.vocabulary.key
    named = replace(tables, key=tables.key or (key.name if key else ""))
    switched = simplify_plan(plan, values.assumptions, tables.absent)
    outputs = [*OUTCOME, *shown]
    stages = tuple(_Subjects(values, switched, named, outputs).script())
    return SqlScript((*values.tables(), *stages))


@dataclass
class _Values:
    """What is fixed for a whole script; ``listed`` are the reference lists that it asks as tables."""

    settings: Settings
    parameters: Mapping[str, Any]
    assumptions: Mapping[str, bool]
    listed: set[str] = field(default_factory=set)

    def tables(self) -> Iterator[Stage]:
        """A table for each long reference list."""
        for name in sorted(self.listed):
            rows = ", ".join(f"({literal(code)})" for code in sorted(self.parameters[name]))
            yield Stage(f"list {name}", f"SELECT * FROM (VALUES {rows}) AS codes(code)")


@dataclass
class _Layer:
    """Columns made together, the columns they read, and the rates and months whose annuity factors they join."""

    made: dict[str, str] = field(default_factory=dict)
    reads: set[str] = field(default_factory=set)
    name: str = ""
    loans: dict[str, None] = field(default_factory=dict)


def quote(name: str) -> str:
    """An identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: Any, kind: Kind | None = None) -> str:
    """A constant; an unknown one keeps its type."""
    if value is None:
        return f"CAST(NULL AS {SQL_TYPES[kind.name]})" if kind else "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, Decimal)):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, (frozenset, tuple)):
        return "(" + ", ".join(literal(item) for item in sorted(value)) + ")"
    return "'" + str(value).replace("'", "''") + "'"


def _both(*parts: str) -> str:
    return " AND ".join(f"({part})" for part in parts)


@dataclass
class _Chain:
    """Work on every row of a table, as stages that each read the one before."""

    values: _Values
    work: Work
    tables: Tables
    outputs: Sequence[str]

    def __post_init__(self) -> None:
        self.steps = {step.name: step.expression for step in self.work.steps}
        read = (item.name for item in self.work.inputs if item.spec is None or not item.spec.unread)
        self.given = set(read) - self.tables.absent
        #: columns that stand for something over a list or a history, by the node's identity
        self.stand_ins: dict[int, dict[str, str]] = {}
        self.marks = _Layer(name="marks")
        self.months = _Layer(name="months")
        self.aggregates: dict[str, dict[str, str]] = {}
        self.never_unknown: dict[str, bool] = {}
        self.known_places: dict[str, int] = {}
        #: where the rates and months of what is being written are noted: those of a stage, or those of a list
        self.loans: dict[str, None] = {}
        self.loans_of_items: dict[str, dict[str, None]] = {}
        self.rules: dict[str, Meant] = {}

    # --- stages -----------------------------------------------------------------------------------

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
        months = [layer for layer in (self.marks, self.months) if layer.made]
        yield from self.stages([*months, *facts, *problems, *rest])

    def problem_layer(self) -> list[_Layer]:
        """What is known once the facts are."""
        raise NotImplementedError

    def first_table(self) -> str:
        """What the first stage reads."""
        raise NotImplementedError

    def name_of(self, place: int, layer: _Layer) -> str:
        """What a stage is called."""
        return layer.name or f"step {place + 1}"

    last = "decisions"

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

    def layers(self, expressions: Mapping[str, Meant], ready: set[str]) -> list[_Layer]:
        """Steps grouped so that each group reads only earlier ones; a derived fact follows its derivation."""
        levels: dict[str, int] = {}
        layers: list[_Layer] = []
        for name, node in expressions.items():
            level = max((levels[r] + 1 for r in self.reads(node) if r not in ready), default=0)
            levels[name] = level + self.is_given(name)
            while len(layers) <= levels[name]:
                layers.append(_Layer())
            self.add_step(layers[level : level + 2], name, node)
        return layers

    def is_given(self, name: str) -> bool:
        """Whether a derived fact may also be supplied."""
        return name.startswith("fact ") and name.removeprefix("fact ") in self.given

    def add_step(self, layers: Sequence[_Layer], name: str, node: Meant) -> None:
        layer = layers[0]
        self.loans = layer.loans
        sql = self.sql(node)
        layer.reads |= self.columns_of(node)
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

    def stages(self, layers: Sequence[_Layer]) -> Iterator[Stage]:
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
            yield Stage(name, f"SELECT\n  {_lines(columns)}\nFROM {previous}{where}", loans)
            previous, where = (
                quote(name),
                f"\nWHERE NOT {quote(PROBLEM)}" if layer.name == "derived" else "",
            )
            made |= set(layer.made)

    @property
    def columns(self) -> set[str]:
        """Columns of the first table: given facts and what lists were summed up to."""
        return self.given | {column for made in self.aggregates.values() for column in made}

    def columns_of(self, node: Meant) -> set[str]:
        """Columns an expression reads."""
        if id(node) in self.stand_ins:
            empty = node.empty if isinstance(node, Over) else None
            columns = set(self.stand_ins[id(node)])
            return columns if empty is None else columns | self.columns_of(empty)
        names = (
            {self.column(node)}
            if isinstance(node, Fact | Step) and node.kind.name != "list"
            else set()
        )
        return names.union(*(self.columns_of(child) for child in children(node)))

    # --- expressions --------------------------------------------------------------------------------------

    def sql(self, node: Meant) -> str:
        if isinstance(node, Const):
            return literal(node.value, node.kind)
        if isinstance(node, (Fact, Step)):
            return quote(self.column(node))
        if isinstance(node, Parameter):
            return literal(
                self.values.parameters[node.name], None if node.kind.name == "list" else node.kind
            )
        if isinstance(node, Assumed):
            return literal(self.values.assumptions[node.name])
        if isinstance(node, AsOf):
            return literal(self.values.settings.as_of)
        if isinstance(node, Item):
            return quote(node.name)
        if isinstance(node, Over):
            return self.over(node)
        assert isinstance(node, Apply)
        special = _SPECIAL.get(node.operator)
        return special(self, node) if special else self.plain(node)

    def column(self, node: Fact | Step) -> str:
        if isinstance(node, Fact) and f"fact {node.name}" in self.steps:
            return f"fact {node.name}"
        return node.name

    def plain(self, node: Apply) -> str:
        if node.args[0].kind.name == "count":
            return self.compare_count(node)
        args = [
            f"({self.sql(arg)})" if isinstance(arg, Apply) else self.sql(arg) for arg in node.args
        ]
        if node.operator in ("+", "-", "*") and self.needs_casts(node):
            args = [self.cast(arg, sql, node) for arg, sql in zip(node.args, args, strict=True)]
        return OPERATORS[node.operator].sql.format(*args)

    def needs_casts(self, node: Apply) -> bool:
        whole = all(arg.kind.name in ("integer", "none") for arg in node.args)
        return not whole or node.operator == "*"

    def cast(self, arg: Meant, sql: str, node: Apply) -> str:
        """Operands in the precision of the result: DuckDB multiplies two decimals of 18 digits in 18 digits."""
        whole, places = digits(node, self.places_of)
        if places > _MOST_PLACES:
            raise KefenError(f"a value needs {places} places; {_MOST_PLACES} stay exact in SQL")
        scale = digits(arg, self.places_of)[1] if node.operator == "*" else places
        width = min(max(1, whole + places), MOST_DIGITS)
        return f"CAST({sql} AS DECIMAL({width}, {scale}))"

    def places_of(self, node: Meant) -> int:
        """The decimal places of a value: those its kind keeps, or more where it is worked out."""
        name = self.column(node) if isinstance(node, Fact | Step) else ""
        kept = kept_places(node)
        if name not in self.steps or not node.kind.is_number:
            return kept
        if name not in self.known_places:
            self.known_places[name] = max(kept, digits(self.steps[name], self.places_of)[1])
        return self.known_places[name]

    def joined(self, node: Apply) -> str:
        word = f" {node.operator.upper()} "
        return word.join(f"({self.sql(arg)})" for arg in node.args)

    def at_least(self, node: Apply) -> str:
        number = self.sql(node.args[0])
        flags = [self.sql(arg) for arg in node.args[1:]]
        low = " + ".join(f"CASE WHEN {flag} THEN 1 ELSE 0 END" for flag in flags)
        high = " + ".join(f"CASE WHEN ({flag}) IS NOT FALSE THEN 1 ELSE 0 END" for flag in flags)
        return f"CASE WHEN {low} >= {number} THEN TRUE WHEN {high} < {number} THEN FALSE END"

    def first(self, node: Apply) -> str:
        parts = []
        for condition, value in zip(node.args[:-1:2], node.args[1::2], strict=False):
            test, result = self.sql(condition), self.sql(value)
            if self.is_known(condition):
                parts.append(f"WHEN {test} THEN {result}")
            else:
                parts.append(f"WHEN ({test}) IS NOT FALSE THEN CASE WHEN {test} THEN {result} END")
        return f"CASE {' '.join(parts)} ELSE {self.sql(node.args[-1])} END"

    def within(self, node: Apply) -> str:
        left, mask = self.sql(node.args[0]), node.args[1]
        assert isinstance(mask, Const)
        domain = node.args[0].kind.domain
        assert domain is not None
        others = ((1 << (len(domain.terms) + 1)) - 1) & ~mask.value
        return (
            f"CASE WHEN {left} IS NULL THEN NULL WHEN ({left} & {others}) = 0 THEN TRUE"
            f" WHEN ({left} & {mask.value}) = 0 THEN FALSE END"
        )

    def instalment(self, node: Apply) -> str:
        """An amount by the annuity factor of its rate and months, joined from their table."""
        amount, rate, months = (self.sql(arg) for arg in node.args)
        rate = f"CAST({rate} AS {FACTORS['annuity rate']})"
        self.loans[f"{rate} AS annual_rate, {months} AS months"] = None
        places = digits(node.args[0], self.places_of)[1]
        factor = (
            f'(SELECT "annuity factor" FROM {quote(self.tables.factors)}'
            f' WHERE "annuity rate" = {rate} AND "annuity months" = {months})'
        )
        exact = f"CAST({amount} AS DECIMAL({AMOUNT_DIGITS}, {places})) * {factor}"
        return (
            f"CASE WHEN {amount} >= 0 AND {amount} < {largest_amount(node)}"
            f" THEN CAST(ROUND({exact}, 2) AS {SQL_TYPES['money']}) END"
        )

    def in_list(self, node: Apply) -> str:
        listed = node.args[1]
        assert isinstance(listed, Parameter)
        codes = self.values.parameters[listed.name]
        if codes is None:
            return literal(None, Kind("flag"))
        left = self.sql(node.args[0])
        if not codes:
            return f"CASE WHEN {left} IS NOT NULL THEN FALSE END"
        of_item = any(isinstance(part, Item) for part in walk(node.args[0]))
        if of_item or len(codes) <= _SHORT_LIST:
            return f"{left} IN {literal(codes)}"
        self.values.listed.add(listed.name)
        return f"{left} IN (SELECT code FROM {quote(f'list {listed.name}')})"

    def is_known(self, node: Meant) -> bool:
        """Whether an expression can never be unknown."""
        if isinstance(node, Const):
            return node.value is not None
        if isinstance(node, (Assumed, AsOf)):
            return True
        if isinstance(node, Step):
            if node.name not in self.never_unknown:
                self.never_unknown[node.name] = self.is_known(self.steps[node.name])
            return self.never_unknown[node.name]
        if isinstance(node, Apply):
            observes = (
                OPERATORS[node.operator].unknown == "observes"
                if node.operator in OPERATORS
                else False
            )
            return observes or (bool(node.args) and all(self.is_known(arg) for arg in node.args))
        return False

    # --- counts and lists -------------------------------------------------------------------------------------

    def compare_count(self, node: Apply) -> str:
        low, high = self.interval(node.args[0])
        n = self.sql(node.args[1])
        true, false = {
            ">": (f"{low} > {n}", f"{high} <= {n}"),
            ">=": (f"{low} >= {n}", f"{high} < {n}"),
            "<": (f"{high} < {n}", f"{low} >= {n}"),
            "<=": (f"{high} <= {n}", f"{low} > {n}"),
        }[node.operator]
        return f"CASE WHEN {true} THEN TRUE WHEN {false} THEN FALSE END"

    def interval(self, node: Meant) -> tuple[str, str]:
        """Least and most of a count."""
        if isinstance(node, Apply) and node.operator == "+":
            sides = [self.interval(arg) for arg in node.args]
            return tuple(f"({' + '.join(side[i] for side in sides)})" for i in (0, 1))  # type: ignore[return-value]
        assert isinstance(node, Over)
        if node.source.kind.name == "history":
            return self.history_interval(node)
        if not self.is_loaded(node):
            return "0", str(FOREVER)
        kept = self.of_item(node, node.filter)
        low, high = ("1", "1") if node.operator == "count" else self.interval(node.body)  # type: ignore[arg-type]
        names = self.aggregate(
            node,
            [
                ("least", f"SUM(CASE WHEN {kept} THEN {low} ELSE 0 END)"),
                ("most", f"SUM(CASE WHEN ({kept}) IS NOT FALSE THEN {high} ELSE 0 END)"),
            ],
        )
        return f"COALESCE({names[0]}, 0)", f"COALESCE({names[1]}, 0)"

    def history_interval(self, node: Over) -> tuple[str, str]:
        """How many months have one of some codes, and how many might."""
        known = self.months_with(codes_where(node), node)
        high = f"{known} + {self.months_with(UNKNOWN_MONTH, node)}"
        return f"COALESCE({known}, 0)", f"COALESCE({high}, {FOREVER})"

    def months_with(self, codes: str, node: Over) -> str:
        """The number of months with one of some codes: of a fact a column of its own, since several conditions ask.

        Most histories have none of them; only the others are counted.
        """
        if not codes:
            return "0"
        source, clean = self.sql(node.source), self.clean(node)
        counted = " + ".join(
            f"STRLEN({source}) - STRLEN(REPLACE({source}, {literal(code)}, ''))" for code in codes
        )
        counted = (
            f"CASE WHEN {clean} THEN 0 WHEN {self.has_month(source, codes)} THEN {counted}"
            f" WHEN {source} IS NOT NULL THEN 0 END"
        )
        if not self.is_given_history(node):
            return f"({counted})"
        assert isinstance(node.source, Fact)
        name = f"months {node.source.name} {codes}"
        self.months.made[name] = counted
        self.months.reads |= self.columns_of(node)
        self.stand_ins[id(node)][name] = counted
        return quote(name)

    def is_given_history(self, node: Over) -> bool:
        """Whether it is a column of the facts, of which further columns can be made first."""
        return isinstance(node.source, Fact) and self.column(node.source) not in self.steps

    def clean(self, node: Over) -> str:
        """Whether no month of a history is one that any condition asks for: most histories are so, and asked once."""
        if not self.is_given_history(node):
            return "FALSE"
        assert isinstance(node.source, Fact)
        source = quote(node.source.name)
        codes = "".join(map(re.escape, sorted(self.asked_months[node.source.name])))
        name = f"clean {node.source.name}"
        self.marks.made[name] = f"NOT REGEXP_MATCHES({source}, {literal(f'[{codes}]')})"
        self.marks.reads.add(node.source.name)
        self.stand_ins.setdefault(id(node), {}).update({name: "", node.source.name: ""})
        return quote(name)

    @cached_property
    def asked_months(self) -> dict[str, set[str]]:
        """For each history the codes that some condition asks for, and that of a month nobody knows."""
        asked: dict[str, set[str]] = {}
        read = (
            part for node in (*self.steps.values(), *self.rules.values()) for part in walk(node)
        )
        overs = (part for part in read if isinstance(part, Over))
        for over in overs:
            if isinstance(over.source, Fact) and over.source.kind.name == "history":
                codes = asked.setdefault(over.source.name, {UNKNOWN_MONTH})
                codes.update(telling_codes(over))
        return asked

    def has_month(self, source: str, codes: str) -> str:
        """Whether a history has one of some codes."""
        tests = [f"{source} LIKE {literal(f'%{code}%')}" for code in codes if code not in "%_\\"]
        tests += [f"CONTAINS({source}, {literal(code)})" for code in codes if code in "%_\\"]
        return " OR ".join(tests) or "FALSE"

    def is_loaded(self, node: Over) -> bool:
        return isinstance(node.source, Fact) and node.source.name in self.tables.lists

    def of_item(self, node: Over, part: Meant | None) -> str:
        """A condition or value of each item; without one, what keeps every item."""
        if part is None:
            return "TRUE"
        assert isinstance(node.source, Fact)
        outside, self.loans = self.loans, self.loans_of_items.setdefault(node.source.name, {})
        sql = self.sql(part)
        self.loans = outside
        return sql

    def over(self, node: Over) -> str:
        if node.source.kind.name == "history":
            return self.over_history(node)
        if not self.is_loaded(node):
            return literal(None, node.kind)
        if node.operator in ("some", "every"):
            return self.quantified(node)
        if node.operator in ("worst", "best"):
            return self.extreme(node)
        return self.aggregated(node)

    def over_history(self, node: Over) -> str:
        source = self.sql(node.source)
        hit, rest = ("FALSE", "TRUE") if node.operator == "every" else ("TRUE", "FALSE")
        codes, clean = telling_codes(node), self.clean(node)
        found, unknown = self.has_month(source, codes), self.has_month(source, UNKNOWN_MONTH)
        return (
            f"CASE WHEN {clean} THEN {rest} WHEN {source} IS NULL THEN NULL WHEN {found} THEN {hit}"
            f" WHEN {unknown} THEN NULL ELSE {rest} END"
        )

    def quantified(self, node: Over) -> str:
        assert node.body is not None
        kept, body = self.of_item(node, node.filter), self.of_item(node, node.body)
        if node.operator == "some":
            test = _both(kept, body) if node.filter is not None else body
            coded = f"MAX(CASE WHEN {test} THEN 2 WHEN ({test}) IS NULL THEN 1 ELSE 0 END)"
            (name,) = self.aggregate(node, [("some", coded)])
            return f"CASE COALESCE({name}, 0) WHEN 2 THEN TRUE WHEN 0 THEN FALSE END"
        test = f"NOT ({kept}) OR ({body})" if node.filter is not None else body
        coded = f"MIN(CASE WHEN {test} THEN 2 WHEN ({test}) IS NULL THEN 1 ELSE 0 END)"
        (name,) = self.aggregate(node, [("every", coded)])
        return f"CASE COALESCE({name}, 2) WHEN 2 THEN TRUE WHEN 0 THEN FALSE END"

    def aggregated(self, node: Over) -> str:
        assert node.body is not None
        kept = self.of_item(node, node.filter)
        body = self.of_item(node, node.body)
        function = {"sum": "SUM", "least": "MIN", "most": "MAX"}[node.operator]
        unknown = f"({kept}) IS NULL OR (({kept}) AND ({body}) IS NULL)"
        names = self.aggregate(
            node,
            [
                ("unknown", f"MAX(CASE WHEN {unknown} THEN 1 ELSE 0 END)"),
                ("value", f"{function}(CASE WHEN {kept} THEN {body} END)"),
            ],
        )
        empty = (
            "0"
            if node.operator == "sum"
            else self.sql(node.empty)
            if node.empty is not None
            else "NULL"
        )
        return f"CASE WHEN {names[0]} = 1 THEN NULL ELSE COALESCE({names[1]}, {empty}) END"

    def extreme(self, node: Over) -> str:
        """The worst or best of sets of possible results, see ``extremes``; unknown as soon as one of them is."""
        assert node.body is not None
        assert node.empty is not None
        kept = self.of_item(node, node.filter)
        body, empty = self.of_item(node, node.body), self.sql(node.empty)
        some = f"({kept}) IS NOT FALSE"
        reach = reach_in_sql(node, f"({body})")
        unknown, any_, all_ = self.aggregate(
            node,
            [
                ("unknown", f"MAX(CASE WHEN {some} AND ({body}) IS NULL THEN 1 ELSE 0 END)"),
                ("any", f"BIT_OR(CASE WHEN {some} THEN {body} END)"),
                ("all", f"BIT_AND(CASE WHEN {kept} THEN {reach} END)"),
            ],
        )
        return (
            f"CASE WHEN {unknown} = 1 THEN NULL WHEN {all_} IS NULL"
            f" THEN COALESCE({any_}, 0) | {empty} ELSE {any_} & {all_} END"
        )

    def aggregate(self, node: Over, columns: Sequence[tuple[str, str]]) -> list[str]:
        """Columns of the list's own stage; their names here."""
        assert isinstance(node.source, Fact)
        known = self.aggregates.setdefault(node.source.name, {})
        stand_in = self.stand_ins.get(id(node))
        if stand_in is None:
            number = sum(len(made) for made in self.aggregates.values()) + 1
            stand_in = {f"over {number} {suffix}": sql for suffix, sql in columns}
            self.stand_ins[id(node)] = stand_in
            known |= stand_in
        return [quote(column) for column in stand_in]


@dataclass
class _Subjects(_Chain):
    """The decisions: of each row the facts, then what they contradict, then the answer."""

    work: Plan

    def __post_init__(self) -> None:
        super().__post_init__()
        values, vocabulary = self.values, self.work.policy.vocabulary
        self.rules = {
            f"rule {rule.id}": simplify(rule.test, values.assumptions, {}, self.tables.absent)
            for rule in vocabulary.rules
        }
        nodes = [*self.steps.values(), *self.rules.values()]
        read = sorted({key for node in nodes for key in fields_read(node)})
        self.records: dict[str, _Records] = {}
        for name, work in self.work.records.items():
            if name in self.tables.lists:
                fields = [field for listed, field in read if listed == name]
                self.records[name] = _Records(values, work, self.tables, fields, name)
                self.aggregates[name] = {f"over {name} conflict": f"BOOL_OR({quote(PROBLEM)})"}

    def script(self) -> Iterator[Stage]:
        """The stages of the lists, then those of the subjects."""
        subjects = list(self.chain())
        for records in self.records.values():
            yield from records.chain()
        yield from self.list_stages()
        yield from subjects

    @property
    def columns(self) -> set[str]:
        """Columns of the first table: given facts and what lists were summed up to."""
        return self.given | {column for made in self.aggregates.values() for column in made}

    def problem_layer(self) -> list[_Layer]:
        """Rows with the derivations they contradict and the rules they break."""
        self.loans = {}
        rules = {name: f"({self.sql(node)}) IS FALSE" for name, node in self.rules.items()}
        conflicts, of_lists = self.conflicts(), [f"over {name} conflict" for name in self.records]
        bits = [(quote(c), self.bit_of(c.removeprefix("conflict "))) for c in conflicts]
        bits += [(f"COALESCE({quote(c)}, FALSE)", LIST_BIT) for c in of_lists]
        bits += [(test, RULE_BIT) for test in rules.values()]
        reads = {*conflicts, *of_lists}
        if PROBLEM in self.outputs:
            said = " | ".join(f"CASE WHEN {test} THEN {1 << bit} ELSE 0 END" for test, bit in bits)
            layer = _Layer({PROBLEM: f"CAST({said or 0} AS BIGINT)"}, reads, "", self.loans)
        elif bits:
            reads |= {name.replace("conflict ", "derived ", 1) for name in conflicts}
            tests = " OR ".join(test for test, _ in bits)
            layer = _Layer({**rules, PROBLEM: tests}, reads, "derived", self.loans)
        else:
            return []
        for node in self.rules.values():
            layer.reads |= self.columns_of(node)
        return [layer]

    def bit_of(self, fact: str) -> int:
        """The bit of ``PROBLEM`` for a fact that is not what it was worked out to be."""
        return [one.name for one in self.work.inputs].index(fact) % RULE_BIT

    def list_stages(self) -> Iterator[Stage]:
        """What each list is summed up to, a row for each subject."""
        for name, made in self.aggregates.items():
            key = quote(self.tables.key)
            columns = [key, *(f"{sql} AS {quote(column)}" for column, sql in made.items())]
            table = self.records[name].last if name in self.records else self.tables.lists[name]
            made_from = f"FROM {quote(table)}"
            loans = tuple(f"SELECT {one} {made_from}" for one in self.loans_of_items.get(name, ()))
            sql = f"SELECT\n  {_lines(columns)}\n{made_from}\nGROUP BY {key}"
            yield Stage(f"over {name}", sql, loans)

    def first_table(self) -> str:
        table = quote(self.tables.facts)
        for name in self.aggregates:
            table += f"\n  LEFT JOIN {quote(f'over {name}')} USING ({quote(self.tables.key)})"
        return table


@dataclass
class _Records(_Chain):
    """The records of a list with the results of other policies for each."""

    name: str

    def __post_init__(self) -> None:
        self.tables = replace(self.tables, carried=(), absent=frozenset())
        super().__post_init__()
        self.fields = self.outputs
        self.outputs = [*self.fields, PROBLEM]
        self.last = f"records {self.name}"

    def name_of(self, place: int, layer: _Layer) -> str:
        return f"{self.last} {super().name_of(place, layer)}"

    @property
    def columns(self) -> set[str]:
        return self.given

    def first_table(self) -> str:
        return quote(self.tables.lists[self.name])

    def problem_layer(self) -> list[_Layer]:
        """The fields under their own names, and whether one is not what it was worked out to be."""
        derived = [name for name in self.fields if f"fact {name}" in self.steps]
        made = {name: quote(f"fact {name}") for name in derived}
        conflicts = self.conflicts()
        made[PROBLEM] = " OR ".join(map(quote, conflicts)) or "FALSE"
        return [_Layer(made, {*conflicts, *(f"fact {name}" for name in derived)})]


def _lines(columns: Iterable[str]) -> str:
    return ",\n  ".join(columns)


_SPECIAL: dict[str, Callable[[_Chain, Apply], str]] = {
    "and": _Chain.joined,
    "or": _Chain.joined,
    "at least": _Chain.at_least,
    "if": _Chain.first,
    "first": _Chain.first,
    "within": _Chain.within,
    "instalment": _Chain.instalment,
    "in list": _Chain.in_list,
}
