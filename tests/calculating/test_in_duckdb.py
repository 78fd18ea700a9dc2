"""The same answers from SQL: every calculator with a query, over random rows, to the cent."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import duckdb
import pytest

from kefen.calculating import (
    Borrowers,
    Burden,
    CountedFrom,
    Grace,
    Income,
    Instalment,
    LoanTerms,
    Method,
    Payment,
    Person,
    card_debt,
    days_past_due,
    income_ratios,
    instalment,
    longest_term,
    repayments,
)
from kefen.calculating.ratios import Debt
from kefen.calculating.to_sql import (
    LoanTables,
    RatioColumns,
    TermColumns,
    days_past_due_query,
    factor_table,
    first_equal_principal_sql,
    instalment_sql,
    longest_term_sql,
    month_interest_sql,
    ratio_percent_sql,
    ratio_within_sql,
)

D = Decimal
ROWS = 20_000
AS_OF = date(2026, 11, 30)
Loan = tuple[Decimal, Decimal, int]


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database."""
    with duckdb.connect() as connection:
        yield connection


def _load(
    db: duckdb.DuckDBPyConnection, name: str, columns: str, rows: list[tuple[object, ...]]
) -> None:
    """A table of rows, each numbered in ``row_id``; written as literals, which load faster than parameters."""
    values = ",\n".join(f"({i}, {', '.join(map(_literal, row))})" for i, row in enumerate(rows))
    db.execute(f"CREATE OR REPLACE TABLE {name} (row_id INTEGER, {columns})")
    db.execute(f"INSERT INTO {name} VALUES {values}")


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    return f"'{value}'" if isinstance(value, date) else f"{value}"


