"""A plan to Python functions, generated as source so that they run at the speed of hand-written code.

No word of a user is ever evaluated: names in the source are generated, texts and decimals stand in a table of constants.
Every step becomes a local variable; a flag is ``True``, ``False`` or ``None``.
"""

from kefen.compiling.python.functions import answering, valuing

__all__ = ["answering", "valuing"]
