"""Logic: Kleene, as SQL has it."""

from __future__ import annotations

from kefen.language.operators.row import Operator, as_wide

LOGIC = (
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
)  # fmt: skip
