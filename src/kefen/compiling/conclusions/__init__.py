"""What conclusions mean, written in the expression language itself.

A ladder, its adjustment, floors and ceilings, bands and bans become named expressions over two-valued flags:
``proven(c)`` is true when c is true, ``open(c)`` when c is not false. Ranks run from 0, the best value of the scale.

The answer stands in five steps, the fields of an ``Outcome``.
"""

from kefen.compiling.conclusions.outcome import Conclusions, conclude

__all__ = ["Conclusions", "conclude"]
