"""Typed rows at random, and near every edge: unknowns everywhere, huge amounts, leap days, birthdays and the days beside."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from kefen.compiling.program import Program
from kefen.values import PLACES, WHOLE_DIGITS, Kind
from kefen.vocabulary import FactSpec

Row = tuple[Any, ...]
#: codes, a text that is known to be empty, one that ends with a line, one with signs that servers read in their own way
TEXTS = (
    "A",
    "B",
    "",
    "66",
    "7231",
    "11010519491231002X",
    "11010519491231002X\n",
    "91350100M000100Y43",
    "a\\b'\"",
)


def mutated_rows(
    program: Program, rows: Sequence[Row], seed: int, count: int, as_of: date
) -> list[Row]:
    """Believable rows with a few facts replaced by random values or made unknown."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        row = list(chance.choice(rows))
        other = random_row(program, chance, as_of)
        for _ in range(chance.choice([0, 1, 2, 4, 12])):
            place = chance.randrange(len(row))
            row[place] = None if chance.random() < 0.5 else other[place]
        made.append(tuple(row))
    return lists_loaded_for_all(program, made) if seed else lists_loaded_for_none(program, made)


def lists_loaded_for_all(program: Program, rows: Sequence[Row]) -> list[Row]:
    """A list that is loaded is complete: a subject without entries has none."""
    lists = {place for place, given in enumerate(program.plan.inputs) if given.is_list}
    return [tuple(() if n in lists and v is None else v for n, v in enumerate(row)) for row in rows]


def lists_loaded_for_none(program: Program, rows: Sequence[Row]) -> list[Row]:
    """A list that is not loaded is unknown."""
    lists = {place for place, given in enumerate(program.plan.inputs) if given.is_list}
    return [tuple(None if n in lists else v for n, v in enumerate(row)) for row in rows]


# --- random rows ------------------------------------------------------------------------------------


def random_rows(program: Program, seed: int, count: int, as_of: date) -> list[Row]:
    """Typed rows with unknowns everywhere, values near their edges, huge amounts and leap days."""
    chance = random.Random(seed)
    return [random_row(program, chance, as_of) for _ in range(count)]


def random_row(program: Program, chance: random.Random, as_of: date) -> Row:
    gap = chance.choice([0.0, 0.05, 0.3, 0.9])
    # supplied beside known facts it is mostly a contradiction, of which nothing is compared
    supplied = 0.15 if gap > 0.5 else 0.005
    row = []
    for given in program.plan.inputs:
        if given.spec is None:
            row.append(
                tuple(
                    random_item(program, given.name, chance, gap, as_of)
                    for _ in range(chance.randint(0, 3))
                )
            )
        elif given.derived:
            row.append(random_value(given.spec, chance, 1 - supplied, as_of))
        else:
            row.append(random_value(given.spec, chance, gap, as_of))
    return tuple(row)


def random_item(
    program: Program, listed: str, chance: random.Random, gap: float, as_of: date
) -> Row:
    """A record of a list; what the policy works out of it is seldom given."""
    work = program.plan.item_work.get(listed)
    derived = set() if work is None else work.derived
    return tuple(
        None
        if name in derived and chance.random() < 0.97
        else random_value(spec, chance, gap, as_of)
        for name, spec in program.policy.vocabulary.lists[listed].fields.items()
    )


def random_value(spec: FactSpec, chance: random.Random, gap: float, as_of: date) -> Any:
    return None if chance.random() < gap else known_value(spec.kind, chance, as_of)


def known_value(kind: Kind, chance: random.Random, as_of: date) -> Any:
    domain = kind.domain
    if kind.name == "set" and domain:
        return chance.getrandbits(len(domain.terms)) & chance.getrandbits(len(domain.terms))
    if kind.name == "history" and domain:
        codes = "".join(term.id for term in domain.terms) + "?"
        return "".join(
            chance.choice(codes if chance.random() < 0.1 else codes[:3]) for _ in range(24)
        )
    if domain:
        place = chance.randrange(len(domain.terms))
        if kind.name == "outcome":
            return 1 << place | chance.getrandbits(len(domain.terms) + 1) & -chance.getrandbits(1)
        return place
    if kind.name == "flag":
        return chance.random() < 0.6
    if kind.name == "date":
        return known_day(chance, as_of)
    if kind.name == "text":
        return chance.choice(TEXTS)
    whole = chance.choice(
        [
            12,
            360,
            0,
            1,
            2,
            3,
            5,
            10,
            25,
            30,
            55,
            60,
            300,
            1000,
            999_999,
            1_000_000,
            10**12,
            chance.randint(0, 10**6),
        ]
    )
    if kind.name == "integer":
        return whole
    places = PLACES[kind.name]
    part = Decimal(chance.choice([0, 1, 10**places - 1])) / 10**places
    small = Decimal(chance.randint(0, 2000)) / 10000
    if kind.name == "rate":
        return small.quantize(Decimal(1).scaleb(-places))
    return min(whole, 10 ** WHOLE_DIGITS[kind.name] - 1) + part


def known_day(chance: random.Random, as_of: date) -> date:
    """A leap day, the as-of day, or a birthday on it, of any age; or a day beside one of these, or long before."""
    birthday = date(as_of.year - chance.randint(0, 80), as_of.month, min(as_of.day, 28))
    day = chance.choice([date(1996, 2, 29), date(2000, 2, 29), as_of, birthday, birthday])
    days = [-1, 0, 0, 1, 365, 366, 3652, 3653, chance.randint(0, 22000)]
    return min(day - timedelta(days=chance.choice(days)), as_of + timedelta(days=1))
