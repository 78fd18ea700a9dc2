"""One part of a run in one session: read, decided, set aside, weighed, written; a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kefen.compiling.answers import OUTCOME, PROVISIONAL, STATUS
from kefen.compiling.dialects import POSTGRES
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
from kefen.running.postgres.intake import Intake, Part
from kefen.running.postgres.session import Session
from kefen.running.sql.counting import Counting
from kefen.running.sql.done import Done
from kefen.running.sql.factors import make_factors
from kefen.running.sql.results import LACKS, Results, lacking
from kefen.running.sql.space import ROW
from kefen.running.sql.weighing import Weighing

#: of a row of the quarantine
FOUND = ("key", "column", "value", "reason", "words")


@dataclass(frozen=True)
class Work:
    """What every part is done with. ``near`` are keys of subjects that a strange record of a list may mean."""

    decider: Decider
    source: Intake
    lists: Sequence[Intake]
    options: Options
    shown: tuple[StepId, ...]
    near: frozenset[str]
    decisions: str
    quarantine: str

    @property
    def key(self) -> str:
        return self.source.wanted.key


class PartWork:
    """The stages of a part."""

    def __init__(self, session: Session, work: Work, part: Part) -> None:
        self.session, self.work, self.part = session, work, part
        self.decider, self.key = work.decider, quote(work.key)
        self.done = Done()
        self.weighing = Weighing(session, self.decider, "") if work.options.missing else None

    def do(self) -> Done:
        """All of it, without a commit."""
        rows = self.answers()
        self.session.do(f"INSERT INTO {self.work.decisions} {rows}")
        self.session.do(f"INSERT INTO {self.work.quarantine} SELECT * FROM found")
        return self.done

    def make_tables(self) -> None:
        """The tables of the run, of which this is a part without rows."""
        rows, columns = self.answers(), ", ".join(f"{quote(name)} TEXT" for name in FOUND)
        self.session.do(f"CREATE TABLE {self.work.decisions} AS {rows} WITH NO DATA")
        self.session.do(f"CREATE TABLE {self.work.quarantine} ({columns})")

    def answers(self) -> str:
        """The decisions of the part as a query, beside the table ``found``."""
        self.session.begin_anew()
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
        self.done.rows = source.load(self.session, self.part)
        source.settle(self.session)
        self.done.nothing += source.nothing(self.session)
        for listed in lists:
            rows = listed.load(self.session, self.part)
            self.done.lists[listed.wanted.listed, "rows"] = rows
            listed.settle(self.session)
            self.done.nothing += listed.nothing(self.session)
            self.view(f"list {listed.wanted.listed}", listed, self.fields(listed))
        self.view("facts", source, self.inputs())

    def view(self, name: str, intake: Intake, names: Iterator[tuple[str, str]]) -> None:
        columns = ", ".join(intake.facts([*names]))
        self.session.do(
            f"CREATE VIEW {quote(name)} AS SELECT {quote(ROW)}, {columns} FROM {quote(intake.name)}"
        )

    def inputs(self) -> Iterator[tuple[str, str]]:
        """The key, and every fact that the policy reads of a subject."""
        types, inputs = POSTGRES.types, self.decider.program.plan.inputs
        names = {one.name: types[one.spec.kind.name] for one in inputs if one.spec is not None}
        yield from ({self.work.key: POSTGRES.text} | names).items()

    def fields(self, listed: Intake) -> Iterator[tuple[str, str]]:
        """The key, and every field of a list."""
        return ((n, POSTGRES.types[spec.kind.name]) for n, spec in listed.wanted.facts.items())

    # --- decisions --------------------------------------------------------------------------------

    def tables(self, facts: str) -> Tables:
        lists = {one.wanted.listed: f"list {one.wanted.listed}" for one in self.work.lists}
        return Tables(facts, self.work.key, lists, (ROW,), dialect=POSTGRES)

    def decide(self) -> None:
        program, tables = self.decider.program, self.tables("facts")
        settings = program.settings(self.decider.as_of)
        shown: list[StepId | str] = [PROBLEM, *self.work.shown]
        script = to_sql(program, settings, tables, shown)
        make_factors(self.session, script, tables.factors)
        columns = ", ".join(map(quote, [self.work.key, ROW, *OUTCOME, *shown]))
        self.session.do(
            f"CREATE TABLE decisions AS SELECT {columns} FROM ({script.query()}) AS decided"
        )

    # --- rows that do not take part ---------------------------------------------------------------

    def set_aside(self) -> None:
        """Take every row out of the decisions that should not have been decided, and say why."""
        session, key, work = self.session, self.key, self.work
        session.do("CREATE TABLE aside (row BIGINT)")
        session.do("CREATE TABLE found (key TEXT, name TEXT, value TEXT, reason TEXT, words TEXT)")
        self.refuse(work.source)
        place = work.source.given.index(work.source.key)
        refused = f"SELECT row FROM ({work.source.refusals()}) AS r WHERE place = {place}"
        self.take(NO_KEY, f"{key} IS NULL AND {quote(ROW)} NOT IN ({refused})")
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
        session.do(f"DELETE FROM decisions WHERE {quote(ROW)} IN (SELECT row FROM aside)")
        self.done.aside = int(session.value("SELECT COUNT(DISTINCT row) FROM aside"))

    def refuse(self, intake: Intake, prefix: str = "") -> None:
        """Rows with values that are not accepted, each value told."""
        headers = ", ".join(literal(prefix + one.header) for one in intake.given)
        header = f"(ARRAY[{headers}])[r.place + 1]"
        key = f"CASE WHEN r.why = {literal(TOTAL)} THEN r.shown ELSE d.{self.key} END"
        self.session.do(
            f"INSERT INTO found SELECT {key}, {header}, r.shown, r.why, r.words FROM ({intake.refusals()}) AS r"
            f" JOIN {quote(intake.name)} AS d ON d.{quote(ROW)} = r.row"
        )
        if not prefix:
            self.session.do(
                f"INSERT INTO aside SELECT DISTINCT row FROM ({intake.refusals()}) AS r"
            )

    def take(self, why: str, where: str) -> None:
        """Set rows aside for what is wrong with them as a whole."""
        header, words = literal(self.work.source.key.header), literal(self.teller.of_row(why))
        self.session.do(
            f"INSERT INTO found SELECT {self.key}, {header}, {self.key}, {literal(why)}, {words}"
            f" FROM decisions WHERE {where}"
        )
        self.session.do(f"INSERT INTO aside SELECT {quote(ROW)} FROM decisions WHERE {where}")

    @property
    def teller(self) -> Teller:
        return self.work.source.teller

    def settle_list(self, listed: Intake) -> None:
        """Records with bad values, of nobody, or given twice; their subjects are not decided."""
        session, name, key = self.session, quote(listed.name), self.key
        prefix = f"{listed.wanted.listed}."
        self.refuse(listed, prefix)
        bad = f"SELECT DISTINCT row FROM ({listed.refusals()}) AS r"
        owners = f"SELECT {key} FROM decisions WHERE {key} IS NOT NULL"
        nobody = f"{key} IS NOT NULL AND {key} NOT IN ({owners})"
        twice = self.twice(listed)
        self.take(
            LISTED, f"{key} IN (SELECT {key} FROM {name} WHERE {quote(ROW)} IN ({bad}) OR {twice})"
        )
        covers_more = self.work.options.list_covers_more
        for why, where in ((NO_OWNER, nobody), (TWICE, twice)):
            if why == TWICE or not covers_more:
                header = literal(prefix + listed.key.header)
                words = literal(self.teller.of_row(why, near=""))
                session.do(
                    f"INSERT INTO found SELECT {key}, {header}, {key}, {literal(why)}, {words} FROM {name} WHERE {where}"
                )
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
        count = self.session.value(f"SELECT COUNT(*) FROM {quote(listed.name)} WHERE {where}")
        self.done.lists[listed.wanted.listed, what] = int(count)

    def contradictions(self) -> None:
        """Rows that the policy refuses, decided again one by one, so that the words are those for one customer."""
        refused = f"{quote(PROBLEM)} <> 0 AND {quote(ROW)} NOT IN (SELECT row FROM aside)"
        inputs = self.decider.program.plan.inputs
        columns = ", ".join(f"f.{quote(one.name)}" if one.spec else "NULL" for one in inputs)
        rows = self.session.rows(
            f"SELECT f.{self.key}, {columns} FROM facts AS f WHERE f.{quote(ROW)} IN"
            f" (SELECT {quote(ROW)} FROM decisions WHERE {refused})"
        )
        self.session.do(f"INSERT INTO aside SELECT {quote(ROW)} FROM decisions WHERE {refused}")
        # records are asked for, which a session cannot do while it copies
        found = [one for row in rows for one in self.contradiction(*row)]
        self.session.insert("found", found)

    def contradiction(self, key: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        lists = {one.wanted.listed: one.given for one in self.work.lists}
        headers = headers_of(self.work.source.given, lists)
        facts = (
            value if one.spec else self.records(one.name, key)
            for one, value in zip(self.decider.program.plan.inputs, values, strict=True)
        )
        for one in Contradictions(self.decider, self.teller, headers).of(facts):
            yield key, *one

    def records(self, name: str, key: str) -> tuple[tuple[Any, ...], ...] | None:
        """The records of one subject, fields in the order of the vocabulary; nothing for a list that is not given."""
        for listed in self.work.lists:
            if listed.wanted.listed == name:
                fields = ", ".join(quote(n) for n in listed.wanted.facts if n != self.work.key)
                relation = quote(f"list {name}")
                return tuple(
                    self.session.rows(
                        f"SELECT {fields} FROM {relation} WHERE {self.key} = {literal(key)}"
                    )
                )
        return None

    # --- what it came to --------------------------------------------------------------------------

    def count(self) -> None:
        self.done.tally = Counting(self.decider).tally(self.session)
        rows, decided, aside = self.done.rows, self.done.tally.decided, self.done.aside
        assert rows == decided + aside, "every row is decided or set aside"

    def weigh(self, weighing: Weighing) -> None:
        is_open = f"SELECT {quote(ROW)} FROM decisions WHERE {quote(STATUS)} >= {PROVISIONAL}"
        self.session.do(
            f"CREATE TABLE open AS SELECT * FROM facts WHERE {quote(ROW)} IN ({is_open})"
        )
        weighing.weigh(self.tables("open"))
        self.done.missing, self.done.settles = weighing.tally()

    def written(self) -> str:
        """Every decision as a query."""
        session, options = self.session, self.work.options
        missing = f"LEFT JOIN missing m ON m.{quote(ROW)} = d.{quote(ROW)}" if self.weighing else ""
        column = ", m.missing" if self.weighing else ""
        session.do(
            f"CREATE VIEW answers AS SELECT d.*, {lacking(self.decider)} AS {LACKS}{column} FROM decisions d {missing}"
        )
        return Results(session, self.decider, "", options).query()
