"""Objects of JSON as the rows of a table: what each of their names stands for, and what a value is as a cell."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from kefen.memo import Memo
from kefen.running.headers import plain_header
from kefen.spelling import BLANKS
from kefen.spelling.cleaning import written
from kefen.vocabulary import FactSpec

AT = "@"
_LONGEST_NUMBER = 40
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


class Fault(Exception):  # noqa: N818 - a verdict on a line
    """A line that is not read: why, by which name, what stands there, and what the words of that want to know."""

    def __init__(
        self, why: str, name: str = "", value: Any = "", gaps: Mapping[str, object] | None = None
    ) -> None:
        self.why, self.name, self.value, self.gaps = why, name, value, dict(gaps or {})
        super().__init__(why)


class _Meaning(NamedTuple):
    """What a name stands for: the column it belongs to, or a list.

    ``is_known`` when somebody looks for it; ``several`` whether it may hold several words, or nothing when nobody cares.
    """

    column: tuple[bool, str]
    listed: str = ""
    is_known: bool = False
    several: bool | None = None
    is_number: bool = False


class ObjectTable:
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
        """Where the values of an object with such names go; ``Fault`` when two of them are one fact."""
        seen: dict[tuple[bool, str], str] = {}
        found: list[tuple[_Meaning, int] | None] = []
        for word in words:
            meaning = self.meanings[word]
            if meaning is not None and meaning.column in seen:
                raise Fault("given twice", word, gaps={"detail": seen[meaning.column]})
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
        except Fault as fault:
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
        raise Fault("not a list", name, value)
    is_fact = meaning.column[0]
    if not is_fact and meaning.several is None:
        yield name, None
        return
    if not is_fact or "value" not in value or not value.keys() <= {"value", "date"}:
        raise Fault("not a value", name, value)
    yield name, value["value"]
    if value.get("date") is not None:
        yield f"{name}{AT}", value["date"]


def _cell(meaning: _Meaning, word: str, value: Any) -> str:
    """A value that is no text as the text it says."""
    if isinstance(value, dict):
        raise Fault("not a value", word, value)
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
        raise Fault("not one value", word, values)
    texts = ["null" if value is None else _one_word(word, value) for value in values]
    return ";".join(texts) or "none"


def _one_word(word: str, value: Any) -> str:
    if isinstance(value, list | dict):
        raise Fault("not a set", word, value)
    text = written(value)
    if not text.strip(BLANKS) or _PARTED & set(text):
        raise Fault("not a set", word, text)
    return text
