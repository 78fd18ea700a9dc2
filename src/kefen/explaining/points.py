"""Scorecards factor by factor: the points got, the most there are, the row that gave them, so that a reader can add up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kefen.deciding.decide import Decision
from kefen.deciding.trace import label_of
from kefen.explaining.telling import Reason, Teller
from kefen.language.syntax import Fact, walk
from kefen.policy import Clause
from kefen.saying.phrases import say
from kefen.saying.values import say_number


@dataclass(frozen=True)
class Factor:
    """A factor of a scorecard: from ``low`` to ``high`` points of the ``most`` there are, by one of the rows."""

    name: str
    label: str
    low: Decimal
    high: Decimal
    most: Decimal
    rows: tuple[Reason, ...]
    text: str


def factors(decision: Decision, teller: Teller) -> Iterator[Factor]:
    """Each factor in the order of the text: the first row that holds counts, or one before it that is open."""
    named: dict[str, list[Clause]] = {}
    for clause in decision.policy.acts("points"):
        named.setdefault(clause.target, []).append(clause)
    for name, rows in named.items():
        yield _factor(name, rows, decision, teller)


def counted(rows: list[Clause], decision: Decision) -> list[Clause]:
    """The rows of a factor that may count: those open before the first that holds, and that one."""
    may: list[Clause] = []
    for row in rows:
        state = decision.state(row.id)
        if state is not False:
            may.append(row)
        if state is True:
            break
    return may


def _factor(name: str, rows: list[Clause], decision: Decision, teller: Teller) -> Factor:
    may, lang = counted(rows, decision), teller.lang
    amounts = [row.amount for row in may]
    if not may or decision.state(may[-1].id) is not True:
        amounts.append(Decimal(0))
    low, high, most = min(amounts), max(amounts), max(Decimal(0), *(row.amount for row in rows))
    label = label_of(decision, _fact_of(name, rows, decision)).said(lang)
    numbers = {"low": say_number(low), "high": say_number(high), "most": say_number(most)}
    text = say(lang, "factor" if low == high else "factor open", label=label, **numbers)
    return Factor(name, label, low, high, most, tuple(teller.clause(row.id) for row in may), text)


def _fact_of(name: str, rows: list[Clause], decision: Decision) -> str:
    """The fact that a factor is about: that of its name, else the first that its rows read."""
    facts = decision.policy.vocabulary.facts
    read = (n.name for row in rows if row.test for n in walk(row.test) if isinstance(n, Fact))
    return name if name in facts else next(read, name)


__all__ = ["Factor", "counted", "factors"]
