"""Derived facts that some source systems already hold; each agrees with its derivation."""

from __future__ import annotations

import numpy as np

from kefen.book.dating import full_years
from kefen.book.draws import Block, Facts, days, known_where
from kefen.book.gaps import is_known

SUPPLIED = {
    "age": ("birth_date", 0.15),
    "tenure_years": ("hire_date", 0.08),
    "business_years": ("business_since", 0.10),
}
"""Derived years, the date they come from, and the share of customers for whom they are given."""


def supply_derived(block: Block, facts: Facts) -> None:
    """Writes the derived years of some customers."""
    draws = block.draws("derived")
    for name, (source, share) in SUPPLIED.items():
        dates = facts[source]
        given = is_known(dates) & draws.chance(share)
        years = full_years(np.where(given, dates, 0).astype(np.int32), block.as_of_day)
        facts[name] = known_where(given, years) if given.any() else days(draws.size)
