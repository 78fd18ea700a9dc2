"""A draft of a mapping: what is sure as lines, all else as comments with the reason and at most two candidates.

Sure is a header that is a name of a fact or one that banks are known to use for it (``also``), once in the table, over
values that the reader takes for that fact. A draft that is run as it stands decides nothing wrongly: what it leaves
open is not read, and what is read and not accepted goes to quarantine.
"""

from __future__ import annotations

import difflib
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

import duckdb

from kefen.deciding import Decider
from kefen.errors import InputError
from kefen.policy import FactSpec
from kefen.running import headers
from kefen.running.doubting import DOUBTS, Look, Sample, look_at, shown
from kefen.running.duckdb.columns import as_text
from kefen.running.duckdb.histories import month_column
from kefen.running.duckdb.sources import EngineTable, FileReading, open_table, sifted
from kefen.running.duckdb.workspace import Workspace, first_line
from kefen.running.line_names import names_of
from kefen.running.mapping import NO_MAPPING, WITHHELD, discretion_of, facts_of
from kefen.running.matching import AT
from kefen.running.months import MonthGroup, month_groups
from kefen.running.options import Options
from kefen.running.wording import said
from kefen.spelling import BLANKS
from kefen.values import Kind, Words

_ROWS = 10_000
_VALUES = 300
_LIKE, _LIKE_IN_LATIN = 0.6, 0.72

WHY: Mapping[str, Words] = {
    "head": Words(
        "对应文件草稿：没有 # 的行是确定的；# 后的行请逐条核对后再启用",
        "a draft: a line without # is sure; look at a line behind # before you use it",
    ),
    "strange": Words("没有名称相近的事实", "no fact has a name like it"),
    "like": Words("名称相近，不是同一个词：请核对", "a name like it, not the same: look"),
    "not read": Words(
        "名称像 {fact}，但这些值读不出",
        "its name is like {fact}, but its values cannot be read as that",
    ),
    "or": Words("或 {fact}", "or {fact}"),
    "both": Words("与 {other} 都像 {fact}：只留一列", "{other} is {fact} as well: keep one"),
    "unread": Words("这一制度不读 {fact}", "this policy does not read {fact}"),
    "not accepted": Words(
        "另有 {values}：不写明就会隔离", "also {values}: without a meaning they go to quarantine"
    ),
    "spouse": Words("说的是另一个人", "it is about another person"),
    "name": Words("姓名不是编号：重名的人分不开", "a name is no key: two people may bear it"),
    "unit": Words(
        "表头带单位：写明 times 或 percent", "the header has a unit: say times or percent"
    ),
    "term": Words("期数不是天数，也不是月数", "a number of instalments is neither days nor months"),
    "month": Words("按月：年度金额加 times: 12", "by the month: for a yearly amount add times: 12"),
    "year": Words(
        "表头带年：先看是年份、年数还是年度金额", "years, a year, or an amount of a year: look"
    ),
    "no key": Words("没有确定的编号列 {key}", "no column is surely the key {key}"),
    "rows": Words(
        "每人每月一行（月份列 {month}）：这是逐月记录，写作 histories 的 key、month、status，另给每人一行的表",
        "one row per customer and month ({month}): use it as a history from rows, and give a table with one row each",
    ),
    "twice": Words("还有别的列也是 {fact}", "other columns are {fact} as well"),
    "months": Words("逐月的列？{why}", "columns of months? {why}"),
}
Signs = tuple[tuple[str, re.Pattern[str], str], ...]
#: what in a header says that it is no fact of the customer at all
_PLAIN_SIGNS: Signs = (
    ("name", headers.NAME, ""),
    ("term", headers.INSTALMENTS, ""),
)
#: or not plainly the fact it resembles, and what a mapping may have to do
_SIGNS: Signs = (
    *_PLAIN_SIGNS, ("unit", headers.WAN, "times: 10000"), ("unit", headers.PERCENT, "percent: true"),
    ("unit", headers.UNIT, ""), ("year", headers.YEAR, ""),
)  # fmt: skip
#: of an amount of a year alone: a balance or an instalment of a month is not multiplied
_OF_A_YEAR: Signs = (*_SIGNS[:-1], ("month", headers.MONTH, "times: 12"), _SIGNS[-1])


