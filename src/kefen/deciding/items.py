"""Lists of records as tuples of typed facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kefen.memo import Memo
from kefen.spelling import NotAccepted, convert_to
from kefen.vocabulary import ListSpec


class ItemsReader:
    """Reads a list of mappings as tuples in the order of the fields; ``unread`` names are passed over."""

    def __init__(self, listed: ListSpec, withheld: frozenset[str] = frozenset()) -> None:
        self.specs = tuple(listed.fields.values())
        self.converts = [convert_to(spec) for spec in self.specs]
        named = [
            (word, place)
            for place, spec in enumerate(self.specs)
            for word in (spec.name, *spec.label)
            if word
        ]
        self.unread = withheld.union(word for word, place in named if self.specs[place].unread)
        self.places: dict[str, int] = {}
        for word, place in named:
            if word not in self.unread:
                self.places.setdefault(word, place)
        self._shapes = Memo(self._shape, tuple, 1024)

    def _shape(self, words: tuple[str, ...]) -> tuple[int | None, ...] | None:
        """The places of such names; nothing if one is unknown, or a field stands twice."""
        read = [word for word in words if word not in self.unread]
        plain = self.places.keys() >= set(read)
        if not plain or len({self.places[word] for word in read}) < len(read):
            return None
        return tuple(map(self.places.get, words))

    def __call__(self, value: Any) -> tuple[tuple[Any, ...], ...]:
        """Plain items; ``NotAccepted`` for a field that is wrong, or comes with its date."""
        if not isinstance(value, list | tuple):
            raise NotAccepted("not a list")
        return tuple(map(self._read, value))

    def _read(self, item: Any) -> tuple[Any, ...]:
        shape = self._shapes[tuple(item)] if isinstance(item, Mapping) else None
        if shape is None:
            raise NotAccepted("not a list")
        values: list[Any] = [None] * len(self.specs)
        for place, value in zip(shape, item.values(), strict=True):
            if value is not None and place is not None:
                values[place] = self.converts[place](value)
        return tuple(values)
