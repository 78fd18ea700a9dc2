"""Own businesses: years, capital, premises and home, profit and cash flow."""

from __future__ import annotations

import numpy as np

from kefen.book.dating import days_ago
from kefen.book.draws import (
    Array,
    Block,
    Draws,
    Facts,
    Flags,
    Reals,
    days,
    known_where,
)
from kefen.book.people import People
from kefen.book.work import Employment

_CAPITAL = np.array([1, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1_000, 3_000]) * 10_000
_SIDE_BUSINESS = 0.022


def draw_business(block: Block, people: People, work: Employment) -> Facts:
    """Facts of own businesses, and for everybody whether there is one."""
    draws = block.draws("business")
    owner = work.at("own_business")
    side = ~owner & draws.chance(_SIDE_BUSINESS) & (people.age > 24)
    founded = owner & draws.chance(0.93) | side & draws.chance(0.55)
    runs = owner | side
    strength = draws.normal()
    years = np.minimum(np.exp(2.20 + 0.65 * draws.normal()), np.maximum(people.age - 19, 0.3))
    return {
        "founded_organisation": founded.astype(np.int8),
        **_shares(draws, owner, side & ~founded),
        "main_income_is_business": (owner | side & draws.chance(0.2)).astype(np.int8),
        "business_since": known_where(runs, days_ago(block.as_of_day, years)),
        "business_local_since": known_where(runs, days_ago(block.as_of_day, _local(draws, years))),
        **_capital(draws, runs, strength + 0.3 * np.log(years)),
        **_property(draws, runs, strength + 0.25 * np.log(years), people),
        **_results(draws, runs, strength),
        "sound_operation": known_where(runs & draws.chance(0.3), draws.chance(0.93)),
        "operates_normally": known_where(runs, draws.chance(0.985)),
    }


def _shares(draws: Draws, owner: Flags, partner: Flags) -> Facts:
    """Holdings in ten-thousandths: owners, partners above a tenth, some with exactly a tenth."""
    share = days(draws.size, 0)
    roll = draws.uniform()
    small = ~owner & ~partner & (roll < 0.02)
    share[small] = (roll[small] * 50_000).astype(np.int32)
    share[small & (roll < 0.004)] = 1_000
    part = np.round(draws.uniform() * 88 + 11).astype(np.int32) * 100
    company = owner & (roll < 0.5)
    share[company | partner] = part[company | partner]
    listed = (partner | small) & draws.chance(0.10)
    reviewed = listed & partner & draws.chance(0.7)
    return {
        "shareholding": share,
        "shareholding_in_listed": known_where(share > 0, listed),
        "listed_holding_counts": known_where(reviewed, draws.chance(0.3)),
    }


def _local(draws: Draws, years: Reals) -> Reals:
    """Years in the branch's area: mostly all of them."""
    return np.where(draws.chance(0.94), years, years * draws.uniform())


def _capital(draws: Draws, runs: Flags, strength: Reals) -> Facts:
    """Registered capital on a ladder of round sums; paid in all, part or none of it."""
    step = np.clip(np.round(5.2 + 2.6 * strength + 1.2 * draws.normal()), 0, len(_CAPITAL) - 1)
    registered = _CAPITAL[step.astype(np.int64)]
    part = np.where(draws.chance(0.55), 1.0, np.round(draws.uniform(), 1))
    paid_in = np.round(registered * part).astype(np.int64)
    return {
        "registered_capital": known_where(runs, registered),
        "paid_in_capital": known_where(runs & draws.chance(0.75), paid_in),
    }


def _property(draws: Draws, runs: Flags, strength: Reals, people: People) -> Facts:
    """Premises and a home in the branch's area; homes are also asked of some employees."""
    premises = strength + 0.8 * draws.normal() > 0.35
    home = strength + 0.05 * (people.age - 36) + 0.9 * draws.normal() > -0.60
    seen = runs | draws.chance(0.25)
    return {
        "owns_premises_local": known_where(runs, premises),
        "owns_home_local": known_where(seen, home),
    }


def _results(draws: Draws, runs: Flags, strength: Reals) -> Facts:
    """Profit and operating cash flow of the last year and half year; halves follow wholes."""
    scale = np.exp(12.1 + 0.7 * strength + 0.5 * draws.normal())
    margin = 0.95 + 0.45 * strength + 0.45 * draws.normal()
    facts: Facts = {}
    for name, own in (("profit", 0.15), ("net_cash_flow", 0.35)):
        year = margin + own * draws.normal()
        half = year * 0.5 + 0.16 * draws.normal()
        facts[f"{name}_12m"] = known_where(runs, _amount(scale * year))
        facts[f"{name}_6m"] = known_where(runs, _amount(scale * half))
    return facts


def _amount(values: Array) -> Array:
    """Amounts in hundreds of yuan."""
    return np.round(values / 100).astype(np.int64) * 100
