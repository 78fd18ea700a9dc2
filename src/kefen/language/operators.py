"""The one operator table. Checker, both compilers, reference page and agreement tests all read it.

A row says how an operator is written, which kinds it takes and gives, what an unknown argument does
to it, and what it is in Python and in SQL. Templates name their arguments ``{0}``, ``{1}``, …; each
is a name or a constant, never a longer expression, so a template may repeat one. In Python an
argument of a propagating row is never ``None``. A row without templates is written out by the
compilers themselves.

``takes`` names a kind for each argument; ``...`` at the end repeats the one before:

=============  =================================================================================
flag, integer  exactly this kind; so ``date``, ``text``, ``scale``, ``outcome`` and ``list``
number         integer, decimal, money or rate
count          how many items of a list, compared with a number
any            whatever it is
alike          of one kind with the other ``alike`` arguments; a bare word is read as theirs
ordered        as ``alike``, and the kind has an order: a number, a date, a scale
values         fixed values of the kind before
set            a set of choices
codes          a reference list
=============  =================================================================================

``gives`` is a kind, or ``widest``: that of the argument that can hold the others. A new operator is
one row with its examples. An example reads ``expression => value`` and speaks of the facts in
``EXAMPLE_FACTS``; each is a test in both languages.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import EllipsisType
from typing import Any, Literal, NamedTuple

Unknowns = Literal["propagates", "kleene", "observes", "interval"]
Takes = tuple[str | EllipsisType, ...]
#: whole digits and decimal places that hold every value of a number
Digits = tuple[int, int]
#: the digits of a result from those of the numbers among the arguments
DigitsOf = Callable[[Sequence[Digits]], Digits]
#: what ``gives`` says of a row that may give a number
_NUMBERS = ("integer", "money", "count", "widest")


class Comparison(NamedTuple):
    """What a row that compares two values says of them.

    ``holds`` compares two inside values, neither unknown. ``contrary`` names the row that holds where this one does not,
    ``mirrored`` the row that says the same of the values exchanged.
    """

    holds: Callable[[Any, Any], bool]
    contrary: str = ""
    mirrored: str = ""


class Clock(NamedTuple):
    """How a row counts the time from one day to another.

    ``months`` of a unit, or 0 for days; ``longest`` unit in days. A period that ``ends_with_day`` is full when its
    corresponding day is over. Beyond ``far`` units nobody looks ahead.
    """

    months: int
    longest: int
    far: int
    ends_with_day: bool = False


@dataclass(frozen=True)
class Operator:
    """A row of the table."""

    name: str
    form: str
    takes: Takes
    gives: str
    unknown: Unknowns
    python: str
    sql: str
    examples: tuple[str, ...]
    digits: DigitsOf | None = None
    comparison: Comparison | None = None
    clock: Clock | None = None

    def __post_init__(self) -> None:
        if self.gives in _NUMBERS and self.digits is None:
            raise ValueError(f"`{self.name}` gives a number and does not say how many digits")

    @property
    def function(self) -> str:
        """The name an author calls it by, empty when it is not written as a call."""
        match = re.match(r"(\w+)\(", self.form)
        return match.group(1) if match else ""


_PY_YEARS = (
    "{1}.year - {0}.year - ({1}.month < {0}.month"
    " or ({1}.month == {0}.month and {1}.day < {0}.day))"
)
_PY_MONTHS = (
    "({1}.year - {0}.year) * 12 + {1}.month - {0}.month - ({1}.day <= {0}.day and {1} != {0})"
)
_SQL_YEARS = (
    "(EXTRACT(YEAR FROM {1}) - EXTRACT(YEAR FROM {0})"
    " - CASE WHEN EXTRACT(MONTH FROM {1}) * 100 + EXTRACT(DAY FROM {1})"
    " < EXTRACT(MONTH FROM {0}) * 100 + EXTRACT(DAY FROM {0}) THEN 1 ELSE 0 END)"
)
_SQL_MONTHS = (
    "((EXTRACT(YEAR FROM {1}) - EXTRACT(YEAR FROM {0})) * 12"
    " + EXTRACT(MONTH FROM {1}) - EXTRACT(MONTH FROM {0})"
    " - CASE WHEN EXTRACT(DAY FROM {1}) <= EXTRACT(DAY FROM {0}) AND {1} <> {0} THEN 1 ELSE 0 END)"
)
RESIDENT_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
#: a first digit of 1 to 9, a day of 1800 to 2199 that there was, check digit last; no table of regions, they change
RESIDENT_ID_SHAPE = (
    "[1-9][0-9]{5}((18|19|20|21)[0-9]{2}((0[13578]|1[02])(0[1-9]|[12][0-9]|3[01])"
    "|(0[469]|11)(0[1-9]|[12][0-9]|30)|02(0[1-9]|1[0-9]|2[0-8]))"
    "|((18|19|20|21)(0[48]|[2468][048]|[13579][26])|2000)0229)[0-9]{3}[0-9Xx]"
)
_SQL_RESIDENT_ID = (
    f"(REGEXP_FULL_MATCH({{0}}, '{RESIDENT_ID_SHAPE.replace('{', '{{').replace('}', '}}')}')"
    " AND SUBSTRING('10X98765432', 1 + CAST(("
    + " + ".join(
        f"(ASCII(SUBSTRING({{0}}, {place}, 1)) - 48) * {weight}"
        for place, weight in enumerate(RESIDENT_ID_WEIGHTS, 1)
    )
    + ") % 11 AS INTEGER), 1) = UPPER(SUBSTRING({0}, 18, 1)))"
)
_PY_RESIDENT_ID = (
    "(len({0}) == 18 and {0}[:17].isdecimal() and {0}[:17].isascii() and {0}[0] != '0'"
    " and {0}[6:8] in ('18', '19', '20', '21') and 1 <= (month := int({0}[10:12])) <= 12"
    " and 1 <= int({0}[12:14]) <= 30 + (month + month // 8) % 2 - (month == 2) * (2"
    " - ((year := int({0}[6:10])) % 4 == 0 and (year % 100 != 0 or year == 2000)))"
    " and (digits := {0}.encode()) is not None and '10X98765432'[("
    + " + ".join(f"digits[{i}] * {w}" for i, w in enumerate(RESIDENT_ID_WEIGHTS))
    + f" - {ord('0') * sum(RESIDENT_ID_WEIGHTS)}) % 11] == {{0}}[17].upper())"
)
#: without the letters that look like digits
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (*(3**place % 31 for place in range(17)), 1)
_SQL_USCC = (
    f"(REGEXP_FULL_MATCH({{0}}, '[{USCC_ALPHABET[1:]}][{USCC_ALPHABET}]{{{{17}}}}') AND ("
    + " + ".join(
        f"(POSITION(SUBSTRING({{0}}, {place}, 1) IN '{USCC_ALPHABET}') - 1) * {weight}"
        for place, weight in enumerate(_USCC_WEIGHTS, 1)
    )
    + ") % 31 = 0)"
)
_PY_USCC = (
    f"(len({{0}}) == 18 and {{0}}[0] != '0' and not {{0}}.strip('{USCC_ALPHABET}') and ("
    + " + ".join(f"'{USCC_ALPHABET}'.find({{0}}[{i}]) * {w}" for i, w in enumerate(_USCC_WEIGHTS))
    + ") % 31 == 0)"
)
_SQL_LEAST = "CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN LEAST({0}, {1}) END"
_SQL_MOST = "CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN GREATEST({0}, {1}) END"
#: the digits of how many items a list may have
_ITEMS = (6, 0)


def as_wide(args: Sequence[Digits]) -> Digits:
    """As many digits as any of the arguments has: one of them is the result."""
    return max((whole for whole, _ in args), default=1), max((p for _, p in args), default=0)


def _carried(args: Sequence[Digits]) -> Digits:
    whole, places = as_wide(args)
    return whole + 1, places


def _multiplied(args: Sequence[Digits]) -> Digits:
    return sum(whole for whole, _ in args), sum(places for _, places in args)


def _of_time(args: Sequence[Digits]) -> Digits:
    """Days between any two days of the calendar, and a sign."""
    return 7, 0


def _of_an_instalment(args: Sequence[Digits]) -> Digits:
    return 11, 2


def _counted(args: Sequence[Digits]) -> Digits:
    return _ITEMS


def _summed(args: Sequence[Digits]) -> Digits:
    return _multiplied((_ITEMS, as_wide(args)))


def _is_among(value: Any, values: frozenset[Any]) -> bool:
    return value in values


_ROWS = (
    # --- logic: Kleene, as SQL has it ---------------------------------------------------------
    Operator(
        "and", "a and b, all of (a, b, …)", ("flag", ...), "flag", "kleene", "", "",
        (
            "true and true => true",
            "true and unknown => unknown",
            "false and unknown => false",
            "all of (true, unknown, false) => false",
        ),
    ),
    Operator(
        "or", "a or b, any of (a, b, …)", ("flag", ...), "flag", "kleene", "", "",
        (
            "false or false => false",
            "false or unknown => unknown",
            "true or unknown => true",
            "any of (false, unknown, true) => true",
        ),
    ),
    Operator(
        "not", "not a", ("flag",), "flag", "kleene", "not {0}", "NOT {0}",
        ("not true => false", "not unknown => unknown"),
    ),
    Operator(
        "at least", "at least N of (a, b, …)", ("integer", "flag", ...), "flag", "kleene", "", "",
        (
            "at least 2 of (true, unknown, true) => true",
            "at least 2 of (true, unknown, false) => unknown",
            "at least 2 of (false, unknown, false) => false",
        ),
    ),
    Operator(
        "if", "if c then a else b", ("flag", "alike", "alike"), "widest", "kleene", "", "",
        (
            "if true then 1 else 2 => 1",
            "if true then 1 else unknown => 1",
            "if unknown then 1 else 1 => unknown",
        ),
        digits=as_wide,
    ),
    Operator(
        "known", "known x", ("any",), "flag", "observes", "{0} is not None", "{0} IS NOT NULL",
        ("known 1 => true", "known unknown => false", "known no_history => false"),
    ),
    # --- comparison ---------------------------------------------------------------------------
    Operator(
        "=", "a = b", ("alike", "alike"), "flag", "propagates", "{0} == {1}", "{0} = {1}",
        (
            "1 = 1.0 => true",
            '"a" = "b" => false',
            "grade = fair => true",
            "1 = unknown => unknown",
        ),
        comparison=Comparison(operator.eq, contrary="!=", mirrored="="),
    ),
    Operator(
        "!=", "a != b", ("alike", "alike"), "flag", "propagates", "{0} != {1}", "{0} <> {1}",
        ("1 != 2 => true", "grade != fair => false", "unknown != 2 => unknown"),
        comparison=Comparison(operator.ne, contrary="=", mirrored="!="),
    ),
    Operator(
        "<", "a < b", ("ordered", "ordered"), "flag", "propagates", "{0} < {1}", "{0} < {1}",
        (
            "1 < 2 => true",
            "2 < 2 => false",
            'date("2024-02-29") < date("2024-03-01") => true',
            "unknown < 2 => unknown",
        ),
        comparison=Comparison(operator.lt, contrary=">=", mirrored=">"),
    ),
    Operator(
        "<=", "a <= b", ("ordered", "ordered"), "flag", "propagates", "{0} <= {1}", "{0} <= {1}",
        ("2 <= 2 => true", "grade <= poor => true", "2 <= unknown => unknown"),
        comparison=Comparison(operator.le, contrary=">", mirrored=">="),
    ),
    Operator(
        ">", "a > b", ("ordered", "ordered"), "flag", "propagates", "{0} > {1}", "{0} > {1}",
        ("10% > 0.1 => false", "11% > 0.1 => true", "3 > unknown => unknown"),
        comparison=Comparison(operator.gt, contrary="<=", mirrored="<"),
    ),
    Operator(
        ">=", "a >= b", ("ordered", "ordered"), "flag", "propagates", "{0} >= {1}", "{0} >= {1}",
        ("3 >= 3 => true", "grade >= poor => false", "unknown >= unknown => unknown"),
        comparison=Comparison(operator.ge, contrary="<", mirrored="<="),
    ),
    Operator(
        "in range", "x in [a..b], x between a and b", ("ordered", "ordered", "ordered"), "flag",
        "kleene", "", "",
        (
            "5 in [1..5] => true",
            "5 in [1..5) => false",
            "1 in (1..5] => false",
            "0 in [1..unknown] => false",
            "3 in [1..unknown] => unknown",
            "3 between 1 and 5 => true",
            "unknown in [1..5] => unknown",
        ),
    ),
    Operator(
        "ratio", "ratio(a, b) <= t", ("number", "number", "ordered"), "flag", "propagates", "", "",
        (
            "ratio(1, 3) <= 34% => true",
            "ratio(1, 10) > 10% => false",
            "ratio(1, 0) <= 50% => false",
            "ratio(0, 0) <= 50% => true",
            "ratio(1, unknown) <= 50% => unknown",
        ),
    ),
    Operator(
        "in set", "x in (a, b, …)", ("alike", "values"), "flag", "propagates",
        "{0} in {1}", "{0} IN {1}",
        (
            "2 in (1, 2, 3) => true",
            "4 not in (1, 2, 3) => true",
            "grade in (good, fair) => true",
            "unknown in (1, 2, 3) => unknown",
            "unknown not in (1, 2, 3) => unknown",
        ),
        comparison=Comparison(_is_among),
    ),
    Operator(
        "in list", "x in NAME, a reference list", ("text", "codes"), "flag", "propagates",
        "{0} in {1}", "{0} IN {1}",
        (
            '"A1" in loaded_list => true',
            '"Z9" in loaded_list => false',
            '"Z9" in empty_list => false',
            '"A1" in list_not_loaded => unknown',
        ),
    ),
    Operator(
        "within", "", ("outcome", "values"), "flag", "kleene", "", "", (),
    ),
    # --- sets of choices ----------------------------------------------------------------------
    Operator(
        "includes any", "s includes a, s includes any of (a, b)", ("set", "values"), "flag",
        "propagates", "{0} & {1} != 0", "({0} & {1}) <> 0",
        (
            "skills includes law => true",
            "skills includes tax => false",
            "skills includes any of (tax, law) => true",
            "no_skills includes law => false",
            "skills_unknown includes law => unknown",
        ),
    ),
    Operator(
        "includes all", "s includes all of (a, b)", ("set", "values"), "flag", "propagates",
        "{0} & {1} == {1}", "({0} & {1}) = {1}",
        (
            "skills includes all of (law, audit) => true",
            "skills includes all of (law, tax) => false",
            "skills_unknown includes all of (law) => unknown",
        ),
    ),
    # --- numbers: exact; no division ----------------------------------------------------------
    Operator(
        "+", "a + b", ("number", "number"), "widest", "propagates", "{0} + {1}", "{0} + {1}",
        ("0.1 + 0.2 = 0.3 => true", "1 + unknown => unknown"),
        digits=_carried,
    ),
    Operator(
        "-", "a - b", ("number", "number"), "widest", "propagates", "{0} - {1}", "{0} - {1}",
        ("2 * 3 - 8 => -2", "10 - 2 - 3 => 5", "unknown - 1 => unknown"),
        digits=_carried,
    ),
    Operator(
        "*", "a * b", ("number", "number"), "widest", "propagates", "{0} * {1}", "{0} * {1}",
        ("3 * 0.1 = 0.3 => true", "1 + 2 * 3 => 7", "0 * unknown => unknown"),
        digits=_multiplied,
    ),
    Operator(
        "negative", "-a", ("number",), "widest", "propagates", "-{0}", "-{0}",
        ("-(1) => -1", "-2 + 3 => 1", "-unknown => unknown"),
        digits=as_wide,
    ),
    Operator(
        "min", "min(a, b, …)", ("number", "number", ...), "widest", "propagates",
        "min({0}, {1})", _SQL_LEAST,
        ("min(2, 1) => 1", "min(3, 2, 1) => 1", "min(2, unknown) => unknown"),
        digits=as_wide,
    ),
    Operator(
        "max", "max(a, b, …)", ("number", "number", ...), "widest", "propagates",
        "max({0}, {1})", _SQL_MOST,
        ("max(2, 1) => 2", "max(1, 2, 3) => 3", "max(unknown, 1) => unknown"),
        digits=as_wide,
    ),
    # --- dates: full years by their parts; 29 February is reached on 1 March in common years ----
    Operator(
        "full_years", "full_years(from, to)", ("date", "date"), "integer", "propagates",
        _PY_YEARS, _SQL_YEARS,
        (
            'full_years(date("2000-02-29"), date("2018-02-28")) => 17',
            'full_years(date("2000-02-29"), date("2018-03-01")) => 18',
            'full_years(date("2000-02-29"), date("2020-02-29")) => 20',
            'full_years(date("1990-05-01"), date("2020-05-01")) => 30',
            'full_years(date("1990-05-02"), date("2020-05-01")) => 29',
            'full_years(unknown, date("2020-05-01")) => unknown',
        ),
        digits=_of_time,
        clock=Clock(months=12, longest=366, far=80),
    ),
    # a period in months ends with its corresponding day, or the last of a month without it: full the day after
    Operator(
        "full_months", "full_months(from, to)", ("date", "date"), "integer", "propagates",
        _PY_MONTHS, _SQL_MONTHS,
        (
            'full_months(date("2024-01-31"), date("2024-02-29")) => 0',
            'full_months(date("2024-01-31"), date("2024-03-01")) => 1',
            'full_months(date("2024-01-15"), date("2025-01-15")) => 11',
            'full_months(date("2024-01-15"), date("2025-01-16")) => 12',
            'full_months(date("2024-01-15"), unknown) => unknown',
        ),
        digits=_of_time,
        clock=Clock(months=1, longest=31, far=240, ends_with_day=True),
    ),
    Operator(
        "days", "days(from, to)", ("date", "date"), "integer", "propagates",
        "({1} - {0}).days", "CAST({1} - {0} AS BIGINT)",
        (
            'days(date("2024-02-28"), date("2024-03-01")) => 2',
            'days(date("2024-03-01"), date("2024-02-28")) => -2',
            'days(date("2024-02-28"), unknown) => unknown',
        ),
        digits=_of_time,
        clock=Clock(months=0, longest=1, far=400),
    ),
    Operator(
        "instalment", "instalment(amount, annual_rate, months)", ("number", "number", "integer"),
        "money", "propagates", "", "",
        (
            "instalment(1000000, 3.5%, 360) = 4490.45 => true",
            "instalment(1000, 0, 3) = 333.33 => true",
            "instalment(0, 3.5%, 360) => 0",
            "instalment(unknown, 3.5%, 360) => unknown",
            "instalment(1000000, 3.5%, unknown) => unknown",
        ),
        digits=_of_an_instalment,
    ),
    # --- identity -----------------------------------------------------------------------------
    Operator(
        "resident_id", "resident_id(x)", ("text",), "flag", "propagates",
        _PY_RESIDENT_ID, _SQL_RESIDENT_ID,
        (
            'resident_id("11010519491231002X") => true',
            'resident_id("11010519491231002x") => true',
            'resident_id("110105194912310021") => false',
            'resident_id("440524188001010014") => true',
            'resident_id("1101") => false',
            'resident_id("110105194902290013") => false',
            'resident_id("000000198001010013") => false',
            "resident_id(unknown) => unknown",
        ),
    ),
    Operator(
        "born_on", "born_on(resident number, date)", ("text", "date"), "flag", "propagates",
        "{0}[6:14] == {1}.isoformat().replace('-', '')",
        "SUBSTRING({0}, 7, 8) = REPLACE(CAST({1} AS VARCHAR), '-', '')",
        (
            'born_on("11010519491231002X", date("1949-12-31")) => true',
            'born_on("11010519491231002X", date("1990-12-31")) => false',
            'born_on("1101", date("1990-12-31")) => false',
            'born_on("11010519491231002X", unknown) => unknown',
        ),
    ),
    Operator(
        "born_after", "born_after(resident number, date)", ("text", "date"), "flag", "propagates",
        "{0}[6:14] > {1}.isoformat().replace('-', '')",
        "SUBSTRING({0}, 7, 8) > REPLACE(CAST({1} AS VARCHAR), '-', '')",
        (
            'born_after("11010519491231002X", date("1949-12-30")) => true',
            'born_after("11010519491231002X", date("1949-12-31")) => false',
            'born_after(unknown, date("1949-12-31")) => unknown',
        ),
    ),
    Operator(
        "of_sex", "of_sex(resident number, male)", ("text", "flag"), "flag", "propagates",
        "({0}[16:17] in ('1', '3', '5', '7', '9')) == {1}",
        "((SUBSTRING({0}, 17, 1) IN ('1', '3', '5', '7', '9')) = {1})",
        (
            'of_sex("11010519491231002X", false) => true',
            'of_sex("440524188001010014", false) => false',
            'of_sex("440524188001010014", true) => true',
            "of_sex(unknown, true) => unknown",
        ),
    ),
    Operator(
        "uscc", "uscc(x)", ("text",), "flag", "propagates", _PY_USCC, _SQL_USCC,
        (
            'uscc("91350100M000100Y43") => true',
            'uscc("91350100M000100Y44") => false',
            'uscc("N2350100M000100Y4X") => false',
            'uscc("91350100MO00100Y43") => false',
            'uscc("000000000000000000") => false',
            'uscc("91350100") => false',
            "uscc(unknown) => unknown",
        ),
    ),
    # --- over lists: unknown is not empty -------------------------------------------------------
    Operator(
        "some", "some x in list satisfies c", ("list", "flag"), "flag", "kleene", "", "",
        (
            "some a in accounts satisfies a.days > 90 => true",
            "some a in accounts satisfies a.days > 100 => unknown",
            "some a in no_accounts satisfies a.days > 90 => false",
            "some a in accounts_unknown satisfies a.days > 90 => unknown",
            'some m in history satisfies m = "2" => true',
            'some m in history satisfies m = "3" => unknown',
            'some m in clean_history satisfies m = "3" => false',
            'some m in no_history satisfies m = "3" => unknown',
        ),
    ),
    Operator(
        "every", "every x in list satisfies c", ("list", "flag"), "flag", "kleene", "", "",
        (
            "every a in accounts satisfies a.days <= 90 => false",
            "every a in accounts satisfies a.days <= 100 => unknown",
            "every a in no_accounts satisfies a.days > 90 => true",
            "every a in accounts_unknown satisfies a.days > 90 => unknown",
            'every m in clean_history satisfies m = "N" => true',
            'every m in history satisfies m in ("N", "1", "2", "3") => unknown',
            'every m in history[item != "N"] satisfies m = "1" => false',
        ),
    ),
    Operator(
        "count", "count(list), count(list[c])", ("list", "flag"), "count", "interval", "", "",
        (
            "count(accounts) >= 3 => true",
            "count(accounts[days > 90]) >= 1 => true",
            "count(accounts[days > 90]) >= 2 => unknown",
            "count(accounts[days > 90]) >= 3 => false",
            "count(no_accounts) > 0 => false",
            "count(accounts_unknown) > 0 => unknown",
            'count(history[item in ("1", "2")]) >= 2 => true',
            'count(history[item in ("1", "2")]) >= 3 => unknown',
            'count(history[item in ("1", "2")]) > 3 => false',
            'count(history[item = "1"]) + count(history[item = "2"]) >= 2 => true',
            "count(accounts) > unknown => unknown",
        ),
        digits=_counted,
    ),
    Operator(
        "sum", "sum(for x in list return e)", ("list", "number"), "widest", "propagates", "", "",
        (
            "sum(for a in accounts return a.balance) => 350",
            "sum(for a in accounts[days > 90] return a.balance) => unknown",
            "sum(for a in accounts return a.days) => unknown",
            "sum(for a in no_accounts return a.balance) => 0",
            "sum(for a in accounts_unknown return a.balance) => unknown",
            'sum(for a in accounts return count(a.months[item = "1"])) >= 2 => true',
            'sum(for a in accounts return count(a.months[item = "1"])) >= 3 => unknown',
        ),
        digits=_summed,
    ),
    Operator(
        "least", "min(for x in list return e, EMPTY)", ("list", "ordered", "ordered"), "widest",
        "propagates", "", "",
        (
            "min(for a in accounts return a.balance) => 50",
            "min(for a in accounts return a.days) => unknown",
            "min(for a in no_accounts return a.balance, 7) => 7",
            "min(for a in no_accounts return a.balance) => unknown",
        ),
        digits=as_wide,
    ),
    Operator(
        "most", "max(for x in list return e, EMPTY)", ("list", "ordered", "ordered"), "widest",
        "propagates", "", "",
        (
            "max(for a in accounts return a.balance) => 200",
            "max(for a in accounts return a.opened) = date(\"2024-02-29\") => true",
            "max(for a in no_accounts return a.balance, 7) => 7",
            "max(for a in accounts_unknown return a.balance, 7) => unknown",
        ),
        digits=as_wide,
    ),
    Operator(
        "worst", "worst(for x in list return e, EMPTY)", ("list", "scale", "scale"), "widest",
        "propagates", "", "",
        (
            "worst(for a in accounts return a.grade, good) = poor => true",
            "worst(for a in no_accounts return a.grade, good) = good => true",
            "worst(for a in accounts_unknown return a.grade, good) = good => unknown",
        ),
        digits=as_wide,
    ),
    Operator(
        "best", "best(for x in list return e, EMPTY)", ("list", "scale", "scale"), "widest",
        "propagates", "", "",
        (
            "best(for a in accounts return a.grade, poor) = good => true",
            "best(for a in no_accounts return a.grade, poor) = poor => true",
            "best(for a in accounts_unknown return a.grade, poor) = good => unknown",
        ),
        digits=as_wide,
    ),
    Operator(
        "date", 'date("2014-01-01")', ("text",), "date", "propagates", "", "",
        ('days(date("2014-01-01"), date("2014-01-02")) => 1',),
    ),
    # --- the machine's own: how conclusions are written down (never written by authors) -------
    Operator(
        "first", "", ("flag", "alike", ...), "widest", "kleene", "", "", (), digits=as_wide,
    ),
    Operator("proven", "", ("flag",), "flag", "observes", "{0} is True", "{0} IS TRUE", ()),
    Operator("open", "", ("flag",), "flag", "observes", "{0} is not False", "{0} IS NOT FALSE", ()),
    Operator("settled", "", ("outcome",), "flag", "observes",
             "({0} is not None and not {0} & ({0} - 1))",
             "({0} IS NOT NULL AND ({0} & ({0} - 1)) = 0)", ()),
    Operator("mask", "", ("scale",), "outcome", "propagates",
             "1 << {0}", "CAST(1 AS BIGINT) << {0}", ()),
)  # fmt: skip

OPERATORS = {row.name: row for row in _ROWS}
COMPARISONS = {row.name: row.comparison for row in _ROWS if row.comparison}
#: of them those that ask for an order
ORDERS = {name: row for name, row in COMPARISONS.items() if "ordered" in OPERATORS[name].takes}
CLOCKS = {row.name: row.clock for row in _ROWS if row.clock}
#: what is asked with the word ``known``: of a fact, of another policy's result
OBSERVED = ("known", "settled")

#: names an author calls like functions
FUNCTIONS = frozenset(row.function for row in _ROWS if row.function)

#: FEEL and habits from elsewhere that are left out on purpose, and what to write instead
REFUSED = {
    "/": "there is no division: write `ratio(a, b) <= t`",
    "**": "there is no power",
    "==": "write `=`",
    "<>": "write `!=`",
    "&&": "write `and`",
    "||": "write `or`",
    "!": "write `not`",
    "#": "a comment begins with `#` after a blank",
    "＃": "a comment begins with `#` after a blank",
    "￥": "an amount has no sign",
    "¥": "an amount has no sign",
    "$": "an amount has no sign",
    "=>": "write `>=`",
    "=<": "write `<=`",
    "》": "write `>`",
    "《": "write `<`",
    "》=": "write `>=`",
    "《=": "write `<=`",
    "≧": "write `>=`",
    "≦": "write `<=`",
    "⩾": "write `>=`",
    "⩽": "write `<=`",
    "&": "write `and`",
    "＆": "write `and`",
    "|": "write `or`",
    "｜": "write `or`",
    "^": "there is no power",
    "÷": "there is no division: write `ratio(a, b) <= t`",
    "—": "write `-`",
    "–": "write `-`",
    "、": "values of a list are parted by `,`",
    "。": "a condition ends without a full stop",
    ".": "a condition ends without a full stop",
    ";": "join conditions with `and` or `or`",
    "?": "a condition asks without a question mark",
    "？": "a condition asks without a question mark",
    ":": "no colon stands in a condition",
    "~": "a range is written `[a..b]`",
    "～": "a range is written `[a..b]`",
    "{": "a range is written `[a..b]`, a list of values `(a, b)`",
    "}": "a range is written `[a..b]`, a list of values `(a, b)`",
    "【": "a range is written `[a..b]`, a list of values `(a, b)`",
    "】": "a range is written `[a..b]`, a list of values `(a, b)`",
    "[": "a range or a list of values stands after `in`",
    "..": "a range is written `[a..b]`",
    "'": 'texts stand in double quotes: `"x"`',
    "‘": 'texts stand in double quotes: `"x"`',
    "’": 'texts stand in double quotes: `"x"`',
    "且": "write `and`",
    "并且": "write `and`",
    "或": "write `or`",
    "或者": "write `or`",
    "is": "write `=`",
    "万": "write the number in digits",
    "亿": "write the number in digits",
    "元": "an amount has no sign",
    "和": "write `and`",
    "与": "write `and`",
    "非": "write `not`",
    "不": "write `not`",
    "不是": "write `not`",
    "是": "write `true`",
    "否": "write `false`",
    "为": "write `=`",
    "大于": "write `>`",
    "大于等于": "write `>=`",
    "不低于": "write `>=`",
    "不小于": "write `>=`",
    "不少于": "write `>=`",
    "小于": "write `<`",
    "小于等于": "write `<=`",
    "不高于": "write `<=`",
    "不大于": "write `<=`",
    "不超过": "write `<=`",
    "等于": "write `=`",
    "不等于": "write `!=`",
    "属于": "write `in`",
    "不属于": "write `not in`",
    "介于": "a range is written `[a..b]`",
    "包含": "write `includes`",
    "已知": "write `known`",
    "未知": "write `not known x`",
    "yes": "write `true`",
    "no": "write `false`",
    "空": "a missing value is unknown: write `known x`",
    "如果": "write `if … then … else …`",
    "function": "functions cannot be defined",
    "instance": "values are typed before they run",
    "null": "a missing value is unknown: write `known x`",
    "context": "there are no contexts",
    "substring": "texts are compared whole",
    "matches": "texts are compared whole",
    "contains": "texts are compared whole; a set `includes` a value",
    "now": "the as-of day is `as_of`",
    "today": "the as-of day is `as_of`",
    "string": "values are not converted",
    "number": "values are not converted",
    "round": "numbers are exact and not rounded",
    "floor": "numbers are exact and not rounded",
    "ceiling": "numbers are exact and not rounded",
    "abs": "write `max(a, -a)`",
    "mean": "there is no division",
    "median": "there is no division",
}
