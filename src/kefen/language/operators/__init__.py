"""The one operator table. Checker, both compilers, reference page and agreement tests all read it.

A row says how an operator is written, which kinds it takes and gives, what an unknown argument does
to it, and what it is in Python and in SQL. Templates name their arguments ``{0}``, ``{1}``, …; each
is a name or a constant, never a longer expression, so a template may repeat one. In Python an
argument of a propagating row is never ``None``. A row without templates is written out by the
compilers themselves. What engines write differently is a name too: ``{matches}``, see ``compiling/dialects``.

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

from kefen.language.operators.codes import CODES
from kefen.language.operators.comparing import COMPARING
from kefen.language.operators.concluding import CONCLUDING
from kefen.language.operators.dates import DATES
from kefen.language.operators.lists import LISTS
from kefen.language.operators.logic import LOGIC
from kefen.language.operators.numbers import NUMBERS

_ROWS = (*LOGIC, *COMPARING, *NUMBERS, *DATES, *CODES, *LISTS, *CONCLUDING)
OPERATORS = {row.name: row for row in _ROWS}
COMPARISONS = {row.name: row.comparison for row in _ROWS if row.comparison}
#: of them those that ask for an order
ORDERS = {name: row for name, row in COMPARISONS.items() if "ordered" in OPERATORS[name].takes}
CLOCKS = {row.name: row.clock for row in _ROWS if row.clock}
#: what is asked with the word ``known``: of a fact, of another policy's result
OBSERVED = ("known", "settled")


def functions() -> set[str]:
    """The names an author calls like functions."""
    return {row.function for row in OPERATORS.values() if row.function}
