"""What ``kefen calc`` prints: a few aligned lines, or stable JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kefen.calculating import (
    AnnualCost,
    Arrears,
    Due,
    IncomeRatios,
    LargestAmount,
    LoanTerms,
    LongestTerm,
    Prepaid,
    Ratio,
    Repayment,
    Schedule,
    Summary,
)
from kefen.calculating.annual_cost import CONVENTION
from kefen.calculating.arrears import ALLOCATION, COUNTING
from kefen.calculating.changes import ACCRUAL
from kefen.calculating.instalments import ROUNDING
from kefen.calculating.ratios import OFFSETTING
from kefen.calculating.schedules import DUE_DATES
from kefen.cli.calc_words import say
from kefen.cli.json_out import write_json
from kefen.cli.screen import Column, Screen
from kefen.exact import percent, rounded
from kefen.values import Words

_WORKED_OUT = {
    Repayment: ("payment",),
    Due: ("payment",),
    Schedule: ("total_interest", "end", "length"),
    Prepaid: ("interest_saved", "months_saved"),
    Arrears: ("amount",),
    AnnualCost: ("total",),
    Ratio: ("percent",),
    LongestTerm: ("years",),
    Summary: ("total_interest",),
}
_EXACT_PLACES = 6


def show_instalments(screen: Screen, summary: Summary) -> None:
    """The first, second and last instalment, and the totals."""
    _loan_line(screen, summary.terms)
    rows = [*summary.repayments[:2], *summary.repayments[2:][-1:]]
    names = ("payment", "principal", "interest", "balance")
    columns = [Column(say(screen.lang, n), right=True) for n in ("number", *names)]
    screen.table(columns, [[str(r.number), *(_money(getattr(r, n)) for n in names)] for r in rows])
    exact = f"{rounded(summary.exact_instalment, _EXACT_PLACES):,}"
    screen.line(say(screen.lang, "unrounded", exact=exact))
    total, exact = _money(summary.total_interest), _money(rounded(summary.exact_interest, 2))
    screen.line(say(screen.lang, "total interest", paid=total, exact=exact))
    _conventions(screen, ROUNDING)


def show_plan(screen: Screen, plan: Schedule) -> None:
    """Every line of a plan."""
    _loan_line(screen, plan.terms)
    names = ("payment", "principal", "interest", "balance")
    columns = [Column(say(screen.lang, n), right=n != "due") for n in ("number", "due", *names)]
    rows = [
        [
            say(screen.lang, "early") if due.early else str(due.number),
            str(due.due),
            *(_money(getattr(due, name)) for name in names),
        ]
        for due in plan.dues
    ]
    screen.table(columns, rows)
    interest = _money(plan.total_interest)
    screen.line(say(screen.lang, "schedule sum", n=len(plan.dues), interest=interest))
    _conventions(screen, ROUNDING, DUE_DATES)


def show_prepaid(screen: Screen, done: Prepaid) -> None:
    """What an early repayment takes, and what it leaves."""
    lang, row = screen.lang, done.repayment
    _loan_line(screen, done.before.terms)
    principal, interest = _money(row.principal), _money(row.interest)
    screen.line(say(lang, "prepaid", day=row.due, principal=principal, interest=interest))
    rest = [due for due in done.after.dues if due.due > row.due]
    if rest:
        payment, end = _money(rest[0].payment), done.after.end
        screen.line(say(lang, "next", payment=payment, end=end, n=len(rest)))
    else:
        screen.line(say(lang, "settled"))
    saved = _money(done.interest_saved)
    screen.line(say(lang, "saved", interest=saved, n=done.months_saved))
    _conventions(screen, ACCRUAL)


def show_arrears(screen: Screen, standing: Arrears) -> None:
    """Days past due, the oldest instalment, the amounts."""
    lang = screen.lang
    if standing.oldest_due is None:
        screen.line(say(lang, "not overdue", day=standing.as_of))
    else:
        screen.line(say(lang, "dpd", day=standing.as_of, n=standing.days))
        amounts = {"principal": _money(standing.principal), "interest": _money(standing.interest)}
        screen.line(say(lang, "oldest", due=standing.oldest_due, n=standing.instalments, **amounts))
    if standing.credit:
        screen.line(say(lang, "credit", credit=_money(standing.credit)))
    _conventions(screen, COUNTING, ALLOCATION)


def show_cost(screen: Screen, terms: LoanTerms, cost: AnnualCost) -> None:
    """Both yearly figures, and what they are made of."""
    _loan_line(screen, terms)
    nominal, effective = percent(cost.nominal), percent(cost.effective)
    screen.line(say(screen.lang, "annual", nominal=nominal, effective=effective))
    amounts = {"interest": _money(cost.interest), "fees": _money(cost.fees)}
    screen.line(say(screen.lang, "cost sum", received=_money(cost.flows[0]), **amounts))
    _conventions(screen, CONVENTION)


def show_term(screen: Screen, term: LongestTerm) -> None:
    """The longest term, and why."""
    screen.line(say(screen.lang, "term", n=term.months, years=term.years))
    by_age = say(screen.lang, f"age {term.whose}", limit=term.limit)
    screen.line(say(screen.lang, "by product") if term.bound_by == "product" else by_age)
    _conventions(screen, term.convention)


def show_ratios(screen: Screen, ratios: IncomeRatios) -> None:
    """Both ratios as fractions and as per cent."""
    pairs = (("this loan", ratios.this_loan), ("total", ratios.total))
    rows = [
        [
            say(screen.lang, key),
            f"{ratio.percent}%",
            f"{_exact(ratio.payments)} ÷ {_exact(ratio.income)}",
        ]
        for key, ratio in pairs
    ]
    screen.table([Column(), Column(right=True), Column()], rows)
    _conventions(screen, OFFSETTING)


def show_largest(screen: Screen, terms: LoanTerms | None, most: LargestAmount) -> None:
    """The largest loan, and the ratios it comes to."""
    if terms is not None:
        _loan_line(screen, terms)
    amount, payment = _money(most.amount), _money(most.instalment)
    screen.line(say(screen.lang, "most", amount=amount, payment=payment))
    screen.line(say(screen.lang, f"bound {most.bound_by}"))
    show_ratios(screen, most.ratios)


def show_json(screen: Screen, value: Any, *conventions: Words) -> int:
    """The answer as data, with the conventions it follows."""
    data = as_data(value)
    if conventions:
        data["conventions"] = [as_data(words) for words in conventions]
    write_json(screen, data)
    return 0


def as_data(value: Any) -> Any:
    """Plain data: decimals as text with their digits, unrounded figures to six places."""
    if isinstance(value, Words):
        return value._asdict()
    if isinstance(value, Fraction):
        return str(rounded(value, _EXACT_PLACES))
    if isinstance(value, (tuple, list)):
        return [as_data(item) for item in value]
    if not is_dataclass(value):
        return value
    names = [field.name for field in fields(value)] + list(_WORKED_OUT.get(type(value), ()))
    return {name: as_data(getattr(value, name)) for name in names}


def _loan_line(screen: Screen, terms: LoanTerms) -> None:
    shown = {
        "amount": _money(terms.amount),
        "rate": percent(terms.annual_rate),
        "method": terms.method.label.said(screen.lang),
    }
    line = say(screen.lang, "loan line", months=terms.months, **shown)
    screen.line(screen.paint(line, "bold"))


def _conventions(screen: Screen, *conventions: Words) -> None:
    screen.line()
    for words in conventions:
        text = say(screen.lang, "convention", text=words.said(screen.lang))
        screen.paragraph(screen.paint(text, "dim"))


def _money(amount: Decimal) -> str:
    return f"{rounded(amount, 2):,}"


def _exact(value: Fraction) -> str:
    """A sum of yuan; the average of cards may have more places."""
    places = 2 if (value * 100).denominator == 1 else 4
    return f"{rounded(value, places):,}"


def conventions_of(names: Sequence[str]) -> tuple[Words, ...]:
    """The conventions by the calculator they belong to."""
    return tuple(_CONVENTIONS[name] for name in names)


_CONVENTIONS = {
    "rounding": ROUNDING,
    "due dates": DUE_DATES,
    "accrual": ACCRUAL,
    "counting": COUNTING,
    "allocation": ALLOCATION,
    "cost": CONVENTION,
    "offsetting": OFFSETTING,
}
