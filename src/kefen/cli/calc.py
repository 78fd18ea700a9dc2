"""``kefen calc``: the calculators on the command line. Each command loads what it needs when it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import click

from kefen.cli.calc_words import help_of, say
from kefen.cli.commands import Commands, Declared
from kefen.cli.inputs import WrongUsageError
from kefen.cli.screen import Screen, screen_for
from kefen.cli.words import LANGUAGES, chosen_language
from kefen.cli.words import say as say_of_all

if TYPE_CHECKING:
    from kefen.calculating import DueDates, LoanTerms, Person
    from kefen.cli.calc_inputs import Written


def _argument(key: str, metavar: str) -> Any:
    return Declared(help_of(key), metavar)


def _option(name: str, key: str, metavar: str | None = None) -> Any:
    return Declared(help_of(key), metavar, (name,))


Amount = Annotated[str, _argument("amount of loan", "AMOUNT")]
Rate = Annotated[str, _argument("rate", "RATE")]
Months = Annotated[str, _argument("months", "MONTHS")]
MethodName = Annotated[str, _option("--method", "method", "METHOD")]
Start = Annotated[str, _option("--from", "from", "DAY")]
FirstDue = Annotated[str, _option("--first-due", "first due", "DAY")]
Incomes = Annotated[list[str] | None, _option("--income", "income", "AMOUNT")]
Fund = Annotated[str, _option("--fund", "fund", "AMOUNT")]
Unstated = Annotated[bool, _option("--fund-unstated", "fund unstated")]
PropertyFee = Annotated[str, _option("--property-fee", "property fee", "AMOUNT")]
Cards = Annotated[list[str] | None, _option("--card", "card", "A/B/…")]
Loans = Annotated[list[str] | None, _option("--loan", "loan", "BALANCE/RATE/MONTHS")]
Assets = Annotated[str, _option("--assets", "assets", "AMOUNT")]
Json = Annotated[bool, _option("--json", "json")]
Lang = Annotated[str, _option("--lang", "lang", "zh|en")]
_EQUAL = "equal_instalment"


def _show_help() -> None:
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


calc_app = Commands(
    name="calc", help=help_of("calc"), invoke_without_command=True, callback=_show_help
)


@contextmanager
def _asked(command: str, lang: str) -> Iterator[tuple[Screen, Written]]:
    """A screen, and the reader of what was written; impossible terms become one line in the user's language."""
    from kefen.calculating import TermsError
    from kefen.cli.calc_inputs import Written
    from kefen.errors import InputError

    if lang and lang not in LANGUAGES:
        raise WrongUsageError(say_of_all(chosen_language(()), "not a language", text=lang))
    screen = screen_for(lang or chosen_language(()))
    try:
        yield screen, Written(screen.lang, command)
    except TermsError as error:
        raise InputError(error.words.said(screen.lang)) from None


def _terms(written: Written, loan: tuple[str, str, str], method: str) -> LoanTerms:
    from kefen.calculating import LoanTerms

    amount, rate, months = loan
    named = written.method(method)
    return LoanTerms(written.money(amount), written.rate(rate), written.months(months), named)


def _dates(written: Written, start: str, first_due: str) -> DueDates:
    from kefen.calculating import DueDates

    return DueDates(written.day(start), written.day(first_due) if first_due else None)


# --- instalments and plans ----------------------------------------------------------------------------------


@calc_app.command_of("instalment", help_of("instalment"))
def _instalment(  # noqa: PLR0913 - each parameter is an option a user may write
    amount: Amount,
    rate: Rate,
    months: Months,
    method: MethodName = _EQUAL,
    json: Json = False,
    lang: Lang = "",
) -> int:
    from kefen.calculating import summarise
    from kefen.cli.calc_show import conventions_of, show_instalments, show_json

    with _asked("instalment", lang) as (screen, written):
        summary = summarise(_terms(written, (amount, rate, months), method))
        if json:
            return show_json(screen, summary, *conventions_of(["rounding"]))
        show_instalments(screen, summary)
    return 0


@calc_app.command_of("schedule", help_of("schedule"))
def _schedule(  # noqa: PLR0913 - each parameter is an option a user may write
    amount: Amount,
    rate: Rate,
    months: Months,
    start: Start = "",
    first_due: FirstDue = "",
    as_of: Annotated[str, _option("--as-of", "as of", "DAY")] = "",
    method: MethodName = _EQUAL,
    json: Json = False,
    lang: Lang = "",
) -> int:
    from kefen.calculating import months_left, schedule
    from kefen.cli.calc_show import conventions_of, show_json, show_plan

    with _asked("schedule", lang) as (screen, written):
        terms = _terms(written, (amount, rate, months), method)
        plan = schedule(terms, _dates(written, start, first_due))
        if json:
            return show_json(screen, plan, *conventions_of(["rounding", "due dates"]))
        show_plan(screen, plan)
        if as_of:
            day = written.day(as_of)
            left, balance = months_left(plan, day), f"{plan.balance_on(day):,.2f}"
            screen.line(say(screen.lang, "left", day=day, n=left, balance=balance))
    return 0


