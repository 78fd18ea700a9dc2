"""The employers of a book: one register for all customers, so that colleagues tell the same story.

An employer is a number; its facts are columns of the register. The last entry has no facts: it is
the employer of those who have none. Codes have the form of a unified social credit code, with
valid check characters and an area that is never assigned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kefen.book.draws import (
    Array,
    Codes,
    Draws,
    Facts,
    Flags,
    Reals,
    codes,
    days,
    known_where,
)
from kefen.book.words import EMPLOYER_KIND, HOSPITAL_GRADE, INDUSTRY, LISTING


@dataclass(frozen=True)
class Tier:
    """Enterprises of one sort: how many, their share of enterprise customers, what they are."""

    name: str
    count: int
    share: float
    state_owned: float
    employees: tuple[float, float]
    listed: float
    industries: dict[str, float]


_TRADES = {
    "agriculture": 2.0,
    "manufacturing": 34.0,
    "construction": 10.0,
    "wholesale": 7.0,
    "retail": 9.0,
    "transport": 6.0,
    "storage": 1.5,
    "post": 0.5,
    "accommodation": 2.0,
    "catering": 4.0,
    "information": 1.5,
    "software": 6.0,
    "property_development": 2.5,
    "property_management": 3.0,
    "business_services": 5.0,
    "other_industry": 6.0,
}
_HEAVY = {
    "manufacturing": 45.0,
    "construction": 20.0,
    "transport": 15.0,
    "wholesale": 5.0,
    "property_development": 5.0,
    "other_industry": 10.0,
}
_NAMED = {
    "telecom": 26.0,
    "power": 34.0,
    "tobacco": 7.0,
    "tobacco_trade": 12.0,
    "refining": 9.0,
    "port": 8.0,
    "salt": 4.0,
}
# employees: the middle and the spread of their logarithm (base 10)
TIERS = (
    Tier("central", 97, 0.105, 1.0, (4.3, 0.4), 0.15, _HEAVY | {"telecom": 12.0, "power": 14.0}),
    Tier("subsidiary", 260, 0.020, 1.0, (3.4, 0.3), 1.0, _HEAVY),
    Tier("financial", 420, 0.120, 0.55, (3.2, 0.6), 0.25, {"finance": 1.0}),
    Tier("named_industry", 700, 0.080, 0.80, (2.9, 0.5), 0.12, _NAMED),
    Tier("state_owned", 2_600, 0.240, 1.0, (2.7, 0.6), 0.06, _HEAVY | _TRADES),
    Tier("listed", 1_000, 0.105, 0.10, (3.3, 0.4), 1.0, _TRADES),
    Tier("professional", 500, 0.015, 0.0, (1.6, 0.4), 0.0, {"law_firm": 6, "accounting_firm": 4}),
    Tier("middle", 6_400, 0.255, 0.0, (2.75, 0.30), 0.0, _TRADES),
    Tier("small", 19_000, 0.080, 0.0, (1.3, 0.45), 0.0, _TRADES),
)
OTHERS = {
    "government": 4_000,
    "public_institution": 3_000,
    "public_school": 4_000,
    "private_school": 600,
    "public_hospital": 1_200,
    "private_hospital": 500,
    "army": 300,
    "other_organisation": 800,
}
_AUTHORITY = {"government": "11", "public_institution": "12", "public_school": "12"} | {
    "public_hospital": "12",
    "army": "14",
    "private_school": "52",
    "private_hospital": "52",
    "other_organisation": "51",
}
_ENTERPRISE = "91"

# Of the kinds of employer that are neither enterprises nor known by their kind alone.
_KNOWN_PRIVATE_SCHOOLS = 0.30
_MINISTRY_UNIVERSITIES = 75
_GRADES = {
    "ungraded": 8.0,
    "grade_1b": 3.0,
    "grade_1a": 9.0,
    "grade_2b": 8.0,
    "grade_2a": 34.0,
    "grade_3b": 8.0,
    "grade_3a": 29.0,
    "grade_3s": 1.0,
}
_BOARDS = {"main_board": 62.0, "chinext": 20.0, "star": 7.0, "beijing": 3.0, "overseas": 8.0}
_YUAN_PER_HEAD = {"wholesale": 2.6e6, "finance": 2.0e6, "refining": 3.5e6, "tobacco": 3.0e6} | {
    "property_development": 2.2e6,
    "catering": 1.6e5,
    "accommodation": 1.8e5,
    "property_management": 1.3e5,
    "agriculture": 3.0e5,
}


@dataclass(frozen=True)
class Employers:
    """The register: codes, facts by employer, and who belongs to which list."""

    codes: Array
    facts: Facts
    parent: Array
    kind: Codes
    enterprise_tier: Codes
    weights: Reals
    lists: dict[str, Flags]

    def draw(self, draws: Draws, kinds: Codes) -> Array:
        """An employer of each customer's kind, or the last entry for those who have none."""
        place = kinds + np.minimum(draws.uniform(), 1 - 1e-12)
        return np.searchsorted(self.weights, place, side="right")

    def of(self, numbers: Array) -> Facts:
        """What the register says of these employers, codes included."""
        found = {name: column[numbers] for name, column in self.facts.items()}
        parents = self.parent[numbers]
        return {
            "employer.code": self.codes[numbers],
            **found,
            "employer.parent_code": known_where(parents >= 0, self.codes[parents]),
        }

    def listed(self, name: str) -> list[str]:
        """The codes on a reference list."""
        return sorted(self.codes[:-1][self.lists[name][:-1]])


