"""The machine's own: how conclusions are written down. No author writes them."""

from __future__ import annotations

from kefen.language.operators.logic import CHOICE
from kefen.language.operators.row import Noun, Operator, Predicate, Unsaid, as_wide
from kefen.values import Words

CONCLUDING = (
    Operator(
        "first", "", ("flag", "alike", ...), "widest", "kleene", "", "", (),
        words=CHOICE,
        digits=as_wide,
    ),
    Operator(
        "proven", "", ("flag",), "flag", "observes", "{0} is True", "{0} IS TRUE", (),
        words=Unsaid("stands in conclusions alone, and what these conclude is told"),
    ),
    Operator(
        "open", "", ("flag",), "flag", "observes", "{0} is not False", "{0} IS NOT FALSE", (),
        words=Unsaid("stands in conclusions alone, and what these conclude is told"),
    ),
    Operator(
        "settled", "", ("outcome",), "flag", "observes",
        "({0} is not None and not {0} & ({0} - 1))",
        "({0} IS NOT NULL AND ({0} & ({0} - 1)) = 0)", (),
        words=Predicate(Words("已确定", "settled"), contrary=Words("未确定", "not settled")),
    ),
    Operator(
        "mask", "", ("scale",), "outcome", "propagates",
        "1 << {0}", "CAST(1 AS BIGINT) << {0}", (),
        words=Noun(Words("{0}", "{0}")),
    ),
)  # fmt: skip
