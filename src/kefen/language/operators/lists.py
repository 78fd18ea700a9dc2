"""Over lists: unknown is not empty."""

from __future__ import annotations

from collections.abc import Sequence

from kefen.language.operators.row import Digits, Noun, Operator, Quantifier, as_wide
from kefen.values import Words

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
        words=Quantifier(
            Words("{subject}中有{what}的", "there is one in {subject} with {what}"),
            Words("{subject}中没有{what}的", "there is none in {subject} with {what}"),
            Words("{subject}中是否有{what}的不明", "not known whether one in {subject} has {what}"),
            Quantifier(
                Words("{subject}出现过{what}", "{subject} shows {what}"),
                Words("{subject}没有出现{what}", "{subject} does not show {what}"),
                Words("{subject}是否出现过{what}不明", "not known whether {subject} shows {what}"),
            ),
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
        words=Quantifier(
            Words("{subject}全部{what}", "every one in {subject} has {what}"),
            Words("{subject}并非全部{what}", "not every one in {subject} has {what}"),
            Words("{subject}是否全部{what}不明", "not known whether every one in {subject} has {what}"),
            Quantifier(
                Words("{subject}各月均为{what}", "{subject} shows only {what}"),
                Words("{subject}有的月份不是{what}", "{subject} shows other than {what}"),
                Words("{subject}是否各月均为{what}不明", "not known whether {subject} shows only {what}"),
            ),
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
        words=Noun(
            Words("{0}的数目", "number of {0}"),
            of_months=Words("{0}中{1}的月数", "months of {0} with {1}"),
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
        words=Noun(Words("{0}的{1}合计", "sum of {1} over {0}")),
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
        words=Noun(Words("{0}中最小的{1}", "least {1} of {0}")),
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
        words=Noun(Words("{0}中最大的{1}", "greatest {1} of {0}")),
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
        words=Noun(Words("{0}中最差的{1}", "worst {1} of {0}")),
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
        words=Noun(Words("{0}中最好的{1}", "best {1} of {0}")),
        digits=as_wide,
    ),
)  # fmt: skip
