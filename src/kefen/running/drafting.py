"""A draft of a mapping: what is sure as lines, all else as comments with the reason and at most two candidates.

Sure is a header that is a name of a fact or one that banks are known to use for it (``also``), once in the table, over
values that the reader takes for that fact. A draft that is run as it stands decides nothing wrongly: what it leaves
open is not read, and what is read and not accepted goes to quarantine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Protocol

from kefen.deciding import Decider
from kefen.running import headers
from kefen.running.doubting import Look, Sample, look_at, shown
from kefen.running.months import MonthGroup, month_groups
from kefen.running.naming import FactNames, NamedColumn, is_of_another, signs_of
from kefen.running.tables import Column, Table
from kefen.saying.phrases import say
from kefen.values import Kind
from kefen.vocabulary import FactSpec


class Samples(Protocol):
    """What an engine can say of the values of a column."""

    def of(self, column: Column) -> tuple[str, ...]:
        """The values in the first rows, the most frequent first."""

    def is_unique(self, column: Column) -> bool:
        """Whether each of the first rows has a value of its own."""

    def is_key(self, column: Column) -> bool:
        """Whether every row has a value of its own."""

    def month_column(self, column: Column) -> str:
        """The header of the column that tells rows of one value apart by their months; nothing if there is none."""


def lower_header(table: Table, names: FactNames) -> int:
    """The line that names more facts than the one that was taken as the header; else 0."""
    found = sum(1 for column in table.columns if _found(names, column))
    lines = (
        top.line
        for top in table.origin.top[1:]
        if sum(map(bool, map(names.find, top.cells))) > max(1, found)
    )
    return next(lines, 0)


def _found(names: FactNames, column: Column) -> NamedColumn | None:
    found = names.find(column.header)
    return None if found is None or headers.of_another(column.above, found.spec) else found


class Draft:
    """The lines of a draft for one table."""

    def __init__(self, samples: Samples, table: Table, decider: Decider, lang: str) -> None:
        self.samples, self.lang = samples, lang
        self.names = FactNames(decider)
        self.derived = {one.name for one in decider.program.plan.inputs if one.derived}
        self.columns = {column.header: column for column in table.columns}
        named = {header: _found(self.names, column) for header, column in self.columns.items()}
        self.found = {header: found for header, found in named.items() if found}
        groups = month_groups(table.headers)
        grouped = {header for group in groups for header in group.columns}
        self.months = [g for g in groups if not self.found.keys() & set(g.columns)]
        alone = (h for h in table.headers if h in self.found or h not in grouped)
        self.alone = [header for header in alone if not self.names.hides(header)]

    def say(self, name: str, **gaps: object) -> str:
        return say(self.lang, f"draft {name}", **gaps)

    # --- lines ---------------------------------------------------------------------------------------

    def lines(self, line: int = 0) -> Iterator[str]:
        """The file; ``line`` is that of the header where it is not the first."""
        yield f"# {self.say('head')}"
        if line:
            yield f"header: {line}"
        yield from self.about_the_key()
        yield "columns:"
        for header in self.alone:
            found = self.found.get(header)
            yield from self.of_a_fact(found) if found else self.of_no_fact(header)
        yield from self.histories()

    def about_the_key(self) -> Iterator[str]:
        """What a table has instead of a key, or has too often."""
        key = self.names.vocabulary.key
        if key is None:
            return
        holders = [found.header for found in self.found.values() if found.spec.name == key.name]
        for header in holders or filter(headers.NUMBER.search, self.columns):
            yield from self.about_months(header)
        if not holders:
            told = self.say("no key", key=f"{key.name} {key.label.said(self.lang)}")
            yield f"# key: row number  # {told}"

    def about_months(self, header: str) -> Iterator[str]:
        """Whether the rows of a number are told apart by their months, and what to do with such a file."""
        month = self.samples.month_column(self.columns[header])
        if not month:
            return
        yield f"# {self.say('rows', month=month)}"
        names = " | ".join(s.name for s in self.names.histories() if "." not in s.name)
        if names:
            yield f"# histories: {{{names}: {{key: {_quoted(header)}, month: {_quoted(month)}, status: ?}}}}"

    def of_a_fact(self, found: NamedColumn) -> Iterator[str]:
        """A header that is a name of a fact: the line, if nothing speaks against it."""
        spec, line = found.spec, self.line(found.header, found.spec, dates=found.dates)
        if spec.name not in self.names.read:
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

    def look(self, found: NamedColumn) -> Look:
        """What the values say, or that the policy has a meaning of its own for a plain word such as ``self_employed``."""
        spec = found.spec
        look = look_at(_day(spec) if found.dates else spec, self.sample(found.header))
        is_plain = spec.kind.name in ("flag", "integer", "decimal", "money", "rate")
        told = found.header in spec.label or headers.plain_word(found.header) in map(
            headers.plain_word, spec.also
        )
        worked_out = spec.name in self.derived and is_plain and not told
        return Look("derived") if worked_out and not look.doubt else look

    def rival(self, found: NamedColumn) -> str:
        """Another column that is the same fact; a column that a run knows by its name comes first."""
        if found.named:
            return ""
        same = [
            one.header
            for one in self.found.values()
            if (one.spec.name, one.dates) == (found.spec.name, found.dates) and one is not found
        ]
        return same[0] if same else ""

    def doubtful(self, found: NamedColumn, look: Look) -> Iterator[str]:
        """A comment. A column that a run would read by its name is left out, unless it is the key."""
        why = say(self.lang, f"doubt {look.doubt}", **look.gaps)
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
        why, how = self.why(header, near[0] if near else None)
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
        """The facts that the policy reads, whose names are most like a header; the key first, if its values may be it."""
        column, key = self.columns[header], self.names.vocabulary.key
        found = self.names.like(column)
        if key is not None and headers.NUMBER.search(header) and self.samples.is_unique(column):
            found = [key, *(spec for spec in found if spec.name != key.name)]
        return [spec for spec in found if is_of_another(column) <= ("." in spec.name)]

    def why(self, header: str, spec: FactSpec | None) -> tuple[str, str]:
        """What in a header forbids to take it for a fact that it resembles, and what a mapping may have to do."""
        if is_of_another(self.columns[header]):
            return self.say("spouse"), ""
        found = ((name, how) for name, sign, how in signs_of(spec) if sign.search(header))
        name, how = next(found, ("", ""))
        return (self.say(name) if name else ""), how

    def line(self, header: str, spec: FactSpec, *, dates: bool = False, how: str = "") -> str:
        """The line of a column; ``how`` are further properties."""
        held = f"{{date_of: [{spec.name}]}}" if dates else spec.name
        return (
            f"{_quoted(header)}: {{fact: {held}, {how}}}" if how else f"{_quoted(header)}: {held}"
        )

    # --- histories -----------------------------------------------------------------------------------

    def histories(self) -> Iterator[str]:
        """Columns of a month each: sure ones as lines of the section, all others as comments."""
        facts = self.names.histories()
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

    def sample(self, header: str) -> Sample:
        """The values of a column in the first rows; of a key whether one stands in several rows."""
        column, found = self.columns[header], self.found.get(header)
        is_key = found is not None and found.spec.key
        repeated = is_key and not self.samples.is_key(column)
        return Sample(self.samples.of(column), repeated=repeated)


def _day(spec: FactSpec) -> FactSpec:
    return FactSpec(spec.name, spec.label, Kind("date"))


def _quoted(word: str) -> str:
    """A word as YAML reads it back as the same text."""
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
