"""Facts of many as sheets of text that the library's engine reads as they lie: one of subjects, one for each list.

A line of JSON for each would be read by Python, value by value, before the engine sees any of it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
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


Texts = Mapping[str, str]


@dataclass(frozen=True)
class Cells:
    """Facts as people write them: the texts, a day beside its fact as FACT@, and of each list those of its records."""

    texts: Texts
    records: Mapping[str, Sequence[Texts]]


def cells_of(facts: Mapping[str, Any]) -> Cells:
    """The facts of a subject. A list that is empty is among the texts: it may be one of words."""
    records = {
        name: [_texts(item) for item in value]
        for name, value in facts.items()
        if type(value) is list and value and isinstance(value[0], Mapping)
    }
    return Cells(_texts({n: v for n, v in facts.items() if n not in records}), records)


def write_sheets(decider: kefen.Decider, subjects: Sequence[Cells], base: Path) -> Sheets:
    """What the decider knows of the facts of some subjects, who all have the same lists."""
    vocabulary = decider.reader.vocabulary
    key = vocabulary.key.name if vocabulary.key else "customer_id"
    lists = [name for name in vocabulary.lists if _has(subjects[0], name)]
    known, rows = frozenset(vocabulary.names), [one.texts for one in subjects]
    names = [
        name
        for name in _columns(rows)
        if name.removesuffix(AT) in known and name not in vocabulary.lists
    ]
    written = {
        name: _write(base.with_suffix(f".{name}.csv"), *_records(name, key, subjects))
        for name in lists
    }
    return Sheets(_write(base.with_suffix(".csv"), names, rows), written)


def _has(one: Cells, name: str) -> bool:
    return name in one.records or name in one.texts


def _records(
    name: str, key: str, subjects: Iterable[Cells]
) -> tuple[list[str], list[dict[str, str]]]:
    """Columns and rows of a list: each record with the key of its subject."""
    rows = [
        {key: one.texts[key], **record} for one in subjects for record in one.records.get(name, ())
    ]
    return list(_columns(rows)) or [key], rows


def _columns(rows: Iterable[Texts]) -> dict[str, None]:
    """Those of all rows, in the order in which they are met."""
    return dict.fromkeys(chain.from_iterable(rows))


def _write(path: Path, names: Sequence[str], rows: Iterable[Texts]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(names)
        out.writerows(map(row.get, names, repeat("")) for row in rows)
    return path


def _texts(facts: Mapping[str, Any]) -> dict[str, str]:
    """Each value as people write it; its day, where one stands with it, in a column of its own."""
    found: dict[str, str] = {}
    for name, value in facts.items():
        if type(value) is str:
            found[name] = value
        elif type(value) is dict:
            found[name] = _text(value["value"])
            if value.get("date") is not None:
                found[name + AT] = str(value["date"])
        elif value is not None:
            found[name] = _text(value)
    return found


def _text(value: Any) -> str:
    if type(value) is str:
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(_words(value)) or _NONE
    return "" if value is None else str(value)


def _words(values: Sequence[Any]) -> Iterator[str]:
    return (str(one) for one in values)
