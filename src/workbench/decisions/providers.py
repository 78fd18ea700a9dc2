"""What the register of standings and stored decisions give to the policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workbench.decisions.newest import NEWEST_FIRST, of_pack
from workbench.decisions.standings import classes_on
from workbench.policies.providers import AsOf, provides


@provides("standings")
def of_standings(parties: Sequence[int], at: AsOf) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The class on file with its days; for everybody without one that there is none."""
    held = classes_on(parties, at.day, at.known_at)
    for party in parties:
        row = held.get(party)
        if row is None:
            yield party, {"has_valid_class": False}
            continue
        facts = {
            "class_on_file": row.klass,
            "has_valid_class": True,
            "class_given_on": row.given_on.isoformat(),
            "last_review_on": (row.rechecked_on or row.given_on).isoformat(),
        }
        if row.fall_found_on:
            facts["fall_found_on"] = row.fall_found_on.isoformat()
            facts["age_is_only_reason"] = False  # nobody can propose such a fall
        yield party, facts | _finding(row.class_found, row.klass, fell=bool(row.fall_found_on))


@provides("tiers")
def of_tiers(parties: Sequence[int], at: AsOf) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The risk tier by the visible facts, as it was last decided."""
    known = of_pack("risk-tier").filter(party__in=parties, known_at__lte=at.known_at)
    found = known.filter(as_of__lte=at.day).order_by(*NEWEST_FIRST).reverse()
    for party, result in found.values_list("party_id", "result"):
        yield party, {"risk_tier_on_file": result} if result else {}


def _finding(found: str, held: str, *, fell: bool) -> dict[str, Any]:
    """What the last re-check found: the class held where nothing else was found."""
    if fell and not found:
        return {"found_no_class": True}
    return {"found_no_class": False, "class_found": found or held}