@calc_app.command_of("prepay", help_of("prepay"))
def _prepay(  # noqa: PLR0913 - each parameter is an option a user may write
    amount: Amount,
    rate: Rate,
    months: Months,
    on: Annotated[str, _option("--on", "on", "DAY")],
    start: Annotated[str, _option("--from", "from", "DAY")],
    repay: Annotated[str, _option("--repay", "repay", "AMOUNT")] = "",
    keep: Annotated[str, _option("--keep", "keep", "term|instalment")] = "term",
    first_due: FirstDue = "",
    method: MethodName = _EQUAL,
    json: Json = False,
    lang: Lang = "",
) -> int:
    from kefen.calculating import EarlyRepayment, Keep, prepay, schedule
    from kefen.cli.calc_show import conventions_of, show_json, show_prepaid

    with _asked("prepay", lang) as (screen, written):
        if keep not in list(Keep):
            raise written.wrong("not kept", text=keep)
        terms = _terms(written, (amount, rate, months), method)
        plan = schedule(terms, _dates(written, start, first_due))
        principal = written.money(repay) if repay else None
        done = prepay(plan, EarlyRepayment(written.day(on), principal, Keep(keep)))
        if json:
            return show_json(screen, done, *conventions_of(["accrual", "rounding"]))
        show_prepaid(screen, done)
    return 0


@calc_app.command_of("extend", help_of("extend"))
def _extend(  # noqa: PLR0913 - each parameter is an option a user may write
    amount: Amount,
    rate: Rate,
    months: Months,
    on: Annotated[str, _option("--on", "on", "DAY")],
    by: Annotated[str, _option("--by", "by", "MONTHS")],
    start: Annotated[str, _option("--from", "from", "DAY")],
    first_due: FirstDue = "",
    method: MethodName = _EQUAL,
    json: Json = False,
    lang: Lang = "",
) -> int:
    from kefen.calculating import extend, schedule
    from kefen.cli.calc_show import conventions_of, show_json, show_plan

    with _asked("extend", lang) as (screen, written):
        terms = _terms(written, (amount, rate, months), method)
        plan = schedule(terms, _dates(written, start, first_due))
        longer = extend(plan, written.day(on), written.months(by))
        if json:
            return show_json(screen, longer, *conventions_of(["rounding", "due dates"]))
        show_plan(screen, longer)
    return 0


@calc_app.command_of("dpd", help_of("dpd"))
def _dpd(  # noqa: PLR0913 - each parameter is an option a user may write
    amount: Amount,
    rate: Rate,
    months: Months,
    start: Annotated[str, _option("--from", "from", "DAY")],
    paid: Annotated[list[str] | None, _option("--paid", "paid", "DAY=AMOUNT")] = None,
    payments: Annotated[str, _option("--payments", "payments", "FILE.csv")] = "",
    as_of: Annotated[str, _option("--as-of", "as of", "DAY")] = "",
    grace: Annotated[str, _option("--grace", "grace", "DAYS")] = "0",
    grace_end: Annotated[bool, _option("--from-grace-end", "grace end")] = False,
    first_due: FirstDue = "",
    method: MethodName = _EQUAL,
    json: Json = False,
    lang: Lang = "",
) -> int:
    from kefen.calculating import CountedFrom, Grace, arrears, schedule
    from kefen.cli.calc_show import conventions_of, show_arrears, show_json

    with _asked("dpd", lang) as (screen, written):
        terms = _terms(written, (amount, rate, months), method)
        plan = schedule(terms, _dates(written, start, first_due))
        counted = CountedFrom.GRACE_END if grace_end else CountedFrom.DUE_DATE
        rule = Grace(written.whole(grace), counted)
        received = written.payments(paid or [], payments)
        standing = arrears(plan.dues, received, written.day(as_of), rule)
        if json:
            return show_json(screen, standing, *conventions_of(["counting", "allocation"]))
        show_arrears(screen, standing)
    return 0


# --- cost, term, ratios ---------------------------------------------------------------------------------------


