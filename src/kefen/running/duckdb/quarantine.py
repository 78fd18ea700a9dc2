"""Rows that do not take part: which, why, and the file that tells a person what to correct.

``aside`` holds them by row number. A row is set aside when a value was not accepted, when it has no key, when its key is
given twice, when a record of its lists is bad, or when what it says contradicts itself; in the end each finding is told by
the one reader and in the one catalogue of words. ``unowned`` does the same for the records of lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from typing import Any, NamedTuple

from kefen.compiling.sql import PROBLEM, RULE_BIT, quote
from kefen.deciding import Decider, Facts
from kefen.errors import FactsError, Problem
from kefen.language.syntax import steps_read
from kefen.running.duckdb.columns import AT, Given, name_of
from kefen.running.duckdb.intake import ROW, Loaded, failed_in, set_bit
from kefen.running.duckdb.monthly import month_column
from kefen.running.duckdb.ownership import CONFUSED, Ownership, faulty, keys_of_lines, table_of_keys
from kefen.running.duckdb.workspace import Workspace, quoted
from kefen.running.files.sifting import LINE, SetAside
from kefen.running.mapping import ROW_NUMBER
from kefen.running.reshaping import unmarked
from kefen.running.wording import ROW_PROBLEMS, said
from kefen.saying.wording import say_problem
from kefen.spelling import BLANKS, NotAccepted, convert_to, to_day

UNREAD, NO_KEY, DOUBLE, CONFLICT, LISTED = "unread", "no key", "double", "conflict", "listed"
MONTH_ROWS = "month rows"
TOTAL = "total"
#: what stands in the key of a row that adds up others, and of one that says something of the table
_SUM = "(合计|总计|小计|共计|累计|总数)"
_NOTE = "(制表|填表|填报|审核|复核|打印|导出|备注|说明|数据来源|以下空白|本页|第[0-9]+页)"
_TOTALS = rf"^{_SUM}|{_SUM}([(（].*)?$|^{_NOTE}|^[\p{{Han}} ]{{1,12}}[:：]"
_TOTALS_EN = ("Total", "TOTAL", "total", "Totals", "Subtotal", "Sum")


class Finding(NamedTuple):
    """One thing wrong with one row."""

    line: int
    key: str
    column: str
    value: str
    reason: str
    words: str


@dataclass
class Quarantine:
    """The rows of a run that are set aside."""

    space: Workspace
    decider: Decider
    loaded: Loaded
    lists: tuple[Loaded, ...] = ()
    lang: str = "zh"
    #: the lists hold records of other subjects too, such as those of the whole book
    covers_more: bool = False
    #: in which facts some row contradicts itself, as the bits of ``PROBLEM``
    problems: int = 0
    #: the column of months of a table with a row for each subject and month
    month: str = ""

    def __post_init__(self) -> None:
        self.owned = [
            Ownership(self.space, one, self.loaded, self.covers_more) for one in self.lists
        ]

    @property
    def incomplete(self) -> set[str]:
        """The lists that are complete for nobody, by the name of what was loaded."""
        return {owned.loaded.name for owned in self.owned if owned.lost}

    @property
    def carried(self) -> tuple[str, ...]:
        """The columns of a row that go through to its decision, so that it can be set aside."""
        return (
            ROW,
            *self.loaded.masks,
            *self.loaded.word_masks,
            *([LINE] if self.loaded.table.has_lines else []),
        )

    def set_aside(self) -> None:
        """Take every row out of the decisions that should not have been decided, or that the policy refused."""
        key, masks = quote(self.loaded.asked.key), [quote(name) for name in self.loaded.masks]
        columns = "".join(f", {mask} BIGINT" for mask in masks)
        self.space.do(
            f"CREATE TABLE aside (row BIGINT, line BIGINT, key VARCHAR, why VARCHAR{columns})"
        )
        bad = " OR ".join(f"{mask} <> 0" for mask in masks)
        if bad:
            self.take(UNREAD, bad, masks)
        self.take(NO_KEY, f"{key} IS NULL AND NOT ({set_bit(self.loaded, self.loaded.asked.key)})")
        self.take(TOTAL, self.totals())
        lines = table_of_keys(keys_of_lines(self.space, self.loaded).values())
        every = f"SELECT {key} AS key FROM decisions UNION ALL {lines}"
        again = f"SELECT key FROM ({every}) GROUP BY 1 HAVING COUNT(*) > 1"
        self.take(
            DOUBLE,
            f"{key} IN ({again}) AND {quote(ROW)} NOT IN (SELECT row FROM aside WHERE why = '{TOTAL}')",
        )
        self.tell_months()
        for owned in self.owned:
            owned.settle()
            self.take(LISTED, f"{key} IN ({owned.undecided()})")
        refused = f"{quote(PROBLEM)} <> 0 AND {quote(ROW)} NOT IN (SELECT row FROM aside)"
        self.take(CONFLICT, refused)
        self.problems = self.space.value(f"SELECT BIT_OR({quote(PROBLEM)}) FROM decisions") or 0
        self.space.do(f"DELETE FROM decisions WHERE {quote(ROW)} IN (SELECT row FROM aside)")

    def totals(self) -> str:
        """Whether a row is one of totals: by its key, or where rows are counted by its first cell."""
        key, table = self.loaded.asked.key, self.loaded.table
        if not any(one.name == key and one.header == ROW_NUMBER for one in self.given):
            return is_total(quote(key))
        first = f"TRIM(CAST({name_of(table.columns[0])} AS VARCHAR), {quoted(BLANKS)})"
        cells = f"SELECT {table.number} AS row, {first} AS cell FROM {table.relation}"
        return f"{quote(ROW)} IN (SELECT row FROM ({cells}) WHERE {is_total('cell')})"

    def tell_months(self) -> None:
        """Whether most keys stand in several rows because each row is one of a month."""
        of_double = f"WHERE why = '{DOUBLE}'"
        doubled = int(self.space.value(f"SELECT COUNT(*) FROM aside {of_double}"))
        if doubled and 2 * doubled >= self.loaded.rows:
            key = next(one.sql for one in self.given if one.name == self.loaded.asked.key)
            self.month = month_column(self.space, self.loaded.table, key)
        if self.month:
            self.space.do(f"UPDATE aside SET why = '{MONTH_ROWS}' {of_double}")

    def take(self, why: str, where: str, masks: Sequence[str] = ()) -> None:
        names = ", ".join(["row", "line", "key", "why", *masks])
        key = quote(self.loaded.asked.key)
        values = ", ".join([quote(ROW), self.line, key, quoted(why), *masks])
        self.space.do(f"INSERT INTO aside ({names}) SELECT {values} FROM decisions WHERE {where}")

    @property
    def line(self) -> str:
        return quote(LINE) if self.loaded.table.has_lines else "NULL"

    # --- what is wrong ---------------------------------------------------------------------------

    def count(self) -> int:
        """How many rows of the file do not take part."""
        rows = self.space.value("SELECT COUNT(DISTINCT row) FROM aside")
        return int(rows) + self.loaded.rejects

    def findings(self) -> Iterator[Finding]:
        """Everything wrong, in the order of the file."""
        numbered = merge(
            self.unread(), self.others(), self.contradictions(), key=lambda item: item[0]
        )
        lines = Lines(self.loaded)
        on_rows = (found._replace(line=found.line or lines.of(row)) for row, found in numbered)
        yield from merge(on_rows, self.no_rows(self.loaded), key=lambda found: found.line)
        for owned in self.owned:
            yield from self.of_list(owned)

    def unread(self) -> Iterator[tuple[int, Finding]]:
        """Values that were not accepted, read again from the file and told by the reader."""
        loaded = self.loaded
        for row, line, key, masks, values in _bad_rows(
            self.space, loaded, f"SELECT * FROM aside WHERE why = '{UNREAD}'"
        ):
            found = (
                self.refused(loaded, given, values[given.name], (line or 0, key or ""))
                for given in failed_in(loaded.risky, masks)
            )
            for one in _each_once(found):
                yield row, one

    def refused(self, loaded: Loaded, given: Given, value: str, at: tuple[int, str]) -> Finding:
        line, key = at
        problem = _problem(loaded, given, value)
        if loaded is not self.loaded:
            label = loaded.asked.specs[given.fact].label.said(self.lang)
            problem = replace(problem, fact=label)
        words = say_problem(problem, self.decider.policy.vocabulary, self.lang)
        return Finding(line, key, given.header, str(problem.value), problem.reason, words)

    def others(self) -> Iterator[tuple[int, Finding]]:
        """Rows without a key, with the key of another row, with a bad record in a list."""
        header = next(g.header for g in self.given if g.name == self.loaded.asked.key)
        rows = self.space.each(
            f"SELECT row, line, key, why FROM aside WHERE why NOT IN ('{UNREAD}', '{CONFLICT}')"
            " ORDER BY row"
        )
        for row, line, key, why in rows:
            words = said(ROW_PROBLEMS[why], self.lang, month=self.month)
            yield row, Finding(line or 0, key or "", header, key or "", why, words)

    @property
    def given(self) -> Sequence[Given]:
        return self.loaded.given

    def contradictions(self) -> Iterator[tuple[int, Finding]]:
        """Rows the policy refused, decided again so that the words are the same as for one customer."""
        inputs, concerned = self.decider.program.plan.inputs, self.concerned()
        held = [
            one.name if one.name in concerned and one.name in self.loaded.columns else ""
            for one in inputs
        ]
        columns = ", ".join(f"f.{quote(name)}" if name else "NULL" for name in held)
        refused = f"SELECT row FROM aside WHERE why = '{CONFLICT}'"
        rows = self.space.each(
            f"SELECT a.row, a.line, a.key, {columns} FROM aside a"
            f" JOIN {self.loaded.numbered(refused)} f ON f.{quote(ROW)} = a.row"
            f" WHERE a.why = '{CONFLICT}' ORDER BY a.row"
        )
        headers = {given.name: given.header for given in self.given}
        for listed in self.lists:
            headers |= {
                f"{listed.name}.{given.name}": f"{listed.name}.{given.header}"
                for given in listed.given
            }
        for row, line, key, *values in rows:
            for problem in self.refusals(tuple(values), key):
                words = say_problem(problem, self.decider.policy.vocabulary, self.lang)
                value = "" if problem.value is None else str(problem.value)
                header = headers.get(problem.fact, "")
                yield row, Finding(line or 0, key or "", header, value, problem.reason, words)

    def concerned(self) -> set[str]:
        """The facts in which some row contradicts itself, and those they are worked out from."""
        found: set[str] = set()
        for place, one in enumerate(self.decider.program.plan.inputs):
            if one.derived and self.problems >> (place % RULE_BIT) & 1:
                found.add(one.name)
        if self.problems >> RULE_BIT & 1:
            rules = self.decider.policy.vocabulary.rules
            found |= {step.name for rule in rules for step in steps_read(rule.test)}
        return found | {name for fact in found for name in self.decider.rests_on.get(fact, ())}

    def refusals(self, values: tuple[Any, ...], key: str) -> Iterable[Problem]:
        """Why the policy refuses facts in inside form."""
        try:
            self.decider.decide_values(Facts(self.with_lists(values, key)), self.decider.as_of)
        except FactsError as error:
            return error.problems
        return ()

    def with_lists(self, values: tuple[Any, ...], key: str) -> tuple[Any, ...]:
        """The facts with the records of the subject's lists put in."""
        known = (listed for listed in self.lists if listed.name not in self.incomplete)
        records = {listed.name: records_of(self.space, listed, key) for listed in known}
        inputs = self.decider.program.plan.inputs
        return tuple(records.get(one.name, v) for one, v in zip(inputs, values, strict=True))

    def no_rows(self, loaded: Loaded) -> Iterator[Finding]:
        """Lines of a file that are no rows."""
        listed = "" if loaded is self.loaded else loaded.name
        keys = keys_of_lines(self.space, loaded)
        for one in loaded.table.aside:
            text = one.text if loaded.table.is_open or one.column else ""
            key, reason = keys.get(one.line, one.key), one.why.rpartition(": ")[2]
            words = self.words_of(one)
            column = ".".join(filter(None, (listed, one.column)))
            yield Finding(one.line, key, column, text, reason, words)

    def words_of(self, one: SetAside) -> str:
        if not one.column:
            return said(ROW_PROBLEMS[one.why], self.lang, **one.gaps)
        problem = Problem(one.column, one.text, one.why, str(one.gaps.get("detail", "")))
        return say_problem(problem, self.decider.policy.vocabulary, self.lang)

    def of_list(self, owned: Ownership) -> Iterator[Finding]:
        """Records of a list that are not used; their lines are those of the list's own file."""
        listed = owned.loaded
        lines = Lines(listed)
        numbered = merge(self.unread_records(listed), self.unowned(owned), key=lambda item: item[0])
        on_rows = (found._replace(line=found.line or lines.of(row)) for row, found in numbered)
        yield from merge(on_rows, self.no_rows(listed), key=lambda found: found.line)

    def unread_records(self, listed: Loaded) -> Iterator[tuple[int, Finding]]:
        key, masks = quote(listed.asked.key), ", ".join(map(quote, listed.masks))
        line = quote(LINE) if listed.table.has_lines else "NULL"
        bad = (
            f"SELECT {quote(ROW)} AS row, {line} AS line, {key} AS key, '' AS why, {masks}"
            f" FROM {quote(listed.name)} WHERE {faulty(listed)}"
        )
        for row, at, name, bits, values in _bad_rows(self.space, listed, bad):
            found = (
                self.refused(listed, given, values[given.name], (at or 0, name or ""))
                for given in failed_in(listed.risky, bits)
            )
            for one in _each_once(found):
                yield row, one._replace(column=f"{listed.name}.{one.column}")

    def unowned(self, owned: Ownership) -> Iterator[tuple[int, Finding]]:
        """Records that belong to no subject of the table, or of which one is given twice."""
        listed = owned.loaded
        for row, line, key, why, near in owned.unused():
            at = owned.id if why == CONFUSED else listed.asked.key
            given = next(g for g in listed.given if g.name == at)
            words = said(ROW_PROBLEMS[why], self.lang, near=near or "")
            value = near if why == CONFUSED else key
            yield (
                row,
                Finding(
                    line or 0, key or "", f"{listed.name}.{given.header}", value or "", why, words
                ),
            )


