"""A table of a server or a cluster in inside form: what is spelled plainly is settled there, what is odd is set beside.

The different odd values of a column are read here, by the one reader, and written back: what it accepts and what it refuses
is the same as for a file, and only spellings leave the engine, never rows.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from kefen.compiling.dialects import Dialect
from kefen.compiling.sql import literal, quote
from kefen.language.operators import OPERATORS
from kefen.running.findings import TOTAL, TOTALS_EN, Teller, totals
from kefen.running.matching import AT, FactColumn, Match, TableSpec
from kefen.running.reshaping import Recoding
from kefen.running.sql.accepted import first_fresh_day
from kefen.running.sql.space import Space
from kefen.running.tables import Table
from kefen.spelling import NotAccepted, convert_to, to_day
from kefen.values import NO_WORDS, Kind
from kefen.vocabulary import FactSpec

#: the odd values of a row
ODD = "=odd"
#: before a text that only the mapping can read; no value of a fact begins so
ASKED = "\x01"
_TOTALS = re.compile(totals("㐀-䶿一-鿿"))
#: the day a fact is of
_DAY = FactSpec("day", NO_WORDS, Kind("date"))
#: checks of codes that stand in many rows: each different one is checked once
_REPEATED = ("uscc",)


class Judged(NamedTuple):
    """An odd value of a column: the text of its inside form, or why it is refused, or neither where it says nothing."""

    place: int
    given: str
    value: str | None = None
    why: str | None = None
    words: str | None = None
    shown: str | None = None


@dataclass(frozen=True)
class Part:
    """Which rows: those whose key has this rest when its hash is divided by ``of``; none if that is 0."""

    place: int = 0
    of: int = 1


@dataclass(frozen=True)
class Intake(ABC):
    """Reads one table; ``name`` is what its rows are called in an engine, ``relation`` what stands after FROM."""

    table: Table
    relation: str
    matched: Match
    wanted: TableSpec
    teller: Teller
    recodings: dict[str, Recoding] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"=list {self.wanted.listed}" if self.wanted.listed else "=loaded"

    @property
    def given(self) -> tuple[FactColumn, ...]:
        return self.matched.given

    @property
    def columns(self) -> list[str]:
        """The facts that it gives."""
        return [one.name for one in self.given if not one.name.endswith(AT)]

    @property
    def key(self) -> FactColumn:
        found = self.matched.named(self.wanted.key)
        assert found is not None
        return found

    def spec(self, given: FactColumn) -> FactSpec:
        return _DAY if given.name.endswith(AT) else self.wanted.facts[given.name]

    def type_inside(self, place: int) -> str:
        """The type of a column in inside form."""
        return self.dialect.types[self.spec(self.given[place]).kind.name]

    # --- the pass ---------------------------------------------------------------------------------

    dialect: ClassVar[Dialect]

    @abstractmethod
    def load(self, space: Any, part: Part) -> int:
        """Make the table of the rows of a part, as far as they are plain; how many there are."""

    @abstractmethod
    def unfolded(self) -> str:
        """A query of the odd values: row, place, and what is given."""

    @abstractmethod
    def write_back(self, space: Any, places: list[int]) -> None:
        """Put what was accepted of the odd values in its place."""

    @abstractmethod
    def as_text(self, value: str, type_: str) -> str:
        """A value as a person would write it, without blanks around it; nothing for an empty one."""

    @abstractmethod
    def native(self, spec: FactSpec, value: str, type_: str) -> str:
        """The inside form of a value that has its own type already; nothing for other pairs."""

    @abstractmethod
    def plainly(self, spec: FactSpec, value: str, text: str, type_: str) -> str:
        """The inside form of a column, whose text is ``text``; NULL for what is unknown, or is not plain."""

    def parted(self, space: Space, part: Part) -> tuple[list[str], list[str], list[str], str]:
        """Columns of the pass: raw values, inside forms beside them, named facts; and the texts of a row that are odd."""
        checked = {n: self.check_once(space, n, part) for n, _ in enumerate(self.given)}
        raw = [f"{self.raw(one)} AS {_raw(n)}" for n, one in enumerate(self.given)]
        inside = [f"{self.plain(n, checked[n])} AS {_inside(n)}, {_raw(n)}" for n in checked]
        named = [f"{_inside(n)} AS {quote(one.name)}" for n, one in enumerate(self.given)]
        odd = [f"CASE WHEN {self.is_odd(n)} THEN {self.text(n)} END" for n in checked]
        return raw, inside, named, ", ".join(odd)

    @property
    def any_odd(self) -> str:
        """Whether a row has something odd."""
        return " OR ".join(self.is_odd(n) for n, _ in enumerate(self.given))

    @property
    def key_text(self) -> str:
        """The key as a text, before it is read."""
        return self.as_text(self.key.value.sql, type_of(self.key))

    def raw(self, given: FactColumn) -> str:
        """A value that has its own type as it is, any other as its text."""
        value, type_ = given.value.sql, type_of(given)
        return value if self.native(self.spec(given), value, type_) else self.as_text(value, type_)

    def plain(self, n: int, checked: str) -> str:
        """The inside form of what is plain."""
        given, raw = self.given[n], _raw(n)
        if checked:
            return f"CASE WHEN {raw} IN (SELECT code FROM {checked}) THEN {raw} END"
        sql = self.plainly(self.spec(given), raw, self.text(n), type_of(given))
        return (
            f"CASE WHEN ({sql}) <= {literal(self.wanted.as_of)} THEN {sql} END"
            if given.name.endswith(AT)
            else sql
        )

    def text(self, n: int) -> str:
        """The text of a raw column."""
        given, type_ = self.given[n], type_of(self.given[n])
        own = self.native(self.spec(given), given.value.sql, type_)
        return self.as_text(_raw(n), type_) if own else _raw(n)

    def is_odd(self, n: int) -> str:
        """Whether something stands there that is neither plain nor a code for not known."""
        kind = self.spec(self.given[n]).kind
        codes = kind.domain.unknown if kind.domain and kind.name != "history" else ()
        known = f" AND {self.text(n)} NOT IN ({', '.join(map(literal, codes))})" if codes else ""
        return f"({_inside(n)} IS NULL AND {_raw(n)} IS NOT NULL{known})"

    def check_once(self, space: Space, n: int, part: Part) -> str:
        """A table of the different codes of a column that pass their check; nothing for columns of other kinds."""
        given = self.given[n]
        spec = self.spec(given)
        if spec.check not in _REPEATED or spec.key:
            return ""
        test = OPERATORS[spec.check].sql.format("code", matches=self.dialect.matches)
        name = f"=codes {self.name} {n}"
        some = "" if part.of else "WHERE FALSE"
        different = f"SELECT DISTINCT {self.raw(given)} AS code FROM {self.relation} AS source"
        space.make(f"{name} given", f"{different} {some}")
        space.make(
            name,
            f"SELECT code FROM {quote(f'{name} given')} WHERE code = UPPER(code) AND {test}",
        )
        return quote(name)

    # --- what is odd ------------------------------------------------------------------------------

    def settle(self, space: Space) -> None:
        """Read the odd values: ``=odd …`` has a row for each, ``=judged …`` one for each different one."""
        space.make(f"=odd {self.name}", self.unfolded())
        texts = dict.fromkeys(Judged._fields[1:], space.dialect.text)
        space.begin(f"=judged {self.name}", {"place": "INTEGER", **texts})
        different = space.rows(f"SELECT DISTINCT place, given FROM {self.odd} ORDER BY 1, 2")
        judged = [self.judge(*one) for one in different]
        if judged:
            space.insert(f"=judged {self.name}", judged)
            self.write_back(space, sorted({one.place for one in judged if one.value is not None}))

    @property
    def odd(self) -> str:
        return quote(f"=odd {self.name}")

    @property
    def judged(self) -> str:
        return quote(f"=judged {self.name}")

    def judge(self, place: int, given: str) -> Judged:
        """What the one reader says of a text."""
        column = self.given[place]
        recoding = self.recodings.get(column.value.sql)
        text: str | None = given
        if recoding is not None and given.startswith(ASKED):
            text = recoding.text(given.removeprefix(ASKED))
        if text is None:
            return Judged(place, given)
        if column.name == self.wanted.key and not self.wanted.listed and is_total(text):
            return Judged(place, given, None, TOTAL, self.teller.of_row(TOTAL), text)
        try:
            value = self.convert[place](text)
        except NotAccepted:
            return self.refused(place, given, text)
        if column.name.endswith(AT) and value is not None and value > self.wanted.as_of:
            return self.refused(place, given, text)
        return Judged(place, given, None if value is None else _written(value))

    def refused(self, place: int, given: str, text: str) -> Judged:
        problem, words = self.teller.of_value(self.wanted, self.given[place], text)
        return Judged(place, given, None, problem.reason, words, str(problem.value))

    @cached_property
    def convert(self) -> list[Any]:
        return [
            to_day if one.name.endswith(AT) else convert_to(self.spec(one)) for one in self.given
        ]

    # --- what came of it --------------------------------------------------------------------------

    def refusals(self) -> str:
        """A query of the rows with a value that is refused: row, place, why, words, and the value as it is shown."""
        return (
            f"SELECT o.row, o.place, j.why, j.words, j.shown FROM {self.odd} AS o"
            f" JOIN {self.judged} AS j ON j.place = o.place AND j.given = o.given WHERE j.why IS NOT NULL"
        )

    def nothing(self, space: Space) -> Counter[str]:
        """By header, in how many rows a word was taken as unknown."""
        found = space.rows(
            f"SELECT o.place, COUNT(*) FROM {self.odd} AS o JOIN {self.judged} AS j ON j.place = o.place"
            " AND j.given = o.given WHERE j.why IS NULL AND j.value IS NULL GROUP BY 1"
        )
        prefix = f"{self.wanted.listed}." if self.wanted.listed else ""
        return Counter({prefix + self.given[place].header: int(count) for place, count in found})

    def facts(self, names: list[tuple[str, str]]) -> Iterator[str]:
        """Columns of a view: each fact by its name and type; unknown where it is not given, or is too old."""
        for name, type_ in names:
            given, dated = self.matched.named(name), self.matched.named(name + AT)
            limit = self.wanted.facts[name].max_age if name in self.wanted.facts else None
            if given is None:
                yield f"CAST(NULL AS {type_}) AS {quote(name)}"
            elif dated is None or limit is None:
                yield quote(name)
            else:
                first = literal(first_fresh_day(limit, self.wanted.as_of))
                old = f"{quote(name + AT)} < {first}"
                yield f"CASE WHEN {old} THEN NULL ELSE {quote(name)} END AS {quote(name)}"


def is_total(key: str) -> bool:
    """Whether a key is that of a row of totals, or of a note below a table."""
    return key in TOTALS_EN or (key > "~" and _TOTALS.search(key) is not None)


def type_of(given: FactColumn) -> str:
    return "text" if given.value.type == "VARCHAR" else given.value.type


def _raw(n: int) -> str:
    return quote(f"raw {n}")


def _inside(n: int) -> str:
    return quote(f"inside {n}")


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
