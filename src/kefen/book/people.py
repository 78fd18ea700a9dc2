"""Who the customers are: identity, age, household, education."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefen.book.dating import calendar_parts, days_ago
from kefen.book.draws import (
    Array,
    Block,
    Codes,
    Days,
    Draws,
    Facts,
    Flags,
    Reals,
    band,
    known_where,
    table_of,
)
from kefen.book.words import EDUCATION, MARITAL_STATUS, NATIONALITY, SEX

MOST_CUSTOMERS = 10_000_000
"""Areas 99xxxx times three digits of sequence: no more identity numbers without a repetition."""

# Share of borrowers younger than an age.
_AGES = (
    (0.0, 18.0),
    (0.03, 22.0),
    (0.10, 25.0),
    (0.26, 30.0),
    (0.45, 35.0),
    (0.62, 40.0),
    (0.76, 45.0),
    (0.87, 50.0),
    (0.955, 56.0),
    (0.988, 61.0),
    (1.0, 67.0),
)
_NATIONALITIES = (0.9905, 0.0055, 0.0040)
# primary, junior, senior, vocational, unfinished, associate, bachelor, class, master, doctor
# Born before 1970, then by decade; borrowers of a bank, not the people at large.
_EDUCATION_OF = table_of(
    (0.016, 0.120, 0.110, 0.070, 0.009, 0.370, 0.275, 0.005, 0.022, 0.003),
    (0.005, 0.080, 0.078, 0.065, 0.008, 0.365, 0.349, 0.006, 0.039, 0.005),
    (0.002, 0.038, 0.046, 0.045, 0.009, 0.345, 0.440, 0.005, 0.063, 0.007),
    (0.001, 0.022, 0.032, 0.037, 0.010, 0.325, 0.497, 0.002, 0.070, 0.004),
    (0.001, 0.024, 0.058, 0.072, 0.025, 0.380, 0.420, 0.000, 0.020, 0.000),
)
_DECADES = np.array(["1970", "1980", "1990", "2000"], "M8[Y]").astype("M8[D]").astype(np.int64)
# The youngest who can have finished: a bachelor of 20 is still at school.
_YOUNGEST = {"associate": 21, "bachelor": 22, "postgraduate_class": 25, "master": 24, "doctor": 27}
_BEFORE = {"associate": "senior_secondary", "bachelor": "unfinished_higher"} | {
    "postgraduate_class": "bachelor",
    "master": "bachelor",
    "doctor": "master",
}
# single, married, widowed, divorced: below 25, 30, 35, 45, 55, above
_MARRIED_AT = table_of(
    (0.880, 0.115, 0.000, 0.005),
    (0.480, 0.495, 0.001, 0.024),
    (0.190, 0.755, 0.002, 0.053),
    (0.080, 0.830, 0.006, 0.084),
    (0.040, 0.850, 0.020, 0.090),
    (0.025, 0.850, 0.050, 0.075),
)


@dataclass(frozen=True)
class People:
    """What later topics need to know of the customers, and the facts written so far."""

    facts: Facts
    age: Reals
    education: Codes
    mainland: Flags
    married: Flags
    years_since_school: Reals

    @property
    def schooling(self) -> Array:
        """0 below an associate degree, 1 associate, 2 bachelor, 3 postgraduate."""
        return band(self.education, *EDUCATION.places("associate", "bachelor"), 7)


def draw_people(block: Block) -> People:
    """Identity, household and education of a block of customers."""
    draws = block.draws("people")
    age = draws.quantile(_AGES)
    birth = days_ago(block.as_of_day, age)
    nationality = draws.pick(_NATIONALITIES)
    mainland = nationality == NATIONALITY["mainland"]
    sequence, area = _identity(block)
    sex = np.where(sequence % 2 == 1, SEX["male"], SEX["female"]).astype(np.int8)
    education = _education(draws, birth, age)
    status = draws.pick_by(_MARRIED_AT, band(age, 25, 30, 35, 45, 55))
    left_school = np.array([15, 16, 19, 19, 20, 21, 22, 24, 25, 28])[education]
    facts: Facts = {
        "customer_id": block.rows + 1,
        "resident_id": known_where(mainland, _resident_ids(area, birth, sequence)),
        "birth_date": birth,
        "sex": sex,
        "nationality": nationality,
        "full_capacity": draws.chance(0.9985).astype(np.int8),
        **_foreigners(draws, block, ~mainland, age),
        "marital_status": status,
        "education": education,
    }
    return People(
        facts=facts,
        age=age,
        education=education,
        mainland=mainland,
        married=status == MARITAL_STATUS["married_status"],
        years_since_school=np.maximum(age - np.maximum(left_school, 18), 0.0),
    )


def _identity(block: Block) -> tuple[Array, Array]:
    """Sequence and area of each row: a bijection of the row number, so nobody shares both."""
    place = (block.rows * 6_180_339 + block.seed * 7_919) % MOST_CUSTOMERS
    place = place // 1_000 + place % 1_000 * 10_000
    place = (place * 2_718_283 + 314_159) % MOST_CUSTOMERS
    return place // 10_000, place % 10_000


_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])


def _resident_ids(area: Array, birth: Days, sequence: Array) -> NDArray[np.int64]:
    """Sixteen times the seventeen digits, plus the check value from 0 to 10."""
    year, month, day = calendar_parts(birth)
    written = year * 10_000 + month * 100 + day
    digits = (990_000 + area) * 10**11 + written * 1_000 + sequence
    total = np.zeros(digits.size, dtype=np.int64)
    rest = digits.copy()
    for weight in _WEIGHTS[::-1]:
        rest, digit = np.divmod(rest, 10)
        total += digit * weight
    whole: NDArray[np.int64] = digits * 16 + (12 - total % 11) % 11
    return whole


def _education(draws: Draws, birth: Days, age: Reals) -> Codes:
    """Education by birth cohort, stepping back where the customer is too young to have finished."""
    decade = band(birth, *_DECADES)
    education = draws.pick_by(_EDUCATION_OF, decade)
    for level in reversed(_YOUNGEST):
        early = (education == EDUCATION[level]) & (age < _YOUNGEST[level])
        education[early] = EDUCATION[_BEFORE[level]]
    return education


def _foreigners(draws: Draws, block: Block, abroad: Flags, age: Reals) -> Facts:
    """Residence and work of those who are not citizens; for citizens nobody asks."""
    lived = np.minimum(np.exp(1.1 + 0.9 * draws.normal()), age - 1)
    worked = lived * np.minimum(draws.uniform() * 1.2, 1.0)
    return {
        "residence_since": known_where(abroad, days_ago(block.as_of_day, lived)),
        "fixed_abode": known_where(abroad, draws.chance(0.92)),
        "work_in_china_since": known_where(abroad, days_ago(block.as_of_day, worked)),
    }
