"""Over lists: unknown is not empty."""

from __future__ import annotations

from collections.abc import Sequence

from kefen.language.operators.row import Digits, Operator, as_wide

#: the digits of how many items a list may have
_ITEMS = (6, 0)


def _counted(args: Sequence[Digits]) -> Digits:
    return _ITEMS


def _summed(args: Sequence[Digits]) -> Digits:
    return _ITEMS[0] + as_wide(args)[0], as_wide(args)[1]


LISTS = (
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
)  # fmt: skip