def is_total(key: str) -> str:
    """Whether a row is one of totals, or a note below a table, by its key; a key in Latin letters is asked little."""
    english = ", ".join(quoted(word + colon) for word in _TOTALS_EN for colon in ("", ":"))
    return f"({key} > '~' AND REGEXP_MATCHES({key}, {quoted(_TOTALS)}) OR {key} IN ({english}))"


def _each_once(found: Iterable[Finding]) -> Iterator[Finding]:
    """A fault of one cell once, whatever facts are read from it."""
    seen = set()
    for one in found:
        if (one.column, one.reason) not in seen:
            seen.add((one.column, one.reason))
            yield one


def _problem(loaded: Loaded, given: Given, value: str) -> Problem:
    """What the reader says of a value, or the mapping of one that breaks its rule."""
    text, rule = unmarked(value)
    if rule:
        return Problem(given.name, text, "mapping", rule)
    convert = to_day if given.name.endswith(AT) else convert_to(loaded.asked.specs[given.name])
    try:
        convert(value)
    except NotAccepted as error:
        return Problem(given.name, value, error.reason, error.detail)
    return Problem(given.name, value, "future", str(loaded.asked.as_of))


def _bad_rows(
    space: Workspace, loaded: Loaded, bad: str
) -> Iterator[tuple[int, int | None, str | None, list[int], dict[str, str]]]:
    """Rows with bad values: number, line, key, bits, and as given the columns that are bad in any row."""
    masks = loaded.masks
    if not masks:
        return
    ored = ", ".join(f"COALESCE(BIT_OR({quote(mask)}), 0)" for mask in masks)
    anywhere = failed_in(loaded.risky, space.rows(f"SELECT {ored} FROM ({bad})")[0])
    if not anywhere:
        return
    given = ", ".join(f"CAST({one.sql} AS VARCHAR) AS {quote(one.name)}" for one in anywhere)
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
        yield row, line, key, rest[: len(masks)], dict(zip(names, rest[len(masks) :], strict=True))


def records_of(space: Workspace, listed: Loaded, key: str) -> tuple[tuple[Any, ...], ...]:
    """The records of one subject, fields in the order of the vocabulary."""
    fields = [name for name in listed.asked.specs if name != listed.asked.key]
    columns = ", ".join(quote(name) if name in listed.columns else "NULL" for name in fields)
    with space.engine.cursor() as cursor:
        found = cursor.execute(
            f"SELECT {columns} FROM {quote(listed.name)} WHERE {quote(listed.asked.key)} = ?", [key]
        ).fetchall()
    return tuple(found)


# --- lines -------------------------------------------------------------------------------------------------


class Lines:
    """The line of the file on which each row stands."""

    def __init__(self, loaded: Loaded) -> None:
        self._first = loaded.table.first_line()

    def of(self, row: int) -> int:
        """The line of a row where every line is one."""
        return row + self._first
