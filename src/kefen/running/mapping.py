"""A bank's own columns and codes as facts: a small YAML file, and a draft of one from a table's headers.

::

    columns:                      # the bank's column: the fact it holds; null leaves a column out
      CUST_NO: customer_id
      EDU_CD: {fact: education, values: {"10": null, "21": bachelor}}     # other codes stay as they are
      REPORT_DT: {date_of: [card_history, loan_history]}
    constants:                    # the same for every row
      nationality: mainland
    histories:                    # one column a month, the newest first
      card_history: {months: [PAY_1, PAY_2, PAY_3], values: {"0": N}}
    lists:                        # the same for the file of each list
      accounts: {columns: {CUST_NO: customer_id, KIND: kind}}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kefen.diagnostics import Diagnostics, nearest
from kefen.errors import InputError
from kefen.policy import Vocabulary
from kefen.reading.yaml_text import Entry, read_yaml
from kefen.source import Source
from kefen.values import Kind

_SECTIONS = ("columns", "constants", "histories", "lists")

#: a code of the bank, and the word it means; nothing for unknown
Codes = Mapping[str, str | None]


@dataclass(frozen=True)
class Held:
    """What a column holds: a fact, or the date of some; codes that mean something else than they say."""

    fact: str = ""
    dates: tuple[str, ...] = ()
    codes: Codes = field(default_factory=dict)


@dataclass(frozen=True)
class Months:
    """The columns of a repayment history, newest month first."""

    columns: tuple[str, ...]
    codes: Codes = field(default_factory=dict)


@dataclass(frozen=True)
class TableMapping:
    """What each column of a table is. Columns it does not name are known by their own headers."""

    columns: Mapping[str, Held | None] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    histories: Mapping[str, Months] = field(default_factory=dict)
    lists: Mapping[str, TableMapping] = field(default_factory=dict)

    def used(self) -> Iterator[str]:
        """Every column of the table that it names."""
        yield from self.columns
        for months in self.histories.values():
            yield from months.columns


NO_MAPPING = TableMapping()


def read_mapping(path: Path | None) -> TableMapping:
    """A mapping file; an empty mapping without one."""
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
    if found.errors:
        raise InputError(str(found.errors[0]))
    return _mapping(entry)


def _mapping(entry: Entry) -> TableMapping:
    for key, value in _pairs(entry, "a mapping begins with `columns:`"):
        if key not in _SECTIONS:
            raise _wrong(value, f"`{key}` is not a part of a mapping", nearest(key, _SECTIONS))
    sections = (
        _pairs(entry.get(name), f"below `{name}` each line is `NAME: VALUE`") for name in _SECTIONS
    )
    columns, constants, histories, lists = sections
    return TableMapping(
        {column: _held(value) for column, value in columns},
        {fact: _word(value) for fact, value in constants},
        {fact: _months(value) for fact, value in histories},
        {name: _mapping(value) for name, value in lists},
    )


def _pairs(entry: Entry, otherwise: str) -> list[tuple[str, Entry]]:
    """The pairs of a mapping, or of nothing; what is anything else is told."""
    if entry.value is not None and not isinstance(entry.value, Mapping):
        raise _wrong(entry, otherwise)
    return list(entry.items())


def _word(entry: Entry) -> str:
    if isinstance(entry.value, (Mapping, list)):
        raise _wrong(entry, f"one value stands here, not `{entry.text}`")
    return entry.text


def _held(entry: Entry) -> Held | None:
    if entry.value is None:
        return None
    if not isinstance(entry.value, Mapping):
        return Held(_word(entry))
    for key, value in entry.items():
        if key not in ("fact", "date_of", "values"):
            raise _wrong(value, f"`{key}` is not a property of a column")
    dates = tuple(item.text for item in entry.get("date_of").each())
    if not entry.get("fact").text and not dates:
        raise _wrong(entry, "a column holds a `fact` or is the `date_of` some")
    return Held(entry.get("fact").text, dates, _codes(entry.get("values")))


def _months(entry: Entry) -> Months:
    columns = tuple(item.text for item in entry.get("months").each())
    if not columns:
        raise _wrong(entry, "a history needs `months`, the columns from the newest month on")
    return Months(columns, _codes(entry.get("values")))


def _codes(entry: Entry) -> Codes:
    pairs = _pairs(entry, "below `values` each line is `CODE: WORD`")
    return {code: None if value.value is None else _word(value) for code, value in pairs}


def _wrong(entry: Entry, message: str, near: str = "") -> InputError:
    hint = f"; did you mean `{near}`?" if near else ""
    return InputError(f"{entry.where}: {message}{hint}")


# --- a draft --------------------------------------------------------------------------------------


def draft(headers: Iterable[str], codes: Mapping[str, list[str]], vocabulary: Vocabulary) -> str:
    """A mapping to begin with: known headers, nearest names for the others, codes that are still to be named."""
    lines = ["# the bank's column: the fact it holds; null leaves a column out", "columns:"]
    for header in headers:
        fact = vocabulary.names.get(header.partition("@")[0], "")
        near = "" if fact else vocabulary.names.get(nearest(header, vocabulary.names), "")
        lines += _drafted(header, fact or near, codes.get(header, []), vocabulary)
        if near:
            lines[-1] += "  # the nearest name: check it"
    return "\n".join(lines) + "\n"


def _drafted(header: str, fact: str, codes: list[str], vocabulary: Vocabulary) -> Iterator[str]:
    name = _plain(header)
    if not fact:
        yield f"  {name}: null  # no fact has a name like it"
    elif header.endswith("@"):
        yield f"  {name}: {{date_of: [{fact}]}}"
    elif strange := [code for code in codes if code not in _accepted(fact, vocabulary)]:
        values = ", ".join(f"{_plain(code)}: null" for code in strange)
        yield f"  {name}: {{fact: {fact}, values: {{{values}}}}}"
    else:
        yield f"  {name}: {fact}"


def _accepted(fact: str, vocabulary: Vocabulary) -> Mapping[str, int]:
    kind = vocabulary.facts[fact].kind if fact in vocabulary.facts else Kind("none")
    return kind.domain.places if kind.domain and kind.name in ("choice", "scale") else {}


def coded(headers: Iterable[str], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Headers whose fact, or nearest fact, is a word of a closed list: their codes are worth looking at."""
    for header in headers:
        near = header if header in vocabulary.names else nearest(header, vocabulary.names)
        fact = vocabulary.names.get(near, "")
        if _accepted(fact, vocabulary):
            yield header, fact


def _plain(word: str) -> str:
    """A word as YAML reads it back as the same text."""
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