@lru_cache(maxsize=4)
def register_employers(seed: int) -> Employers:
    """The register of a seed."""
    counts = OTHERS | {"enterprise": sum(tier.count for tier in TIERS)}
    kind = np.repeat(
        np.arange(len(EMPLOYER_KIND)), [counts.get(name, 0) for name in EMPLOYER_KIND.terms]
    )
    enterprise = kind == EMPLOYER_KIND["enterprise"]
    tier = np.full(kind.size, len(TIERS))
    tier[enterprise] = np.repeat(np.arange(len(TIERS)), [tier.count for tier in TIERS])
    draws = Draws((seed, 0xE3), kind.size)
    facts, parent = _enterprise_facts(draws, tier)
    facts["employer.hospital_grade"] = _hospital_grades(draws, kind)
    return Employers(
        codes=_with_nobody(_credit_codes(kind)),
        facts={name: _with_nobody(column) for name, column in facts.items()},
        parent=np.append(parent, -1),
        kind=np.append(kind, -1).astype(np.int8),
        enterprise_tier=np.append(tier, -1).astype(np.int8),
        weights=_weights(draws, kind, tier),
        lists=_lists(draws, kind, tier),
    )


def _with_nobody(column: Array) -> Array:
    """A column with the entry of those who have no employer."""
    nothing = known_where(np.zeros(1, dtype=np.bool_), column[:1])
    return np.concatenate([column, nothing])


def _enterprise_facts(draws: Draws, tier: Array) -> tuple[Facts, Array]:
    """What is known of enterprises; the others have none of it."""
    size = tier.size
    enterprise = tier < len(TIERS)
    sort = np.minimum(tier, len(TIERS) - 1)
    industry = _by_tier(draws, sort, [INDUSTRY.spread(t.industries) for t in TIERS])
    middle = np.array([t.employees[0] for t in TIERS])[sort]
    spread = np.array([t.employees[1] for t in TIERS])[sort]
    employees = np.maximum(10 ** (middle + spread * draws.normal()), 2).astype(np.int32)
    per_head = np.array([_YUAN_PER_HEAD.get(name, 6.5e5) for name in INDUSTRY.terms])[industry]
    revenue = employees * per_head * np.exp(0.5 * draws.normal())
    assets = revenue * np.exp(0.3 + 0.6 * draws.normal())
    state_owned = draws.chance(np.array([t.state_owned for t in TIERS])[sort])
    listed = draws.chance(np.array([t.listed for t in TIERS])[sort])
    board = np.where(listed, draws.pick(LISTING.spread(_BOARDS)), LISTING["unlisted"])
    strength = draws.normal()
    profit = days(size)
    profit[:] = np.clip(np.round(4.2 + 3 * strength + 2 * listed), 0, 12)
    parent, holding = _parents(draws, tier)
    columns: Facts = {
        "employer.industry": industry,
        "employer.employees": employees,
        "employer.revenue": _rounded(revenue, 10_000),
        "employer.assets": _rounded(assets, 10_000),
        "employer.state_owned": state_owned,
        "employer.listing": board.astype(np.int8),
        "employer.profit_years": profit,
        "employer.parent_holding": holding,
        "employer.licensed_financial": draws.chance(0.86) & (industry == INDUSTRY["finance"]),
        "employer.cross_province": draws.chance(0.42),
        "employer.net_cash_flow_last_year": _cash_flow(draws, revenue, strength),
        "employer.net_cash_flow_prior_year": _cash_flow(draws, revenue, strength),
        "employer.good_credit": draws.chance(0.985) & (strength > -2.2),
        "employer.principals_clean": draws.chance(0.985),
    }
    of_firms = np.isin(industry, INDUSTRY.places("law_firm", "accounting_firm"))
    columns["employer.cross_province"] = known_where(of_firms, columns["employer.cross_province"])
    return {name: known_where(enterprise, column) for name, column in columns.items()}, parent


def _by_tier(draws: Draws, sort: Array, rows: list[Sequence[float]]) -> Codes:
    """Places picked from the shares of each tier."""
    found = codes(draws.size)
    for number, row in enumerate(rows):
        mine = sort == number
        found[mine] = draws.pick(row)[mine]
    return found


