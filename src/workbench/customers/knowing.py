"""Which of the values on record holds: on a day, as known at a moment. Pure functions over rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

COLUMNS = (
    "id",
    "name",
    "city_branch_id",
    "value",
    "true_on",
    "known_at",
    "corrects_id",
    "confidential",
)


class Row(NamedTuple):
    """A row of `Fact`, as far as it matters here; in the order of `COLUMNS`."""

    id: int
    name: str
    city_branch: int | None
    value: Any
    true_on: date
    known_at: datetime
    corrects: int | None
    confidential: bool = False

    @property
    def key(self) -> str:
        """NAME, or NAME@ID of the city branch in whose territory it is true."""
        return key_of(self.name, self.city_branch)


def key_of(name: str, city_branch: int | None) -> str:
    """Under what a value stands in `PartyNow.facts`."""
    return name if city_branch is None else f"{name}@{city_branch}"


def holding(
    rows: Iterable[Row], *, as_of: date | None = None, known_at: datetime | None = None
) -> dict[str, Row]:
    """By key the row that holds: of those known by then and never corrected by then, the newest that was true by then.

    A row whose value is None makes the fact unknown and stands here too.
    """
    known = [row for row in rows if known_at is None or row.known_at <= known_at]
    corrected = {row.corrects for row in known if row.corrects is not None}
    alive = (row for row in known if row.id not in corrected)
    on_day = (row for row in alive if as_of is None or row.true_on <= as_of)
    return {row.key: row for row in sorted(on_day, key=lambda r: (r.true_on, r.known_at, r.id))}


def packed(held: Mapping[str, Row], *, confidential: bool = False) -> dict[str, list[Any]]:
    """As `PartyNow` keeps it: key → [value, day, id], without what is unknown; the confidential ones stand apart."""
    return {
        key: [row.value, row.true_on.isoformat(), row.id]
        for key, row in sorted(held.items())
        if row.value is not None and row.confidential == confidential
    }
