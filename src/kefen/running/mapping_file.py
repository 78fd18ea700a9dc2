"""A bank's own columns and codes as facts: a small YAML file, read with the vocabulary at hand.

::

    header: 3                     # the line of the header
    unknown: ["-1", N/A]          # values that mean nothing, in every column
    key: row number               # the table has no key: its rows are counted
    columns:                      # the bank's column: the fact it holds; null leaves a column out
      CUST_NO: customer_id
      EDU_CD: {fact: education, values: {"10": null, "21": bachelor}}     # other codes stay as they are
      REPORT_DT: {date_of: [card_history, loan_history]}
      MONTH_PAY: {fact: annual_income, times: 12}
      SHARE: {fact: shareholding, percent: true}
      TENURE: {fact: term_months, unit: months}
      OPENED: {fact: residence_since, format: "%b-%Y", day: last}
      DAYS_BIRTH: {fact: birth_date, days_before: 2018-12-31}
    constants:                    # the same for every row
      nationality: mainland
    histories:
      card_history: {months: [PAY_1, PAY_2, PAY_3], values: {"0": N}}     # one column a month, the newest first
      loan_history: {key: CUST_NO, month: MONTH, status: STATE}           # a file with a row for each month
    lists:                        # the same for the file of each list
      accounts: {columns: {CUST_NO: customer_id, KIND: kind}}

Everything that is wrong in it is told at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kefen.diagnostics import Diagnostic, Diagnostics, did_you_mean
from kefen.errors import InputError
from kefen.reading.yaml_text import Entry, read_yaml
from kefen.running.headers import plain_header
from kefen.running.mapping import (
    NO_MAPPING,
    ROW_NUMBER,
    ColumnRule,
    TableMapping,
    facts_of,
    told,
)
from kefen.running.mapping_entries import COLUMN, Checks, HistoryReader, ReshapingReader
from kefen.source import Source
from kefen.values import Kind
from kefen.vocabulary import FactSpec, Vocabulary

_SECTIONS = ("columns", "constants", "histories", "lists", "header", "unknown", "key")


def read_mapping(path: Path | None, vocabulary: Vocabulary) -> TableMapping:
    """A mapping file; an empty mapping without one. ``InputError`` with a line for everything that is wrong."""
    if path is None:
        return NO_MAPPING
    try:
        source = Source(str(path), path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError(f"the mapping {path} is not UTF-8: save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"the mapping {path} cannot be read: {error.strerror}") from None
    found = Diagnostics()
    entry = read_yaml(source, found)
    mapping = _TableReader(found, vocabulary).table(entry) if not found.errors else NO_MAPPING
    if found.errors:
        raise InputError("\n".join(map(_line, found.sorted())))
    return mapping


def _line(one: Diagnostic) -> str:
    return f"{one.span}: {one.message}" + (f"; {one.help}" if one.help else "")


@dataclass
class _TableReader(Checks):
    """An entry to the mapping of a table, or of a list."""

    vocabulary: Vocabulary
    listed: str = ""

    def __post_init__(self) -> None:
        self.facts = facts_of(self.vocabulary, self.listed)

    def table(self, entry: Entry) -> TableMapping:
        """The mapping of one table."""
        self.check_keys(entry, _SECTIONS, "a part of a mapping", "a mapping begins with `columns:`")
        columns, constants, histories, lists = (
            self.pairs(entry.get(name), f"below `{name}` each line is `NAME: VALUE`")
            for name in ("columns", "constants", "histories", "lists")
        )
        made = [(self.fact(name, value), value) for name, value in histories]
        of_months = HistoryReader(self.found, self.listed)
        return TableMapping(
            {plain_header(column): self.held(value) for column, value in columns},
            {spec.name: self.constant(spec, value) for spec, value in self.known(constants)},
            {
                s.name: of_months.months(s, v)
                for s, v in made
                if s and v.get("months").value is not None
            },
            {s.name: of_months.rows(s, v) for s, v in made if s and v.get("months").value is None},
            {name: self.list_of(name, value) for name, value in lists},
            self.header(entry.get("header")),
            tuple(self.word(item) for item in entry.get("unknown").each()),
            self.is_counted(entry.get("key")),
        )

    def header(self, entry: Entry) -> int:
        if entry.value is None:
            return 0
        if entry.text.isdecimal() and int(entry.text):
            return int(entry.text)
        self.error(entry, f"`{entry.text}` is not the number of a line, the first being 1")
        return 0

    def is_counted(self, entry: Entry) -> bool:
        if entry.value is None:
            return False
        if entry.text != ROW_NUMBER or self.listed:
            message = "the key of a table without one is `row number`; any other key is a column"
            self.error(entry, message)
        return True

    def list_of(self, name: str, entry: Entry) -> TableMapping:
        if name in self.vocabulary.withheld.get("", ()):
            return NO_MAPPING
        if name not in self.vocabulary.lists or self.listed:
            near = did_you_mean(name, self.vocabulary.lists)
            self.error(entry, f"there is no list `{name}`", near)
            return NO_MAPPING
        return _TableReader(self.found, self.vocabulary, name).table(entry)

    # --- facts ---------------------------------------------------------------------------------------

    def fact(self, name: str, entry: Entry) -> FactSpec | None:
        spec = self.facts.get(name)
        listed = self.vocabulary.names.get(name, "")
        if spec is None and listed in self.vocabulary.lists and not self.listed:
            message = f"`{name}` is a list, no column: give its file with `--list {listed}=FILE`"
            self.error(entry, message)
        elif spec is None:
            near = did_you_mean(name, told(self.facts))
            self.error(entry, f"the table cannot be mapped: there is no fact `{name}`", near)
        return spec

    def known(self, pairs: list[tuple[str, Entry]]) -> Iterator[tuple[FactSpec, Entry]]:
        for name, value in pairs:
            spec = self.fact(name, value)
            if spec is not None:
                yield spec, value

    def constant(self, spec: FactSpec, entry: Entry) -> str:
        word = self.word(entry)
        if word:
            self.accept(spec, word, entry)
        return word

    def held(self, entry: Entry) -> ColumnRule | None:
        if entry.value is None:
            return None
        if not isinstance(entry.value, Mapping):
            spec = self.fact(self.word(entry), entry) if self.is_word(entry) else None
            return ColumnRule(spec.name) if spec else None
        sound = self.check_keys(entry, COLUMN, "a property of a column")
        named = entry.get("fact")
        spec = self.fact(named.text, named) if named.text else None
        dates = [self.fact(item.text, item) for item in entry.get("date_of").each()]
        if sound and not named.text and not dates:
            self.error(entry, "a column holds a `fact` or is the `date_of` some")
        days = [replace(one, kind=Kind("date"), check="") for one in dates if one]
        specs = [*filter(None, [spec]), *days]
        codes, how = (
            self.codes(entry.get("values"), specs),
            ReshapingReader(self.found).reshaping(entry, specs),
        )
        return ColumnRule(spec.name if spec else "", tuple(one.name for one in days), codes, how)

    def is_word(self, entry: Entry) -> bool:
        return not isinstance(entry.value, list) or bool(self.word(entry))


# --- what is done to a text ---------------------------------------------------------------------------


# --- histories ----------------------------------------------------------------------------------------
