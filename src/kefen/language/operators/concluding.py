"""The machine's own: how conclusions are written down. No author writes them."""

from __future__ import annotations

from kefen.language.operators.row import Operator, as_wide

CONCLUDING = (
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