def _answers(db: duckdb.DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return db.execute(f"{query} ORDER BY row_id").fetchall()


def _random_loans(seed: int) -> list[Loan]:
    """Amounts to 10⁹, small ones as likely as large; rates in basis points or full eight places; 1 to 480 months."""
    chance = random.Random(seed)
    return [
        (
            D(chance.randint(1, 10 ** chance.randint(4, 11))) / 100,
            D(chance.randint(0, 3600)) / 10**4
            if chance.random() < 0.8
            else D(chance.randint(0, 36 * 10**6)) / 10**8,
            chance.choice([1, 2, 3, 12, 60, 360, 480, chance.randint(1, 480)]),
        )
        for _ in range(ROWS)
    ]


@pytest.fixture(scope="module")
def loans(db: duckdb.DuckDBPyConnection) -> list[Loan]:
    """20,000 random loans, in the table ``loans`` too."""
    found = _random_loans(20_000)
    _load(db, "loans", "amount DECIMAL(18, 2), rate DECIMAL(18, 8), months INTEGER", list(found))
    return found


def test_instalments_of_20000_loans_agree_to_the_cent(
    db: duckdb.DuckDBPyConnection, loans: list[Loan]
) -> None:
    db.execute(
        f"CREATE OR REPLACE TABLE factors AS {factor_table((rate, n) for _, rate, n in loans)}"
    )
    found = _answers(
        db,
        f"SELECT {instalment_sql('amount', 'factor')} FROM loans JOIN factors AS f"
        " ON f.annual_rate = loans.rate AND f.months = loans.months",
    )
    assert [row[0] for row in found] == [instalment(LoanTerms(*loan)) for loan in loans]


def test_first_payments_by_the_other_methods_agree_to_the_cent(
    db: duckdb.DuckDBPyConnection, loans: list[Loan]
) -> None:
    falling = first_equal_principal_sql("amount", "rate", "months")
    found = _answers(db, f"SELECT {falling}, {month_interest_sql('amount', 'rate')} FROM loans")
    firsts = [_first_payments(loan) for loan in loans if loan[2] > 1 and loan[0] >= loan[2]]
    asked = [
        row for row, loan in zip(found, loans, strict=True) if loan[2] > 1 and loan[0] >= loan[2]
    ]
    assert asked == firsts
    assert len(firsts) > ROWS / 2


def _first_payments(loan: Loan) -> tuple[Decimal, Decimal]:
    """The first payment by equal principal, and with interest only."""
    falling = instalment(LoanTerms(*loan, Method.EQUAL_PRINCIPAL))
    return falling, instalment(LoanTerms(*loan, Method.INTEREST_ONLY))


@pytest.mark.parametrize(
    ("amount", "rate", "months", "paid"),
    [
        ("1000000", "0.035", 360, "4490.45"),
        ("200000", "0.03", 60, "3593.74"),
        ("300.00", "0.0002", 1, "300.01"),
        ("9999999999.99", "0.36", 1, "10299999999.99"),
        ("10000000000", "0.035", 360, None),
        ("9000000000000000", "0.035", 360, None),
        ("NULL", "0.035", 360, None),
    ],
)
def test_halves_go_up_and_amounts_beyond_the_factors_are_unknown(
    db: duckdb.DuckDBPyConnection, amount: str, rate: str, months: int, paid: str | None
) -> None:
    expression = instalment_sql(f"CAST({amount} AS DECIMAL(18, 2))", "factor")
    found = db.execute(f"SELECT {expression} FROM ({factor_table([(D(rate), months)])})").fetchone()
    assert found == (None if paid is None else D(paid),)


def test_a_double_power_is_wrong_where_the_factors_are_right(db: duckdb.DuckDBPyConnection) -> None:
    """300.00 at 0.02 % for one month is 300.005: a half, which a DOUBLE does not hold."""
    power = "300.00 * (0.0002 / 12) * pow(1 + 0.0002 / 12, 1) / (pow(1 + 0.0002 / 12, 1) - 1)"
    wrong = db.execute(f"SELECT CAST(round({power}, 2) AS DECIMAL(18, 2))").fetchone()
    assert wrong != (D("300.01"),)


# --- ratios -------------------------------------------------------------------------------------------------


def test_ratios_of_20000_applications_agree_to_the_printed_digit(
    db: duckdb.DuckDBPyConnection,
) -> None:
    chance = random.Random(3)
    rows = [
        tuple(D(chance.randint(0, 10 ** chance.randint(2, 11))) / 100 for _ in range(5))
        for _ in range(ROWS)
    ]
    _load(
        db,
        "asked",
        ", ".join(f"{c} DECIMAL(18, 2)" for c in ("pay", "fee", "debts", "cards", "income")),
        list(rows),
    )
    columns = RatioColumns("pay", "fee", "debts", "cards", "income")
    this, total = (ratio_percent_sql(*pair) for pair in (columns.this_loan, columns.total))
    within = ratio_within_sql(*columns.total, D("0.55"))
    assert _answers(db, f"SELECT {this}, {total}, {within} FROM asked") == [
        _ratios_in_python(*row) for row in rows
    ]


def _ratios_in_python(
    pay: Decimal, fee: Decimal, debts: Decimal, cards: Decimal, income: Decimal
) -> tuple[object, ...]:
    if not income:
        return None, None, None
    other = Debt(card_debt([debts]).monthly + card_debt([cards]).monthly / 6, debts)
    ratios = income_ratios(pay, Burden(fee, (other,)), Income((income,)))
    return ratios.this_loan.percent, ratios.total.percent, ratios.total.within(D("0.55"))


# --- longest term ---------------------------------------------------------------------------------------------


def test_longest_terms_by_age_agree_and_unknowns_stay_unknown(
    db: duckdb.DuckDBPyConnection,
) -> None:
    values = (None, 18, 40, 55, 58, 64, 65, 70, 80)
    rows = [
        (c, a, has, b)
        for c in (None, 0, 1, 2, 3, 4, 5)
        for a in values
        for has in (None, True, False)
        for b in values
    ]
    _load(db, "people", "grade INTEGER, age INTEGER, has_co BOOLEAN, co INTEGER", list(rows))
    expression = longest_term_sql(TermColumns("grade", "age", "has_co", "co"))
    assert [row[0] for row in _answers(db, f"SELECT {expression} FROM people")] == [
        _term_in_python(*row) for row in rows
    ]


def _term_in_python(
    grade: int | None, age: int | None, has: bool | None, other: int | None
) -> int | None:
    if grade is None or age is None or has is None or (has and other is None):
        return None
    others = (Person(other),) if has else ()
    return longest_term(Borrowers(grade, Person(age), others)).months


def test_longest_terms_by_birth_agree_on_20000_couples(db: duckdb.DuckDBPyConnection) -> None:
    chance = random.Random(65)
    leap = [date(year, 2, 29) for year in range(1940, 2005, 4)]

    def day() -> date:
        return (
            chance.choice(leap)
            if chance.random() < 0.2
            else date(1940, 1, 1) + timedelta(chance.randint(0, 24_000))
        )

    rows = [
        (chance.randint(0, 5), day(), day(), date(2024, 1, 1) + timedelta(chance.randint(0, 2000)))
        for _ in range(ROWS)
    ]
    _load(db, "couples", "grade INTEGER, born DATE, co DATE, start DATE", list(rows))
    expression = longest_term_sql(TermColumns("grade", "born", "true", "co", "start"))
    expected = [
        longest_term(Borrowers(grade, Person(born=a), (Person(born=b),)), start=start).months
        for grade, a, b, start in rows
    ]
    assert [row[0] for row in _answers(db, f"SELECT {expression} FROM couples")] == expected


# --- days past due ----------------------------------------------------------------------------------------------

Account = tuple[list[Instalment], list[Payment]]


def _random_accounts(count: int) -> list[Account]:
    """Loans paid on time, late, in part, too much, or not at all."""
    chance = random.Random(90)
    accounts = []
    for _ in range(count):
        start = AS_OF - timedelta(chance.randint(0, 500))
        terms = LoanTerms(
            D(chance.randint(10**4, 10**9)) / 100, D(chance.randint(0, 2000)) / 10**4, 12
        )
        dues = [
            Instalment(start + timedelta(30 * r.number), r.principal, r.interest)
            for r in repayments(terms)
        ]
        payments = [
            Payment(
                due.due + timedelta(chance.choice([-5, 0, 0, 3, 20, 95])),
                _part(chance, due.principal + due.interest),
            )
            for due in dues
            if chance.random() < 0.8
        ]
        accounts.append((dues, payments))
    return accounts


def _part(chance: random.Random, amount: Decimal) -> Decimal:
    return amount + chance.choice([D(0), D(0), D(0), D("-0.01"), D("0.01"), D(amount.__ceil__())])


@pytest.fixture(scope="module")
def accounts(db: duckdb.DuckDBPyConnection) -> list[Account]:
    """2,000 random accounts, in the tables ``dues`` and ``payments`` too."""
    found = _random_accounts(2000)
    dues = [
        (i, due.due, due.principal + due.interest)
        for i, (plan, _) in enumerate(found)
        for due in plan
    ]
    paid = [
        (i, payment.on, max(payment.amount, D(0)))
        for i, (_, payments) in enumerate(found)
        for payment in payments
    ]
    _load(db, "dues", "loan_id INTEGER, due_date DATE, amount DECIMAL(18, 2)", list(dues))
    _load(db, "payments", "loan_id INTEGER, paid_on DATE, amount DECIMAL(18, 2)", list(paid))
    return found


@pytest.mark.parametrize("as_of", [AS_OF, AS_OF - timedelta(100), date(2024, 1, 1)])
@pytest.mark.parametrize("grace", [Grace(), Grace(7), Grace(7, CountedFrom.GRACE_END)])
def test_days_past_due_agree_on_any_day(
    db: duckdb.DuckDBPyConnection, accounts: list[Account], as_of: date, grace: Grace
) -> None:
    found = db.execute(days_past_due_query(LoanTables(), as_of, grace)).fetchall()
    expected = {
        i: days_past_due(plan, paid, as_of, grace) for i, (plan, paid) in enumerate(accounts)
    }
    assert dict(found) == expected


@pytest.mark.parametrize(
    ("due", "paid", "dpd"),
    [
        ("'2026-01-15', 100", None, 5),
        ("'2026-01-15', 100", "'2026-01-16', 100", 0),
        ("'2026-01-15', NULL", None, None),
        ("NULL, 100", None, None),
        ("'2026-01-15', 100", "NULL, 100", None),
        ("'2026-01-15', 100", "'2026-01-16', NULL", None),
    ],
)
def test_a_date_or_amount_that_is_not_known_leaves_the_days_unknown(
    db: duckdb.DuckDBPyConnection, due: str, paid: str | None, dpd: int | None
) -> None:
    types = "INTEGER AS loan_id, CAST({0} AS DATE) AS {1}, CAST({2} AS DECIMAL(18, 2)) AS amount"
    day, amount = due.split(", ")
    db.execute(
        "CREATE OR REPLACE TABLE one_due AS SELECT 1::" + types.format(day, "due_date", amount)
    )
    day, amount = (paid or "NULL, NULL").split(", ")
    db.execute(
        "CREATE OR REPLACE TABLE one_paid AS SELECT 1::" + types.format(day, "paid_on", amount)
    )
    if paid is None:
        db.execute("DELETE FROM one_paid")
    query = days_past_due_query(LoanTables("one_due", "one_paid"), date(2026, 1, 20))
    assert db.execute(query).fetchall() == [(1, dpd)]


def test_no_expression_holds_a_double(db: duckdb.DuckDBPyConnection) -> None:
    money = "CAST(1 AS DECIMAL(18, 2))"
    expressions = [
        first_equal_principal_sql(money, "CAST(0.03 AS DECIMAL(18, 8))", "60"),
        month_interest_sql(money, "CAST(0.03 AS DECIMAL(18, 8))"),
        ratio_percent_sql(money, money),
    ]
    kinds = db.execute(f"SELECT {', '.join(f'typeof({e})' for e in expressions)}").fetchone()
    assert kinds == ("DECIMAL(18,2)",) * 3
