"""Logic: Kleene, as SQL has it."""

from __future__ import annotations

from kefen.language.operators.row import Joint, Operator, Predicate, as_wide
from kefen.values import Words

#: of a choice by conditions, whether of two or of many
CHOICE = Joint(
    Words("按情形", "as the case may be"), Words("{0}时{1}，否则{2}", "{1} if {0}, else {2}")
)

LOGIC = (
    Operator(
        "and", "a and b, all of (a, b, …)", ("flag", ...), "flag", "kleene", "", "",
        (
            "true and true => true",
            "true and unknown => unknown",
            "false and unknown => false",
            "all of (true, unknown, false) => false",
        ),
        words=Joint(Words("同时具备", "all of"), Words("{0}且{1}", "{0} and {1}")),
    ),
    Operator(
        "or", "a or b, any of (a, b, …)", ("flag", ...), "flag", "kleene", "", "",
        (
            "false or false => false",
            "false or unknown => unknown",
            "true or unknown => true",
            "any of (false, unknown, true) => true",
        ),
        words=Joint(Words("具备下列之一", "any of"), Words("{0}或{1}", "{0} or {1}")),
    ),
    Operator(
        "not", "not a", ("flag",), "flag", "kleene", "not {0}", "NOT {0}",
        ("not true => false", "not unknown => unknown"),
        words=Joint(Words("不是：{0}", "not: {0}"), Words("非{0}", "not {0}")),
    ),
    Operator(
        "at least", "at least N of (a, b, …)", ("integer", "flag", ...), "flag", "kleene", "", "",
        (
            "at least 2 of (true, unknown, true) => true",
            "at least 2 of (true, unknown, false) => unknown",
            "at least 2 of (false, unknown, false) => false",
        ),
        words=Joint(Words("具备下列至少 {0} 项", "at least {0} of")),
    ),
    Operator(
        "if", "if c then a else b", ("flag", "alike", "alike"), "widest", "kleene", "", "",
        (
            "if true then 1 else 2 => 1",
            "if true then 1 else unknown => 1",
            "if unknown then 1 else 1 => unknown",
        ),
        words=CHOICE,
        digits=as_wide,
    ),
    Operator(
        "known", "known x", ("any",), "flag", "observes", "{0} is not None", "{0} IS NOT NULL",
        ("known 1 => true", "known unknown => false", "known no_history => false"),
        words=Predicate(Words("有记录", "on record"), contrary=Words("没有记录", "not on record")),
    ),
)  # fmt: skip
