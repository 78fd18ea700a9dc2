"""Facts of many as sheets of text that the library's engine reads as they lie: one of subjects, one for each list.

A line of JSON for each would be read by Python, value by value, before the engine sees any of it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import kefen

AT = "@"
_NONE = "none"  # a set of words that is known to be empty


@dataclass(frozen=True)
class Sheets:
    """Where they lie: the subjects, and the lists by name."""

    subjects: Path
    lists: Mapping[str, Path]


@dataclass
class _Table:
    """Rows of texts by column, written whole when all columns are known."""

    columns: dict[str, None] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)

    def add(self, row: dict[str, str]) -> None:
        self.columns.update(dict.fromkeys(row))
        self.rows.append(row)

    def write(self, path: Path) -> Path:
        names = list(self.columns)
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(names)
            out.writerows([row.get(name, "") for name in names] for row in self.rows)
        return path


def write_sheets(
    decider: kefen.Decider, subjects: Iterable[Mapping[str, Any]], base: Path
) -> Sheets:
    """What the decider knows of the facts of some subjects, who all have the same lists."""
    vocabulary = decider.reader.vocabulary
    key = vocabulary.key.name if vocabulary.key else "customer_id"
    table, lists = _Table(), defaultdict[str, _Table](_Table)
    known = dict.fromkeys(vocabulary.names)
    for facts in subjects:
        held = {name: facts[name] for name in facts if name.removesuffix(AT) in known}
        for name in vocabulary.lists:
            for item in held.pop(name, ()):
                lists[name].add({key: held[key], **_texts(item)})
            if name in facts:
                lists[name].columns.setdefault(key)
        table.add(_texts(held))
    written = {name: one.write(base.with_suffix(f".{name}.csv")) for name, one in lists.items()}
    return Sheets(table.write(base.with_suffix(".csv")), written)


def _texts(facts: Mapping[str, Any]) -> dict[str, str]:
    """Each value as people write it; its day, where one stands with it, in a column of its own."""
    return dict(_cells(facts))


def _cells(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in facts.items():
        if type(value) is str:
            yield name, value
        elif isinstance(value, Mapping):
            yield name, _text(value["value"])
            if value.get("date") is not None:
                yield name + AT, str(value["date"])
        elif value is not None:
            yield name, _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(_words(value)) or _NONE
    return "" if value is None else str(value)


def _words(values: Sequence[Any]) -> Iterator[str]:
    return (str(one) for one in values)