def draft_mapping(path: Path | str, decider: Decider, options: Options | None = None) -> str:
    """A mapping file to begin with, for a table whose headers and codes are the bank's own."""
    chosen, source = options or Options(), Path(path)
    try:
        with Workspace(Path(tempfile.gettempdir()) / source.name, chosen) as space:
            discretion = discretion_of(decider, NO_MAPPING)
            names = names_of(decider.policy.vocabulary, NO_MAPPING)
            table = open_table(space, source, FileReading(chosen.sheet, 0, discretion, names))
            draft = Draft(space, table, decider, chosen.lang)
            line = draft.lower_header()
            if line:
                table = open_table(space, source, FileReading(chosen.sheet, line - 1, discretion))
                draft = Draft(space, table, decider, chosen.lang, line)
            return "\n".join(draft.lines()) + "\n"
    except duckdb.Error as error:
        raise InputError(first_line(error)) from error


@dataclass(frozen=True)
class Found:
    """A fact whose name a header is; ``named`` when a run knows it without a mapping."""

    header: str
    spec: FactSpec
    dates: bool
    named: bool


@dataclass
class Draft:
    """The lines of a draft for one table."""

    space: Workspace
    table: EngineTable
    decider: Decider
    lang: str
    header: int = 0

    def __post_init__(self) -> None:
        self.vocabulary = self.decider.policy.vocabulary
        self.names = facts_of(self.vocabulary)
        inputs = self.decider.program.plan.inputs
        self.read = {one.name: one.spec for one in inputs if one.spec is not None}
        self.derived = {one.name for one in inputs if one.derived}
        self.known = dict(self._spellings())
        self.columns = {column.header: column for column in self.table.columns}
        self.months = month_groups(self.table.headers)
        grouped = {header for group in self.months for header in group.columns}
        named = ((column, self.find(column.header)) for column in self.table.columns)
        self.found = {
            one.header: found
            for one, found in named
            if found and not headers.of_another(one.above, found.spec)
        }
        self.months = [g for g in self.months if not self.found.keys() & set(g.columns)]
        hidden = {
            h
            for h in self.table.headers
            if self.names.get(h.partition(AT)[0].strip(BLANKS)) is WITHHELD
        }
        alone = (h for h in self.table.headers if h in self.found or h not in grouped)
        self.alone = [header for header in alone if header not in hidden]

    def _spellings(self) -> Iterator[tuple[str, FactSpec]]:
        """Names, labels and headers of facts in the form in which they are compared."""
        for spec in self.vocabulary.facts.values():
            also = () if spec.kind.name == "history" else spec.also
            for word in (*also, *spec.label, spec.name):
                if word:
                    yield _plain(word), spec

    def find(self, header: str) -> Found | None:
        """The fact whose name a header is, in the spelling of a run or in that of a bank."""
        word, at, rest = header.partition(AT)
        if rest:
            return None
        named = self.names.get(word.strip(BLANKS))
        spec = named or self.known.get(_plain(word))
        if spec is None and headers.YUAN.search(word):
            spec = self.known.get(_plain(headers.YUAN.sub("", word)))
            spec = spec if spec and spec.kind.name == "money" else None
        if spec is None or spec is WITHHELD:
            return None
        return Found(header, spec, bool(at), named is not None)

    def say(self, name: str, **gaps: object) -> str:
        return said(WHY[name], self.lang, **gaps)

    def lower_header(self) -> int:
        """The line that names more facts than the one that was taken as the header; else 0."""
        below = self.table.origin.top[1:]
        more = max(1, len(self.found))
        lines = (top.line for top in below if sum(map(bool, map(self.find, top.cells))) > more)
        return next(lines, 0)

    def take_sample(self) -> None:
        """The first rows as a table; of a text that the engine cannot part into rows, those that are rows."""
        for again in (False, True):
            try:
                rows = f"SELECT * FROM {self.table.relation} LIMIT {_ROWS}"
                self.space.do(f"CREATE TABLE sampled AS {rows}")
            except duckdb.InvalidInputException:
                if again or self.table.text is None:
                    raise
                self.table = sifted(self.space, self.table)
            else:
                return

    # --- lines ---------------------------------------------------------------------------------------

    def lines(self) -> Iterator[str]:
        """The file."""
        self.take_sample()
        yield f"# {self.say('head')}"
        if self.header:
            yield f"header: {self.header}"
        yield from self.about_the_key()
        yield "columns:"
        for header in self.alone:
            found = self.found.get(header)
            yield from self.of_a_fact(found) if found else self.of_no_fact(header)
        yield from self.histories()

    def about_the_key(self) -> Iterator[str]:
        """What a table has instead of a key, or has too often."""
        key = self.vocabulary.key
        if key is None:
            return
        holders = [found.header for found in self.found.values() if found.spec.name == key.name]
        for header in holders or filter(headers.NUMBER.search, self.table.headers):
            yield from self.about_months(header)
        if not holders:
            told = self.say("no key", key=f"{key.name} {key.label.said(self.lang)}")
            yield f"# key: row number  # {told}"

    def about_months(self, header: str) -> Iterator[str]:
        """Whether the rows of a number are told apart by their months, and what to do with such a file."""
        month = month_column(self.space, self.table, as_text(self.columns[header]))
        if not month:
            return
        yield f"# {self.say('rows', month=month)}"
        names = " | ".join(s.name for s in self.histories_read() if "." not in s.name)
        if names:
            yield f"# histories: {{{names}: {{key: {_quoted(header)}, month: {_quoted(month)}, status: ?}}}}"

    def histories_read(self) -> list[FactSpec]:
        """The histories that the policy reads."""
        return [spec for spec in self.read.values() if spec.kind.name == "history"]

    def of_a_fact(self, found: Found) -> Iterator[str]:
        """A header that is a name of a fact: the line, if nothing speaks against it."""
        spec, line = found.spec, self.line(found.header, found.spec, dates=found.dates)
        if spec.name not in self.read:
            yield f"  # {line}  # {self.say('unread', fact=spec.name)}"
            return
        other = self.rival(found)
        look = self.look(found)
        if other:
            yield f"  # {line}  # {self.say('both', other=other, fact=spec.name)}"
        elif look.doubt:
            yield from self.doubtful(found, look)
        else:
            also = self.say("not accepted", values=shown(look.strange)) if look.strange else ""
            yield f"  {line}" + (f"  # {also}" if also else "")

    def look(self, found: Found) -> Look:
        """What the values say, or that the policy has a meaning of its own for a plain word such as ``self_employed``."""
        spec = found.spec
        look = look_at(_day(spec) if found.dates else spec, self.sample(found.header))
        plain = spec.kind.name in ("flag", "integer", "decimal", "money", "rate")
        told = found.header in spec.label or _plain(found.header) in map(_plain, spec.also)
        worked_out = spec.name in self.derived and plain and not told
        return Look("derived") if worked_out and not look.doubt else look

    def rival(self, found: Found) -> str:
        """Another column that is the same fact; a column that a run knows by its name comes first."""
        if found.named:
            return ""
        same = [
            one.header
            for one in self.found.values()
            if (one.spec.name, one.dates) == (found.spec.name, found.dates) and one is not found
        ]
        return same[0] if same else ""

    def doubtful(self, found: Found, look: Look) -> Iterator[str]:
        """A comment. A column that a run would read by its name is left out, unless it is the key."""
        why = said(DOUBTS[look.doubt], self.lang, **look.gaps)
        line = self.line(found.header, found.spec, dates=found.dates, how=look.how)
        if found.named and not found.spec.key and look.doubt != "empty":
            yield f"  {_quoted(found.header)}: null  # {why}"
            yield f"  # {line}"
        else:
            yield f"  # {line}  # {why}"

    def of_no_fact(self, header: str) -> Iterator[str]:
        """A comment with the facts whose names are most like the header."""
        like = self.like(header)
        near = self.candidates(header, like)
        why, how = self.why(header, _signs(near[0]) if near else _PLAIN_SIGNS)
        if not near:
            otherwise = self.say("not read", fact=like[0].name) if like else self.say("strange")
            yield f"  # {_quoted(header)}: null  # {why or otherwise}"
            return
        others = "".join(f"; {self.say('or', fact=spec.name)}" for spec in near[1:])
        line = self.line(header, near[0], how=how)
        yield f"  # {line}  # {why or self.say('like')}{others}"

    def candidates(self, header: str, like: list[FactSpec]) -> list[FactSpec]:
        """At most two of the facts whose names are like a header, which may be its values."""
        sample = self.sample(header) if like else Sample(())
        return [spec for spec in like if look_at(spec, sample).doubt != "refused"][:2]

    def like(self, header: str) -> list[FactSpec]:
        """The facts that the policy reads, whose names are most like a header."""
        words = {word: spec for word, spec in self.known.items() if spec.name in self.read}
        plain = _plain(headers.BRACKETS.sub("", header))
        like = _LIKE_IN_LATIN if plain.isascii() else _LIKE
        near = difflib.get_close_matches(plain, list(words), n=6, cutoff=like)
        found = {words[word].name: words[word] for word in near}
        of_another = bool(headers.OTHERS.search(self.told_of(header)))
        key = self.vocabulary.key
        if key is not None and headers.NUMBER.search(header) and self.is_unique(header):
            found = {key.name: key} | found
        return [spec for spec in found.values() if of_another <= ("." in spec.name)]

    def why(self, header: str, signs: Signs) -> tuple[str, str]:
        """What in a header forbids to take it for a fact that it resembles, and what a mapping may have to do."""
        if headers.OTHERS.search(self.told_of(header)):
            return self.say("spouse"), ""
        name, how = next(
            ((name, how) for name, sign, how in signs if sign.search(header)), ("", "")
        )
        return (self.say(name) if name else ""), how

    def told_of(self, header: str) -> str:
        """A header with what stands above it."""
        return f"{self.columns[header].above} {header}"

    def line(self, header: str, spec: FactSpec, *, dates: bool = False, how: str = "") -> str:
        """The line of a column; ``how`` are further properties."""
        held = f"{{date_of: [{spec.name}]}}" if dates else spec.name
        return (
            f"{_quoted(header)}: {{fact: {held}, {how}}}" if how else f"{_quoted(header)}: {held}"
        )

    # --- histories -----------------------------------------------------------------------------------

    def histories(self) -> Iterator[str]:
        """Columns of a month each: sure ones as lines of the section, all others as comments."""
        facts = self.histories_read()
        looked = [(group, *self.history(group, facts)) for group in self.months]
        held = Counter(line.partition(":")[0] for _, line, doubt in looked if not doubt)
        held.update(found.spec.name for found in self.found.values())
        sure: list[str] = []
        for group, line, doubt in looked:
            name = line.partition(":")[0]
            if not doubt and held[name] == 1:
                sure.append(f"  {line}")
                continue
            why = doubt or self.say("twice", fact=name)
            yield f"  # {_quoted(group.columns[0])} … {_quoted(group.columns[-1])}: {why}"
            if name:
                yield f"  # histories: {{{line}}}"
        if sure:
            yield "histories:"
            yield from sure

    def history(self, group: MonthGroup, facts: list[FactSpec]) -> tuple[str, str]:
        """The line of columns of a month each, and why it is not sure."""
        fitting = group.facts(facts)
        values = {value for header in group.columns for value in self.sample(header).values}
        doubt = group.doubt(fitting, values).said(self.lang)
        names = " | ".join(spec.name for spec in fitting[:2])
        why = self.say("months", why=doubt) if doubt else ""
        line = f"{names}: {{months: [{', '.join(map(_quoted, group.columns))}]}}"
        return line, why if fitting else self.say("strange")

    # --- values --------------------------------------------------------------------------------------

    def sample(self, header: str) -> Sample:
        """The values of a column in the first rows, the most frequent first; of a key in all rows."""
        column = self.columns[header]
        given = f"(SELECT TRIM(CAST({as_text(column)} AS VARCHAR)) AS value FROM {{}})"
        by_value = (
            "SELECT value FROM {} WHERE value <> '' GROUP BY 1 ORDER BY COUNT(*) DESC, 1 LIMIT {}"
        )
        values = self.space.rows(by_value.format(given.format("sampled"), _VALUES))
        found = self.found.get(header)
        is_key = found is not None and found.spec.key
        repeated = is_key and not self.is_unique(header, self.table.relation)
        return Sample(tuple(row[0] for row in values), repeated=repeated)

    def is_unique(self, header: str, relation: str = "sampled") -> bool:
        """Whether every row has a value of its own in a column."""
        value = f"NULLIF(TRIM(CAST({as_text(self.columns[header])} AS VARCHAR)), '')"
        counted = f"SELECT COUNT({value}), COUNT(DISTINCT {value}) FROM {relation}"
        given, distinct = self.space.rows(counted)[0]
        return bool(0 < given == distinct)


def _signs(spec: FactSpec) -> Signs:
    """What in a header may say that it is not plainly a fact."""
    if headers.is_of_a_year(spec):
        return _OF_A_YEAR
    return _SIGNS if spec.kind.is_number else _PLAIN_SIGNS


def _day(spec: FactSpec) -> FactSpec:
    return FactSpec(spec.name, spec.label, Kind("date"))


def _plain(word: str) -> str:
    """A word in the form in which headers are compared."""
    return re.sub(rf"[_\-{BLANKS}]", "", normalize("NFKC", word)).casefold()


def _quoted(word: str) -> str:
    """A word as YAML reads it back as the same text."""
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
