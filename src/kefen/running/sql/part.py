"""One part of a run: read, decided, set aside, weighed, told, in the tables of an engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kefen.compiling.answers import OUTCOME, PROVISIONAL, STATUS
from kefen.compiling.sql import PROBLEM, Tables, literal, quote, to_sql
from kefen.deciding import Decider
from kefen.language.syntax import StepId
from kefen.running.contradicting import Contradictions, headers_of
from kefen.running.findings import (
    DOUBLE,
    ELSEWHERE,
    LISTED,
    NO_KEY,
    NO_OWNER,
    TOTAL,
    TWICE,
    Teller,
)
from kefen.running.options import Options
from kefen.running.sql.counting import Counting
from kefen.running.sql.done import Done
from kefen.running.sql.factors import make_factors
from kefen.running.sql.intake import Intake, Part
from kefen.running.sql.results import LACKS, Results, lacking
from kefen.running.sql.space import ROW, Space
from kefen.running.sql.weighing import Weighing

#: of a row of the quarantine
FOUND = ("key", "column", "value", "reason", "words")
#: records by the name of their list and the key of their subject
Records = dict[str, defaultdict[str, list[tuple[Any, ...]]]]


@dataclass(frozen=True)
class Work:
    """What every part is done with. ``near`` are keys of subjects that a strange record of a list may mean."""

    decider: Decider
    source: Intake
    lists: Sequence[Intake]
    options: Options
    shown: tuple[StepId, ...]
    near: frozenset[str]

    @property
    def key(self) -> str:
        return self.source.wanted.key


class PartWork:
    """The stages of a part."""

    def __init__(self, space: Space, work: Work, part: Part) -> None:
        self.space, self.work, self.part = space, work, part
        self.decider, self.key = work.decider, quote(work.key)
        self.done = Done()
        self.weighing = Weighing(space, self.decider, "") if work.options.missing else None

    def answers(self) -> str:
        """The decisions of the part as a query, beside the table ``found``."""
        self.read()
        self.decide()
        self.set_aside()
        self.count()
        if self.weighing:
            self.weigh(self.weighing)
        return self.written()

    # --- facts ------------------------------------------------------------------------------------

    def read(self) -> None:
        source, lists = self.work.source, self.work.lists
        self.done.rows = source.load(self.space, self.part)
        source.settle(self.space)
        self.done.nothing += source.nothing(self.space)
        for listed in lists:
            rows = listed.load(self.space, self.part)
            self.done.lists[listed.wanted.listed, "rows"] = rows
            listed.settle(self.space)
            self.done.nothing += listed.nothing(self.space)
            self.view(f"list {listed.wanted.listed}", listed, self.fields(listed))
        self.view("facts", source, self.inputs())

    def view(self, name: str, intake: Intake, names: Iterator[tuple[str, str]]) -> None:
        columns = ", ".join(intake.facts([*names]))
        self.space.view(name, f"SELECT {quote(ROW)}, {columns} FROM {quote(intake.name)}")

    def inputs(self) -> Iterator[tuple[str, str]]:
        """The key, and every fact that the policy reads of a subject."""
        types, inputs = self.space.dialect.types, self.decider.program.plan.inputs
        names = {one.name: types[one.spec.kind.name] for one in inputs if one.spec is not None}
        yield from ({self.work.key: self.space.dialect.text} | names).items()

    def fields(self, listed: Intake) -> Iterator[tuple[str, str]]:
        """The key, and every field of a list."""
        types = self.space.dialect.types
        return ((n, types[spec.kind.name]) for n, spec in listed.wanted.facts.items())

    # --- decisions --------------------------------------------------------------------------------

    def tables(self, facts: str) -> Tables:
        lists = {one.wanted.listed: f"list {one.wanted.listed}" for one in self.work.lists}
        return Tables(facts, self.work.key, lists, (ROW,), dialect=self.space.dialect)

    def decide(self) -> None:
        program, tables = self.decider.program, self.tables("facts")
        settings = program.settings(self.decider.as_of)
        shown: list[StepId | str] = [PROBLEM, *self.work.shown]
        script = to_sql(program, settings, tables, shown)
        make_factors(self.space, script, tables.factors)
        columns = ", ".join(map(quote, [self.work.key, ROW, *OUTCOME, *shown]))
        self.space.make("decisions", f"SELECT {columns} FROM ({script.query()}) AS decided")

    # --- rows that do not take part ---------------------------------------------------------------

    def set_aside(self) -> None:
        """Take every row out of the decisions that should not have been decided, and say why."""
        space, key, work = self.space, self.key, self.work
        space.begin("aside", {"row": "BIGINT"})
        space.begin("found", dict.fromkeys(FOUND, space.dialect.text))
        self.refuse(work.source)
        place = work.source.given.index(work.source.key)
        refused = f"SELECT 1 FROM ({work.source.refusals()}) AS r WHERE r.place = {place}"
        refused += f" AND r.row = decisions.{quote(ROW)}"
        self.take(NO_KEY, f"{key} IS NULL AND NOT EXISTS ({refused})")
        again = (
            f"SELECT {key} FROM decisions WHERE {key} IS NOT NULL GROUP BY 1 HAVING COUNT(*) > 1"
        )
        self.take(DOUBLE, f"{key} IN ({again})")
        for listed in work.lists:
            self.settle_list(listed)
        if work.near:
            near = ", ".join(map(literal, sorted(work.near)))
            self.take(LISTED, f"{key} IN ({near})")
        self.contradictions()
        space.leave_out("decisions", ROW, "SELECT row FROM aside")
        self.done.aside = int(space.value("SELECT COUNT(DISTINCT row) FROM aside"))

    def refuse(self, intake: Intake, prefix: str = "") -> None:
        """Rows with values that are not accepted, each value told."""
        headers = ", ".join(literal(prefix + one.header) for one in intake.given)
        header = self.space.dialect.nth.format(headers, "r.place")
        key = f"CASE WHEN r.why = {literal(TOTAL)} THEN r.shown ELSE d.{self.key} END"
        self.space.add(
            "found",
            f"SELECT {key}, {header}, r.shown, r.why, r.words FROM ({intake.refusals()}) AS r"
            f" JOIN {quote(intake.name)} AS d ON d.{quote(ROW)} = r.row",
        )
        if not prefix:
            self.space.add("aside", f"SELECT DISTINCT row FROM ({intake.refusals()}) AS r")

    def take(self, why: str, where: str) -> None:
        """Set rows aside for what is wrong with them as a whole."""
        header, words = literal(self.work.source.key.header), literal(self.teller.of_row(why))
        self.space.add(
            "found",
            f"SELECT {self.key}, {header}, {self.key}, {literal(why)}, {words}"
            f" FROM decisions WHERE {where}",
        )
        self.space.add("aside", f"SELECT {quote(ROW)} FROM decisions WHERE {where}")

    @property
    def teller(self) -> Teller:
        return self.work.source.teller

    def settle_list(self, listed: Intake) -> None:
        """Records with bad values, of nobody, or given twice; their subjects are not decided."""
        space, name, key = self.space, quote(listed.name), self.key
        prefix = f"{listed.wanted.listed}."
        self.refuse(listed, prefix)
        bad = f"SELECT DISTINCT row FROM ({listed.refusals()}) AS r"
        owners = f"SELECT 1 FROM decisions AS d WHERE d.{key} = l.{key}"
        nobody = f"l.{key} IS NOT NULL AND NOT EXISTS ({owners})"
        twice = self.twice(listed)
        self.take(
            LISTED, f"{key} IN (SELECT {key} FROM {name} WHERE {quote(ROW)} IN ({bad}) OR {twice})"
        )
        covers_more = self.work.options.list_covers_more
        for why, where in ((NO_OWNER, nobody), (TWICE, twice)):
            if why == TWICE or not covers_more:
                header = literal(prefix + listed.key.header)
                words = literal(self.teller.of_row(why, near=""))
                told = f"{key}, {header}, {key}, {literal(why)}, {words}"
                space.add("found", f"SELECT {told} FROM {name} AS l WHERE {where}")
        strange = "FALSE" if covers_more else nobody
        aside = f"{quote(ROW)} IN ({bad}) OR {twice} OR {strange}"
        self.tell_list(listed, "aside", aside)
        self.tell_list(listed, ELSEWHERE, f"{nobody} AND NOT ({aside})")

    def twice(self, listed: Intake) -> str:
        """Whether a record has the id of another of the same subject."""
        specs = listed.wanted.facts
        id = next((n for n in specs if specs[n].key and n != self.work.key), "")
        if id not in listed.columns:
            return "FALSE"
        pair = f"{self.key}, {quote(id)}"
        again = f"SELECT {pair} FROM {quote(listed.name)} GROUP BY 1, 2 HAVING COUNT(*) > 1"
        return f"({quote(id)} IS NOT NULL AND ({pair}) IN ({again}))"

    def tell_list(self, listed: Intake, what: str, where: str) -> None:
        count = self.space.value(f"SELECT COUNT(*) FROM {quote(listed.name)} AS l WHERE {where}")
        self.done.lists[listed.wanted.listed, what] = int(count)

    def contradictions(self) -> None:
        """Rows that the policy refuses, decided again one by one, so that the words are those for one customer."""
        aside = f"SELECT 1 FROM aside AS a WHERE a.row = d.{quote(ROW)}"
        refused = f"FROM decisions AS d WHERE {quote(PROBLEM)} <> 0 AND NOT EXISTS ({aside})"
        inputs = self.decider.program.plan.inputs
        columns = ", ".join(f"f.{quote(one.name)}" if one.spec else "NULL" for one in inputs)
        rows = self.space.rows(
            f"SELECT f.{self.key}, {columns} FROM facts AS f"
            f" WHERE f.{quote(ROW)} IN (SELECT d.{quote(ROW)} {refused})"
        )
        if rows:
            records = self.records(f"SELECT d.{self.key} {refused}")
            self.space.insert("found", [one for row in rows for one in self.told(records, *row)])
            self.space.add("aside", f"SELECT d.{quote(ROW)} {refused}")

    def told(self, records: Records, key: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        lists = {one.wanted.listed: one.given for one in self.work.lists}
        headers = headers_of(self.work.source.given, lists)
        facts = (
            value if one.spec else tuple(records[one.name][key]) if one.name in records else None
            for one, value in zip(self.decider.program.plan.inputs, values, strict=True)
        )
        for one in Contradictions(self.decider, self.teller, headers).of(facts):
            yield key, *one

    def records(self, keys: str) -> Records:
        """The records of some subjects by list and key, fields in the order of the vocabulary."""
        found: Records = {}
        for listed in self.work.lists:
            name = listed.wanted.listed
            fields = ", ".join(quote(n) for n in listed.wanted.facts if n != self.work.key)
            found[name] = defaultdict(list)
            for key, *values in self.space.rows(
                f"SELECT {self.key}, {fields} FROM {quote(f'list {name}')} WHERE {self.key} IN ({keys})"
            ):
                found[name][key].append(tuple(values))
        return found

    # --- what it came to --------------------------------------------------------------------------

    def count(self) -> None:
        self.done.tally = Counting(self.decider).tally(self.space)
        rows, decided, aside = self.done.rows, self.done.tally.decided, self.done.aside
        assert rows == decided + aside, "every row is decided or set aside"

    def weigh(self, weighing: Weighing) -> None:
        is_open = f"SELECT {quote(ROW)} FROM decisions WHERE {quote(STATUS)} >= {PROVISIONAL}"
        self.space.make("open", f"SELECT * FROM facts WHERE {quote(ROW)} IN ({is_open})")
        weighing.weigh(self.tables("open"))
        self.done.missing, self.done.settles = weighing.tally()

    def written(self) -> str:
        """Every decision as a query."""
        space, options = self.space, self.work.options
        missing = f"LEFT JOIN missing m ON m.{quote(ROW)} = d.{quote(ROW)}" if self.weighing else ""
        column = ", m.missing" if self.weighing else ""
        lacks = f"{lacking(self.decider)} AS {LACKS}"
        space.view("answers", f"SELECT d.*, {lacks}{column} FROM decisions d {missing}")
        return Results(space, self.decider, "", options).query()
