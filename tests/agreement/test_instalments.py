"""Instalments of a policy are those of the calculators, in Python and in SQL, to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from kefen.calculating import LoanTerms, annuity_factor, instalment
from kefen.compiling import Program, compile_policy
from kefen.exact import rounded
from kefen.language.syntax import StepId
from tests.agreement.engines import Reading
from tests.agreement.random_policies import policy_of
from tests.agreement.rows import Row

AS_OF = date(2026, 1, 1)
ROWS = 4000
VOCABULARY = """
facts:
  amount: {kind: money, range: "[0..9999999999.99]"}
  rate: {kind: rate, range: "[0..1]"}
  months: {kind: integer, range: "[1..600]"}
  payment: {kind: money}
  rate_after: {kind: rate}
"""
POLICY = """---
policy: random
version: one
in_force: [2000-01-01, null]
instrument: law
---
# 第一条 还款
```policy
value payment  每期还款额
  instalment(amount, min(rate_after, 1), months)

define rate_after  加点后
  rate + 0.5%

ban 2 禁
  when payment > 1000
```
"""


@pytest.fixture(scope="module")
def program() -> Program:
    return compile_policy(policy_of(POLICY, VOCABULARY))


def random_loans(program: Program) -> list[Row]:
    """Amounts to 10⁹ and beyond, small as likely as large; rates in basis points or full eight places."""
    chance, loans = Random(11), []
    for _ in range(ROWS):
        amount = Decimal(chance.randint(0, 10 ** chance.randint(2, 12) - 1)) / 100
        places = chance.choice([4, 4, 8])
        rate = Decimal(chance.randint(0, 36 * 10 ** (places - 2))).scaleb(-places)
        given = {"amount": amount, "rate": rate, "months": chance.randint(1, 480)}
        if chance.random() < 0.05:
            given[chance.choice(list(given))] = None
        loans.append(tuple(given.get(one.name) for one in program.plan.inputs))
    return loans


def test_every_instalment_is_that_of_the_calculator(program: Program, reading: Reading) -> None:
    loans = random_loans(program)
    names = [one.name for one in program.plan.inputs]
    place = program.traced.index(StepId("fact", "payment")) - len(program.traced)
    for loan, answer in zip(loans, reading.answers(program, loans, AS_OF), strict=True):
        facts = dict(zip(names, loan, strict=True))
        assert answer is not None
        assert answer[place] == expected(facts["amount"], facts["rate"], facts["months"]), facts


def expected(amount: Decimal | None, rate: Decimal | None, months: int | None) -> Decimal | None:
    if amount is None or rate is None or months is None:
        return None
    after = rate + Decimal("0.005")
    if (
        amount < 10
    ):  # the calculator's last instalment takes what remains: of a few cents that is the first
        return rounded(Fraction(amount) * annuity_factor(after, months), 2)
    return instalment(LoanTerms(amount, after, months))
