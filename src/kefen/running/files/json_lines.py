"""Objects of JSON, one on each line, as tables: one of the subjects, one for each list that stands inside them.

The tables are copies as CSV. What a value is, the one reader says; only what a table cannot hold is judged here, line by
line: a line that is no object, a fact given by two names, several values where one is meant. Such a line is set aside.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kefen.errors import InputError
from kefen.reading.json_text import JsonFault, json_of
from kefen.running.files.json_objects import Copy, Fault, Names, ObjectTable
from kefen.running.files.sifting import LONGEST_LINE
from kefen.running.files.transcoding import Text
from kefen.running.headers import plain_header
from kefen.running.tables import Reject
from kefen.spelling import BLANKS, NotAccepted, convert_to
from kefen.spelling.cleaning import written

#: the column of a copy that says which lists stand in a line
LISTS = "=lists"
_HALVES = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_SURROGATE = re.compile("[\ud800-\udfff]")


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


class _Copying:
    """Lines being copied."""

    def __init__(self, names: Names, stem: Path, files: ExitStack) -> None:
        self.names = names
        self.table = ObjectTable(names, Path(f"{stem}.csv"), files)
        self.lists = {
            name: ObjectTable(fields, Path(f"{stem}.{place}.csv"), files)
            for place, (name, fields) in enumerate(names.fields.items())
        }
        self.bits = {name: 1 << place for place, name in enumerate(self.lists)}
        self.rejects: list[Reject] = []
        #: by the lists that stand in them, lines and keys
        self.having: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self.rows = 0
        self.read_key = convert_to(names.key) if names.key else None

    def take(self, number: int, line: str, text: Text) -> None:
        """One line: a row and its records, or set aside."""
        if not line.strip(BLANKS):
            return
        raw: dict[str, Any] = {}
        try:
            if number in text.bad:
                raise Fault("bytes", gaps={"encoding": text.named})
            raw = _object_of(line.rstrip("\n"))
            self.copy(number, raw)
        except Fault as fault:
            value, key = _shown(fault.value), self.named(raw)
            self.rejects.append(
                Reject(number, value, fault.why, fault.gaps, key=key, column=fault.name)
            )

    def named(self, raw: Mapping[str, Any]) -> str:
        """The key of a line that is set aside; nothing when it gives several, or what is no key."""
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
            raise Fault("not a list", name, value)
        return [self.record(name, item) for item in value]

    def record(self, name: str, item: Any) -> list[str]:
        if not isinstance(item, dict):
            raise Fault("not a list", name, item)
        try:
            return self.lists[name].cells(item)[0]
        except Fault as fault:
            fault.name = f"{name}.{fault.name}"
            raise

    def key(self, cells: Sequence[str]) -> str:
        """The key of a row for its records; empty when it can be none, for then they are set aside with it."""
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
        raise Fault("long")
    try:
        raw = json_of(line)
    except JsonFault as fault:
        raise Fault(f"json: {fault.reason}", gaps=fault.gaps) from None
    if not isinstance(raw, dict):
        raise Fault("no object")
    if _HALVES.search(line) and not _is_text(raw):
        raise Fault("no character")
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
