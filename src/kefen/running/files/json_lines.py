"""Objects of JSON, one on each line, as tables: one of the subjects, one for each list that stands inside them.

The tables are copies as CSV. What a value is, the one reader says; only what a table cannot hold is judged here, line by
line: a line that is no object, a fact given by two names, several values where one is meant. Such a line is set rejects.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from kefen.errors import InputError
from kefen.memo import Memo
from kefen.policy import FactSpec
from kefen.reading.json_text import JsonFault, json_of
from kefen.running.files.sifting import LONGEST_LINE
from kefen.running.files.transcoding import Text
from kefen.running.headers import plain_header
from kefen.running.tables import Reject
from kefen.spelling import BLANKS, NotAccepted, convert_to
from kefen.spelling.cleaning import written

AT = "@"
#: the column of a copy that says which lists stand in a line
LISTS = "=lists"
_LONGEST_NUMBER = 40
_HALVES = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PARTED = frozenset(";；,，、|")


@dataclass(frozen=True)
class Names:
    """What the names in a line stand for: spellings of facts, and of lists with the names of their own fields.

    ``mapped`` are names that a mapping gives a meaning, and whether they may hold several words; nothing for those it
    passes over. ``key`` is the fact that names a subject, ``key_header`` the column that a mapping has for it; or else
    rows are ``counted``. ``owner`` is the first column of records that stand inside their subject: its key.
    """

    facts: Mapping[str, FactSpec] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Names] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)
    mapped: Mapping[str, bool | None] = field(default_factory=dict)
    key: FactSpec | None = None
    key_header: str = ""
    counted: bool = False
    owner: str = ""


class Copy(NamedTuple):
    """A copy: the file, its columns as the lines call them, whether some of its rows are shorter than others.

    ``lists`` is what ``=lists`` holds in rows that have every list; 0 when no list stands in the lines.
    """

    path: Path
    headers: tuple[str, ...]
    ragged: bool
    lists: int = 0


@dataclass
class Copies:
    """What lines of JSON were made into."""

    table: Copy
    lists: dict[str, Copy]
    rejects: list[Reject]
    rows: int


def copy_lines(path: Path, text: Text, names: Names, stem: Path) -> Copies:
    """Copy the lines of a text in UTF-8. ``InputError`` when none of them is an object; ``path`` is for its words."""
    with ExitStack() as files:
        copying = _Copying(names, stem, files)
        with text.path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                copying.take(number, line, text)
    copies = copying.copies()
    if not copies.rows:
        raise InputError(_no_lines(path, copies.rejects))
    return copies


def _no_lines(path: Path, rejects: Sequence[Reject]) -> str:
    if not rejects:
        return f"{path.name} is empty"
    return f"{path.name}: no line is a JSON object: write one whole object on each line"


class _Fault(Exception):  # noqa: N818 - a verdict on a line
    """A line that is not read: why, by which name, what stands there, and what the words of that want to know."""

    def __init__(
        self, why: str, name: str = "", value: Any = "", gaps: Mapping[str, object] | None = None
    ) -> None:
        self.why, self.name, self.value, self.gaps = why, name, value, dict(gaps or {})
        super().__init__(why)


class _Copying:
    """Lines being copied."""

    def __init__(self, names: Names, stem: Path, files: ExitStack) -> None:
        self.names = names
        self.table = _Table(names, Path(f"{stem}.csv"), files)
        self.lists = {
            name: _Table(fields, Path(f"{stem}.{place}.csv"), files)
            for place, (name, fields) in enumerate(names.fields.items())
        }
        self.bits = {name: 1 << place for place, name in enumerate(self.lists)}
        self.rejects: list[Reject] = []
        #: by the lists that stand in them, lines and keys
        self.having: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self.rows = 0
        self.read_key = convert_to(names.key) if names.key else None

    def take(self, number: int, line: str, text: Text) -> None:
        """One line: a row and its records, or set rejects."""
        if not line.strip(BLANKS):
            return
        raw: dict[str, Any] = {}
        try:
            if number in text.bad:
                raise _Fault("bytes", gaps={"encoding": text.named})
            raw = _object_of(line.rstrip("\n"))
            self.copy(number, raw)
        except _Fault as fault:
            value, key = _shown(fault.value), self.named(raw)
            self.rejects.append(
                Reject(number, value, fault.why, fault.gaps, key=key, column=fault.name)
            )

    def named(self, raw: Mapping[str, Any]) -> str:
        """The key of a line that is set rejects; nothing when it gives several, or what is no key."""
        key = self.names.key
        words = {self.names.key_header, *((key.name, *key.label) if key else ())}
        found = [value for word, value in raw.items() if plain_header(word) in words]
        told = {_shown(value) for value in found if not isinstance(value, dict | list)}
        return told.pop() if len(told) == len(found) == 1 else ""

    def copy(self, number: int, raw: dict[str, Any]) -> None:
        cells, nested = self.table.cells(raw)
        found = {name: self.records(name, value) for name, value in nested.items()}
        key = self.key(cells) if self.lists else ""
        having = sum(self.bits[name] for name in found)
        for name, records in found.items():
            for record in records if key else ():
                self.lists[name].write([key, *record[1:]], (number, having))
        self.table.write(cells, (number, having))
        self.rows += 1
        if self.lists:
            self.having[having].append((number, key))

    def records(self, name: str, value: Any) -> list[list[str]]:
        """The items of a list as rows; not one of them is written before all are read."""
        if not isinstance(value, list):
            raise _Fault("not a list", name, value)
        return [self.record(name, item) for item in value]

    def record(self, name: str, item: Any) -> list[str]:
        if not isinstance(item, dict):
            raise _Fault("not a list", name, item)
        try:
            return self.lists[name].cells(item)[0]
        except _Fault as fault:
            fault.name = f"{name}.{fault.name}"
            raise

    def key(self, cells: Sequence[str]) -> str:
        """The key of a row for its records; empty when it can be none, for then they are set rejects with it."""
        names = self.names
        if names.counted:
            return str(self.rows + 1)
        assert names.key is not None
        name = (False, names.key_header) if names.key_header else (True, names.key.name)
        place = self.table.places.get(name, len(cells))
        text = cells[place] if place < len(cells) else ""
        return text if names.key_header or self.is_key(text) else ""

    def is_key(self, text: str) -> bool:
        assert self.read_key is not None
        try:
            return self.read_key(text) is not None
        except NotAccepted:
            return False

    def copies(self) -> Copies:
        """The copies; of lines that lack a list that others have nobody knows whether theirs is empty."""
        every = 0
        for having in self.having:
            every |= having
        for having, lines in self.having.items():
            if having != every:
                lacking = next(n for n, bit in self.bits.items() if every & ~having & bit)
                self.rejects += [
                    Reject(at, "", "no list", {"name": lacking}, key=key) for at, key in lines
                ]
                self.rows -= len(lines)
        self.rejects.sort(key=lambda one: one.line)
        lists = {n: t.copied(every) for n, t in self.lists.items() if every & self.bits[n]}
        return Copies(self.table.copied(every), lists, self.rejects, self.rows)


def _object_of(line: str) -> dict[str, Any]:
    """The object that a line holds."""
    if len(line) > LONGEST_LINE:
        raise _Fault("long")
    try:
        raw = json_of(line)
    except JsonFault as fault:
        raise _Fault(f"json: {fault.reason}", gaps=fault.gaps) from None
    if not isinstance(raw, dict):
        raise _Fault("no object")
    if _HALVES.search(line) and not _is_text(raw):
        raise _Fault("no character")
    return raw


def _is_text(raw: dict[str, Any]) -> bool:
    """Whether no text in it holds a NUL, or half of a pair that stands for one character."""
    text = json.dumps(raw, ensure_ascii=False, default=str)
    return "\\u0000" not in text and not _SURROGATE.search(text)


def _shown(value: Any) -> str:
    """A value that is not one, in few words: the inside of it may hold what its reader may not know."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    return "null" if value is None else written(value)