def _parents(draws: Draws, tier: Array) -> tuple[Array, Array]:
    """The central parent of subsidiaries and of some others, and what it holds in ten-thousandths."""
    names = [t.name for t in TIERS]
    central = next(t.count for t in TIERS if t.name == "central")
    subsidiary = tier == names.index("subsidiary")
    likely = np.isin(tier, [names.index(name) for name in ("state_owned", "listed", "middle")])
    owned = subsidiary | likely & draws.chance(0.18)
    group = np.flatnonzero(tier == 0)[(draws.uniform() * central).astype(np.int64)]
    parent = np.where(owned, group, -1)
    held = np.clip(np.round(draws.uniform() * 80 + 15), 15, 100).astype(np.int32) * 100
    return parent, known_where(owned, held)


def _cash_flow(draws: Draws, revenue: Reals, strength: Reals) -> NDArray[np.int64]:
    """Operating cash flow of a year: a share of revenue that follows the strength of the enterprise."""
    return _rounded(revenue * (0.09 + 0.05 * strength + 0.03 * draws.normal()), 1_000)


def _rounded(values: Reals, unit: int) -> NDArray[np.int64]:
    """Amounts as a report prints them."""
    return np.round(values / unit).astype(np.int64) * unit


def _hospital_grades(draws: Draws, kind: Array) -> Codes:
    """Grades of hospitals; private ones are lower."""
    grades = draws.pick(HOSPITAL_GRADE.spread(_GRADES))
    private = kind == EMPLOYER_KIND["private_hospital"]
    lower = np.maximum(grades - 3, HOSPITAL_GRADE["ungraded"])
    hospital = private | (kind == EMPLOYER_KIND["public_hospital"])
    return known_where(hospital, np.where(private, lower, grades).astype(np.int8))


def _weights(draws: Draws, kind: Array, tier: Array) -> Reals:
    """Running sums: kind *k* takes up *k* to *k* + 1; kinds without employers lie beyond."""
    shares = np.array([t.share / t.count for t in TIERS] + [1.0])[tier]
    raw = shares * np.exp(0.9 * draws.normal())
    running = np.empty(kind.size)
    for place in np.unique(kind):
        mine = np.flatnonzero(kind == place)
        running[mine] = place + np.cumsum(raw[mine]) / raw[mine].sum()
        running[mine[-1]] = place + 1
    return running


def _lists(draws: Draws, kind: Array, tier: Array) -> dict[str, Flags]:
    """Who is on the reference lists that a bank would load."""
    names = [t.name for t in TIERS]
    university = kind == EMPLOYER_KIND["public_school"]
    first = np.flatnonzero(university)[:_MINISTRY_UNIVERSITIES]
    of_ministry = np.isin(np.arange(kind.size), first)
    large = np.isin(tier, [names.index(name) for name in ("central", "financial", "listed")])
    private = kind == EMPLOYER_KIND["private_school"]
    found = {
        "sasac_list": tier == names.index("central"),
        "fortune_500": large & draws.chance(0.06) | (tier == 0) & draws.chance(0.4),
        "china_500": large & draws.chance(0.28),
        "known_private_schools": private & draws.chance(_KNOWN_PRIVATE_SCHOOLS),
        "ministry_universities": of_ministry,
    }
    return {name: np.append(flags, False) for name, flags in found.items()}


_BODY = np.array([3, 7, 9, 10, 5, 8, 4, 2])
_WHOLE = np.array([3**place % 31 for place in range(17)])
_CHARACTERS = np.array(list("0123456789ABCDEFGHJKLMNPQRTUWXY"))
_VALUE_OF_X = 29


def _credit_codes(kind: Array) -> Array:
    """Unified social credit codes: authority, area 99xxxx, organisation code, check character."""
    size = kind.size
    number = np.arange(size)
    authorities = [_AUTHORITY.get(name, _ENTERPRISE) for name in EMPLOYER_KIND.terms]
    head = np.array([[int(c) for c in text] for text in authorities])[kind]
    area = _digits(990_000 + number * 37 % 10_000, 6)
    serial = _digits(10_000_000 + number * 73_331 % 90_000_000, 8)
    body_check = (11 - serial @ _BODY % 11) % 11
    body_check[body_check == 10] = _VALUE_OF_X
    values = np.hstack([head, area, serial, body_check[:, None]])
    check = (31 - values @ _WHOLE % 31) % 31
    text = _CHARACTERS[np.hstack([values, check[:, None]])]
    return np.ascontiguousarray(text).view("U18").ravel().astype(object)


def _digits(numbers: Array, width: int) -> Array:
    """The decimal digits of numbers, a column each."""
    return numbers[:, None] // 10 ** np.arange(width - 1, -1, -1) % 10
