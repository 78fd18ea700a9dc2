"""Decisions told in words: why, why not better, what would lift them, how long they hold."""

from kefen.explaining.contrast import Difference, Lift, Proposal, Wait, lift, what_changed
from kefen.explaining.differing import difference_lines
from kefen.explaining.horizon import Holds, holds_until
from kefen.explaining.json_form import to_dict
from kefen.explaining.reasons import Explanation, explain
from kefen.explaining.rendering import to_lines

__all__ = [
    "Difference",
    "Explanation",
    "Holds",
    "Lift",
    "Proposal",
    "Wait",
    "difference_lines",
    "explain",
    "holds_until",
    "lift",
    "to_dict",
    "to_lines",
    "what_changed",
]