@calc_app.command_of("cost", help_of("cost"))
def _cost(  # noqa: PLR0913 - each parameter is an option a user may write
    amount: Amount,
    rate: Rate,
    months: Months,
    fees: Annotated[list[str] | None, _option("--fee", "fee", "NAME[:BY]=PRICE@WHEN")] = None,
    lender: Annotated[str, _option("--lender", "lender", "NAME")] = "",
    penalty: Annotated[str, _option("--penalty", "penalty", "RATE")] = "",
    misuse: Annotated[str, _option("--misuse-penalty", "misuse penalty", "RATE")] = "",
    sheet: Annotated[bool, _option("--sheet", "sheet")] = False,
    method: MethodName = _EQUAL,
    json: Json = False,
    lang: Lang = "",
) -> int:
    from kefen.calculating import disclose, penalty_interest, sheet_text
    from kefen.cli.calc_show import show_cost, show_json
    from kefen.values import Words

    with _asked("cost", lang) as (screen, written):
        terms = _terms(written, (amount, rate, months), method)
        by = Words(lender, lender) if lender else Words(say("zh", "lender"), say("en", "lender"))
        charged = [written.fee(text, by) for text in fees or []]
        broken = [
            penalty_interest(terms.annual_rate, written.rate(text), by, misuse=for_misuse)
            for text, for_misuse in ((penalty, False), (misuse, True))
            if text
        ]
        shown = disclose(terms, by, charged, broken)
        if json:
            return show_json(screen, shown)
        if sheet:
            screen.out.write(sheet_text(shown, screen.lang))
        else:
            show_cost(screen, terms, shown.cost)
    return 0


@calc_app.command_of("term", help_of("term"))
def _term(  # noqa: PLR0913 - each parameter is an option a user may write
    grade: Annotated[str, _option("--class", "class", "0-5")],
    age: Annotated[str, _option("--age", "age", "YEARS")] = "",
    co_ages: Annotated[list[str] | None, _option("--co-age", "co age", "YEARS")] = None,
    born: Annotated[str, _option("--born", "born", "DAY")] = "",
    co_born: Annotated[list[str] | None, _option("--co-born", "co born", "DAY")] = None,
    start: Start = "",
    cap: Annotated[str, _option("--cap", "cap", "MONTHS")] = "",
    json: Json = False,
    lang: Lang = "",
) -> int:
    from kefen.calculating import Borrowers, TermRule, longest_term
    from kefen.cli.calc_show import show_json, show_term

    with _asked("term", lang) as (screen, written):
        if not age and not born:
            raise written.wrong("no one")
        others = [_person(written, a, "") for a in co_ages or []]
        others += [_person(written, "", day) for day in co_born or []]
        people = Borrowers(written.whole(grade), _person(written, age, born), tuple(others))
        rule = TermRule(product_months=written.months(cap) if cap else None)
        term = longest_term(people, rule, written.day(start))
        if json:
            return show_json(screen, term)
        show_term(screen, term)
    return 0


def _person(written: Written, age: str, born: str) -> Person:
    from kefen.calculating import Person

    return Person(written.whole(age) if age else None, written.day(born) if born else None)


@calc_app.command_of("ratio", help_of("ratio"))
def _ratio(  # noqa: PLR0913 - each parameter is an option a user may write
    payment: Annotated[str, _option("--payment", "payment", "AMOUNT|AMOUNT/RATE/MONTHS")],
    incomes: Incomes = None,
    fund: Fund = "0",
    unstated: Unstated = False,
    fee: PropertyFee = "0",
    cards: Cards = None,
    loans: Loans = None,
    assets: Assets = "0",
    json: Json = False,
    lang: Lang = "",
) -> int:
    from kefen.calculating import income_ratios
    from kefen.cli.calc_show import conventions_of, show_json, show_ratios

    with _asked("ratio", lang) as (screen, written):
        income = written.income(incomes or [], fund, stated=not unstated)
        burden = written.burden(fee, written.debts(cards or [], loans or []), assets)
        ratios = income_ratios(written.monthly_payment(payment), burden, income)
        if json:
            return show_json(screen, ratios, *conventions_of(["offsetting"]))
        show_ratios(screen, ratios)
    return 0


@calc_app.command_of("amount", help_of("amount"))
def _amount(  # noqa: PLR0913 - each parameter is an option a user may write
    rate: Rate,
    months: Months,
    incomes: Incomes = None,
    fund: Fund = "0",
    unstated: Unstated = False,
    fee: PropertyFee = "0",
    cards: Cards = None,
    loans: Loans = None,
    assets: Assets = "0",
    limit: Annotated[str, _option("--limit", "limit", "RATE")] = "50%",
    total_limit: Annotated[str, _option("--total-limit", "total limit", "RATE")] = "55%",
    step: Annotated[str, _option("--step", "step", "AMOUNT")] = "0.01",
    method: MethodName = _EQUAL,
    json: Json = False,
    lang: Lang = "",
) -> int:
    from kefen.calculating import Offer, RatioLimits, largest_amount
    from kefen.cli.calc_show import conventions_of, show_json, show_largest

    with _asked("amount", lang) as (screen, written):
        named = written.method(method)
        offer = Offer(written.rate(rate), written.months(months), named, written.money(step))
        income = written.income(incomes or [], fund, stated=not unstated)
        burden = written.burden(fee, written.debts(cards or [], loans or []), assets)
        limits = RatioLimits(written.rate(limit), written.rate(total_limit))
        most = largest_amount(offer, burden, income, limits)
        if json:
            return show_json(screen, most, *conventions_of(["rounding", "offsetting"]))
        show_largest(screen, offer.of(most.amount) if most.amount else None, most)
    return 0


__all__ = ["calc_app"]
