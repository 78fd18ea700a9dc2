"""What is wrong with the rows that were set aside, told by the one reader and in the one catalogue of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Any, NamedTuple

from kefen.compiling.sql import RULE_BIT, quote
from kefen.deciding import Decider
from kefen.language.syntax import steps_read
from kefen.running.contradicting import Contradictions, headers_of
from kefen.running.duckdb.intake import FactTable
from kefen.running.duckdb.ownership import Ownership, keys_of_lines
from kefen.running.duckdb.quarantine import Quarantine
from kefen.running.duckdb.retelling import records_of
from kefen.running.duckdb.workspace import Workspace
from kefen.running.findings import CONFLICT, TWICE, UNREAD, Finding, Teller, each_once
from kefen.running.sql.space import ROW

#: a finding beside the number of its row
Numbered = tuple[int, Finding]


@dataclass
class Faults:
    """Everything wrong with the files of a run."""

    held: Quarantine
    decider: Decider
    lang: str

    def __post_init__(self) -> None:
        self.space, self.loaded, self.census = self.held.space, self.held.loaded, self.held.census
        self.teller = Teller(self.decider.policy.vocabulary, self.lang)

    def of_rows(self) -> Iterator[Finding]:
        """What is wrong with the rows of the table, in their order."""
        bad = f"SELECT * FROM aside WHERE why = '{UNREAD}'"
        numbered = [self.unread(self.loaded, bad), self.whole_rows(), self.contradictions()]
        return self.on_lines(self.loaded, numbered)

    def findings(self, of_rows: Iterable[Finding]) -> Iterator[Finding]:
        """Everything wrong: the table in the order of its rows, then each list in that of its own file."""
        yield from self.with_no_rows(self.loaded, of_rows)
        for owned in self.census.owned:
            listed = owned.loaded
            key, masks = quote(listed.wanted.key), ", ".join(map(quote, listed.bad.names))
            bad = (
                f"SELECT {quote(ROW)} AS row, {listed.table.line} AS line, {key} AS key, {masks}"
                f" FROM {quote(listed.name)} WHERE {listed.bad.any()}"
            )
            on_rows = self.on_lines(listed, [self.unread(listed, bad), self.unowned(owned)])
            yield from self.with_no_rows(listed, on_rows)

    def on_lines(
        self, loaded: FactTable, numbered: Iterable[Iterator[Numbered]]
    ) -> Iterator[Finding]:
        """In the order of a file what is wrong with its rows, each with its line."""
        first = loaded.table.first_line()
        for row, found in merge(*numbered, key=lambda item: item[0]):
            yield found._replace(line=found.line or row + first)

    def with_no_rows(self, loaded: FactTable, on_rows: Iterable[Finding]) -> Iterator[Finding]:
        """The same with the lines that are no rows."""
        return merge(on_rows, self.no_rows(loaded), key=lambda found: found.line)

    def unread(self, loaded: FactTable, bad: str) -> Iterator[Numbered]:
        """Values that were not accepted, read again from the file; a query gives the rows and their bits."""
        prefix = f"{loaded.wanted.listed}." if loaded.wanted.listed else ""
        for row in _bad_rows(self.space, loaded, bad):
            found = []
            for given in loaded.bad.of(row.bits):
                problem, words = self.teller.of_value(loaded.wanted, given, row.values[given.name])
                value, header = str(problem.value), prefix + given.header
                found.append(Finding(row.line, row.key, header, value, problem.reason, words))
            for one in each_once(found):
                yield row.number, one

    def no_rows(self, loaded: FactTable) -> Iterator[Finding]:
        """Lines of a file that are no rows."""
        keys = keys_of_lines(self.space, loaded)
        for one in loaded.table.rejects:
            text = one.text if loaded.table.is_open or one.column else ""
            key, reason = keys.get(one.line, one.key), one.why.rpartition(": ")[2]
            column = ".".join(filter(None, (loaded.wanted.listed, one.column)))
            yield Finding(one.line, key, column, text, reason, self.teller.of_reject(one))

    def whole_rows(self) -> Iterator[Numbered]:
        """Rows without a key, with the key of another row, with a bad record in a list."""
        header = self.header_of_key(self.loaded)
        for row, line, key, why in self.space.each(
            f"SELECT row, line, key, why FROM aside WHERE why NOT IN ('{UNREAD}', '{CONFLICT}')"
            " ORDER BY row"
        ):
            words = self.teller.of_row(why, month=self.census.month)
            yield row, Finding(line or 0, key or "", header, key or "", why, words)

    def header_of_key(self, loaded: FactTable, name: str = "") -> str:
        """What the file calls the key, or another fact that it gives."""
        named = name or loaded.wanted.key
        return next(given.header for given in loaded.given if given.name == named)

    def unowned(self, owned: Ownership) -> Iterator[Numbered]:
        """Records that belong to no subject of the table, or of which one is given twice."""
        listed = owned.loaded
        for row, line, key, why, near in owned.unused():
            header = self.header_of_key(listed, owned.id if why == TWICE else "")
            value = near if why == TWICE else key
            words = self.teller.of_row(why, near=near or "")
            found = (line or 0, key or "", f"{listed.name}.{header}", value or "", why, words)
            yield row, Finding(*found)

    # --- rows that contradict themselves --------------------------------------------------------------

    def contradictions(self) -> Iterator[Numbered]:
        """Rows the policy refused, decided again so that the words are the same as for one customer."""
        concerned = self.concerned() & {*self.loaded.columns}
        names = [one.name for one in self.decider.program.plan.inputs]
        columns = ", ".join(f"f.{quote(n)}" if n in concerned else "NULL" for n in names)
        refused = f"SELECT row FROM aside WHERE why = '{CONFLICT}'"
        told = Contradictions(self.decider, self.teller, self.headers())
        for row, line, key, *values in self.space.each(
            f"SELECT a.row, a.line, a.key, {columns} FROM aside a"
            f" JOIN {self.loaded.numbered(refused)} f ON f.{quote(ROW)} = a.row"
            f" WHERE a.why = '{CONFLICT}' ORDER BY a.row"
        ):
            for one in told.of(self.facts(values, key)):
                yield row, Finding(line or 0, key or "", *one)

    def headers(self) -> dict[str, str]:
        """What the files call each fact, and each field of a list."""
        lists = {owned.loaded.name: owned.loaded.given for owned in self.census.owned}
        return headers_of(self.loaded.given, lists)

    def concerned(self) -> set[str]:
        """The facts in which some row contradicts itself, and those they are worked out from."""
        problems, found = self.held.problems, set[str]()
        for place, one in enumerate(self.decider.program.plan.inputs):
            if one.derived and problems >> (place % RULE_BIT) & 1:
                found.add(one.name)
        if problems >> RULE_BIT & 1:
            tests = (rule.test for rule in self.decider.policy.vocabulary.rules)
            found |= {step.name for test in tests for step in steps_read(test)}
        return found | {name for fact in found for name in self.decider.rests_on.get(fact, ())}

    def facts(self, values: Sequence[Any], key: str) -> Iterator[Any]:
        """Facts in inside form, with the records of one subject."""
        lists = [owned.loaded for owned in self.census.owned if not owned.lost]
        records = {listed.name: records_of(self.space, listed, key) for listed in lists}
        inputs = self.decider.program.plan.inputs
        return (records.get(one.name, v) for one, v in zip(inputs, values, strict=True))


class _BadRow(NamedTuple):
    """A row with bad values, its bits, and as given the columns that are bad in any row."""

    number: int
    line: int
    key: str
    bits: list[int]
    values: dict[str, str]


def _bad_rows(space: Workspace, loaded: FactTable, bad: str) -> Iterator[_BadRow]:
    masks = loaded.bad.names
    anywhere = loaded.bad.anywhere(space, f"({bad})")
    if not anywhere:
        return
    given = ", ".join(f"CAST({one.value.sql} AS VARCHAR) AS {quote(one.name)}" for one in anywhere)
    wanted = ", ".join(f"s.{quote(one.name)}" for one in anywhere)
    bits = ", ".join(f"a.{quote(mask)}" for mask in masks)
    relation, number = loaded.table.relation, loaded.table.number
    query = (
        f"SELECT a.row, a.line, a.key, {bits}, {wanted} FROM ({bad}) a JOIN"
        f" (SELECT {given}, {number} AS {quote(ROW)} FROM {relation}) s"
        f" ON s.{quote(ROW)} = a.row ORDER BY a.row"
    )
    names = [one.name for one in anywhere]
    for row, line, key, *rest in space.each(query):
        values = dict(zip(names, rest[len(masks) :], strict=True))
        yield _BadRow(row, line or 0, key or "", rest[: len(masks)], values)
