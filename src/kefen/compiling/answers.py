"""What a program is asked with, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from kefen.language.syntax import StepId
from kefen.values import REFUSAL, Domain

STATUSES = ("decided", "refused", "provisional", "undetermined")
DECIDED, REFUSED, PROVISIONAL, UNDETERMINED = range(4)
MARKS = ("", "better", "worse")
#: the most of a count that nobody knows: above every integer a fact can be, and a thousand of them added fit 64 bits
FOREVER = 1 << 52


class Settings(NamedTuple):
    """What the as-of day and the switches fix for a run: parameter values and lists, assumption flags."""

    as_of: date
    parameters: tuple[Any, ...]
    assumptions: tuple[bool, ...]


class Outcome(NamedTuple):
    """What a policy says of one subject, in numbers.

    ``status`` is a place in ``STATUSES``, ``marked`` one in ``MARKS``, ``result`` one on the scale, ``decisive`` one in
    ``Conclusions.clauses``; ``possible`` has a bit for each value of the scale and one more for a refusal.
    """

    status: int
    marked: int
    result: int | None
    possible: int
    decisive: int | None

    @property
    def is_open(self) -> bool:
        """Whether what is unknown may still move it."""
        return self.status not in (DECIDED, REFUSED)

    @property
    def said(self) -> tuple[int, int, int | None, int]:
        """What it says, whichever clause is the decisive one."""
        return self.status, self.marked, self.result, self.possible


#: the steps of an outcome, in the order of its fields
OUTCOME = tuple(StepId("outcome", name) for name in Outcome._fields)
STATUS, MARKED, RESULT, POSSIBLE, DECISIVE = OUTCOME


class Conflict(NamedTuple):
    """A fact, or a field of a list, that was given and is not what it was worked out to be."""

    name: str
    given: Any
    derived: Any


class Answer(NamedTuple):
    """What a program says of one subject.

    ``states`` are the values of the steps asked for, ``broken`` the places of rules that are false.
    """

    outcome: Outcome
    states: tuple[Any, ...]
    broken: tuple[int, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


#: facts in the order of the plan's inputs, and settings, to the answer
AnswerFunction = Callable[[Sequence[Any], Settings], Answer]
#: the same to the values of some expressions
ValuesFunction = Callable[[Sequence[Any], Settings], tuple[Any, ...]]


def possible_ids(mask: int, domain: Domain | None) -> tuple[str, ...]:
    """The ids in a mask of possible outcomes, best first, refusal last."""
    if domain is None:
        return tuple(word for bit, word in ((1, "admitted"), (2, REFUSAL)) if mask & bit)
    ids = [domain.terms[place].id for place in domain.by_goodness() if mask >> place & 1]
    return (*ids, REFUSAL) if mask >> len(domain.terms) & 1 else tuple(ids)
