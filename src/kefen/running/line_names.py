"""What the names in lines of JSON stand for: those of the vocabulary, of its lists, and of a mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kefen.running.files.json_objects import Names
from kefen.running.mapping import NO_MAPPING, WITHHELD, TableMapping, facts_of
from kefen.vocabulary import FactSpec, Vocabulary


def names_of(vocabulary: Vocabulary, mapping: TableMapping, read: Sequence[str] = ()) -> Names:
    """The names in lines of subjects. ``read`` are the lists that somebody asks for; others are passed over."""
    key = vocabulary.key
    assert key is not None
    lists = {word: name for word, name in vocabulary.names.items() if name in vocabulary.lists}
    subjects = {
        word: name for name, label in vocabulary.subjects.items() for word in (name, *label)
    }
    of_key = _key_header(mapping, key)
    fields = {
        name: _items(fields_of(vocabulary, name, mapping.lists.get(name, NO_MAPPING)), key, of_key)
        for name in read
    }
    mapped = _mapped(mapping, vocabulary.facts)
    return Names(
        facts_of(vocabulary), lists, fields, subjects, mapped, key, of_key, mapping.counted
    )


def fields_of(vocabulary: Vocabulary, listed: str, mapping: TableMapping) -> Names:
    """The names in lines that are records of a list."""
    mapped = _mapped(mapping, vocabulary.lists[listed].fields)
    key = vocabulary.key
    assert key is not None
    return Names(
        facts_of(vocabulary, listed), mapped=mapped, key=key, key_header=_key_header(mapping, key)
    )


def _key_header(mapping: TableMapping, key: FactSpec) -> str:
    """The column that a mapping has for the key."""
    found = (header for header, held in mapping.columns.items() if held and held.fact == key.name)
    return next(found, "")


def _items(names: Names, key: FactSpec, key_header: str) -> Names:
    """The names in records that stand inside their subject: its key is that of the line."""
    words = {
        word: WITHHELD if spec.name == key.name else spec for word, spec in names.facts.items()
    }
    return replace(names, facts=words, owner=key_header or key.name)


def of_items(mapping: TableMapping, listed: str, key: str) -> TableMapping:
    """The mapping of records that stand inside their subjects: what is done to its key is done to theirs."""
    own = mapping.lists.get(listed, NO_MAPPING)
    of_key = {h: held for h, held in mapping.columns.items() if held and held.fact == key}
    return replace(own, columns={**own.columns, **of_key})


def _mapped(mapping: TableMapping, facts: Mapping[str, FactSpec]) -> dict[str, bool | None]:
    """The columns of a mapping. Nobody cares for those it leaves out, or that hold what is withheld."""
    found: dict[str, bool | None] = dict.fromkeys([*mapping.columns, *mapping.hidden_months()])
    found |= dict.fromkeys(mapping.used(), False)
    for header, held in mapping.columns.items():
        spec = facts.get(held.fact) if held else None
        if spec is not None or held is None:
            found[header] = None if spec is None else spec.kind.name == "set"
    return found