class _Meaning(NamedTuple):
    """What a name stands for: the column it belongs to, or a list.

    ``is_known`` when somebody looks for it; ``several`` whether it may hold several words, or nothing when nobody cares.
    """

    column: tuple[bool, str]
    listed: str = ""
    is_known: bool = False
    several: bool | None = None
    is_number: bool = False


class _Table:
    """A table in the making: a column for each fact and each strange name, in the order in which they are met."""

    def __init__(self, names: Names, path: Path, files: ExitStack) -> None:
        self.names, self.path = names, path
        self.places: dict[tuple[bool, str], int] = {}
        self.headers: list[str] = []
        self.widths: set[int] = set()
        self.meanings = Memo(self.meaning, str)
        self.shapes = Memo(self.shape, tuple, 1024)
        file = files.enter_context(path.open("w", encoding="utf-8", newline=""))
        self.out = csv.writer(file, lineterminator="\n")
        if names.owner:
            self.column((False, names.owner), names.owner)

    def write(self, cells: Sequence[str], at: tuple[int, int]) -> None:
        """A row behind its line and the lists that stand in it."""
        self.widths.add(len(cells))
        self.out.writerow((*at, *cells))

    def copied(self, lists: int) -> Copy:
        ragged = bool(self.widths - {len(self.headers)})
        return Copy(self.path, tuple(self.headers), ragged, lists)

    # --- names ---------------------------------------------------------------------------------------

    def shape(self, words: tuple[str, ...]) -> list[tuple[_Meaning, int] | None]:
        """Where the values of an object with such names go; ``_Fault`` when two of them are one fact."""
        seen: dict[tuple[bool, str], str] = {}
        found: list[tuple[_Meaning, int] | None] = []
        for word in words:
            meaning = self.meanings[word]
            if meaning is not None and meaning.column in seen:
                raise _Fault("given twice", word, gaps={"detail": seen[meaning.column]})
            if meaning is None:
                found.append(None)
                continue
            seen[meaning.column] = word
            found.append((meaning, -1 if meaning.listed else self.column(meaning.column, word)))
        return found

    def meaning(self, word: str) -> _Meaning | None:
        """What a name stands for; nothing when it is passed over."""
        names, word = self.names, plain_header(word)
        if word in names.mapped:
            return _Meaning((False, word), "", True, names.mapped[word])
        plain, at, _ = word.partition(AT)
        plain = plain.strip(BLANKS)
        spec, listed = names.facts.get(plain), names.lists.get(plain, "")
        if (spec is not None and spec.unread) or (listed and (at or listed not in names.fields)):
            return None
        if listed or spec is None:
            return _Meaning((False, listed or word), listed, bool(listed))
        several = spec.kind.name == "set" and not at
        return _Meaning((True, spec.name + at), "", True, several, spec.kind.is_number and not at)

    def column(self, name: tuple[bool, str], header: str) -> int:
        """The place of a column, a new one if it is met for the first time."""
        place = self.places.setdefault(name, len(self.headers))
        if place == len(self.headers):
            self.headers.append(header)
        return place

    # --- values --------------------------------------------------------------------------------------

    def cells(self, raw: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
        """The cells of an object, and what stands in it for lists."""
        words, values = tuple(raw), tuple(raw.values())
        if dict in map(type, values):
            pairs = list(self.flat(raw))
            words, values = tuple(word for word, _ in pairs), tuple(value for _, value in pairs)
        try:
            places = self.shapes[words]
        except _Fault as fault:
            fault.value = values[words.index(fault.name)]
            raise
        cells, lists = [""] * len(self.headers), {}
        for place, word, value in zip(places, words, values, strict=True):
            if value is None or place is None:
                continue
            meaning, column = place
            if meaning.listed:
                lists[meaning.listed] = value
            else:
                cells[column] = value if type(value) is str else _cell(meaning, word, value)
        return cells, lists

    def flat(self, raw: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
        """Names and values: those of a related subject with its name before theirs, a value and its date side by side."""
        for word, value in raw.items():
            name = before + word
            meaning = self.meanings[name]
            if not isinstance(value, dict):
                yield name, value
            elif name in self.names.subjects:
                subject = self.names.subjects[name]
                yield from self.flat({f"{subject}.{self.known(w)}": v for w, v in value.items()})
            elif meaning is not None and meaning.is_known:
                yield from _parted(meaning, name, value)
            elif meaning is not None:
                yield from self.flat(value, f"{name}.")

    def known(self, word: str) -> str:
        """The id of a fact, so that it is found with a subject before it."""
        plain, at, _ = word.partition(AT)
        spec = self.names.facts.get(plain)
        name = spec.name if spec is not None and spec.name else self.names.lists.get(plain, plain)
        return name + at


def _parted(meaning: _Meaning, name: str, value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """A value and its date; of a column that a mapping passes over nothing."""
    if meaning.listed:
        raise _Fault("not a list", name, value)
    is_fact = meaning.column[0]
    if not is_fact and meaning.several is None:
        yield name, None
        return
    if not is_fact or "value" not in value or not value.keys() <= {"value", "date"}:
        raise _Fault("not a value", name, value)
    yield name, value["value"]
    if value.get("date") is not None:
        yield f"{name}{AT}", value["date"]


def _cell(meaning: _Meaning, word: str, value: Any) -> str:
    """A value that is no text as the text it says."""
    if isinstance(value, dict):
        raise _Fault("not a value", word, value)
    if isinstance(value, list):
        return _words(meaning, word, value)
    if meaning.is_number and isinstance(value, Decimal) and abs(value.adjusted()) < _LONGEST_NUMBER:
        return f"{value:f}"
    return written(value)


def _words(meaning: _Meaning, word: str, values: list[Any]) -> str:
    """Several words in one cell, where somebody looks for them."""
    if meaning.several is None:
        return ""
    if not meaning.several:
        raise _Fault("not one value", word, values)
    texts = ["null" if value is None else _one_word(word, value) for value in values]
    return ";".join(texts) or "none"


def _one_word(word: str, value: Any) -> str:
    if isinstance(value, list | dict):
        raise _Fault("not a set", word, value)
    text = written(value)
    if not text.strip(BLANKS) or _PARTED & set(text):
        raise _Fault("not a set", word, text)
    return text
