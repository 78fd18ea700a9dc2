"""The same typed rows through the Python functions and through DuckDB, side by side."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb

from kefen.compiling.answers import OUTCOME
from kefen.compiling.program import Program
from kefen.compiling.sql import FACTORS, SQL_TYPES, Tables, quote, to_sql
from kefen.language.annuities import has_factor, rounded_factor
from kefen.policy import FactSpec
from kefen.values import PLACES, WHOLE_DIGITS, Kind

Row = tuple[Any, ...]
KEY = "row"


def python_answers(program: Program, rows: Sequence[Row], as_of: date) -> list[Row | None]:
    """Outcome and flags of each row; nothing for a row with a problem."""
    settings = program.settings(as_of)
    answers: list[Row | None] = []
    for row in rows:
        answer = program.flags(row, settings)
        refused = answer.broken or answer.conflicts
        answers.append(None if refused else (*answer.outcome, *answer.states))
    return answers


def sql_answers(program: Program, rows: Sequence[Row], as_of: date) -> list[Row | None]:
    """The same from the SQL script, run by DuckDB."""
    connection = duckdb.connect(":memory:")
    lists = load(connection, program, rows)
    script = to_sql(program, program.settings(as_of), Tables("facts", KEY, lists), program.traced)
    known: set[Any] = set()
    connection.execute(
        f'CREATE TABLE "annuity factors" ({", ".join(map(column_of, FACTORS.items()))})'
    )
    for query in script.loans():
        new = set(connection.execute(query).fetchall()) - known
        known |= new
        loans = [(r, n) for r, n in new if None not in (r, n) and has_factor(r, n)]
        insert(connection, "annuity factors", [(r, n, rounded_factor(r, n)) for r, n in loans])
    for stage in script.stages:
        connection.execute(f"CREATE TEMP TABLE {quote(stage.name)} AS {stage.sql}")
    names = ", ".join(map(quote, [KEY, *OUTCOME, *program.traced]))
    found = connection.execute(f"SELECT {names} FROM decisions").fetchall()
    by_key = {answer[0]: answer[1:] for answer in found}
    connection.close()
    return [by_key.get(place) for place in range(len(rows))]


def column_of(column: tuple[str, str]) -> str:
    name, type_ = column
    return f"{quote(name)} {type_}"


def assert_agreement(program: Program, rows: Sequence[Row], as_of: date) -> set[int]:
    """Both engines accept the same rows and give every flag alike; the statuses that occurred."""
    names = [*OUTCOME, *program.traced]
    statuses = set()
    for row, one, two in zip(
        rows, python_answers(program, rows, as_of), sql_answers(program, rows, as_of), strict=True
    ):
        assert (one is None) == (two is None), row
        if one is not None and two is not None:
            differ = {n: (a, b) for n, a, b in zip(names, one, two, strict=True) if a != b}
            assert not differ, f"(python, sql): {differ} for {row}"
            statuses.add(one[0])
    return statuses


def load(
    connection: duckdb.DuckDBPyConnection, program: Program, rows: Sequence[Row]
) -> dict[str, str]:
    """Rows as the table ``facts``, lists as tables of their own; gives the tables of the lists."""
    facts = [(place, given) for place, given in enumerate(program.plan.inputs) if given.spec]
    columns = ", ".join(
        f"{quote(given.name)} {SQL_TYPES[given.spec.kind.name]}" for _, given in facts
    )
    connection.execute(
        f"CREATE TABLE facts ({quote(KEY)} BIGINT{', ' if columns else ''}{columns})"
    )
    insert(
        connection,
        "facts",
        [(n, *(row[place] for place, _ in facts)) for n, row in enumerate(rows)],
    )
    tables = {}
    for place, given in enumerate(program.plan.inputs):
        if given.is_list and any(row[place] is not None for row in rows):
            tables[given.name] = given.name
            fields = program.policy.vocabulary.lists[given.name].fields.values()
            columns = ", ".join(
                f"{quote(spec.name)} {SQL_TYPES[spec.kind.name]}" for spec in fields
            )
            connection.execute(f"CREATE TABLE {quote(given.name)} ({quote(KEY)} BIGINT, {columns})")
            insert(
                connection,
                given.name,
                [(n, *item) for n, row in enumerate(rows) for item in row[place] or ()],
            )
    return tables


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    if rows:
        gaps = ", ".join("?" for _ in rows[0])
        connection.executemany(f"INSERT INTO {quote(table)} VALUES ({gaps})", rows)


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
    work = program.plan.records.get(listed)
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
        day = chance.choice([date(1996, 2, 29), date(2000, 2, 29), as_of])
        return day - timedelta(
            days=chance.choice([0, 1, 365, 366, 3652, 3653, chance.randint(0, 22000)])
        )
    if kind.name == "text":
        return chance.choice(["A", "B", "", "66", "7231"])
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
